// Numbers that follow from a model and its controls: computed once, read by every equation.

import { controlAt, type Controls } from './layout.ts';
import { cos, expm1, log, LogTable, sin } from '@holdfast/numerics';
import type { PlantModel } from './document.ts';

/** Gas constant of dry air, J/(kg K), and its heat capacity at constant pressure, J/(kg K): U.S. Standard Atmosphere 1976
 * and the ideal gas near 300 K. */
export const gasConstant = 287.05;
export const heatCapacity = 1004.7;

/** R / c_p: exponent of adiabatic temperature over pressure. */
export const kappa = gasConstant / heatCapacity;

/** Shares of the loop at which something happens to a floater, counted from the lowest point. */
export interface Loop {
  readonly length: number;
  readonly pitch: number;
  readonly radius: number;
  readonly height: number;
  /** Ends of first bottom arc, rising side, top arc, sinking side, m. */
  readonly joins: readonly [number, number, number, number];
  /** Where floaters begin to vent: the top of the loop. */
  readonly vent: number;
  /** Where what is left in them is lost: the end of the top arc. */
  readonly purge: number;
  /** cos and sin of k pitch / radius, for k from 0 to count - 1, and sums of those before k, for k up to count. */
  readonly turns: {
    readonly cos: Float64Array;
    readonly sin: Float64Array;
    readonly cosSums: Float64Array;
    readonly sinSums: Float64Array;
  };
  /** cos and sin of the angles at which the three bends begin, and of those a loop further on. */
  readonly bends: { readonly cos: Float64Array; readonly sin: Float64Array };
}

export function loopLength({ radius, height }: PlantModel['chain']): number {
  return 2 * height + 2 * Math.PI * radius;
}

/** Pressure of the water at the lowest point of the chain, without bubbles, Pa. */
export function bottomPressure({ water, chain }: PlantModel): number {
  const depth = chain.submergence + chain.height + 2 * chain.radius;
  return water.surfacePressure + water.density * water.gravity * depth;
}

/** Sums of the values before each number. */
function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, at) => {
    sums[at + 1] = sums[at]! + value;
  });
  return sums;
}

export function loopOf(model: PlantModel): Loop {
  const { radius, height } = model.chain;
  const { count } = model.floaters;
  const length = loopLength(model.chain);
  const pitch = length / count;
  const quarter = 0.5 * Math.PI * radius;
  const angles = Array.from({ length: count }, (_, k) => (k * pitch) / radius);
  const turnCos = Float64Array.from(angles, cos);
  const turnSin = Float64Array.from(angles, sin);
  const joins = [quarter, quarter + height, 3 * quarter + height, 3 * quarter + 2 * height] as const;
  const begins = [0, joins[1], joins[3]].map((at) => at / radius);
  const bends = [...begins, ...begins.map((angle) => angle + length / radius)];
  return {
    length,
    pitch,
    radius,
    height,
    joins,
    vent: 2 * quarter + height,
    purge: 3 * quarter + height,
    turns: { cos: turnCos, sin: turnSin, cosSums: sumsOf(turnCos), sinSums: sumsOf(turnSin) },
    bends: { cos: Float64Array.from(bends, cos), sin: Float64Array.from(bends, sin) },
  };
}

/** Specific work of compressing air from outside to `ratio` times its pressure in steady flow, cooled down afterwards, J/kg.
 * Isothermal R T ln r, polytropic n/(n-1) R T (r^((n-1)/n) - 1), adiabatic with n = c_p/c_v; over the efficiency. */
export function compressionWork(model: PlantModel, ratio: number): number {
  const { kind, exponent, efficiency } = model.compressor;
  const { ambient } = model.water;
  const isothermal = (gasConstant * ambient * log(ratio)) / efficiency;
  if (kind === 'isothermal' || (kind === 'polytropic' && exponent === 1)) return isothermal;
  const share = kind === 'adiabatic' ? kappa : (exponent - 1) / exponent;
  // r^share - 1 loses all its digits for exponents just above 1
  const rise = share * log(ratio);
  return isothermal * (expm1(rise) / rise);
}

