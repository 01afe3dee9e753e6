// Whole-number distributions: Poisson, binomial, Bernoulli. Their tails are incomplete gamma and beta functions.

import {
  betaI,
  binomialCdf,
  binomialQuantile,
  gammaP,
  poissonCdf,
  poissonQuantile,
} from '@holdfast/numerics';
import { binomialRejection, poissonRejection } from './count-rejection.ts';
import { closedForm, latticeUpperQuantile, parameter, type ParametricDistribution } from './distribution.ts';

/** P(N > x) = P(k + 1, mean) with k = floor(x); NIST DLMF 8.4.10. */
function poissonSurvival(x: number, mean: number): number {
  if (x < 0) return 1;
  return mean === 0 ? 0 : gammaP(Math.floor(x) + 1, mean);
}

export const poisson: ParametricDistribution = {
  kind: 'parametric',
  name: 'poisson',
  summary: 'Number of independent events of a constant rate.',
  source: 'L. Devroye, Non-Uniform Random Variate Generation (1986), X.3; NIST DLMF 8.4.10',
  lattice: true,
  cost: 1500,
  forms: [{ parameters: [parameter('mean', 'Expected number.', 'non-negative')] }],
  rejection: poissonRejection,
  quantile: (u, mean) => (mean === 0 ? 0 : poissonQuantile(u, mean)),
  upperQuantile: (q, mean) =>
    latticeUpperQuantile(q, (x) => poissonSurvival(x, mean), mean, 0, Number.MAX_SAFE_INTEGER),
  cdf: (x, mean) => (x < 0 ? 0 : mean === 0 ? 1 : poissonCdf(Math.floor(x), mean)),
  survival: poissonSurvival,
  mean: (mean) => mean,
  variance: (mean) => mean,
};

/** P(N > x) = I_p(k + 1, n - k) with k = floor(x); NIST DLMF 8.17.5. */
function binomialSurvival(x: number, n: number, probability: number): number {
  if (x < 0) return 1;
  if (x >= n || probability === 0) return 0;
  if (probability === 1) return 1;
  const k = Math.floor(x);
  return betaI(probability, k + 1, n - k);
}

function binomialLowerQuantile(u: number, n: number, probability: number): number {
  if (n === 0 || probability === 0) return 0;
  return probability === 1 ? n : binomialQuantile(u, n, probability);
}

export const binomial: ParametricDistribution = {
  kind: 'parametric',
  name: 'binomial',
  summary: 'Number of successes in n independent trials.',
  source: 'L. Devroye, Non-Uniform Random Variate Generation (1986), X.4; NIST DLMF 8.17.5',
  lattice: true,
  cost: 1500,
  forms: [
    {
      parameters: [
        parameter('n', 'Number of trials.', 'count'),
        parameter('probability', 'Probability of success in one trial.', 'probability'),
      ],
    },
  ],
  rejection: binomialRejection,
  quantile: binomialLowerQuantile,
  upperQuantile: (q, n, probability) =>
    latticeUpperQuantile(q, (x) => binomialSurvival(x, n, probability), n * probability, 0, n),
  cdf: (x, n, probability) => {
    if (x < 0) return 0;
    if (x >= n || probability === 0) return 1;
    return probability === 1 ? 0 : binomialCdf(Math.floor(x), n, probability);
  },
  survival: binomialSurvival,
  mean: (n, probability) => n * probability,
  variance: (n, probability) => n * probability * (1 - probability),
};

export const bernoulli: ParametricDistribution = {
  kind: 'parametric',
  name: 'bernoulli',
  summary: '1 with the given probability, else 0.',
  source: 'step inversion',
  lattice: true,
  cost: 2,
  forms: [{ parameters: [parameter('probability', 'Probability of 1.', 'probability')] }],
  ...closedForm({
    quantile: (m, u, probability) => m.gt(u, m.sub(m.constant(1), probability)),
    upperQuantile: (m, q, probability) => m.lt(q, probability),
    cdf: (m, x, probability) => {
      const zero = m.select(m.lt(x, m.constant(1)), m.sub(m.constant(1), probability), m.constant(1));
      return m.select(m.lt(x, m.constant(0)), m.constant(0), zero);
    },
    survival: (m, x, probability) => {
      const zero = m.select(m.lt(x, m.constant(1)), probability, m.constant(0));
      return m.select(m.lt(x, m.constant(0)), m.constant(1), zero);
    },
  }),
  mean: (probability) => probability,
  variance: (probability) => probability * (1 - probability),
};
