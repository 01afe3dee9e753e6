// The numbers the exchange of air works on, all in one block of memory, so that the same addresses serve WebAssembly and
// plain code: constants and sums stand there twice, once for each of two lanes.

import { pageBytes, type Engine, type Memory, type VectorMemory } from '@holdfast/numerics';
import { gasConstant, heatCapacity, kappa, type Figures } from './figures.ts';
import { airAt, type Layout } from './layout.ts';
import { perSpill, ventLength } from './smooth-valves.ts';

/** Added to a number below 2^31 in size, and taken away again, leaves the nearest whole one: 3 * 2^51. */
export const rounder = 6_755_399_441_055_744;

/** Constants of the kernel, in the order of their memory. */
export const constantNames = [
  'one',
  'zero',
  'trace',
  'ambient',
  'perAmbient',
  'perCapacity',
  'heatCapacity',
  'perTouch',
  'kappa',
  'waterTemperature',
  'sink',
  'perWater',
  'perOutside',
  'gasConstant',
  'perVolume',
  'dissolution',
  'perVent',
  'perSpill',
  'vent',
  'perVentLength',
  'two',
  'three',
  'low',
  'perCell',
  'last',
  'rounder',
  'half',
  'third',
  'quarter',
  'fifth',
] as const;

export type ConstantName = (typeof constantNames)[number];

/** Where the first lane of a constant is. */
export function constantAt(name: ConstantName): number {
  return 2 * constantNames.indexOf(name);
}

const sinkAt = constantAt('sink');

/** What the kernel adds up over floaters, in the order of its memory. */
export const sumAt = {
  /** Slope times volume, m^3, and volume, m^3. */
  lift: 0,
  volume: 1,
  /** Heat from the water, W, and the same times the difference of 1/T, W/K. */
  heat: 2,
  transfer: 3,
  /** Growth and shrinkage of volumes, m^3/s. */
  expelled: 4,
  intake: 5,
  /** Air that leaves, kg/s, the same times T over that outside, and its entropy over that of air outside, W/K. */
  leaving: 6,
  warmth: 7,
  entropy: 8,
} as const;

const sums = Object.keys(sumAt).length;

/** Of every floater, in this order; the arrays of `Places` first. */
export const rowNames = ['position', 'pressure', 'slope', 'loss', 'spill', 'inflow', 'outflow'] as const;

export type RowName = (typeof rowNames)[number];

/** Where everything lies, in doubles. */
export interface AirMap {
  readonly count: number;
  readonly heatBehindAir: number;
  readonly airAt: number;
  readonly sumsAt: number;
  readonly tableAt: number;
  readonly rowsAt: number;
  /** Elements from one row to the next: one more than there are floaters, for the second lane of the last one. */
  readonly rowLength: number;
  readonly size: number;
}

export function airMapOf({ count, heatAt }: Layout, tableLength: number): AirMap {
  const sumsAt = 2 * constantNames.length;
  const tableAt = sumsAt + 2 * sums;
  const rowsAt = tableAt + tableLength;
  const rowLength = count + 1;
  return {
    count,
    heatBehindAir: heatAt - airAt,
    airAt,
    sumsAt,
    tableAt,
    rowsAt,
    rowLength,
    size: rowsAt + rowNames.length * rowLength,
  };
}

export class AirNumbers implements VectorMemory {
  readonly map: AirMap;
  readonly engine: Engine | undefined;
  readonly memory: Memory | undefined;
  readonly buffer: ArrayBuffer;
  /** Every number there is. */
  readonly all: Float64Array;
  readonly sums: Float64Array;
  readonly rows: Readonly<Record<RowName, Float64Array>>;
  #used: number;
  /** Vectors that have been looked for, and where they are. */
  readonly #known: Float64Array[] = [];
  readonly #places: number[] = [];

  /** @param vectors how many doubles others will ask for @param engine makes the memory; plain memory without one */
  constructor(map: AirMap, table: Float64Array, vectors: number, engine: Engine | undefined) {
    const bytes = 8 * (map.size + vectors);
    const pages = Math.ceil(bytes / pageBytes);
    this.map = map;
    this.engine = engine;
    this.memory = engine === undefined ? undefined : new engine.Memory({ initial: pages, maximum: pages });
    this.buffer = this.memory?.buffer ?? new ArrayBuffer(bytes);
    this.all = new Float64Array(this.buffer, 0, map.size);
    this.sums = this.all.subarray(map.sumsAt, map.tableAt);
    this.all.set(table, map.tableAt);
    const row = (at: number): Float64Array =>
      this.all.subarray(map.rowsAt + at * map.rowLength, map.rowsAt + at * map.rowLength + map.count);
    this.rows = Object.fromEntries(rowNames.map((name, at) => [name, row(at)])) as Record<
      RowName,
      Float64Array
    >;
    this.#used = map.size;
  }

  readonly take = (doubles: number): Float64Array => {
    if (8 * (this.#used + doubles) > this.buffer.byteLength) return new Float64Array(doubles);
    const taken = new Float64Array(this.buffer, 8 * this.#used, doubles);
    this.#used += doubles;
    return taken;
  };

  /** Where a vector begins, in doubles, or -1 where it lies in other memory. Remembers those of this memory, of which there are
   * few: to ask a vector for its buffer takes as long as the exchange of ten floaters. */
  addressOf(vector: Float64Array): number {
    const known = this.#known;
    for (let at = 0; at < known.length; at++) if (known[at] === vector) return this.#places[at]!;
    if (vector.buffer !== this.buffer) return -1;
    known.push(vector);
    this.#places.push(vector.byteOffset / 8);
    return vector.byteOffset / 8;
  }

  /** Pressure lost per time where the path goes straight up, Pa/s. */
  setSink(value: number): void {
    this.all[sinkAt] = value;
    this.all[sinkAt + 1] = value;
  }

  #set(name: ConstantName, value: number): void {
    const at = constantAt(name);
    this.all[at] = value;
    this.all[at + 1] = value;
  }

  /** Writes what follows from a model and its controls. */
  setFigures(figures: Figures): void {
    const { model, logs } = figures;
    const { ambient } = model.water;
    const { volume, heatTransfer, dissolution } = model.floaters;
    const values: Readonly<Record<Exclude<ConstantName, 'sink'>, number>> = {
      zero: 0,
      half: 1 / 2,
      third: 1 / 3,
      quarter: 1 / 4,
      fifth: 1 / 5,
      one: 1,
      two: 2,
      three: 3,
      trace: figures.trace,
      ambient,
      perAmbient: figures.perAmbient,
      perCapacity: 1 / heatCapacity,
      heatCapacity,
      perTouch: heatTransfer / volume,
      kappa,
      waterTemperature: figures.waterTemperature,
      perWater: 1 / figures.waterTemperature,
      perOutside: figures.perOutside,
      gasConstant,
      perVolume: 1 / volume,
      dissolution,
      perVent: figures.perVent,
      perSpill,
      vent: figures.loop.vent,
      perVentLength: 1 / ventLength,
      low: logs.low,
      perCell: logs.perCell,
      last: logs.last,
      rounder,
    };
    for (const [name, value] of Object.entries(values)) this.#set(name as ConstantName, value);
  }
}
