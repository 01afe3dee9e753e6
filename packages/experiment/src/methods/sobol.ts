// Parts of a figure's variance over the ranges of the parameters: caused by a parameter alone (first) and by it together with
// others (total). Design and first index: A. Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018; total index: M. J. W. Jansen
// (1999), doi:10.1016/S0010-4655(98)00154-4. Intervals by resampling the rows (B. Efron, 1979).

import type { Figure, Interval, MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, bySize, named, placed } from '../axes.ts';
import { between } from '../axis.ts';
import type { Laboratory, Setting } from '../laboratory.ts';
import type { Observation } from '../observation.ts';
import type { RandomNumbers } from '../random-numbers.ts';

export const rowsDefault = 256;
const confidenceDefault = 0.95;
/** Times the rows are resampled, as often as `resampledRows` in all allow. */
const resamplesMin = 200;
const resamplesMax = 1000;
const resampledRows = 1_000_000;
/** Rows measured between two reports. */
const batchRows = 64;

/** Observations of a row: at A, at B, and at A with one column of B for each axis. */
interface Row {
  readonly a: Observation;
  readonly b: Observation;
  readonly mixed: readonly Observation[];
}

export async function sobol(
  laboratory: Laboratory,
  { outputs, ranges, rows: count = rowsDefault, confidence = confidenceDefault }: MethodOf<'sobol'>,
): Promise<ReportOf<'sobol'>> {
  const axes = axesOf(laboratory, ranges);
  const random = laboratory.random('sobol design');
  const rows: Row[] = [];
  const report = (last: boolean): ReportOf<'sobol'> => ({
    kind: 'sobol',
    rows: rows.length,
    confidence,
    outputs: outputs.map((output) => {
      const terms = new Terms(rows, output, axes.length);
      const found = intervals(terms, confidence, last ? laboratory.random('sobol bootstrap') : undefined);
      const indices = axes.map(({ parameter }, axis) => ({
        parameter,
        first: found[2 * axis]!,
        total: found[2 * axis + 1]!,
      }));
      const { mean, variance } = terms.whole;
      return {
        ...named(output, rows[0]!.a),
        mean: finite(mean),
        variance: finite(variance),
        indices: bySize(indices, ({ total }) => total.value),
      };
    }),
  });
  while (rows.length < count) {
    const settings: Setting[] = [];
    const batch = Math.min(batchRows, count - rows.length);
    for (let row = 0; row < batch; row++) {
      const draw = (): number[] => axes.map((axis) => between(axis, random.uniform()));
      const [a, b] = [draw(), draw()];
      settings.push(placed(axes, a), placed(axes, b));
      for (const at of axes.keys()) settings.push(placed(axes, a.with(at, b[at]!)));
    }
    const found = await laboratory.measure(settings);
    const width = axes.length + 2;
    for (let row = 0; row < batch; row++) {
      const [a, b, ...mixed] = found.slice(row * width, (row + 1) * width) as [Observation, Observation];
      rows.push({ a, b, mixed });
    }
    laboratory.report(report(false));
  }
  return report(true);
}

/** Values of one figure by row; rows with a missing value are left out whole. Values are taken from their mean, which leaves
 * the products little noise, and kept as the terms whose sums over rows give every index. */
class Terms {
  readonly #axes: number;
  readonly #shift: number;
  /** By row: a + b, a^2 + b^2, then for each axis b (m - a), m - a, (m - a)^2. */
  readonly #rows: readonly Float64Array[];

  constructor(rows: readonly Row[], figure: Figure, axes: number) {
    this.#axes = axes;
    const known = rows.flatMap(({ a, b, mixed }) => {
      const values = [a, b, ...mixed].map((observation) => observation.estimate(figure).value);
      return values.includes(null) ? [] : [values as number[]];
    });
    this.#shift = known.reduce((sum, [a, b]) => sum + a! + b!, 0) / (2 * known.length);
    this.#rows = known.map((values) => this.#termsOf(values.map((value) => value - this.#shift)));
  }

  /** Mean and variance over A and B. */
  get whole(): { readonly mean: number; readonly variance: number } {
    const { mean, variance } = moments(this.#sums(this.#rows), this.#rows.length);
    return { mean: this.#shift + mean, variance };
  }

  /** First and total index of each axis in turn, over all rows. */
  get indices(): Float64Array {
    return this.#indices(this.#rows);
  }

  /** The same over rows drawn with replacement. */
  resampled(random: RandomNumbers): Float64Array {
    const { length } = this.#rows;
    return this.#indices(this.#rows.map(() => this.#rows[random.below(length)]!));
  }

  get count(): number {
    return this.#rows.length;
  }

  #termsOf([a, b, ...mixed]: readonly number[]): Float64Array {
    const changes = mixed.flatMap((m) => [b! * (m - a!), m - a!, (m - a!) * (m - a!)]);
    return Float64Array.of(a! + b!, a! * a! + b! * b!, ...changes);
  }

  #sums(rows: readonly Float64Array[]): Float64Array {
    const sums = new Float64Array(2 + 3 * this.#axes);
    for (const row of rows) for (let i = 0; i < sums.length; i++) sums[i]! += row[i]!;
    return sums;
  }

  #indices(rows: readonly Float64Array[]): Float64Array {
    const sums = this.#sums(rows);
    const { mean, variance } = moments(sums, rows.length);
    const indices = new Float64Array(2 * this.#axes);
    for (let axis = 0; axis < this.#axes; axis++) {
      const [shared, change, squares] = sums.subarray(2 + 3 * axis);
      indices[2 * axis] = (shared! - mean * change!) / rows.length / variance;
      indices[2 * axis + 1] = squares! / (2 * rows.length) / variance;
    }
    return indices;
  }
}

function moments(sums: Float64Array, rows: number): { readonly mean: number; readonly variance: number } {
  const n = 2 * rows;
  const mean = sums[0]! / n;
  return { mean, variance: (sums[1]! - n * mean * mean) / (n - 1) };
}

/** Indices of each axis with the percentile interval of the bootstrap; without `random` no interval. */
function intervals(terms: Terms, confidence: number, random: RandomNumbers | undefined): readonly Interval[] {
  const times = Math.min(resamplesMax, Math.max(resamplesMin, Math.floor(resampledRows / terms.count)));
  const drawn = Array.from({ length: random === undefined || terms.count < 2 ? 0 : times }, () =>
    terms.resampled(random!),
  );
  const tail = (1 - confidence) / 2;
  return [...terms.indices].map((value, at) => {
    const sorted = drawn.map((one) => one[at]!).sort((a, b) => a - b);
    const quantile = (level: number): number | null =>
      finite(sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] ?? Number.NaN);
    return { value: finite(value), low: quantile(tail), high: quantile(1 - tail) };
  });
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
