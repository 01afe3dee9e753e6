// Truncation by inversion: the uniform is mapped into the probability of the interval, measured from the nearer tail,
// so that a normal cut at 8 .. 9 standard deviations is as exact as one cut at -1 .. 1.

import { tailMin, type TailQuantiles } from '@holdfast/numerics';
import type { ParametricDistribution } from './distribution.ts';
import type { Steps } from './tables.ts';

/** Kept interval, ends included; infinite where open. */
export interface Truncation {
  readonly min: number;
  readonly max: number;
}

export const untruncated: Truncation = Object.freeze({ min: -Infinity, max: Infinity });

export type Canonical = readonly [number, number, number, number];

/** Longest cumulative table kept for a whole-number distribution. */
const stepsMax = 65_536;

/** Probability beyond both ends of the interval, seen from one tail. */
interface Ends {
  /** Beyond the end nearer to that tail. */
  readonly near: number;
  /** Beyond the farther end. */
  readonly far: number;
}

/** The interval in probabilities, from either tail. */
export interface Interval {
  readonly lower: Ends;
  readonly upper: Ends;
  /** Whether the upper tail is the one where the probabilities lose no digits. */
  readonly fromAbove: boolean;
}

/** Undefined when the interval holds no probability. */
export function intervalOf(
  d: ParametricDistribution,
  p: Canonical,
  bounds: Truncation,
): Interval | undefined {
  const { min, max } = onLattice(d.lattice, bounds);
  // Whole-number distributions: P(X < min) = P(X <= min - 1).
  const below = d.lattice ? min - 1 : min;
  const openBelow = min === -Infinity;
  const openAbove = max === Infinity;
  const lower = { near: openBelow ? 0 : d.cdf(below, ...p), far: openAbove ? 1 : d.cdf(max, ...p) };
  const upper = { near: openAbove ? 0 : d.survival(max, ...p), far: openBelow ? 1 : d.survival(below, ...p) };
  const fromAbove = lower.near > 0.5;
  const { near, far } = fromAbove ? upper : lower;
  return far > near ? { lower, upper, fromAbove } : undefined;
}

/** Whole-number distributions keep what lies between the whole numbers inside the bounds. */
export function onLattice(lattice: boolean, bounds: Truncation): Truncation {
  return lattice ? { min: Math.ceil(bounds.min), max: Math.floor(bounds.max) } : bounds;
}

/** Quantile of the truncated distribution; undefined when the interval holds no probability. */
export function truncatedQuantile(
  d: ParametricDistribution,
  p: Canonical,
  bounds: Truncation,
): ((u: number) => number) | undefined {
  const { min, max } = onLattice(d.lattice, bounds);
  if (min === -Infinity && max === Infinity) return (u) => d.quantile(u, ...p);
  const interval = intervalOf(d, p, bounds);
  if (interval === undefined) return undefined;
  const inside = joined(
    tailsWithin(
      interval,
      (u) => d.quantile(u, ...p),
      (q) => d.upperQuantile(q, ...p),
    ),
  );
  return (u) => Math.min(max, Math.max(min, inside(u)));
}

/** The quantile of what the interval keeps, by the probability beyond it in the nearer tail of the interval: either way the
 * smaller tail of the whole distribution is searched. */
export function tailsWithin(
  { lower, upper }: Interval,
  quantile: (u: number) => number,
  upperQuantile: (q: number) => number,
): TailQuantiles {
  const below = lower.far - lower.near;
  const above = upper.far - upper.near;
  return {
    lower(u) {
      const p = lower.near + u * below;
      return p <= 0.5 ? quantile(p) : upperQuantile(upper.far - u * above);
    },
    upper(q) {
      const rest = upper.near + q * above;
      return rest <= 0.5 ? upperQuantile(rest) : quantile(lower.far - q * below);
    },
  };
}

/** Quantiles of either half as one function of the uniform. */
export function joined({ lower, upper }: TailQuantiles): (u: number) => number {
  return (u) => (u < 0.5 ? lower(u) : upper(1 - u));
}

/** A whole-number distribution as steps: the window that uniforms from 2^-53 to 1 - 2^-53 reach. Undefined when that is
 * too long, or when the interval holds no probability. */
export function stepsWithin(
  d: ParametricDistribution,
  p: Canonical,
  bounds: Truncation,
): (() => Steps) | undefined {
  const interval = intervalOf(d, p, bounds);
  const quantile = truncatedQuantile(d, p, bounds);
  if (interval === undefined || quantile === undefined) return undefined;
  const lowest = quantile(tailMin);
  const highest = quantile(1 - tailMin);
  if (!(highest - lowest < stepsMax)) return undefined;
  const { near, far } = interval.fromAbove ? interval.upper : interval.lower;
  const reached = (x: number): number =>
    interval.fromAbove ? (far - d.survival(x, ...p)) / (far - near) : (d.cdf(x, ...p) - near) / (far - near);
  return () => {
    const values = Float64Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i);
    const cumulative = values.map((value, i) => (i === highest - lowest ? 1 : reached(value)));
    return { values, cumulative };
  };
}
