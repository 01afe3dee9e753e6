// Normal and lognormal. Both tails go through the lower one by symmetry, so neither loses digits.

import { exp, expm1, log, log1p, normalCdf, normalQuantile } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';

export const normal: ParametricDistribution = {
  kind: 'parametric',
  name: 'normal',
  summary: 'Bell curve around a mean: sums of many small independent effects.',
  source: 'M. J. Wichura, Algorithm AS 241 (1988), doi:10.2307/2347330',
  lattice: false,
  cost: 12,
  forms: [
    {
      parameters: [
        parameter('mean', 'Centre.', 'finite'),
        parameter('sd', 'Standard deviation.', 'positive'),
      ],
    },
  ],
  quantile: (u, mean, sd) => mean + sd * normalQuantile(u),
  upperQuantile: (q, mean, sd) => mean - sd * normalQuantile(q),
  cdf: (x, mean, sd) => normalCdf((x - mean) / sd),
  survival: (x, mean, sd) => normalCdf((mean - x) / sd),
  mean: (mean) => mean,
  variance: (_, sd) => sd * sd,
};

export const lognormal: ParametricDistribution = {
  kind: 'parametric',
  name: 'lognormal',
  summary:
    'Positive and skewed: products of many small effects. Give mu and sigma of the logarithm, or mean and sd.',
  source:
    'exp of the normal quantile; N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 1, ch. 14',
  lattice: false,
  cost: 25,
  forms: [
    {
      parameters: [
        parameter('mu', 'Mean of the natural logarithm.', 'finite'),
        parameter('sigma', 'Standard deviation of the natural logarithm.', 'positive'),
      ],
    },
    {
      parameters: [
        parameter('mean', 'Mean of the value itself.', 'positive'),
        parameter('sd', 'Standard deviation of the value itself.', 'positive'),
      ],
      canonical: ([mean = 1, sd = 1]) => {
        const variance = log1p((sd / mean) * (sd / mean));
        return [log(mean) - variance / 2, Math.sqrt(variance)];
      },
    },
  ],
  quantile: (u, mu, sigma) => exp(mu + sigma * normalQuantile(u)),
  upperQuantile: (q, mu, sigma) => exp(mu - sigma * normalQuantile(q)),
  cdf: (x, mu, sigma) => (x > 0 ? normalCdf((log(x) - mu) / sigma) : 0),
  survival: (x, mu, sigma) => (x > 0 ? normalCdf((mu - log(x)) / sigma) : 1),
  mean: (mu, sigma) => exp(mu + (sigma * sigma) / 2),
  variance: (mu, sigma) => expm1(sigma * sigma) * exp(2 * mu + sigma * sigma),
};
