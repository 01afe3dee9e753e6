// From tallies to figures, each with one standard error. What cannot be said from the samples at hand is left out, never
// guessed; an error that cannot be estimated is null.

import type { Metric } from '@holdfast/core';
import { excessKurtosis, mean, skewness, standardDeviation } from '@holdfast/numerics';
import { correlationMetrics } from './correlation/figures.ts';
import { quantileName, timeName, type OutputPlan, type Plan, type Tail } from './plan.ts';
import { designErrors, designFreedom, shareError, type DesignErrors } from './sampling/design-errors.ts';
import { replicateCount } from './sampling/layout.ts';
import { beyond, probabilityOf } from './sampling/replicates.ts';
import type { OutputTally, Tally } from './tally.ts';

/** A figure with one standard error. */
export interface Figure {
  readonly value: number;
  readonly standardError: number | null;
}

/** Fewest values from which the error of a second or higher moment is estimated; below, the estimate is mostly noise. */
const fewestForShape = 8;

/** Ranges and deviations whose squares, and for the shape whose fourth powers, summed over any sample, stay numbers of
 * full precision. */
const squarable = { least: 1e-140, most: 1e140 };
const quartic = { least: 1e-70, most: 1e70 };

/** Values in ascending order, each standing for `weights[i]` samples. */
interface Weighted {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly total: number;
}

export function metricsOf(plan: Plan, tally: Tally | undefined): readonly Metric[] {
  const count = tally?.count ?? 0;
  const samples = { subject: 'samples', name: 'samples', value: count, standardError: null, unit: '1' };
  if (tally === undefined) return [samples];
  return [
    samples,
    ...paddingMetrics(plan),
    ...plan.outputs.flatMap((_, index) => outputMetrics(plan, tally, index)),
    ...plan.constraints.flatMap(({ subject, figure }, index) => {
      const [violated, judged] = tally.violations.subarray(2 * index);
      return judged! > 0 ? [metric(subject, figure, '1', violation(tally, index, violated!, judged!))] : [];
    }),
    ...plan.counted.flatMap(({ subject }, index) => {
      const counts = tally.invalid.subarray(3 * index, 3 * index + 3);
      return counts.some((number) => number > 0) ? invalidMetrics(subject, counts) : [];
    }),
    ...(plan.correlation === undefined ? [] : correlationMetrics(plan.correlation, tally.pairs!)),
    ...plan.adjustments.map(({ subject, change }) =>
      metric(subject, 'correlation-adjustment', '1', { value: change, standardError: null }),
    ),
  ];
}

/** Random numbers of an iteration that stay random because the design has no dimension left for them. */
function paddingMetrics({ design: { padded } }: Plan): readonly Metric[] {
  const figure = { value: padded, standardError: null };
  return padded > 0 ? [metric('sampling', 'random-dimensions', '1', figure)] : [];
}

/** Whether the output is the same in every iteration: then its values are known without error. */
export function isFixed({ program }: Plan, { column }: OutputPlan): boolean {
  return program.outputs[column]! < program.invariantCount;
}

/** What errors of an output rest on: whether it never varies, and the spread between replicates of a design. */
interface Basis {
  readonly fixed: boolean;
  readonly design: DesignErrors | undefined;
}

function basisOf(plan: Plan, tally: Tally, index: number): Basis {
  const record = tally.replicates?.recordOf(index);
  return {
    fixed: isFixed(plan, plan.outputs[index]!),
    design: record && designErrors(record, plan.replicates![index]!),
  };
}

/** Mean with its standard error. */
export function meanOf(plan: Plan, tally: Tally, index: number): Figure {
  return meanFigure(tally.outputs[index]!, basisOf(plan, tally, index));
}

/** Every figure of one output. */
export function outputMetrics(plan: Plan, of: Tally, index: number): readonly Metric[] {
  const output = plan.outputs[index]!;
  const tally = of.outputs[index]!;
  const basis = basisOf(plan, of, index);
  const { fixed, design } = basis;
  const { sketch, hits } = tally;
  const { subject, unit } = output;
  if (output.time !== undefined) return pointMetrics(output, tally, basis);
  const n = sketch.count;
  const { nan, positiveInfinity, negativeInfinity } = sketch.invalid;
  const counts = [
    metric(subject, 'samples', '1', { value: n, standardError: null }),
    ...invalidMetrics(subject, [nan, positiveInfinity, negativeInfinity]),
  ];
  if (n === 0) return counts;
  const weighted = collect(sketch);
  const estimated = (name: string, figure: Figure): readonly Metric[] =>
    spoken(subject, name, unit, withSpread(figure, sketch, fixed));
  return [
    ...counts,
    ...estimated('mean', meanFigure(tally, basis)),
    ...(design === undefined ? [] : effectiveSamples(subject, tally, basis)),
    ...shapeMetrics(subject, unit, tally, weighted, basis),
    metric(subject, 'min', unit, { value: sketch.min, standardError: null }),
    metric(subject, 'max', unit, { value: sketch.max, standardError: null }),
    ...output.levels.flatMap((level) =>
      estimated(quantileName(level), quantileFigure(sketch, level, design)),
    ),
    ...output.tail.flatMap((tail, place) => [
      ...estimated(`var-${tail.side}-${tail.level}`, quantileFigure(sketch, probabilityOf(tail), design)),
      ...estimated(
        `cvar-${tail.side}-${tail.level}`,
        scaled(shortfall(weighted, tail), design?.tailRatio(place)),
      ),
    ]),
    ...output.targets.map(({ at, side }, place) =>
      metric(
        subject,
        `probability-${side}-${at}`,
        '1',
        proportion(hits[place]!, n, design?.probability(place)),
      ),
    ),
  ];
}

