// Gamma, by shape and scale or by mean and standard deviation.

import { gammaP, gammaQ, gammaQuantile } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';

/** Below this upper-tail probability 1 - q has lost digits that gammaQ still has. */
const farTail = 1e-5;

/** x with Q(shape, x) = q, for unit scale: halving inside a doubled bracket, to the last bit or two. */
function upperQuantile(q: number, shape: number): number {
  if (q > farTail) return gammaQuantile(1 - q, shape);
  let low = gammaQuantile(1 - farTail, shape);
  let width = Math.sqrt(shape) + 1;
  while (gammaQ(shape, low + width) > q) {
    low += width;
    width *= 2;
  }
  let high = low + width;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (gammaQ(shape, middle) > q) low = middle;
    else high = middle;
  }
}

export const gamma: ParametricDistribution = {
  kind: 'parametric',
  name: 'gamma',
  summary: 'Positive and skewed: sums of waiting times, claim sizes, rainfall.',
  source: 'inverse of the regularised incomplete gamma function; NIST DLMF 8.2',
  lattice: false,
  cost: 1500,
  forms: [
    {
      parameters: [
        parameter('shape', 'Shape; 1 is exponential, large is near normal.', 'positive'),
        parameter('scale', 'Scale: mean / shape.', 'positive'),
      ],
    },
    {
      parameters: [
        parameter('mean', 'Mean.', 'positive'),
        parameter('sd', 'Standard deviation.', 'positive'),
      ],
      canonical: (m, mean, sd) => {
        const ratio = m.div(mean, sd);
        return [m.mul(ratio, ratio), m.mul(m.div(sd, mean), sd)];
      },
    },
  ],
  quantile: (u, shape, scale) => scale * gammaQuantile(u, shape),
  upperQuantile: (q, shape, scale) => scale * upperQuantile(q, shape),
  cdf: (x, shape, scale) => (x > 0 ? gammaP(shape, x / scale) : 0),
  survival: (x, shape, scale) => (x > 0 ? gammaQ(shape, x / scale) : 1),
  mean: (shape, scale) => shape * scale,
  variance: (shape, scale) => shape * scale * scale,
};
