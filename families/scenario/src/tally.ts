// What is kept of iterations that are over: moments, sketch and counts, never the iterations. Tallies of chunks merge in
// chunk order into the tally of the sample, so the bits do not depend on who computed a chunk.

import type { Snapshot, SnapshotField } from '@holdfast/core';
import { addBlock, createMoments, mergeMoments, QuantileSketch, type Moments } from '@holdfast/numerics';
import type { Plan, Target } from './plan.ts';
import type { Evaluator } from './program/evaluator.ts';

type Fields = Snapshot['fields'];

const hits: Readonly<Record<Target['side'], (value: number, at: number) => boolean>> = {
  above: (value, at) => value > at,
  'at-least': (value, at) => value >= at,
  below: (value, at) => value < at,
  'at-most': (value, at) => value <= at,
};

/** One output. Moments and targets hold finite values only; the sketch counts the others. */
export interface OutputTally {
  readonly moments: Moments;
  readonly sketch: QuantileSketch;
  /** Finite values that hit, by target. */
  readonly hits: Float64Array;
}

export class Tally {
  readonly outputs: readonly OutputTally[];
  /** [violated, judged] for each constraint. */
  readonly violations: Float64Array;
  /** [NaN, +Infinity, -Infinity] for each counted column. */
  readonly invalid: Float64Array;
  readonly #plan: Plan;
  #count = 0;

  /** `sketches` hold what was counted before: nothing, or what `from` restores. */
  constructor(plan: Plan, sketches: readonly QuantileSketch[]) {
    this.#plan = plan;
    this.outputs = plan.outputs.map(({ targets }, index) => ({
      moments: createMoments(),
      sketch: sketches[index]!,
      hits: new Float64Array(targets.length),
    }));
    this.violations = new Float64Array(2 * plan.constraints.length);
    this.invalid = new Float64Array(3 * plan.counted.length);
  }

  /** Iterations taken in. */
  get count(): number {
    return this.#count;
  }

  /** Takes in the block the evaluator holds. */
  add(evaluator: Evaluator, count: number, finite: Float64Array): void {
    const plan = this.#plan;
    for (const [index, { column, targets }] of plan.outputs.entries()) {
      const output = this.outputs[index]!;
      const values = evaluator.column(column);
      output.sketch.add(values, 0, count);
      const kept = keepFinite(values, count, finite);
      addBlock(output.moments, finite, 0, kept);
      for (const [place, { at, side }] of targets.entries()) {
        const hit = hits[side];
        for (let i = 0; i < kept; i++) if (hit(finite[i]!, at)) output.hits[place]!++;
      }
    }
    for (const [index, { column }] of plan.constraints.entries()) {
      countVerdicts(evaluator.column(column), count, this.violations, 2 * index);
    }
    for (const [index, { column }] of plan.counted.entries()) {
      countInvalid(evaluator.column(column), count, this.invalid, 3 * index);
    }
    this.#count += count;
  }

  merge(other: Tally): void {
    for (const [index, output] of this.outputs.entries()) {
      const { moments, sketch, hits } = other.outputs[index]!;
      mergeMoments(output.moments, moments);
      output.sketch.merge(sketch);
      addInto(output.hits, hits);
    }
    addInto(this.violations, other.violations);
    addInto(this.invalid, other.invalid);
    this.#count += other.#count;
  }

  fields(): Fields {
    const fields: Record<string, SnapshotField> = {
      count: this.#count,
      violations: this.violations.slice(),
      invalid: this.invalid.slice(),
    };
    for (const [index, { moments, sketch, hits }] of this.outputs.entries()) {
      fields[`${index}.moments`] = moments.slice();
      fields[`${index}.hits`] = hits.slice();
      for (const [name, field] of Object.entries(sketch.fields())) fields[`${index}.sketch.${name}`] = field;
    }
    return fields;
  }

  static from(plan: Plan, fields: Fields): Tally {
    const sketches = plan.outputs.map((_, index) => QuantileSketch.from(below(fields, `${index}.sketch.`)));
    const tally = new Tally(plan, sketches);
    for (const [index, output] of tally.outputs.entries()) {
      output.moments.set(fields[`${index}.moments`] as Float64Array);
      output.hits.set(fields[`${index}.hits`] as Float64Array);
    }
    tally.violations.set(fields['violations'] as Float64Array);
    tally.invalid.set(fields['invalid'] as Float64Array);
    tally.#count = fields['count'] as number;
    return tally;
  }
}

function below(fields: Fields, prefix: string): Parameters<typeof QuantileSketch.from>[0] {
  const entries = Object.entries(fields).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, field]) => [name.slice(prefix.length), field])) as Parameters<
    typeof QuantileSketch.from
  >[0];
}

function keepFinite(values: Float64Array, count: number, finite: Float64Array): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (value - value === 0) finite[kept++] = value;
  }
  return kept;
}

function countVerdicts(values: Float64Array, count: number, counts: Float64Array, at: number): void {
  let violated = 0;
  let judged = 0;
  for (let i = 0; i < count; i++) {
    if (values[i] === 0) violated++;
    if (values[i] === values[i]) judged++;
  }
  counts[at]! += violated;
  counts[at + 1]! += judged;
}

function countInvalid(values: Float64Array, count: number, counts: Float64Array, at: number): void {
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

function addInto(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += from[i]!;
}
