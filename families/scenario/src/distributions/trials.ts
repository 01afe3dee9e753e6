// Counts around repeated trials: uniform whole numbers, geometric, negative binomial.

import { betaI } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import { negativeBinomialRejection } from './count-rejection.ts';
import {
  closedForm,
  leastWhole,
  parameter,
  type ParametricDistribution,
  type Requirement,
} from './distribution.ts';

/** Whole numbers from min on, min - 1 at least, of which `share` of all lie at or below x. */
function wholeShare<T>(m: Algebra<T>, count: T, size: T): T {
  return m.min(m.constant(1), m.max(m.constant(0), m.div(count, size)));
}

function sizeOf<T>(m: Algebra<T>, min: T, max: T): T {
  return m.add(m.sub(max, min), m.constant(1));
}

export const uniformInt: ParametricDistribution = {
  kind: 'parametric',
  name: 'uniformInt',
  summary: 'Every whole number from min to max is equally likely, both included: dice, days, lots.',
  source: 'step inversion',
  lattice: true,
  cost: 4,
  forms: [
    {
      parameters: [parameter('min', 'Smallest value.', 'whole'), parameter('max', 'Largest value.', 'whole')],
      requires: [
        {
          holds: (m, min, max) => m.le(min, max),
          problem: (min, max) => `min ${min} must not be above max ${max}`,
        },
      ],
    },
  ],
  ...closedForm({
    quantile: (m, u, min, max) => {
      const place = m.sub(m.ceil(m.mul(u, sizeOf(m, min, max))), m.constant(1));
      return m.min(max, m.add(min, m.max(m.constant(0), place)));
    },
    upperQuantile: (m, q, min, max) => m.max(min, m.sub(max, m.floor(m.mul(q, sizeOf(m, min, max))))),
    cdf: (m, x, min, max) => wholeShare(m, sizeOf(m, min, m.floor(x)), sizeOf(m, min, max)),
    survival: (m, x, min, max) => wholeShare(m, m.sub(max, m.floor(x)), sizeOf(m, min, max)),
  }),
  mean: (min, max) => (min + max) / 2,
  variance: (min, max) => ((max - min) * (max - min + 2)) / 12,
};

const possible: Requirement = {
  holds: (m, probability) => m.gt(probability, m.constant(0)),
  problem: () => 'probability 0 means that it never happens',
};

/** Smallest count whose probability of more, (1 - p)^(count + 1), has the logarithm given or a smaller one. */
function geometricCount<T>(m: Algebra<T>, logarithm: T, probability: T): T {
  const trials = m.ceil(m.div(logarithm, m.log1p(m.neg(probability))));
  return m.max(m.constant(0), m.sub(trials, m.constant(1)));
}

/** Logarithm of the probability of more than floor(x). */
function logMore<T>(m: Algebra<T>, x: T, probability: T): T {
  return m.mul(m.add(m.floor(x), m.constant(1)), m.log1p(m.neg(probability)));
}

function fromZero<T>(m: Algebra<T>, x: T, value: T, below: number): T {
  return m.select(m.lt(x, m.constant(0)), m.constant(below), value);
}

export const geometric: ParametricDistribution = {
  kind: 'parametric',
  name: 'geometric',
  summary: 'Failures before the first success in independent trials; 0 is the smallest value.',
  source: 'L. Devroye, Non-Uniform Random Variate Generation (1986), X.2',
  lattice: true,
  cost: 45,
  forms: [
    {
      parameters: [parameter('probability', 'Probability of success in one trial, above 0.', 'probability')],
      requires: [possible],
    },
  ],
  ...closedForm({
    quantile: (m, u, probability) => geometricCount(m, m.log1p(m.neg(u)), probability),
    upperQuantile: (m, q, probability) => geometricCount(m, m.log(q), probability),
    cdf: (m, x, probability) => fromZero(m, x, m.neg(m.expm1(logMore(m, x, probability))), 0),
    survival: (m, x, probability) => fromZero(m, x, m.exp(logMore(m, x, probability)), 1),
  }),
  mean: (probability) => (1 - probability) / probability,
  variance: (probability) => (1 - probability) / (probability * probability),
};

/** P(N <= x) = I_p(r, k + 1) with k = floor(x); NIST DLMF 8.17.24. */
function negativeBinomialCdf(x: number, successes: number, probability: number): number {
  if (x < 0) return 0;
  return probability === 1 ? 1 : betaI(probability, successes, Math.floor(x) + 1);
}

function negativeBinomialSurvival(x: number, successes: number, probability: number): number {
  if (x < 0) return 1;
  return probability === 1 ? 0 : betaI(1 - probability, Math.floor(x) + 1, successes);
}

const highest = Number.MAX_SAFE_INTEGER;

export const negativeBinomial: ParametricDistribution = {
  kind: 'parametric',
  name: 'negativeBinomial',
  summary:
    'Failures before a number of successes; or counts that scatter more than Poisson ones, by mean and dispersion.',
  source: 'NIST DLMF 8.17.24; A. C. Cameron, P. K. Trivedi, Regression Analysis of Count Data (2013), ch. 3',
  lattice: true,
  cost: 3000,
  forms: [
    {
      parameters: [
        parameter('successes', 'Successes waited for; need not be whole.', 'positive'),
        parameter('probability', 'Probability of success in one trial, above 0.', 'probability'),
      ],
      requires: [
        { holds: (m, _, probability) => m.gt(probability, m.constant(0)), problem: possible.problem },
      ],
    },
    {
      parameters: [
        parameter('mean', 'Expected count.', 'positive'),
        parameter('dispersion', 'Size parameter: the variance is mean + mean^2 / dispersion.', 'positive'),
      ],
      canonical: (m, mean, dispersion) => [dispersion, m.div(dispersion, m.add(dispersion, mean))],
    },
  ],
  rejection: negativeBinomialRejection,
  quantile(u, successes, probability) {
    const start = (successes * (1 - probability)) / probability;
    const reached =
      u <= 0.5
        ? (x: number) => negativeBinomialCdf(x, successes, probability) >= u
        : (x: number) => negativeBinomialSurvival(x, successes, probability) <= 1 - u;
    return leastWhole(reached, start, 0, highest);
  },
  upperQuantile(q, successes, probability) {
    const start = (successes * (1 - probability)) / probability;
    return leastWhole((x) => negativeBinomialSurvival(x, successes, probability) <= q, start, 0, highest);
  },
  cdf: negativeBinomialCdf,
  survival: negativeBinomialSurvival,
  mean: (successes, probability) => (successes * (1 - probability)) / probability,
  variance: (successes, probability) => (successes * (1 - probability)) / (probability * probability),
};