/** Figures of one point of a fan, each named by its time: `mean@12`. */
function pointMetrics(output: OutputPlan, tally: OutputTally, basis: Basis): readonly Metric[] {
  const { subject, unit, levels } = output;
  const { sketch } = tally;
  const at = `@${timeName(output.time!)}`;
  const { nan, positiveInfinity, negativeInfinity } = sketch.invalid;
  const invalid = nan + positiveInfinity + negativeInfinity;
  const counts =
    invalid > 0 ? [metric(subject, `invalid${at}`, '1', { value: invalid, standardError: null })] : [];
  if (sketch.count === 0) return counts;
  const quantiles = levels.flatMap((level) => {
    const figure = withSpread(quantileFigure(sketch, level, basis.design), sketch, basis.fixed);
    return spoken(subject, quantileName(level) + at, unit, figure);
  });
  return [...counts, ...spoken(subject, `mean${at}`, unit, meanFigure(tally, basis)), ...quantiles];
}

/** Equal values are their own mean, without rounding. */
function meanFigure({ moments, sketch }: OutputTally, { fixed, design }: Basis): Figure {
  const equal = sketch.min === sketch.max;
  const value = equal ? sketch.min : mean(moments);
  const standardError =
    design === undefined ? standardDeviation(moments) / Math.sqrt(sketch.count) : design.mean;
  return withSpread({ value, standardError }, sketch, fixed);
}

/** The error as far as the spread of the sample supports it: 0 for a fixed value, null where equal draws of a random one
 * say nothing about how it varies, and null where squares of the spread leave the range of numbers. */
function withSpread(
  { value, standardError }: Figure,
  { min, max }: OutputTally['sketch'],
  fixed: boolean,
): Figure {
  if (fixed) return { value, standardError: 0 };
  const known = standardError !== null && Number.isFinite(standardError) && within(max - min, squarable);
  return { value, standardError: known ? standardError : null };
}

function within(size: number, { least, most }: typeof squarable): boolean {
  return size > least && size < most;
}

/** Errors by influence functions: the spread of what one more value at z standard deviations would change.
 * F. R. Hampel (1974), doi:10.1080/01621459.1974.10482962. Skewness and kurtosis of a constant do not exist. */
function shapeMetrics(
  subject: string,
  unit: string,
  { moments, sketch }: OutputTally,
  weighted: Weighted,
  { fixed, design }: Basis,
): readonly Metric[] {
  const n = sketch.count;
  if (n < 2) return [];
  if (sketch.min === sketch.max) {
    return [metric(subject, 'sd', unit, { value: 0, standardError: fixed ? 0 : null })];
  }
  const center = mean(moments);
  const deviation = standardDeviation(moments);
  const skew = skewness(moments);
  const excess = excessKurtosis(moments);
  const shaped = within(deviation, quartic);
  let [ofDeviation, ofSkew, ofKurtosis] = [0, 0, 0];
  for (let i = 0; i < weighted.values.length; i++) {
    const z = (weighted.values[i]! - center) / deviation;
    const square = z * z - 1;
    const weight = weighted.weights[i]!;
    const skewInfluence = z * z * z - 3 * z - skew - 1.5 * skew * square;
    const kurtosisInfluence = z * z * z * z - (excess + 3) - 4 * skew * z - 2 * (excess + 3) * square;
    ofDeviation += (weight * square * square) / 4;
    ofSkew += weight * skewInfluence * skewInfluence;
    ofKurtosis += weight * kurtosisInfluence * kurtosisInfluence;
  }
  const error = (squares: number): number | null =>
    n < fewestForShape ? null : Math.sqrt(squares / weighted.total / n);
  const shapeError = (squares: number, ofDesign: number | null | undefined): number | null =>
    ofDesign === undefined ? error(squares) : ofDesign;
  const deviationError = error(ofDeviation);
  const sd = {
    value: deviation,
    standardError:
      design === undefined ? (deviationError === null ? null : deviationError * deviation) : design.sd,
  };
  return [
    // Squares of a tiny spread vanish; that is no spread of 0.
    ...(deviation > 0 ? spoken(subject, 'sd', unit, withSpread(sd, sketch, fixed)) : []),
    ...(n < 3 || !shaped
      ? []
      : [
          metric(subject, 'skewness', '1', {
            value: skew,
            standardError: shapeError(ofSkew, design?.skewness),
          }),
        ]),
    ...(n < 4 || !shaped
      ? []
      : [
          metric(subject, 'excess-kurtosis', '1', {
            value: excess,
            standardError: shapeError(ofKurtosis, design?.kurtosis),
          }),
        ]),
  ];
}

