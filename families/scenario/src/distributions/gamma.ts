// Gamma, by shape and scale or by mean and standard deviation.

import { gammaP, gammaQ, gammaQuantile, gammaUpperQuantile } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';
import { rejectGamma } from './rejection.ts';

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
  standard: {
    shapes: 1,
    quantile: gammaQuantile,
    upperQuantile: gammaUpperQuantile,
    place: (m, x, _, scale) => m.mul(scale, x),
  },
  rejection: (u, shape, scale, _, __, attempts) => scale * rejectGamma(u, shape, attempts),
  quantile: (u, shape, scale) => scale * gammaQuantile(u, shape),
  upperQuantile: (q, shape, scale) => scale * gammaUpperQuantile(q, shape),
  cdf: (x, shape, scale) => (x > 0 ? gammaP(shape, x / scale) : 0),
  survival: (x, shape, scale) => (x > 0 ? gammaQ(shape, x / scale) : 1),
  mean: (shape, scale) => shape * scale,
  variance: (shape, scale) => shape * scale * scale,
};
