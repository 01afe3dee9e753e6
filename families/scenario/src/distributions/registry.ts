// Every distribution an author can name. Order is the order catalogues show.

import { beta, pert, triangular, uniform } from './bounded.ts';
import { bernoulli, binomial, poisson } from './counts.ts';
import type { ParametricDistribution } from './distribution.ts';
import { exponential, pareto, weibull } from './exponential.ts';
import { gamma } from './gamma.ts';
import { lognormal, normal } from './normal.ts';
import { studentT } from './student-t.ts';
import { discrete, empirical, type TableDistribution } from './tables.ts';

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
  poisson,
  binomial,
  bernoulli,
  discrete,
  empirical,
]);

export function distributionNamed(name: string): ParametricDistribution | TableDistribution {
  const found = distributions.find((distribution) => distribution.name === name);
  if (found === undefined) throw new RangeError(`no distribution is named ${name}`);
  return found;
}
