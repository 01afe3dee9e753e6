// Exponential, Weibull and Pareto: closed forms in the logarithm of the survival probability.

import { exp, expm1, log, log1p, logGamma } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';

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
      canonical: ([rate = 1]) => [1 / rate],
    },
  ],
  quantile: (u, mean) => -mean * log1p(-u),
  upperQuantile: (q, mean) => -mean * log(q),
  cdf: (x, mean) => (x > 0 ? -expm1(-x / mean) : 0),
  survival: (x, mean) => (x > 0 ? exp(-x / mean) : 1),
  mean: (mean) => mean,
  variance: (mean) => mean * mean,
};

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
  quantile: (u, shape, scale) => scale * exp(log(-log1p(-u)) / shape),
  upperQuantile: (q, shape, scale) => scale * exp(log(-log(q)) / shape),
  cdf: (x, shape, scale) => (x > 0 ? -expm1(-exp(shape * log(x / scale))) : 0),
  survival: (x, shape, scale) => (x > 0 ? exp(-exp(shape * log(x / scale))) : 1),
  mean: (shape, scale) => scale * exp(logGamma(1 + 1 / shape)),
  variance: (shape, scale) => {
    const first = exp(logGamma(1 + 1 / shape));
    return scale * scale * (exp(logGamma(1 + 2 / shape)) - first * first);
  },
};

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
  quantile: (u, scale, shape) => scale * exp(-log1p(-u) / shape),
  upperQuantile: (q, scale, shape) => scale * exp(-log(q) / shape),
  cdf: (x, scale, shape) => (x > scale ? -expm1(-shape * log(x / scale)) : 0),
  survival: (x, scale, shape) => (x > scale ? exp(-shape * log(x / scale)) : 1),
  mean: (scale, shape) => (shape > 1 ? (shape * scale) / (shape - 1) : Infinity),
  variance: (scale, shape) =>
    shape > 2 ? (scale * scale * shape) / ((shape - 1) * (shape - 1) * (shape - 2)) : Infinity,
};
