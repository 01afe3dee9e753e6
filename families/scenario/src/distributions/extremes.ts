// Distributions of extremes: Gumbel, generalised extreme value, generalised Pareto. Positive shapes have heavy tails; hydrology
// often writes the shape with the other sign.

import { exp, expm1, logGamma } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import { closedForm, parameter, type ParametricDistribution } from './distribution.ts';

const location = parameter('location', 'Centre: where the probability below is 1/e.', 'finite');
const scale = parameter('scale', 'Stretch.', 'positive');
const shape = parameter(
  'shape',
  'Above 0 a heavy tail, below 0 an upper end; the mean is infinite from 1 on, the variance from 1/2.',
  'finite',
  0,
);

/** Euler's constant. */
const EULER = 0.5772156649015329;

function standardised<T>(m: Algebra<T>, x: T, from: T, by: T): T {
  return m.div(m.sub(x, from), by);
}

export const gumbel: ParametricDistribution = {
  kind: 'parametric',
  name: 'gumbel',
  summary: 'Largest of many values with ordinary tails: yearly maxima of floods, winds, loads.',
  source: 'S. Coles, An Introduction to Statistical Modeling of Extreme Values (2001), ch. 3',
  lattice: false,
  cost: 45,
  forms: [{ parameters: [location, scale] }],
  ...closedForm({
    quantile: (m, u, from, by) => m.sub(from, m.mul(by, m.log(m.neg(m.log(u))))),
    upperQuantile: (m, q, from, by) => m.sub(from, m.mul(by, m.log(m.neg(m.log1p(m.neg(q)))))),
    cdf: (m, x, from, by) => m.exp(m.neg(m.exp(m.neg(standardised(m, x, from, by))))),
    survival: (m, x, from, by) => m.neg(m.expm1(m.neg(m.exp(m.neg(standardised(m, x, from, by)))))),
  }),
  mean: (from, by) => from + by * EULER,
  variance: (_, by) => (Math.PI * Math.PI * by * by) / 6,
};

/** (e^(shape * y) - 1) / shape, which is y for shape 0. */
function power<T>(m: Algebra<T>, y: T, xi: T): T {
  return m.select(m.eq(xi, m.constant(0)), y, m.div(m.expm1(m.mul(xi, y)), xi));
}

/** Its inverse: log(1 + shape * z) / shape; infinite beyond an end of the distribution. */
function logarithm<T>(m: Algebra<T>, z: T, xi: T): T {
  const inside = m.max(m.mul(xi, z), m.constant(-1));
  return m.select(m.eq(xi, m.constant(0)), z, m.div(m.log1p(inside), xi));
}

export const gev: ParametricDistribution = {
  kind: 'parametric',
  name: 'gev',
  summary: 'Generalised extreme value: largest of a year or a block, whatever the tail; shape 0 is Gumbel.',
  source: 'A. F. Jenkinson (1955), doi:10.1002/qj.49708134804; S. Coles (2001), ch. 3',
  lattice: false,
  cost: 70,
  forms: [{ parameters: [location, scale, shape] }],
  ...closedForm({
    quantile: (m, u, from, by, xi) => m.add(from, m.mul(by, power(m, m.neg(m.log(m.neg(m.log(u)))), xi))),
    upperQuantile: (m, q, from, by, xi) =>
      m.add(from, m.mul(by, power(m, m.neg(m.log(m.neg(m.log1p(m.neg(q))))), xi))),
    cdf: (m, x, from, by, xi) => m.exp(m.neg(m.exp(m.neg(logarithm(m, standardised(m, x, from, by), xi))))),
    survival: (m, x, from, by, xi) =>
      m.neg(m.expm1(m.neg(m.exp(m.neg(logarithm(m, standardised(m, x, from, by), xi)))))),
  }),
  mean: (from, by, xi) => {
    if (xi === 0) return from + by * EULER;
    return xi < 1 ? from + (by * expm1(logGamma(1 - xi))) / xi : Infinity;
  },
  variance: (_, by, xi) => {
    if (xi === 0) return (Math.PI * Math.PI * by * by) / 6;
    if (xi >= 0.5) return Infinity;
    const first = logGamma(1 - xi);
    return ((by * by) / (xi * xi)) * exp(2 * first) * expm1(logGamma(1 - 2 * xi) - 2 * first);
  },
};

export const generalisedPareto: ParametricDistribution = {
  kind: 'parametric',
  name: 'generalisedPareto',
  summary: 'What exceeds a high threshold: large claims, flood peaks; shape 0 is exponential.',
  source: 'J. Pickands (1975), doi:10.1214/aos/1176343003; S. Coles (2001), ch. 4',
  lattice: false,
  cost: 55,
  forms: [{ parameters: [parameter('location', 'Threshold, the smallest value.', 'finite'), scale, shape] }],
  ...closedForm({
    quantile: (m, u, from, by, xi) => m.add(from, m.mul(by, power(m, m.neg(m.log1p(m.neg(u))), xi))),
    upperQuantile: (m, q, from, by, xi) => m.add(from, m.mul(by, power(m, m.neg(m.log(q)), xi))),
    cdf: (m, x, from, by, xi) => {
      const z = m.max(m.constant(0), standardised(m, x, from, by));
      return m.neg(m.expm1(m.neg(logarithm(m, z, xi))));
    },
    survival: (m, x, from, by, xi) => {
      const z = m.max(m.constant(0), standardised(m, x, from, by));
      return m.exp(m.neg(logarithm(m, z, xi)));
    },
  }),
  mean: (from, by, xi) => (xi < 1 ? from + by / (1 - xi) : Infinity),
  variance: (_, by, xi) => (xi < 0.5 ? (by * by) / ((1 - xi) * (1 - xi) * (1 - 2 * xi)) : Infinity),
};