/** What depends on controls beside the model. */
export interface Figures {
  readonly model: PlantModel;
  readonly loop: Loop;
  readonly smooth: boolean;
  /** Density of the water with its bubbles, kg/m^3. */
  readonly density: number;
  /** Pressure gained per depth, Pa/m. */
  readonly weight: number;
  /** Height of the water surface over the lower sprocket, m. */
  readonly surface: number;
  /** Air of one charge, kg. */
  readonly charge: number;
  /** Air too little to have a temperature of its own, kg: far below the error of a mass, where a quotient of two errors is no
   * temperature; and products of smaller numbers would underflow. */
  readonly trace: number;
  /** Moving mass with every floater full of water, kg. */
  readonly massFlooded: number;
  /** Force per slope of one shell, up, N. */
  readonly shellLift: number;
  /** Drag of all floaters per square of speed, N s^2/m^2. */
  readonly drag: number;
  /** Turns of the flywheel, rad, per way of the chain, m. */
  readonly gear: number;
  readonly brake: number;
  /** Work and air of the regulated delivery: J/kg, and R T ln(p/p0). */
  readonly delivery: number;
  readonly deliveryExergy: number;
  /** Pressure of the regulated delivery, or set-point of the receiver, Pa. */
  readonly pressure: number;
  readonly waterTemperature: number;
  /** Work per time to press the bubbles in (H1), W. */
  readonly bubblePower: number;
  /** What the grid moves while the plant runs. */
  speedSetPoint: number;
  load: number;
  /** 1 / T0 and 1 / p0. */
  readonly perAmbient: number;
  readonly perOutside: number;
  /** 1 / vent time. */
  readonly perVent: number;
  /** ln(p / p0) and ln(T / T0) of anything in the tank. */
  readonly logs: LogTable;
}

function bubblePower(model: PlantModel, voidFraction: number): number {
  const { bubbleArea, bubbleSpeed } = model.hypotheses;
  const bottom = bottomPressure(model);
  const perVolume = bottom / (gasConstant * model.water.ambient);
  const flow = voidFraction * bubbleArea * bubbleSpeed * perVolume;
  return flow * compressionWork(model, bottom / model.water.surfacePressure);
}

export function logTableOf(model: PlantModel): LogTable {
  return new LogTable(0.4, Math.max(3, (1.05 * bottomPressure(model)) / model.water.surfacePressure));
}

/** Whether valves are windows along the chain: as the document says, or for very many open floaters. */
export function hasSmoothValves({ injection, floaters }: PlantModel): boolean {
  const usual = floaters.count > 2000 && floaters.kind === 'open' ? 'smooth' : 'switched';
  return (injection.valves ?? usual) === 'smooth';
}

/** @param controls live values, in the order of `controls.ts` */
export function figuresOf(model: PlantModel, loop: Loop, logs: LogTable, controls: Controls): Figures {
  const { floaters, chain, water, drive, injection } = model;
  const voidFraction = controls[controlAt.voidFraction]!;
  const stopped = controls[controlAt.emergencyStop]! > 0;
  const density = water.density * (1 - voidFraction);
  const weight = density * water.gravity;
  const surface = chain.height + chain.radius + chain.submergence;
  const bottom = water.surfacePressure + weight * (surface + chain.radius);
  const charge = (bottom * floaters.volume * injection.fill) / (gasConstant * water.ambient);
  const body = floaters.volume + floaters.shellVolume;
  const perFloater = floaters.shellMass + floaters.addedMass * density * body + density * floaters.volume;
  const bare = 0.5 * density * floaters.dragCoefficient * floaters.shielding * floaters.area;
  const pressure = controls[controlAt.pressure]!;
  const lift = floaters.count * 0.5 * floaters.volume * water.density * water.gravity;
  return {
    model,
    loop,
    smooth: hasSmoothValves(model),
    density,
    weight,
    surface,
    charge,
    trace: Math.max(1e-15, 1e-5 * model.solver.tolerance) * charge,
    massFlooded: chain.linearMass * loop.length + floaters.count * perFloater,
    shellLift: (density * floaters.shellVolume - floaters.shellMass) * water.gravity,
    drag: bare * (1 - controls[controlAt.dragCut]!) * floaters.count,
    gear: drive.ratio / chain.radius,
    brake: stopped ? (chain.brake ?? 1.5 * lift) : 0,
    delivery: compressionWork(model, pressure / water.surfacePressure),
    deliveryExergy: gasConstant * water.ambient * log(pressure / water.surfacePressure),
    pressure,
    waterTemperature: controls[controlAt.waterTemperature]!,
    bubblePower: bubblePower(model, voidFraction),
    speedSetPoint: controls[controlAt.speed]!,
    load: stopped ? 0 : controls[controlAt.load]!,
    perAmbient: 1 / water.ambient,
    perOutside: 1 / water.surfacePressure,
    perVent: 1 / injection.ventTime,
    logs,
  };
}
