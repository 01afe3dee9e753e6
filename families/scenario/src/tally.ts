// What is kept of iterations that are over: moments, sketch and counts, never the iterations. Moments belong to chunks and
// merge in chunk order; all else is the same in any order, so the bits depend neither on who computed a chunk nor on spans.

import type { Snapshot, SnapshotField } from '@holdfast/core';
import {
  createMoments,
  mergeMoments,
  QuantileSketch,
  sketchExactMost,
  type Calibration,
  type Moments,
} from '@holdfast/numerics';
import { PairTally } from './correlation/pair-tally.ts';
import type { Plan } from './plan.ts';
import { ReplicateTally } from './sampling/replicate-tally.ts';

type Fields = Snapshot['fields'];

/** Iterations of a chunk; part of the numbers, because moments are merged chunk by chunk. */
export const chunkLength = 16_384;

/** What the first iterations of a sample tell about its scales: of the sketches, and where replicates count. */
export interface Pilot {
  readonly calibrations: readonly Calibration[];
  /** By output; empty for plain random numbers. */
  readonly cuts: readonly Float64Array[];
  /** Classes of the correlated outputs. */
  readonly grids: readonly Float64Array[];
}

const momentCount = createMoments().length;

/** One output. Moments and targets hold finite values only; the sketch counts the others. */
export interface OutputTally {
  /** Of all chunks of a sample, merged in their order; of no values in the tally of a span. */
  readonly moments: Moments;
  /** Of each chunk of a span, in their order; none in the tally of a sample. */
  readonly records: Moments[];
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
  /** Iterations taken in. */
  count = 0;
  /** Undefined for plain random numbers. */
  readonly replicates: ReplicateTally | undefined;
  /** Undefined when no correlations are asked. */
  readonly pairs: PairTally | undefined;
  readonly #apart: boolean;

  /** `apart` keeps the moments of every chunk for whoever merges them; `sketches` are by output. */
  private constructor(
    plan: Plan,
    sketches: readonly QuantileSketch[],
    replicates: ReplicateTally | undefined,
    pairs: PairTally | undefined,
    apart: boolean,
  ) {
    this.#apart = apart;
    this.replicates = replicates;
    this.pairs = pairs;
    this.outputs = plan.outputs.map(({ targets }, index) => ({
      moments: createMoments(),
      records: [],
      sketch: sketches[index]!,
      hits: new Float64Array(targets.length),
    }));
    this.violations = new Float64Array(2 * plan.constraints.length);
    this.invalid = new Float64Array(3 * plan.counted.length);
  }

  /** The tally of a sample from its first iteration. */
  static ofSample(plan: Plan, { calibrations, cuts, grids }: Pilot): Tally {
    return new Tally(
      plan,
      calibrations.map((calibration, index) => sketchFor(plan, index, calibration, 0)),
      replicatesFor(plan, cuts, false),
      pairsFor(plan, grids, false),
      false,
    );
  }

  /** The tally of a span that ends before iteration `end`: where a sample no longer keeps its values, neither does a span. */
  static ofSpan(plan: Plan, { calibrations, cuts, grids }: Pilot, end: number): Tally {
    const sketches = calibrations.map((calibration, index) => sketchFor(plan, index, calibration, end));
    const replicates = replicatesFor(plan, cuts, true);
    return new Tally(plan, sketches, replicates, pairsFor(plan, grids, true), true);
  }

  /** What was learnt before the first chunk. */
  get pilot(): Pilot {
    return {
      calibrations: this.outputs.map(({ sketch }) => sketch.calibration),
      cuts: this.replicates?.cuts ?? [],
      grids: this.pairs?.grids ?? [],
    };
  }

