// Symmetric bells with tails of their own: logistic, Laplace, Cauchy; and the log-logistic. Each half is computed from the
// nearer tail.

import { sin } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import { closedForm, parameter, wherePositive, type ParametricDistribution } from './distribution.ts';

const location = parameter('location', 'Centre.', 'finite');
const stretch = parameter('scale', 'Stretch.', 'positive');

/** log(u / (1 - u)). */
function logOdds<T>(m: Algebra<T>, u: T): T {
  return m.log(m.div(u, m.sub(m.constant(1), u)));
}

/** 1 / (1 + e^-z). */
function logisticCdf<T>(m: Algebra<T>, z: T): T {
  return m.div(m.constant(1), m.add(m.constant(1), m.exp(m.neg(z))));
}

export const logistic: ParametricDistribution = {
  kind: 'parametric',
  name: 'logistic',
  summary: 'Bell curve with somewhat heavier tails than the normal: growth, choices, ratings.',
  source: 'N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 2 (1995), ch. 23',
  lattice: false,
  cost: 30,
  forms: [{ parameters: [location, parameter('scale', 'sd x sqrt(3) / pi.', 'positive')] }],
  ...closedForm({
    quantile: (m, u, centre, scale) => m.add(centre, m.mul(scale, logOdds(m, u))),
    upperQuantile: (m, q, centre, scale) => m.sub(centre, m.mul(scale, logOdds(m, q))),
    cdf: (m, x, centre, scale) => logisticCdf(m, m.div(m.sub(x, centre), scale)),
    survival: (m, x, centre, scale) => logisticCdf(m, m.div(m.sub(centre, x), scale)),
  }),
  mean: (centre) => centre,
  variance: (_, scale) => (Math.PI * Math.PI * scale * scale) / 3,
};

export const logLogistic: ParametricDistribution = {
  kind: 'parametric',
  name: 'logLogistic',
  summary:
    'Positive, skewed, heavy tail: survival times, incomes, flows. The mean is infinite for shape <= 1.',
  source: 'exp of the logistic quantile; N. L. Johnson, S. Kotz, N. Balakrishnan (1995), ch. 23.11',
  lattice: false,
  cost: 50,
  forms: [
    {
      parameters: [
        parameter('scale', 'Median.', 'positive'),
        parameter('shape', 'Tail index; smaller is heavier.', 'positive'),
      ],
    },
  ],
  ...closedForm({
    quantile: (m, u, scale, shape) => m.mul(scale, m.exp(m.div(logOdds(m, u), shape))),
    upperQuantile: (m, q, scale, shape) => m.mul(scale, m.exp(m.neg(m.div(logOdds(m, q), shape)))),
    cdf: (m, x, scale, shape) =>
      wherePositive(m, x, logisticCdf(m, m.mul(shape, m.log(m.div(x, scale)))), m.constant(0)),
    survival: (m, x, scale, shape) =>
      wherePositive(m, x, logisticCdf(m, m.neg(m.mul(shape, m.log(m.div(x, scale))))), m.constant(1)),
  }),
  mean: (scale, shape) => (shape > 1 ? (scale * Math.PI) / shape / sin(Math.PI / shape) : Infinity),
  variance: (scale, shape) => {
    if (shape <= 2) return Infinity;
    const b = Math.PI / shape;
    const first = b / sin(b);
    return scale * scale * ((2 * b) / sin(2 * b) - first * first);
  },
};

/** Below the centre at tail probability u. */
function laplaceTail<T>(m: Algebra<T>, tail: T): T {
  return m.log(m.mul(m.constant(2), tail));
}

/** Both halves of a symmetric distribution from the distance below the centre at a tail probability of at most 1/2. */
function mirrored<T>(m: Algebra<T>, u: T, centre: T, scale: T, depth: (tail: T) => T): T {
  const low = m.lt(u, m.constant(0.5));
  const distance = m.mul(scale, depth(m.select(low, u, m.sub(m.constant(1), u))));
  return m.select(low, m.add(centre, distance), m.sub(centre, distance));
}

function laplaceCdf<T>(m: Algebra<T>, z: T): T {
  const half = m.constant(0.5);
  const below = m.mul(half, m.exp(z));
  const above = m.sub(m.constant(1), m.mul(half, m.exp(m.neg(z))));
  return m.select(m.lt(z, m.constant(0)), below, above);
}

export const laplace: ParametricDistribution = {
  kind: 'parametric',
  name: 'laplace',
  summary: 'Two exponentials back to back: forecast errors, price changes.',
  source: 'N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 2 (1995), ch. 24',
  lattice: false,
  cost: 30,
  forms: [{ parameters: [location, parameter('scale', 'Mean distance from the centre.', 'positive')] }],
  ...closedForm({
    quantile: (m, u, centre, scale) => mirrored(m, u, centre, scale, (tail) => laplaceTail(m, tail)),
    upperQuantile: (m, q, centre, scale) =>
      mirrored(m, q, centre, m.neg(scale), (tail) => laplaceTail(m, tail)),
    cdf: (m, x, centre, scale) => laplaceCdf(m, m.div(m.sub(x, centre), scale)),
    survival: (m, x, centre, scale) => laplaceCdf(m, m.div(m.sub(centre, x), scale)),
  }),
  mean: (centre) => centre,
  variance: (_, scale) => 2 * scale * scale,
};

/** -1 / tan(pi u). */
function cauchyTail<T>(m: Algebra<T>, tail: T): T {
  return m.div(m.constant(-1), m.tan(m.mul(m.constant(Math.PI), tail)));
}

/** atan2(1, -z) / pi, right in both tails. */
function cauchyCdf<T>(m: Algebra<T>, z: T): T {
  return m.div(m.atan2(m.constant(1), m.neg(z)), m.constant(Math.PI));
}

export const cauchy: ParametricDistribution = {
  kind: 'parametric',
  name: 'cauchy',
  summary: 'Tails so heavy that no mean exists: ratios of normals, resonances.',
  source: 'N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 1 (1994), ch. 16',
  lattice: false,
  cost: 40,
  forms: [{ parameters: [location, stretch] }],
  ...closedForm({
    quantile: (m, u, centre, scale) => mirrored(m, u, centre, scale, (tail) => cauchyTail(m, tail)),
    upperQuantile: (m, q, centre, scale) =>
      mirrored(m, q, centre, m.neg(scale), (tail) => cauchyTail(m, tail)),
    cdf: (m, x, centre, scale) => cauchyCdf(m, m.div(m.sub(x, centre), scale)),
    survival: (m, x, centre, scale) => cauchyCdf(m, m.div(m.sub(centre, x), scale)),
  }),
  mean: () => Number.NaN,
  variance: () => Number.NaN,
};
