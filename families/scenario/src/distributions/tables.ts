// Distributions given by lists: discrete and empirical. Sorted, so that a larger uniform never gives a smaller value.

import type { Algebra } from './algebra.ts';
import type { Truncation } from './truncation.ts';

export interface ListDoc {
  readonly name: string;
  readonly doc: string;
  readonly type: 'numbers' | 'number' | 'flag';
  readonly required: boolean;
}

/** Values in ascending order; the i-th is drawn where cumulative[i] is the first to reach the uniform. */
export interface Steps {
  readonly values: Float64Array;
  readonly cumulative: Float64Array;
}

/** Everything known of a table; moments are those of the table after truncation. */
export interface Table {
  /** Present where the quantile function is a staircase. */
  readonly steps?: Steps;
  /** Present where it is a short formula. */
  readonly formula?: <T>(m: Algebra<T>, u: T) => T;
  quantile(u: number): number;
  readonly mean: number;
  readonly variance: number;
}

export interface ListParameters {
  readonly values: readonly number[];
  readonly probabilities?: readonly number[];
  readonly levels?: readonly number[];
  readonly lower?: number;
  readonly upper?: number;
  readonly interpolate?: boolean;
}

/** A distribution given by lists of constants. */
export interface TableDistribution {
  readonly kind: 'table';
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly parameters: readonly ListDoc[];
  /** The table, or what is wrong with the lists. */
  prepare(lists: ListParameters, truncation: Truncation): Table | { readonly problem: string };
}

const sumTolerance = 1e-9;

export const discrete: TableDistribution = {
  kind: 'table',
  name: 'discrete',
  summary: 'Listed values with listed probabilities.',
  source: 'step inversion of the cumulative table',
  parameters: [
    { name: 'values', doc: 'Possible values.', type: 'numbers', required: true },
    { name: 'probabilities', doc: 'Their probabilities; they sum to 1.', type: 'numbers', required: true },
  ],
  prepare({ values, probabilities = [] }, truncation) {
    if (values.length === 0) return { problem: 'at least one value is needed' };
    if (values.length !== probabilities.length) {
      return { problem: `${values.length} values but ${probabilities.length} probabilities` };
    }
    const negative = probabilities.find((probability) => probability < 0);
    if (negative !== undefined) return { problem: `probability ${negative} is negative` };
    const total = probabilities.reduce((sum, probability) => sum + probability, 0);
    if (Math.abs(total - 1) > sumTolerance) return { problem: `the probabilities sum to ${total}, not 1` };
    return stepTable(values, probabilities, truncation);
  },
};

export const empirical: TableDistribution = {
  kind: 'table',
  name: 'empirical',
  summary: 'Observed values, equally likely; interpolate joins neighbours by straight lines.',
  source: 'R. J. Hyndman, Y. Fan (1996), types 1 and 7, doi:10.2307/2684934',
  parameters: [
    { name: 'values', doc: 'Observed values.', type: 'numbers', required: true },
    { name: 'interpolate', doc: 'Draw between neighbours too.', type: 'flag', required: false },
  ],
  prepare({ values, interpolate = false }, truncation) {
    if (values.length === 0) return { problem: 'at least one value is needed' };
    if (!interpolate)
      return stepTable(
        values,
        values.map(() => 1),
        truncation,
      );
    return values.length < 2
      ? { problem: 'interpolation needs at least two values' }
      : polygon(Float64Array.from(values).sort(), truncation);
  },
};

/** Smallest index with cumulative[index] >= u. */
export function firstReaching(cumulative: Float64Array, u: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! >= u) high = middle;
    else low = middle + 1;
  }
  return low;
}

function stepTable(values: readonly number[], weights: readonly number[], truncation: Truncation) {
  const kept = values
    .map((value, index) => ({ value, weight: weights[index]! }))
    .filter(({ value, weight }) => weight > 0 && value >= truncation.min && value <= truncation.max)
    .sort((a, b) => a.value - b.value);
  if (kept.length === 0) return { problem: 'no value is left inside the truncation' };
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  const cumulative = new Float64Array(kept.length);
  const sorted = Float64Array.from(kept, ({ value }) => value);
  let sum = 0;
  for (const [index, { weight }] of kept.entries()) {
    sum += weight;
    cumulative[index] = sum / total;
  }
  const mean = kept.reduce((sum, { value, weight }) => sum + (weight / total) * value, 0);
  return {
    steps: { values: sorted, cumulative },
    quantile: (u: number) => sorted[firstReaching(cumulative, u)]!,
    mean,
    variance: kept.reduce(
      (sum, { value, weight }) => sum + (weight / total) * (value - mean) * (value - mean),
      0,
    ),
  };
}

/** Piecewise linear quantile function through the sorted values at 0, 1/(n-1), ..., 1. */
function polygon(sorted: Float64Array, truncation: Truncation): Table | { readonly problem: string } {
  const last = sorted.length - 1;
  const full = (u: number): number => {
    const position = u * last;
    const index = Math.min(Math.floor(position), last - 1);
    return sorted[index]! + (position - index) * (sorted[index + 1]! - sorted[index]!);
  };
  const from = polygonCdf(sorted, truncation.min, false);
  const to = polygonCdf(sorted, truncation.max, true);
  if (!(to > from)) return { problem: 'no value is left inside the truncation' };
  // Exact moments: between knots the quantile is linear, so each piece is a uniform distribution.
  const knots = [from, ...Array.from(sorted, (_, i) => i / last).filter((u) => u > from && u < to), to];
  let mean = 0;
  let square = 0;
  for (let i = 1; i < knots.length; i++) {
    const share = (knots[i]! - knots[i - 1]!) / (to - from);
    const [a, b] = [full(knots[i - 1]!), full(knots[i]!)];
    mean += (share * (a + b)) / 2;
    square += (share * (a * a + a * b + b * b)) / 3;
  }
  return { quantile: (u) => full(from + u * (to - from)), mean, variance: square - mean * mean };
}

/** Probability below x, ties counted in when `upper`. */
function polygonCdf(sorted: Float64Array, x: number, upper: boolean): number {
  const last = sorted.length - 1;
  if (x < sorted[0]! || (x === sorted[0]! && !upper)) return 0;
  if (x > sorted[last]! || (x === sorted[last]! && upper)) return 1;
  let index = 0;
  while (index < last && (upper ? sorted[index + 1]! <= x : sorted[index + 1]! < x)) index++;
  const width = sorted[index + 1]! - sorted[index]!;
  return (index + (width > 0 ? (x - sorted[index]!) / width : 0)) / last;
}
