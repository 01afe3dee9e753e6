// Every distribution an author can name. Order is the order catalogues show.

import { beta, pert, triangular, uniform } from './bounded.ts';
import { bernoulli, binomial, poisson } from './counts.ts';
import type { ParametricDistribution } from './distribution.ts';
import { exponential, pareto, rayleigh, weibull } from './exponential.ts';
import { generalisedPareto, gev, gumbel } from './extremes.ts';
import { chiSquared, gamma, inverseGamma } from './gamma.ts';
import { metalog } from './metalog.ts';
import { hypergeometric } from './hypergeometric.ts';
import { lognormal, normal } from './normal.ts';
import { studentT } from './student-t.ts';
import { cauchy, laplace, logistic, logLogistic } from './symmetric.ts';
import { discrete, empirical, type TableDistribution } from './tables.ts';
import { geometric, negativeBinomial, uniformInt } from './trials.ts';

export const distributions: readonly (ParametricDistribution | TableDistribution)[] = Object.freeze([
  normal,
  lognormal,
  uniform,
  triangular,
  pert,
  exponential,
  beta,
  gamma,
  weibull,
  studentT,
  pareto,
  gumbel,
  gev,
  generalisedPareto,
  logistic,
  logLogistic,
  laplace,
  cauchy,
  rayleigh,
  chiSquared,
  inverseGamma,
  poisson,
  binomial,
  negativeBinomial,
  geometric,
  hypergeometric,
  bernoulli,
  uniformInt,
  discrete,
  empirical,
  metalog,
]);

export function distributionNamed(name: string): ParametricDistribution | TableDistribution {
  const found = distributions.find((distribution) => distribution.name === name);
  if (found === undefined) throw new RangeError(`no distribution is named ${name}`);
  return found;
}
