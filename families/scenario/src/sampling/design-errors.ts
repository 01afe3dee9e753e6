// Standard errors of a design from the spread between its replicates, which are independent whatever happens inside them.
// With 16 replicates an error has 15 degrees of freedom: it is itself known to about 18 %.

import {
  createMoments,
  excessKurtosis,
  mean,
  mergeMoments,
  momentIndex,
  skewness,
  standardDeviation,
  type Moments,
} from '@holdfast/numerics';
import { replicateCount } from './layout.ts';
import { across, momentsAcross, offsetsOf, type RecordLayout } from './replicates.ts';

/** Degrees of freedom of every error below. */
export const designFreedom = replicateCount - 1;

/** Errors of one output; null where replicates say nothing. */
export interface DesignErrors {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Error of a quantile over that of as many independent values, by level. L. Kish (1965) calls its square the design
   * effect; it is measured at the pilot's quantile and hardly changes on the way to that of the sample. */
  quantileRatio(level: number): number;
  /** The same of the mean beyond the edge of a tail, by place among the tails. */
  tailRatio(tail: number): number;
  /** By place among the targets. */
  probability(target: number): number | null;
}

export function designErrors(record: Float64Array, layout: RecordLayout): DesignErrors {
  const moments = momentsAcross(record, layout);
  const offsets = offsetsOf(layout);
  const counts = across(record, layout, offsets.count);
  const shares = (offset: number): Float64Array =>
    across(record, layout, offset).map((value, replicate) => value / counts[replicate]!);
  const n = total(counts);
  return {
    mean: spread(moments.map(mean)),
    ...shapeErrors(moments),
    quantileRatio(level) {
      const below = shares(offsets.cuts + layout.cuts.indexOf(level));
      const p = total(across(record, layout, offsets.cuts + layout.cuts.indexOf(level))) / n;
      return ratio(countedSpread(below, counts), Math.sqrt((p * (1 - p)) / n));
    },
    tailRatio(tail) {
      const at = offsets.tails + 2 * tail;
      const average = total(across(record, layout, at)) / n;
      const square = total(across(record, layout, at + 1)) / n;
      return ratio(spread(shares(at)), Math.sqrt(Math.max(0, square - average * average) / n));
    },
    probability: (target) => countedSpread(shares(offsets.targets + target), counts),
  };
}

/** Errors of deviation, skewness and excess kurtosis: the spread of what each replicate adds to that of all values, to first
 * order. Their values in the replicates themselves would say less, being biased in few values of a heavy tail.
 * F. R. Hampel (1974), doi:10.1080/01621459.1974.10482962. */
function shapeErrors(replicates: readonly Moments[]): Pick<DesignErrors, 'sd' | 'skewness' | 'kurtosis'> {
  const whole = createMoments();
  for (const moments of replicates) mergeMoments(whole, moments);
  const [center, deviation] = [mean(whole), standardDeviation(whole)];
  const [skew, peak] = [skewness(whole), excessKurtosis(whole) + 3];
  const powers = replicates.map((moments) => powersAbout(moments, center, deviation));
  const spreadOf = (influence: (z1: number, z2: number, z3: number, z4: number) => number): number | null =>
    spread(powers.map((z) => influence(...z)));
  const sd = spreadOf((_, z2) => (z2 - 1) / 2);
  return {
    sd: sd === null ? null : sd * deviation,
    skewness: spreadOf((z1, z2, z3) => z3 - 3 * z1 - skew - 1.5 * skew * (z2 - 1)),
    kurtosis: spreadOf((z1, z2, _, z4) => z4 - peak - 4 * skew * z1 - 2 * peak * (z2 - 1)),
  };
}

/** Means of the first four powers of (value - center) / deviation. */
function powersAbout(
  moments: Moments,
  center: number,
  deviation: number,
): [z1: number, z2: number, z3: number, z4: number] {
  const n = moments[momentIndex.n]!;
  const d = (mean(moments) - center) / deviation;
  const scale = deviation * deviation * n;
  const m2 = moments[momentIndex.m2]! / scale;
  const m3 = moments[momentIndex.m3]! / scale / deviation;
  const m4 = moments[momentIndex.m4]! / scale / (deviation * deviation);
  return [d, m2 + d * d, m3 + 3 * d * m2 + d * d * d, m4 + 4 * d * m3 + 6 * d * d * m2 + d * d * d * d];
}

/** Error of a share of successes; `counts` holds [successes, trials] of every replicate. Null when a replicate has none. */
export function shareError(counts: Float64Array): number | null {
  const trials = counts.filter((_, index) => index % 2 === 1);
  return countedSpread(
    Float64Array.from(trials, (n, replicate) => counts[2 * replicate]! / n),
    trials,
  );
}

/** Standard error of the mean of the replicates' estimates. */
export function spread(estimates: ArrayLike<number>): number | null {
  const average = total(estimates) / estimates.length;
  let squares = 0;
  for (let i = 0; i < estimates.length; i++) squares += (estimates[i]! - average) * (estimates[i]! - average);
  const error = Math.sqrt(squares / (estimates.length - 1) / estimates.length);
  return Number.isFinite(error) ? error : null;
}

/** Of shares that come from counting: never below what rounding to whole counts leaves unknown, 1/sqrt(12) of a count in
 * each replicate. */
function countedSpread(shares: Float64Array, counts: Float64Array): number | null {
  const found = spread(shares);
  return found === null ? null : Math.max(found, Math.sqrt(replicateCount / 12) / total(counts));
}

/** Without a finite ratio the values count as independent. */
function ratio(design: number | null, independent: number): number {
  return design === null || !(independent > 0) ? 1 : design / independent;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
