// Where everything lies in the state, and the modes beside it.

/** Way of the chain within one loop, m; speed of the chain, m/s; speed of the flywheel, rad/s; air in the receiver, kg. */
export const positionAt = 0;
export const speedAt = 1;
export const flywheelAt = 2;
export const receiverAt = 3;
/** Air masses of all floaters, kg, then their enthalpies m c_p T, J, then the accounts. */
export const airAt = 4;

/** Valve of a floater. */
export const valve = { empty: 0, filling: 1, full: 2, spilling: 3, venting: 4, sealed: 5 } as const;

/** Clutch: turning together, flywheel ahead, slipping with the chain ahead or behind, open. */
export const clutch = { locked: 0, overrun: 1, slipForward: 2, slipBack: 3, open: 4 } as const;

/** Integrals over time, in J but for the last three, in kg. Order of the state behind the floaters. */
export const account = {
  /** Work into the compressor. */
  compression: 0,
  /** Heat from the water into the air. */
  heat: 1,
  /** Work of the shaft into the generator. */
  generator: 2,
  electricity: 3,
  drag: 4,
  friction: 5,
  brake: 6,
  flywheelDrag: 7,
  gears: 8,
  clutch: 9,
  /** Kinetic energy given to water taken along and left behind. */
  entrained: 10,
  /** Heat in vented air, c_p (T - T0). */
  vented: 11,
  /** Work to press bubbles into the water (H1); all of it is lost. */
  bubbles: 12,
  /** Work of buoyancy on the chain: informs, closes nothing. */
  buoyancy: 13,
  /** Exergy of the heat at the water's temperature. */
  heatExergy: 14,
  compressionLoss: 15,
  throttling: 16,
  heatTransfer: 17,
  mixing: 18,
  /** Exergy of vented, spilt and dissolved air. */
  ventedExergy: 19,
  /** Work done on the plant by changing the density of the water. */
  changes: 20,
  airCompressed: 21,
  airInjected: 22,
  airVented: 23,
} as const;

export type AccountName = keyof typeof account;

export const accounts = Object.keys(account).length;

/** Whether an account counts J, not kg. */
export function accountIsEnergy(at: number): boolean {
  return at < account.airCompressed;
}

export interface Layout {
  readonly count: number;
  readonly heatAt: number;
  readonly ledgerAt: number;
  readonly size: number;
}

export function layoutOf(count: number): Layout {
  const heatAt = airAt + count;
  const ledgerAt = heatAt + count;
  return { count, heatAt, ledgerAt, size: ledgerAt + accounts };
}

/** What changes at events only. */
export interface Modes {
  readonly valves: Uint8Array;
  clutch: number;
  /** The chain stands, held by its backstop. */
  held: boolean;
  /** The flywheel stands. */
  still: boolean;
  /** The compressor of a receiver runs. */
  compressing: boolean;
  /** The clutch may close: not in a coast, not stopped, not opened by hand. */
  engaged: boolean;
}

/** Values in the order of `controlAt`. */
export type Controls = Float64Array;

/** What can be changed while a plant runs. */
export const controlAt = {
  load: 0,
  speed: 1,
  pressure: 2,
  dragCut: 3,
  voidFraction: 4,
  waterTemperature: 5,
  pulse: 6,
  coast: 7,
  clutch: 8,
  emergencyStop: 9,
  /** Present where a run may go back. */
  tolerance: 10,
} as const;

export type ControlName = keyof typeof controlAt;
