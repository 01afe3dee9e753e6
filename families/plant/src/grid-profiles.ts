// Load and speed of the grid over time while a plant runs: which point comes next, and the factors now. Points are events,
// so that no step reaches across one.

import type { GridTable, GridTables } from './grid-document.ts';
import { controlAt, type Controls } from './layout.ts';

/** Time of a point by its number, counted through all repetitions, s. */
function timeOf({ times, repeat }: GridTable, number: number): number {
  const round = Math.floor(number / times.length);
  if (round > 0 && repeat === Infinity) return Infinity;
  return (round > 0 ? round * repeat : 0) + times[number % times.length]!;
}

/** Factor at `time`, after `passed` points. */
function factorAt(table: GridTable, passed: number, time: number): number {
  const { shape, factors, times, repeat } = table;
  const count = factors.length;
  if (passed === 0 && repeat === Infinity) return factors[0]!;
  const before = factors[(passed + count - 1) % count]!;
  const end = timeOf(table, passed);
  if (shape === 'steps' || end === Infinity) return before;
  const begin = passed > 0 ? timeOf(table, passed - 1) : times[count - 1]! - repeat;
  const share = Math.min(1, Math.max(0, (time - begin) / (end - begin)));
  return before + share * (factors[passed % count]! - before);
}

const names = ['load', 'speed'] as const;

export class GridProfiles {
  /** Whether factors change between points too. */
  readonly sloped: boolean;
  /** Time of the next point, s; Infinity when there is none. */
  next = Infinity;
  readonly #tables: readonly (readonly [at: number, table: GridTable])[];
  readonly #passed: Int32Array;

  constructor(tables: GridTables) {
    this.#tables = names.flatMap((name) => {
      const table = tables[name];
      return table === undefined ? [] : [[controlAt[name], table] as const];
    });
    this.#passed = new Int32Array(this.#tables.length);
    this.sloped = this.#tables.some(([, { shape }]) => shape === 'lines');
    this.pass(0);
  }

  /** Leaves all points up to `time` behind. */
  pass(time: number): void {
    this.#tables.forEach(([, table], at) => {
      while (timeOf(table, this.#passed[at]!) <= time) this.#passed[at]!++;
    });
    this.#update();
  }

  /** Controls as the grid has them at `time`. */
  applied(controls: Controls, time: number): Controls {
    const values = controls.slice();
    this.#tables.forEach(([control, table], at) => {
      values[control]! *= factorAt(table, this.#passed[at]!, time);
    });
    return values;
  }

  /** Points passed in each profile. */
  get passed(): Int32Array {
    return this.#passed.slice();
  }

  restore(passed: Int32Array): void {
    this.#passed.set(passed);
    this.#update();
  }

  #update(): void {
    this.next = Math.min(Infinity, ...this.#tables.map(([, table], at) => timeOf(table, this.#passed[at]!)));
  }
}
