// Gamma, by shape and scale or by mean and standard deviation; chi-squared, which is one; and the inverse of one.

import { gammaP, gammaQ, gammaQuantile, gammaUpperQuantile } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';
import { gammaRejection, inverseGammaRejection } from './rejection.ts';

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
  rejection: gammaRejection,
  quantile: (u, shape, scale) => scale * gammaQuantile(u, shape),
  upperQuantile: (q, shape, scale) => scale * gammaUpperQuantile(q, shape),
  cdf: (x, shape, scale) => (x > 0 ? gammaP(shape, x / scale) : 0),
  survival: (x, shape, scale) => (x > 0 ? gammaQ(shape, x / scale) : 1),
  mean: (shape, scale) => shape * scale,
  variance: (shape, scale) => shape * scale * scale,
};

/** Chi-squared is a gamma distribution of scale 2. */
export const chiSquared: ParametricDistribution = {
  ...gamma,
  name: 'chiSquared',
  summary: 'Sum of squares of standard normals: sample variances, test statistics.',
  source: 'gamma distribution; NIST/SEMATECH e-Handbook 1.3.6.6.6',
  forms: [
    {
      parameters: [parameter('df', 'Degrees of freedom.', 'positive')],
      canonical: (m, df) => [m.div(df, m.constant(2)), m.constant(2)],
    },
  ],
};

export const inverseGamma: ParametricDistribution = {
  kind: 'parametric',
  name: 'inverseGamma',
  summary: 'One over a gamma: unknown variances, rates of recovery. The mean is infinite for shape <= 1.',
  source: 'inverse of the regularised incomplete gamma function; NIST DLMF 8.2',
  lattice: false,
  cost: 1500,
  forms: [
    {
      parameters: [
        parameter('shape', 'Shape; smaller is heavier.', 'positive'),
        parameter('scale', 'Scale: mean x (shape - 1).', 'positive'),
      ],
    },
  ],
  standard: {
    shapes: 1,
    quantile: (u, shape) => 1 / gammaUpperQuantile(u, shape),
    upperQuantile: (q, shape) => 1 / gammaQuantile(q, shape),
    place: (m, x, _, scale) => m.mul(scale, x),
  },
  rejection: inverseGammaRejection,
  quantile: (u, shape, scale) => scale / gammaUpperQuantile(u, shape),
  upperQuantile: (q, shape, scale) => scale / gammaQuantile(q, shape),
  cdf: (x, shape, scale) => (x > 0 ? gammaQ(shape, scale / x) : 0),
  survival: (x, shape, scale) => (x > 0 ? gammaP(shape, scale / x) : 1),
  mean: (shape, scale) => (shape > 1 ? scale / (shape - 1) : Infinity),
  variance: (shape, scale) =>
    shape > 2 ? (scale * scale) / ((shape - 1) * (shape - 1) * (shape - 2)) : Infinity,
};