  /** Takes in the moments of the next chunk of one output. */
  addChunk(output: number, moments: Moments): void {
    const into = this.outputs[output]!;
    if (this.#apart) into.records.push(moments.slice());
    else mergeMoments(into.moments, moments);
  }

  /** Takes in the chunks that follow, from the fields of their span. */
  mergeSpan(plan: Plan, fields: Fields): void {
    const sketches = sketchFieldsOf(plan, fields);
    for (const [index, { sketch, hits }] of this.outputs.entries()) {
      this.#addRecords(index, fields);
      sketch.mergeFields(sketches[index]!);
      addInto(hits, fields[`${index}.hits`] as Float64Array);
    }
    if (plan.replicates !== undefined) {
      this.replicates!.merge(ReplicateTally.from(plan, plan.replicates, fields, true));
    }
    if (plan.correlation !== undefined) this.pairs!.merge(PairTally.from(plan.correlation, fields, true));
    addInto(this.violations, fields['violations'] as Float64Array);
    addInto(this.invalid, fields['invalid'] as Float64Array);
    this.count += fields['count'] as number;
  }

  #addRecords(index: number, fields: Fields): void {
    const moments = fields[`${index}.moments`] as Float64Array;
    for (let at = 0; at < moments.length; at += momentCount) {
      this.addChunk(index, moments.subarray(at, at + momentCount));
    }
  }

  fields(): Fields {
    const fields: Record<string, SnapshotField> = {
      count: this.count,
      violations: this.violations.slice(),
      invalid: this.invalid.slice(),
    };
    for (const [index, { moments, records, sketch, hits }] of this.outputs.entries()) {
      const kept = this.#apart ? records : [moments];
      fields[`${index}.moments`] = Float64Array.from(kept.flatMap((record) => [...record]));
      fields[`${index}.hits`] = hits.slice();
      for (const [name, field] of Object.entries(sketch.fields())) fields[`${index}.sketch.${name}`] = field;
    }
    return { ...fields, ...this.replicates?.fields(), ...this.pairs?.fields() };
  }

  /** The tally whose fields these are, of a sample or of a span. */
  static from(plan: Plan, fields: Fields, of: 'sample' | 'span'): Tally {
    const sketches = sketchFieldsOf(plan, fields).map((part) => QuantileSketch.from(part));
    const apart = of === 'span';
    const replicates = plan.replicates && ReplicateTally.from(plan, plan.replicates, fields, apart);
    const pairs = plan.correlation && PairTally.from(plan.correlation, fields, apart);
    const tally = new Tally(plan, sketches, replicates, pairs, apart);
    for (const [index, { hits }] of tally.outputs.entries()) {
      tally.#addRecords(index, fields);
      hits.set(fields[`${index}.hits`] as Float64Array);
    }
    tally.violations.set(fields['violations'] as Float64Array);
    tally.invalid.set(fields['invalid'] as Float64Array);
    tally.count = fields['count'] as number;
    return tally;
  }
}

/** The sketch of an output of a sample that ends before iteration `end`. Points of fans are many, so they count from the
 * first value. */
function sketchFor(plan: Plan, output: number, calibration: Calibration, end: number): QuantileSketch {
  const counts = end > sketchExactMost || plan.outputs[output]!.time !== undefined;
  return counts ? QuantileSketch.counting(calibration) : new QuantileSketch(calibration);
}

function replicatesFor(
  plan: Plan,
  cuts: readonly Float64Array[],
  apart: boolean,
): ReplicateTally | undefined {
  return plan.replicates && new ReplicateTally(plan, plan.replicates, cuts, apart);
}

function pairsFor(plan: Plan, grids: readonly Float64Array[], apart: boolean): PairTally | undefined {
  return plan.correlation && new PairTally(plan.correlation, grids, apart);
}

type SketchFields = Parameters<typeof QuantileSketch.from>[0];

/** Fields of the sketches by output, which are named `3.sketch.center`. */
function sketchFieldsOf({ outputs }: Plan, fields: Fields): readonly SketchFields[] {
  const parts: Record<string, SnapshotField>[] = outputs.map(() => ({}));
  for (const [name, field] of Object.entries(fields)) {
    const [, index, part] = /^(\d+)\.sketch\.(.+)$/.exec(name) ?? [];
    if (part !== undefined) parts[Number(index)]![part] = field;
  }
  return parts as readonly SketchFields[];
}

function addInto(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += from[i]!;
}
