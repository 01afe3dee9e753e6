// What is kept of each of the 16 replicates of a design: moments, counts below thresholds, tails and hits, a few kilobytes
// for each output. Records of chunks merge in chunk order, as moments do.

import { addBlock, createMoments, mergeMoments, momentIndex } from '@holdfast/numerics';
import type { OutputPlan, Tail, Target } from '../plan.ts';
import { replicateCount, replicateOf } from './layout.ts';

const momentCount = createMoments().length;

/** A tail, and the place of its edge among the cuts. */
interface TailCut {
  readonly side: Tail['side'];
  readonly cut: number;
}

/** Where a replicate's numbers lie in the record of an output: moments; values at or below each cut; sum and sum of squares
 * of what lies beyond the edge of each tail; hits of each target. */
export interface RecordLayout {
  /** Probabilities whose quantiles, as the pilot saw them, are the cuts. */
  readonly cuts: readonly number[];
  readonly tails: readonly TailCut[];
  readonly targets: readonly Target[];
  readonly width: number;
}

/** 1 - level without the rounding of the subtraction, so that the lower 0.99 is the quantile at 0.01. */
export function beyond(level: number): number {
  return Math.round((1 - level) * 1e12) / 1e12;
}

/** Level of the quantile that is the value at risk. */
export function probabilityOf({ level, side }: Tail): number {
  return side === 'upper' ? level : beyond(level);
}

export function layoutOf({ levels, tail, targets }: OutputPlan): RecordLayout {
  const edges = tail.map(probabilityOf);
  const cuts = [...new Set([...levels, ...edges])];
  const tails = tail.map(({ side }, index) => ({ side, cut: cuts.indexOf(edges[index]!) }));
  const width = momentCount + cuts.length + 2 * tails.length + targets.length;
  return Object.freeze({ cuts, tails, targets, width });
}

/** The record of no iterations. */
export function emptyRecord({ width }: RecordLayout): Float64Array {
  const record = new Float64Array(replicateCount * width);
  const none = createMoments();
  for (let replicate = 0; replicate < replicateCount; replicate++) record.set(none, replicate * width);
  return record;
}

/** The values at which the cuts lie: quantiles of the finite values of a pilot; NaN when there are none. */
export function cutsOf({ cuts }: RecordLayout, pilot: Float64Array): Float64Array {
  const sorted = pilot.filter((value) => value - value === 0).sort();
  return Float64Array.from(cuts, (level) =>
    sorted.length === 0 ? NaN : sorted[Math.round(level * (sorted.length - 1))]!,
  );
}

/** Takes the finite values of a block of one replicate into the record of an output. `hits` are those of its targets in
 * this block. */
export function addToRecord(
  record: Float64Array,
  { cuts, tails, width }: RecordLayout,
  at: Float64Array,
  firstIteration: number,
  finite: Float64Array,
  kept: number,
  hits: ArrayLike<number>,
): void {
  let place = replicateOf(firstIteration) * width;
  addBlock(record.subarray(place, place + momentCount), finite, 0, kept);
  place += momentCount;
  for (let cut = 0; cut < cuts.length; cut++) {
    const edge = at[cut]!;
    let below = 0;
    for (let i = 0; i < kept; i++) if (finite[i]! <= edge) below++;
    record[place++]! += below;
  }
  for (const { side, cut } of tails) {
    const edge = at[cut]!;
    const sign = side === 'upper' ? 1 : -1;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < kept; i++) {
      const excess = sign * (finite[i]! - edge);
      if (!(excess > 0)) continue;
      sum += excess;
      squares += excess * excess;
    }
    record[place++]! += sum;
    record[place++]! += squares;
  }
  for (let target = 0; target < hits.length; target++) record[place++]! += hits[target]!;
}

/** Takes the record of the chunks that follow into that of the chunks before. */
export function mergeRecord(into: Float64Array, from: Float64Array, { width }: RecordLayout): void {
  for (let start = 0; start < into.length; start += width) {
    const end = start + momentCount;
    mergeMoments(into.subarray(start, end), from.subarray(start, end));
    for (let at = end; at < start + width; at++) into[at]! += from[at]!;
  }
}

/** One number of every replicate; `offset` counts from the beginning of a replicate. */
export function across(record: Float64Array, { width }: RecordLayout, offset: number): Float64Array {
  return Float64Array.from({ length: replicateCount }, (_, replicate) => record[replicate * width + offset]!);
}

/** Moments of every replicate. */
export function momentsAcross(record: Float64Array, { width }: RecordLayout): readonly Float64Array[] {
  return Array.from({ length: replicateCount }, (_, replicate) =>
    record.subarray(replicate * width, replicate * width + momentCount),
  );
}

/** Offsets of the parts of a replicate's numbers. */
export function offsetsOf({ cuts, tails }: RecordLayout): {
  readonly count: number;
  readonly cuts: number;
  readonly tails: number;
  readonly targets: number;
} {
  const tailsAt = momentCount + cuts.length;
  return { count: momentIndex.n, cuts: momentCount, tails: tailsAt, targets: tailsAt + 2 * tails.length };
}
