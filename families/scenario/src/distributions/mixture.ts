// A mixture draws from one of several distributions. The uniform that chooses the component is used again, stretched over the
// share it fell into, so a mixture takes one random number like any other node.

import { tailMin } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';

export const mixture = {
  name: 'mixture',
  summary:
    'One of several distributions, chosen by weight in each iteration: good and bad years, claim types.',
  source: 'composition, L. Devroye, Non-Uniform Random Variate Generation (1986), II.4',
  components:
    'Distributions with their weights. Listed from low to high values the mixture rises with its random number as far as it can, which correlations and designed sampling profit from.',
  weight: 'Share of this component, 0 or above; the weights need not add up to 1. A number or an expression.',
} as const;

export interface Share<T> {
  /** What the component draws from. */
  readonly uniform: T;
  /** 1 where the component or one before it is chosen. */
  readonly reached: T;
}

/** Splits a uniform by weights. A component of weight w sees uniforms 2^-52 / w apart, in (0, 1). */
export function splitUniform<T>(m: Algebra<T>, u: T, weights: readonly T[]): readonly Share<T>[] {
  const total = weights.reduce((sum, weight) => m.add(sum, weight));
  const place = m.mul(u, total);
  let below = m.constant(0);
  return weights.map((weight) => {
    const end = m.add(below, weight);
    const stretched = m.div(m.sub(place, below), weight);
    const uniform = m.min(m.constant(1 - tailMin), m.max(m.constant(tailMin), stretched));
    below = end;
    return { uniform, reached: m.le(place, end) };
  });
}

/** The value of the first component that is reached; the last one counts as reached. */
export function chosenValue<T>(m: Algebra<T>, shares: readonly Share<T>[], values: readonly T[]): T {
  const last = values.length - 1;
  let value: T = values[last]!;
  for (let i = last - 1; i >= 0; i--) value = m.select(shares[i]!.reached, values[i] as T, value);
  return value;
}
