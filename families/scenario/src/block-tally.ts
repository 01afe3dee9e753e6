// Takes one block of columns into a tally: what counts as a hit, a verdict and an invalid value is said here, once.

import { addBlock, type Moments } from '@holdfast/numerics';
import type { OutputPlan, Plan, Target } from './plan.ts';
import { blockSize } from './program/evaluator.ts';
import type { OutputTally, Tally } from './tally.ts';

/** Which values count, by side of a target. */
export const hits: Readonly<Record<Target['side'], (value: number, at: number) => boolean>> = {
  above: (value, at) => value > at,
  'at-least': (value, at) => value >= at,
  below: (value, at) => value < at,
  'at-most': (value, at) => value <= at,
};

export class BlockTally {
  readonly #plan: Plan;
  readonly #finite = new Float64Array(blockSize);

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Takes in the first `count` values of every column; `moments` are those of the chunk, by output. */
  add(
    tally: Tally,
    moments: readonly Moments[],
    columnOf: (column: number) => Float64Array,
    count: number,
  ): void {
    this.addOutputs(tally, moments, columnOf, count);
    this.addVerdicts(tally, columnOf, count);
    for (const [index, { column }] of this.#plan.counted.entries()) {
      countInvalid(columnOf(column), count, tally.invalid, 3 * index);
    }
  }

  /** Takes in every output; `moments` are those of the chunk. */
  addOutputs(
    tally: Tally,
    moments: readonly Moments[],
    columnOf: (column: number) => Float64Array,
    count: number,
  ): void {
    for (const [index, plan] of this.#plan.outputs.entries()) {
      this.addOutput(tally.outputs[index]!, moments[index]!, plan, columnOf(plan.column), count);
    }
  }

  /** Takes in every constraint. */
  addVerdicts(tally: Tally, columnOf: (column: number) => Float64Array, count: number): void {
    for (const [index, { column }] of this.#plan.constraints.entries()) {
      countVerdicts(columnOf(column), count, tally.violations, 2 * index);
    }
  }

  /** Takes in the first `count` values of one output. */
  addOutput(
    output: OutputTally,
    moments: Moments,
    { targets }: OutputPlan,
    values: Float64Array,
    count: number,
  ): void {
    const finite = this.#finite;
    output.sketch.add(values, 0, count);
    const kept = keepFinite(values, count, finite);
    addBlock(moments, finite, 0, kept);
    for (const [place, { at, side }] of targets.entries()) {
      const hit = hits[side];
      for (let i = 0; i < kept; i++) if (hit(finite[i]!, at)) output.hits[place]!++;
    }
  }
}

function keepFinite(values: Float64Array, count: number, finite: Float64Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value - value === 0) finite[kept++] = value;
  }
  return kept;
}

/** Adds [violated, judged] of one block. */
export function countVerdicts(values: Float64Array, count: number, counts: Float64Array, at: number): void {
  let violated = 0;
  let judged = 0;
  for (let i = 0; i < count; i++) {
    if (values[i] === 0) violated++;
    if (values[i] === values[i]) judged++;
  }
  counts[at]! += violated;
  counts[at + 1]! += judged;
}

/** Adds [NaN, +Infinity, -Infinity] of one block. */
export function countInvalid(values: Float64Array, count: number, counts: Float64Array, at: number): void {
  let rest = 0;
  // One sum finds out whether there is anything to look for: x - x is 0 for finite x and NaN otherwise.
  for (let i = 0; i < count; i++) rest += values[i]! - values[i]!;
  if (rest === 0) return;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value !== value) counts[at]!++;
    else if (value === Infinity) counts[at + 1]!++;
    else if (value === -Infinity) counts[at + 2]!++;
  }
}
