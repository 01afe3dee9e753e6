// Distributions on an interval: uniform, triangular, PERT, beta. The upper tail is the lower tail of the mirror image.

import { betaI, betaQuantile } from '@holdfast/numerics';
import { parameter, type ParametricDistribution } from './distribution.ts';

const low = parameter('min', 'Smallest value.', 'finite');
const high = parameter('max', 'Largest value.', 'finite');
const mode = parameter('mode', 'Most likely value, from min to max.', 'finite');

const minBelowMax = (min: number, max: number): string | undefined =>
  min < max ? undefined : `min ${min} must be below max ${max}`;

const modeInside = ([min = 0, mode = 0, max = 0]: readonly number[]): string | undefined =>
  minBelowMax(min, max) ??
  (mode >= min && mode <= max ? undefined : `mode ${mode} must lie between min ${min} and max ${max}`);

export const uniform: ParametricDistribution = {
  kind: 'parametric',
  name: 'uniform',
  summary: 'Every value between min and max is equally likely.',
  source: 'linear inversion',
  lattice: false,
  cost: 2,
  forms: [{ parameters: [low, high], problem: ([min = 0, max = 0]) => minBelowMax(min, max) }],
  quantile: (u, min, max) => min + (max - min) * u,
  upperQuantile: (q, min, max) => max - (max - min) * q,
  cdf: (x, min, max) => clampToUnit((x - min) / (max - min)),
  survival: (x, min, max) => clampToUnit((max - x) / (max - min)),
  mean: (min, max) => (min + max) / 2,
  variance: (min, max) => ((max - min) * (max - min)) / 12,
};

function triangularQuantile(u: number, min: number, mode: number, max: number): number {
  const width = max - min;
  const left = (mode - min) / width;
  return u < left
    ? min + Math.sqrt(u * width * (mode - min))
    : max - Math.sqrt((1 - u) * width * (max - mode));
}

function triangularCdf(x: number, min: number, mode: number, max: number): number {
  if (x <= min) return 0;
  if (x >= max) return 1;
  const width = max - min;
  if (x < mode) return ((x - min) / width) * ((x - min) / (mode - min));
  return 1 - ((max - x) / width) * ((max - x) / (max - mode));
}

export const triangular: ParametricDistribution = {
  kind: 'parametric',
  name: 'triangular',
  summary: 'Three-point estimate with straight sides.',
  source: 'S. Kotz, J. R. van Dorp, Beyond Beta (2004), ch. 1, doi:10.1142/5720',
  lattice: false,
  cost: 8,
  forms: [{ parameters: [low, mode, high], problem: modeInside }],
  quantile: triangularQuantile,
  upperQuantile: (q, min, mode, max) => -triangularQuantile(q, -max, -mode, -min),
  cdf: triangularCdf,
  survival: (x, min, mode, max) => triangularCdf(-x, -max, -mode, -min),
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
      problem: ([, , min = 0, max = 1]) => minBelowMax(min, max),
    },
  ],
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
      problem: modeInside,
      canonical: ([min = 0, mode = 0.5, max = 1, lambda = 4]) => {
        const width = max - min;
        return [1 + (lambda * (mode - min)) / width, 1 + (lambda * (max - mode)) / width, min, max];
      },
    },
  ],
};

function clampToUnit(x: number): number {
  return Math.min(1, Math.max(0, x));
}
