// Functions of the state whose rise through zero is an event. Armed by the modes; looked at after every step.

import type { Equations } from './equations.ts';
import { kappa } from './figures.ts';
import { torqueKinks } from './generator.ts';
import { receiverPressure } from './compressor.ts';
import { airAt, clutch, flywheelAt, positionAt, receiverAt, speedAt, valve } from './layout.ts';
import type { Zones } from './zones.ts';

/** What can happen. Those before `filled` can be told from the state alone, the others need the equations evaluated. */
export const occasion = {
  none: 0,
  zone: 1,
  chainStops: 2,
  flywheelStops: 3,
  speedsMeet: 4,
  torqueKink: 5,
  receiver: 6,
  filled: 7,
  brimful: 8,
  spillEnds: 9,
  chainStarts: 10,
  clutchFrees: 11,
  clutchSlips: 12,
} as const;

/** Kinks this close, as a share of the speed, count as passed. */
const passed = 1e-9;

/** Share of volume or charge by which a bell may be over its brim, so that rounding does not open and shut it. */
const rounding = 1e-10;

export class Guards {
  readonly #equations: Equations;
  readonly #zones: Zones;
  readonly #oneWay: boolean;
  readonly #locateKinks: boolean;
  #kinks: readonly number[] = [];
  #kinkBelow = -Infinity;
  #kinkAbove = Infinity;

  constructor(equations: Equations, zones: Zones) {
    const { model } = equations.figures;
    this.#equations = equations;
    this.#zones = zones;
    this.#oneWay = model.drive.clutch === 'one-way';
    this.#locateKinks = model.solver.method === 'dormand-prince';
    this.revise();
  }

  /** Says that the figures have changed. */
  revise(): void {
    this.#kinks = this.#locateKinks ? torqueKinks(this.#equations.figures) : [];
  }

  /** Arms what depends on where a step begins. */
  arm(state: Float64Array): void {
    const speed = state[flywheelAt]!;
    this.#kinkBelow = -Infinity;
    this.#kinkAbove = Infinity;
    for (const kink of this.#kinks) {
      if (kink < speed * (1 - passed)) this.#kinkBelow = kink;
      else if (kink > speed * (1 + passed) && kink < this.#kinkAbove) this.#kinkAbove = kink;
    }
  }

  /** Whether `value` needs the equations evaluated at the state first. */
  needsEquations(what: number): boolean {
    return what >= occasion.filled;
  }

  /** Positive when it has happened; -1 for what is not armed. `floater` counts for valves only. */
  value(what: number, floater: number, state: Float64Array): number {
    const { modes, figures, flow } = this.#equations;
    const { gear, model } = figures;
    if (what === occasion.zone) return state[positionAt]! - this.#zones.next;
    if (what === occasion.chainStops) return modes.held ? -1 : -state[speedAt]!;
    if (what === occasion.chainStarts) return modes.held ? flow.breakaway : -1;
    if (what === occasion.flywheelStops)
      return modes.still || modes.clutch === clutch.locked ? -1 : -state[flywheelAt]!;
    if (what === occasion.torqueKink)
      return Math.max(state[flywheelAt]! - this.#kinkAbove, this.#kinkBelow - state[flywheelAt]!);
    if (what === occasion.receiver) return this.#receiver(state);
    if (what === occasion.speedsMeet) {
      const ahead = gear * state[speedAt]! - state[flywheelAt]!;
      if (modes.clutch === clutch.slipForward) return -ahead;
      return modes.clutch === clutch.overrun || modes.clutch === clutch.slipBack ? ahead : -1;
    }
    if (what === occasion.clutchFrees) return this.#turning() && this.#oneWay ? -flow.lockedTorque : -1;
    if (what === occasion.clutchSlips)
      return this.#turning() ? Math.abs(flow.lockedTorque) - model.drive.capacity : -1;
    return this.#valve(what, floater, state);
  }

  /** Calls `found` with everything that has happened at a state the equations were evaluated at last. */
  collect(state: Float64Array, found: (what: number, floater: number) => void): void {
    for (let what = occasion.zone; what <= occasion.clutchSlips; what++) {
      if (what >= occasion.filled && what <= occasion.spillEnds) continue;
      if (this.value(what, 0, state) > 0) found(what, 0);
    }
    const { modes, figures } = this.#equations;
    if (figures.smooth) return;
    const { valves } = modes;
    for (let i = 0; i < valves.length; i++) {
      const mode = valves[i];
      if (mode === valve.empty || mode === valve.venting || mode === valve.sealed) continue;
      const what =
        mode === valve.filling
          ? occasion.filled
          : mode === valve.full
            ? occasion.brimful
            : occasion.spillEnds;
      if (this.#valve(what, i, state) > 0) found(what, i);
    }
  }

  #turning(): boolean {
    const { modes } = this.#equations;
    return modes.clutch === clutch.locked && !modes.held;
  }

  #valve(what: number, floater: number, state: Float64Array): number {
    const { figures, flow, layout, modes, places } = this.#equations;
    const mode = modes.valves[floater];
    if (what === occasion.spillEnds)
      return mode === valve.spilling ? -flow.outflow[floater]! - rounding * figures.charge : -1;
    const { volume, kind } = figures.model.floaters;
    const room = (kappa * state[layout.heatAt + floater]!) / places.pressure[floater]!;
    const brim = room / volume - 1 - rounding;
    if (what === occasion.brimful) return mode === valve.full ? brim : -1;
    if (mode !== valve.filling) return -1;
    return kind === 'sealed' ? brim : Math.max(brim, state[airAt + floater]! / figures.charge - 1);
  }

  #receiver(state: Float64Array): number {
    const { modes, figures } = this.#equations;
    const { receiver } = figures.model.compressor;
    if (receiver === undefined) return -1;
    const relative = receiverPressure(figures, state[receiverAt]!) / figures.pressure - 1;
    return modes.compressing ? relative : -relative - receiver.band;
  }
}