/** Half the distance between the quantiles one standard error of the probability to either side; null where one of them
 * lies beyond the samples. M. B. Wilk, R. Gnanadesikan (1968); binomial interval of order statistics. */
function quantileFigure(
  sketch: OutputTally['sketch'],
  level: number,
  design: DesignErrors | undefined,
): Figure {
  const delta = Math.sqrt((level * (1 - level)) / sketch.count);
  const [low, high] = [level - delta, level + delta];
  const known = low > 0 && high < 1;
  const independent = {
    value: sketch.quantile(level),
    standardError: known ? (sketch.quantile(high) - sketch.quantile(low)) / 2 : null,
  };
  return scaled(independent, design?.quantileRatio(level));
}

/** The error of independent values times that of the design over it. */
function scaled({ value, standardError }: Figure, ratio = 1): Figure {
  return { value, standardError: standardError === null ? null : standardError * ratio };
}

/** How many independent values would know the mean as well. */
function effectiveSamples(subject: string, { moments }: OutputTally, { design }: Basis): readonly Metric[] {
  const ratio = standardDeviation(moments) / (design?.mean ?? NaN);
  const value = ratio * ratio;
  // A variance estimated with f degrees of freedom is known to sqrt(2 / f) of itself.
  const standardError = value * Math.sqrt(2 / designFreedom);
  return Number.isFinite(value) ? [metric(subject, 'effective-samples', '1', { value, standardError })] : [];
}

function violation({ replicates }: Tally, index: number, violated: number, judged: number): Figure {
  const width = 2 * replicateCount;
  const counts = replicates?.verdicts.subarray(index * width, (index + 1) * width);
  return proportion(violated, judged, counts && shareError(counts));
}

/** Mean of the worst 1 - level of the samples; of values tied at the edge only the share that belongs to the tail.
 * Value: R. T. Rockafellar, S. Uryasev (2002), doi:10.1016/S0378-4266(02)00271-6, section 2.
 * Error: B. J. Manistre, G. H. Hancock (2005), doi:10.1080/10920277.2005.10596203. */
function shortfall({ values, weights, total }: Weighted, { level, side }: Tail): Figure {
  const mass = beyond(level) * total;
  const step = side === 'upper' ? -1 : 1;
  let place = side === 'upper' ? values.length - 1 : 0;
  let left = mass;
  let [sum, squares, edge] = [0, 0, values[place]!];
  const origin = edge;
  for (; left > 0 && place >= 0 && place < values.length; place += step) {
    const share = Math.min(left, weights[place]!);
    edge = values[place]!;
    sum += share * (edge - origin);
    squares += share * (edge - origin) * (edge - origin);
    left -= share;
  }
  const average = sum / mass;
  const value = origin + average;
  if (mass < 2) return { value, standardError: null };
  const spread = Math.max(0, squares / mass - average * average);
  return { value, standardError: Math.sqrt((spread + level * (value - edge) * (value - edge)) / mass) };
}

/** Share of successes, with the error of a design where one is known. With none or only successes the usual error would be
 * 0; then that of (k + 1) / (n + 2) is given. */
export function proportion(successes: number, n: number, design?: number | null): Figure {
  const value = successes / n;
  const certain = successes === 0 || successes === n;
  if (!certain && design !== undefined && design !== null) return { value, standardError: design };
  const p = certain ? (successes + 1) / (n + 2) : value;
  return { value, standardError: Math.sqrt((p * (1 - p)) / n) };
}

function collect(sketch: OutputTally['sketch']): Weighted {
  const values: number[] = [];
  const weights: number[] = [];
  let total = 0;
  sketch.forEachWeighted((value, weight) => {
    values.push(value);
    weights.push(weight);
    total += weight;
  });
  return { values: Float64Array.from(values), weights: Float64Array.from(weights), total };
}

function invalidMetrics(subject: string, counts: ArrayLike<number>): readonly Metric[] {
  return ['nan', 'positive-infinity', 'negative-infinity'].map((name, index) =>
    metric(subject, `invalid-${name}`, '1', { value: counts[index]!, standardError: null }),
  );
}

/** The figure, or nothing where it is beyond the range of numbers. */
function spoken(subject: string, name: string, unit: string, figure: Figure): readonly Metric[] {
  return Number.isFinite(figure.value) ? [metric(subject, name, unit, figure)] : [];
}

function metric(subject: string, name: string, unit: string, { value, standardError }: Figure): Metric {
  return { subject, name, value, standardError, unit };
}
