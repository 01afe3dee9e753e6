// Normal and lognormal. Both tails go through the lower one by symmetry, so neither loses digits.

import { exp, expm1 } from '@holdfast/numerics';
import { closedForm, parameter, wherePositive, type ParametricDistribution } from './distribution.ts';

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
  ...closedForm({
    quantile: (m, u, mean, sd) => m.add(mean, m.mul(sd, m.normalQuantile(u))),
    upperQuantile: (m, q, mean, sd) => m.sub(mean, m.mul(sd, m.normalQuantile(q))),
    cdf: (m, x, mean, sd) => m.normalCdf(m.div(m.sub(x, mean), sd)),
    survival: (m, x, mean, sd) => m.normalCdf(m.div(m.sub(mean, x), sd)),
  }),
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
      canonical: (m, mean, sd) => {
        const ratio = m.div(sd, mean);
        const variance = m.log1p(m.mul(ratio, ratio));
        return [m.sub(m.log(mean), m.div(variance, m.constant(2))), m.sqrt(variance)];
      },
    },
  ],
  ...closedForm({
    quantile: (m, u, mu, sigma) => m.exp(m.add(mu, m.mul(sigma, m.normalQuantile(u)))),
    upperQuantile: (m, q, mu, sigma) => m.exp(m.sub(mu, m.mul(sigma, m.normalQuantile(q)))),
    cdf: (m, x, mu, sigma) =>
      wherePositive(m, x, m.normalCdf(m.div(m.sub(m.log(x), mu), sigma)), m.constant(0)),
    survival: (m, x, mu, sigma) =>
      wherePositive(m, x, m.normalCdf(m.div(m.sub(mu, m.log(x)), sigma)), m.constant(1)),
  }),
  mean: (mu, sigma) => exp(mu + (sigma * sigma) / 2),
  variance: (mu, sigma) => expm1(sigma * sigma) * exp(2 * mu + sigma * sigma),
};
