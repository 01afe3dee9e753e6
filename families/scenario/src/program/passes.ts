// Runs the passes of one loop over a block. What an iteration gets never depends on the others of its block: one that has
// come to rest keeps what it carries, so that further passes give it the same values again.

import type { Carried, Loop } from './operations.ts';

export interface Passes {
  /** Of the present pass, from 0; after the loop of the last one. */
  readonly index: number;
  /** Before the first pass: takes the initial values. */
  begin(count: number): void;
  /** Takes over what the pass before gave; false when no pass is left to do. */
  next(count: number): boolean;
  /** Writes 1 where the values have come to rest, else 0. */
  solved(out: Float64Array, count: number): void;
}

/** `columns` holds the column of every operation. */
export function createPasses(loop: Loop, columns: readonly Float64Array[]): Passes {
  const values = loop.carried.map((each) => columnsOf(each, columns));
  return loop.kind === 'time' ? new TimePasses(values, loop.steps) : new SolvePasses(values, loop);
}

interface CarriedColumns {
  readonly value: Float64Array;
  readonly initial: Float64Array;
  readonly next: Float64Array;
}

function columnsOf({ value, initial, next }: Carried, columns: readonly Float64Array[]): CarriedColumns {
  return { value: columns[value]!, initial: columns[initial]!, next: columns[next]! };
}

class TimePasses implements Passes {
  index = -1;
  readonly #values: readonly CarriedColumns[];
  readonly #steps: number;

  constructor(values: readonly CarriedColumns[], steps: number) {
    this.#values = values;
    this.#steps = steps;
  }

  begin(count: number): void {
    this.index = -1;
    for (const { value, initial } of this.#values) copy(value, initial, count);
  }

  next(count: number): boolean {
    if (this.index + 1 === this.#steps) return false;
    this.index++;
    if (this.index > 0) for (const { value, next } of this.#values) copy(value, next, count);
    return true;
  }

  /** There is nothing to solve. */
  solved(out: Float64Array, count: number): void {
    out.fill(1, 0, count);
  }
}

const state = { open: 0, solved: 1, failed: 2 } as const;

class SolvePasses implements Passes {
  index = -1;
  readonly #values: readonly CarriedColumns[];
  readonly #rule: Extract<Loop, { kind: 'solve' }>;
  /** By iteration of the block; grows to the largest block seen. */
  #states = new Uint8Array(0);

  constructor(values: readonly CarriedColumns[], rule: Extract<Loop, { kind: 'solve' }>) {
    this.#values = values;
    this.#rule = rule;
  }

  begin(count: number): void {
    this.index = -1;
    if (this.#states.length < count) this.#states = new Uint8Array(count);
    this.#states.fill(state.open, 0, count);
    for (const { value, initial } of this.#values) copy(value, initial, count);
  }

  next(count: number): boolean {
    if (this.index >= 0 && this.#judge(count) === 0) return false;
    if (this.index + 1 === this.#rule.most) return false;
    if (this.index++ >= 0) for (const columns of this.#values) this.#approach(columns, count);
    return true;
  }

  solved(out: Float64Array, count: number): void {
    for (let i = 0; i < count; i++) out[i] = this.#states[i] === state.solved ? 1 : 0;
  }

  /** Closes the iterations that have come to rest or cannot; gives how many stay open. */
  #judge(count: number): number {
    const { tolerance } = this.#rule;
    let open = 0;
    for (let i = 0; i < count; i++) {
      if (this.#states[i] !== state.open) continue;
      let verdict: number = state.solved;
      for (const { value, next } of this.#values) {
        const to = next[i]!;
        if (to - to !== 0) verdict = state.failed;
        else if (verdict === state.solved && !(Math.abs(to - value[i]!) <= tolerance * (1 + Math.abs(to)))) {
          verdict = state.open;
        }
      }
      this.#states[i] = verdict;
      if (verdict === state.open) open++;
    }
    return open;
  }

  #approach({ value, next }: CarriedColumns, count: number): void {
    const { damping } = this.#rule;
    for (let i = 0; i < count; i++) {
      if (this.#states[i] !== state.open) continue;
      value[i] = damping === 1 ? next[i]! : value[i]! + damping * (next[i]! - value[i]!);
    }
  }
}

function copy(to: Float64Array, from: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) to[i] = from[i]!;
}
