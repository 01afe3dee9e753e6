// Exponential, Weibull, Rayleigh and Pareto: closed forms in the logarithm of the survival probability.

import { exp, logGamma } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import { closedForm, parameter, wherePositive, type ParametricDistribution } from './distribution.ts';

export const exponential: ParametricDistribution = {
  kind: 'parametric',
  name: 'exponential',
  summary: 'Waiting time between independent events of a constant rate.',
  source: 'L. Devroye, Non-Uniform Random Variate Generation (1986), II.2',
  lattice: false,
  cost: 20,
  forms: [
    { parameters: [parameter('mean', 'Mean waiting time.', 'positive')] },
    {
      parameters: [parameter('rate', 'Events per unit: 1 / mean.', 'positive')],
      canonical: (m, rate) => [m.div(m.constant(1), rate)],
    },
  ],
  ...closedForm({
    quantile: (m, u, mean) => m.mul(m.neg(mean), m.log1p(m.neg(u))),
    upperQuantile: (m, q, mean) => m.mul(m.neg(mean), m.log(q)),
    cdf: (m, x, mean) => wherePositive(m, x, m.neg(m.expm1(m.div(m.neg(x), mean))), m.constant(0)),
    survival: (m, x, mean) => wherePositive(m, x, m.exp(m.div(m.neg(x), mean)), m.constant(1)),
  }),
  mean: (mean) => mean,
  variance: (mean) => mean * mean,
};

/** (x / scale)^shape, minus the logarithm of the survival probability. */
function hazard<T>(m: Algebra<T>, x: T, shape: T, scale: T): T {
  return m.exp(m.mul(shape, m.log(m.div(x, scale))));
}

export const weibull: ParametricDistribution = {
  kind: 'parametric',
  name: 'weibull',
  summary: 'Life times: shape below 1 for early failures, above 1 for wear.',
  source: 'L. Devroye, Non-Uniform Random Variate Generation (1986), II.2',
  lattice: false,
  cost: 60,
  forms: [
    {
      parameters: [
        parameter('shape', 'Exponent of the hazard plus 1.', 'positive'),
        parameter('scale', 'Value exceeded with probability 1/e.', 'positive'),
      ],
    },
  ],
  ...closedForm({
    quantile: (m, u, shape, scale) => m.mul(scale, m.exp(m.div(m.log(m.neg(m.log1p(m.neg(u)))), shape))),
    upperQuantile: (m, q, shape, scale) => m.mul(scale, m.exp(m.div(m.log(m.neg(m.log(q))), shape))),
    cdf: (m, x, shape, scale) =>
      wherePositive(m, x, m.neg(m.expm1(m.neg(hazard(m, x, shape, scale)))), m.constant(0)),
    survival: (m, x, shape, scale) =>
      wherePositive(m, x, m.exp(m.neg(hazard(m, x, shape, scale))), m.constant(1)),
  }),
  mean: (shape, scale) => scale * exp(logGamma(1 + 1 / shape)),
  variance: (shape, scale) => {
    const first = exp(logGamma(1 + 1 / shape));
    return scale * scale * (exp(logGamma(1 + 2 / shape)) - first * first);
  },
};

/** Rayleigh is a Weibull distribution of shape 2. */
export const rayleigh: ParametricDistribution = {
  ...weibull,
  name: 'rayleigh',
  summary: 'Length of a vector of two independent normals: wave heights, wind speeds.',
  source: 'Weibull distribution of shape 2; L. Devroye (1986), II.2',
  forms: [
    {
      parameters: [parameter('scale', 'Standard deviation of either component; the mode.', 'positive')],
      canonical: (m, scale) => [m.constant(2), m.mul(scale, m.constant(Math.SQRT2))],
    },
  ],
};

function logSurvival<T>(m: Algebra<T>, x: T, scale: T, shape: T): T {
  return m.mul(m.neg(shape), m.log(m.div(x, scale)));
}

export const pareto: ParametricDistribution = {
  kind: 'parametric',
  name: 'pareto',
  summary: 'Heavy tail above a threshold. The mean is infinite for shape <= 1, the variance for shape <= 2.',
  source: 'N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 1 (1994), ch. 20',
  lattice: false,
  cost: 40,
  forms: [
    {
      parameters: [
        parameter('scale', 'Smallest value.', 'positive'),
        parameter('shape', 'Tail index; smaller is heavier.', 'positive'),
      ],
    },
  ],
  ...closedForm({
    quantile: (m, u, scale, shape) => m.mul(scale, m.exp(m.div(m.neg(m.log1p(m.neg(u))), shape))),
    upperQuantile: (m, q, scale, shape) => m.mul(scale, m.exp(m.div(m.neg(m.log(q)), shape))),
    cdf: (m, x, scale, shape) =>
      m.select(m.gt(x, scale), m.neg(m.expm1(logSurvival(m, x, scale, shape))), m.constant(0)),
    survival: (m, x, scale, shape) =>
      m.select(m.gt(x, scale), m.exp(logSurvival(m, x, scale, shape)), m.constant(1)),
  }),
  mean: (scale, shape) => (shape > 1 ? (shape * scale) / (shape - 1) : Infinity),
  variance: (scale, shape) =>
    shape > 2 ? (scale * scale * shape) / ((shape - 1) * (shape - 1) * (shape - 2)) : Infinity,
};
