// Closed forms as operations of a program, truncated or not; the same mapping of the uniform as in truncation.ts.

import type { Algebra } from './algebra.ts';
import type { ClosedForm } from './distribution.ts';
import { onLattice, type Truncation } from './truncation.ts';

export interface LoweredValue<T> {
  readonly value: T;
  /** 1 where the interval holds probability; absent where nothing is cut off. */
  readonly kept?: T;
}

/** The value at a uniform for canonical parameters, which may vary. */
export function closedQuantile<T>(
  m: Algebra<T>,
  closed: ClosedForm,
  lattice: boolean,
  u: T,
  p: readonly [T, T, T, T],
  bounds: Truncation,
): LoweredValue<T> {
  const { min, max } = onLattice(lattice, bounds);
  const openBelow = min === -Infinity;
  const openAbove = max === Infinity;
  if (openBelow && openAbove) return { value: closed.quantile(m, u, ...p) };
  // Whole-number distributions: P(X < min) = P(X <= min - 1).
  const below = m.constant(lattice ? min - 1 : min);
  const above = m.constant(max);
  const [zero, one] = [m.constant(0), m.constant(1)];
  const lower = {
    near: openBelow ? zero : closed.cdf(m, below, ...p),
    far: openAbove ? one : closed.cdf(m, above, ...p),
  };
  const upper = {
    near: openAbove ? zero : closed.survival(m, above, ...p),
    far: openBelow ? one : closed.survival(m, below, ...p),
  };
  // Counted from the tail where the probability loses no digits.
  const fromAbove = m.gt(lower.near, m.constant(0.5));
  const near = m.select(fromAbove, upper.near, lower.near);
  const far = m.select(fromAbove, upper.far, lower.far);
  const share = m.mul(u, m.sub(far, near));
  const value = m.select(
    fromAbove,
    closed.upperQuantile(m, m.sub(far, share), ...p),
    closed.quantile(m, m.add(near, share), ...p),
  );
  return { value: m.min(above, m.max(m.constant(min), value)), kept: m.gt(far, near) };
}
