// Distributions on an interval: uniform, triangular, PERT, beta. The upper tail is the lower tail of the mirror image.

import { betaI, betaQuantile } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import { closedForm, parameter, type ParametricDistribution, type Requirement } from './distribution.ts';
import { betaRejection } from './rejection.ts';

const low = parameter('min', 'Smallest value.', 'finite');
const high = parameter('max', 'Largest value.', 'finite');
const mode = parameter('mode', 'Most likely value, from min to max.', 'finite');

/** (x - min) / (max - min), held to 0 .. 1. */
function shareBelow<T>(m: Algebra<T>, x: T, min: T, max: T): T {
  const share = m.div(m.sub(x, min), m.sub(max, min));
  return m.min(m.constant(1), m.max(m.constant(0), share));
}

const minBelowMax: Requirement = {
  holds: (m, min, max) => m.lt(min, max),
  problem: (min, max) => `min ${min} must be below max ${max}`,
};

const modeInside: readonly Requirement[] = [
  {
    holds: (m, min, _, max) => m.lt(min, max),
    problem: (min, _, max) => `min ${min} must be below max ${max}`,
  },
  {
    holds: (m, min, mode, max) => m.and(m.ge(mode, min), m.le(mode, max)),
    problem: (min, mode, max) => `mode ${mode} must lie between min ${min} and max ${max}`,
  },
];

export const uniform: ParametricDistribution = {
  kind: 'parametric',
  name: 'uniform',
  summary: 'Every value between min and max is equally likely.',
  source: 'linear inversion',
  lattice: false,
  cost: 2,
  forms: [{ parameters: [low, high], requires: [minBelowMax] }],
  ...closedForm({
    quantile: (m, u, min, max) => m.add(min, m.mul(m.sub(max, min), u)),
    upperQuantile: (m, q, min, max) => m.sub(max, m.mul(m.sub(max, min), q)),
    cdf: (m, x, min, max) => shareBelow(m, x, min, max),
    survival: (m, x, min, max) => shareBelow(m, m.neg(x), m.neg(max), m.neg(min)),
  }),
  mean: (min, max) => (min + max) / 2,
  variance: (min, max) => ((max - min) * (max - min)) / 12,
};

function triangularQuantile<T>(m: Algebra<T>, u: T, min: T, mode: T, max: T): T {
  const width = m.sub(max, min);
  const left = m.sub(mode, min);
  const rising = m.add(min, m.sqrt(m.mul(m.mul(u, width), left)));
  const falling = m.mul(m.mul(m.sub(m.constant(1), u), width), m.sub(max, mode));
  return m.select(m.lt(u, m.div(left, width)), rising, m.sub(max, m.sqrt(falling)));
}

function triangularCdf<T>(m: Algebra<T>, x: T, min: T, mode: T, max: T): T {
  const width = m.sub(max, min);
  const above = m.sub(x, min);
  const below = m.sub(max, x);
  const rising = m.mul(m.div(above, width), m.div(above, m.sub(mode, min)));
  const falling = m.mul(m.div(below, width), m.div(below, m.sub(max, mode)));
  const inside = m.select(m.lt(x, mode), rising, m.sub(m.constant(1), falling));
  const reached = m.select(m.ge(x, max), m.constant(1), inside);
  return m.select(m.le(x, min), m.constant(0), reached);
}

export const triangular: ParametricDistribution = {
  kind: 'parametric',
  name: 'triangular',
  summary: 'Three-point estimate with straight sides.',
  source: 'S. Kotz, J. R. van Dorp, Beyond Beta (2004), ch. 1, doi:10.1142/5720',
  lattice: false,
  cost: 8,
  forms: [{ parameters: [low, mode, high], requires: modeInside }],
  ...closedForm({
    quantile: (m, u, min, mode, max) => triangularQuantile(m, u, min, mode, max),
    upperQuantile: (m, q, min, mode, max) =>
      m.neg(triangularQuantile(m, q, m.neg(max), m.neg(mode), m.neg(min))),
    cdf: (m, x, min, mode, max) => triangularCdf(m, x, min, mode, max),
    survival: (m, x, min, mode, max) => triangularCdf(m, m.neg(x), m.neg(max), m.neg(mode), m.neg(min)),
  }),
  mean: (min, mode, max) => (min + mode + max) / 3,
  variance: (min, mode, max) => ((max - min) * (max - min) - (mode - min) * (max - mode)) / 18,
};

export const beta: ParametricDistribution = {
  kind: 'parametric',
  name: 'beta',
  summary: 'Flexible shape between min and max (0 and 1 unless given): shares, rates, yields.',
  source: 'inverse of the regularised incomplete beta function; NIST DLMF 8.17',
  lattice: false,
  cost: 1500,
  forms: [
    {
      parameters: [
        parameter('alpha', 'First shape; larger moves the mass up.', 'positive'),
        parameter('beta', 'Second shape; larger moves the mass down.', 'positive'),
        { ...low, default: 0 },
        { ...high, default: 1 },
      ],
      requires: [
        {
          holds: (m, _, __, min, max) => m.lt(min, max),
          problem: (_, __, min, max) => `min ${min} must be below max ${max}`,
        },
      ],
    },
  ],
  standard: {
    shapes: 2,
    quantile: betaQuantile,
    upperQuantile: (q, alpha, beta) => 1 - betaQuantile(q, beta, alpha),
    place: (m, x, _, __, min, max) => m.add(min, m.mul(m.sub(max, min), x)),
  },
  rejection: betaRejection,
  quantile: (u, alpha, beta, min, max) => min + (max - min) * betaQuantile(u, alpha, beta),
  upperQuantile: (q, alpha, beta, min, max) => max - (max - min) * betaQuantile(q, beta, alpha),
  cdf: (x, alpha, beta, min, max) => betaI(clampToUnit((x - min) / (max - min)), alpha, beta),
  survival: (x, alpha, beta, min, max) => betaI(clampToUnit((max - x) / (max - min)), beta, alpha),
  mean: (alpha, beta, min, max) => min + ((max - min) * alpha) / (alpha + beta),
  variance: (alpha, beta, min, max) => {
    const total = alpha + beta;
    return ((max - min) * (max - min) * alpha * beta) / (total * total * (total + 1));
  },
};

/** PERT is a beta distribution whose shapes follow from mode and weight. */
export const pert: ParametricDistribution = {
  ...beta,
  name: 'pert',
  summary: 'Smooth three-point estimate; lambda says how strongly the mode pulls.',
  source: 'D. G. Malcolm et al. (1959), doi:10.1287/opre.7.5.646; D. Vose, Risk Analysis (2008)',
  forms: [
    {
      parameters: [low, mode, high, parameter('lambda', 'Weight of the mode.', 'positive', 4)],
      requires: modeInside,
      canonical: (m, min, mode, max, lambda) => {
        const width = m.sub(max, min);
        const shape = (distance: typeof width) => m.add(m.constant(1), m.div(m.mul(lambda, distance), width));
        return [shape(m.sub(mode, min)), shape(m.sub(max, mode)), min, max];
      },
    },
  ],
};

function clampToUnit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
