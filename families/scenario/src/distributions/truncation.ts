// Truncation by inversion: the uniform is mapped into the probability of the interval, measured from the nearer tail,
// so that a normal cut at 8 .. 9 standard deviations is as exact as one cut at -1 .. 1.

import type { ParametricDistribution } from './distribution.ts';
import { firstReaching } from './tables.ts';

/** Kept interval, ends included; infinite where open. */
export interface Truncation {
  readonly min: number;
  readonly max: number;
}

export const untruncated: Truncation = Object.freeze({ min: -Infinity, max: Infinity });

export type Canonical = readonly [number, number, number, number];

/** Longest cumulative table kept for a whole-number distribution. */
const tableMax = 8192;

/** Probability kept, counted from the tail where it loses no digits. */
interface Interval {
  readonly upper: boolean;
  /** Probability beyond the nearer and the farther end, seen from that tail. */
  readonly near: number;
  readonly far: number;
}

function intervalOf(d: ParametricDistribution, p: Canonical, { min, max }: Truncation): Interval | undefined {
  const [a, b, c, e] = p;
  // Whole-number distributions: P(X < min) = P(X <= min - 1).
  const below = d.lattice ? min - 1 : min;
  const open = { above: max === Infinity, below: min === -Infinity };
  const upper = !open.below && d.cdf(below, a, b, c, e) > 0.5;
  const interval = upper
    ? { upper, near: open.above ? 0 : d.survival(max, a, b, c, e), far: d.survival(below, a, b, c, e) }
    : {
        upper,
        near: open.below ? 0 : d.cdf(below, a, b, c, e),
        far: open.above ? 1 : d.cdf(max, a, b, c, e),
      };
  return interval.far > interval.near ? interval : undefined;
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
  const [a, b, c, e] = p;
  const truncation = onLattice(d.lattice, bounds);
  if (truncation.min === -Infinity && truncation.max === Infinity) return (u) => d.quantile(u, a, b, c, e);
  const interval = intervalOf(d, p, truncation);
  if (interval === undefined) return undefined;
  const { upper, near, far } = interval;
  const clamp = (x: number): number => Math.min(truncation.max, Math.max(truncation.min, x));
  return upper
    ? (u) => clamp(d.upperQuantile(far - u * (far - near), a, b, c, e))
    : (u) => clamp(d.quantile(near + u * (far - near), a, b, c, e));
}

/** The same function for constant parameters, prepared once: whole-number distributions become a cumulative table. */
export function preparedQuantile(
  d: ParametricDistribution,
  p: Canonical,
  bounds: Truncation,
): ((u: number) => number) | undefined {
  const truncation = onLattice(d.lattice, bounds);
  const direct = truncatedQuantile(d, p, truncation);
  if (direct === undefined || !d.lattice) return direct;
  const lowest = direct(Number.MIN_VALUE);
  const highest = direct(1 - 2 ** -53);
  if (highest - lowest >= tableMax) return direct;
  const cumulative = new Float64Array(highest - lowest + 1);
  const conditional = conditionalCdf(d, p, truncation);
  for (let i = 0; i < cumulative.length - 1; i++) cumulative[i] = conditional(lowest + i);
  cumulative[cumulative.length - 1] = 1;
  return (u) => lowest + firstReaching(cumulative, u);
}

function conditionalCdf(
  d: ParametricDistribution,
  p: Canonical,
  truncation: Truncation,
): (x: number) => number {
  const [a, b, c, e] = p;
  const { upper, near, far } = intervalOf(d, p, truncation)!;
  return upper
    ? (x) => (far - d.survival(x, a, b, c, e)) / (far - near)
    : (x) => (d.cdf(x, a, b, c, e) - near) / (far - near);
}
