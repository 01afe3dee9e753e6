// How well a distribution function is known: the function moved to either side by 1.96 standard errors of its quantiles.

import type { Metric } from '@holdfast/core';

/** Half width of a 95 % band in standard errors of a normal estimate. */
const z95 = 1.96;

/** A quantile with its level and standard error. */
export interface KnownQuantile {
  readonly level: number;
  readonly value: number;
  readonly error: number;
}

/** The quantiles of a subject that have an error, by ascending level. */
export function knownQuantiles(metrics: readonly Metric[], subject: string): readonly KnownQuantile[] {
  return metrics
    .flatMap((metric): KnownQuantile[] => {
      const { name, value, standardError: error } = metric;
      const percent = metric.subject === subject ? /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1] : undefined;
      if (percent === undefined || error === null || !Number.isFinite(value + error)) return [];
      return [{ level: Number((Number(percent) / 100).toPrecision(12)), value, error }];
    })
    .toSorted((left, right) => left.level - right.level);
}

/** A point of a distribution function. */
export interface CurvePoint {
  readonly value: number;
  readonly probability: number;
}

/** Value at `at` of the straight lines through points with ascending `x`; null beyond their ends. */
function between(points: readonly { readonly x: number; readonly y: number }[], at: number): number | null {
  const next = points.findIndex(({ x }) => x >= at);
  const right = points[next];
  if (right === undefined) return null;
  if (right.x === at) return right.y;
  const left = points[next - 1];
  if (left === undefined) return null;
  return left.y + ((at - left.x) / (right.x - left.x)) * (right.y - left.y);
}

export interface QuantileBand {
  /** Places at which the band bends. */
  readonly corners: readonly number[];
  readonly low: (at: number) => number | null;
  readonly high: (at: number) => number | null;
}

/** The 95 % band around a distribution function, between the outermost quantiles whose errors are known; undefined for
 * fewer than two. */
export function quantileBand(
  curve: readonly CurvePoint[],
  quantiles: readonly KnownQuantile[],
): QuantileBand | undefined {
  if (quantiles.length < 2) return undefined;
  const errors = quantiles.map(({ level, error }) => ({ x: level, y: error }));
  const known = curve.flatMap(({ value, probability }) => {
    const error = between(errors, probability);
    return error === null ? [] : [{ value, probability, room: z95 * error }];
  });
  const moved = (side: 1 | -1) =>
    known
      .map(({ value, probability, room }) => ({ x: value + side * room, y: probability }))
      .toSorted((left, right) => left.x - right.x || left.y - right.y);
  const [high, low] = [moved(-1), moved(1)];
  return {
    corners: [...high, ...low].map(({ x }) => x),
    low: (at) => between(low, at),
    high: (at) => between(high, at),
  };
}
