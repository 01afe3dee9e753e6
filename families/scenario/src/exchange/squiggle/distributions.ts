// Distributions of Squiggle by name and arguments, and the forms that take a record of figures.

import { log } from '@holdfast/numerics';
import type { Loose } from '../loose.ts';

export interface Distribution {
  readonly distribution: string;
  readonly parameters: Loose;
}

type Argument = number | string;

/** Our name and our parameter names in the order of Squiggle's arguments. */
const positional: Readonly<Record<string, readonly [name: string, ...parameters: readonly string[]]>> = {
  normal: ['normal', 'mean', 'sd'],
  lognormal: ['lognormal', 'mu', 'sigma'],
  uniform: ['uniform', 'min', 'max'],
  triangular: ['triangular', 'min', 'mode', 'max'],
  beta: ['beta', 'alpha', 'beta'],
  gamma: ['gamma', 'shape', 'scale'],
  bernoulli: ['bernoulli', 'probability'],
  poisson: ['poisson', 'mean'],
  binomial: ['binomial', 'n', 'probability'],
};

/** Standard normal quantiles of the upper levels of the record forms. */
const quantiles: Readonly<Record<string, number>> = {
  p5: 1.6448536269514722,
  p10: 1.2815515655446004,
  p25: 0.6744897501960817,
};

/** Whether a name stands for a distribution. */
export function isDistribution(name: string): boolean {
  return name === 'exponential' || Object.hasOwn(positional, name);
}

/** Undefined when Squiggle has no such distribution, or not with these arguments. */
export function distributionOf(name: string, given: readonly Argument[] | Loose): Distribution | undefined {
  if (!isList(given)) return fromRecord(name, given);
  if (name === 'exponential' && given.length === 1) {
    const [rate] = given;
    const mean = typeof rate === 'number' ? 1 / rate : `1 / (${rate})`;
    return { distribution: 'exponential', parameters: { mean } };
  }
  const [ours, ...parameters] = positional[name] ?? [];
  if (ours === undefined || given.length !== parameters.length) return undefined;
  return {
    distribution: ours,
    parameters: Object.fromEntries(parameters.map((parameter, index) => [parameter, given[index]!])),
  };
}

function isList(given: readonly Argument[] | Loose): given is readonly Argument[] {
  return Array.isArray(given);
}

/** `{mean, stdev}` and symmetric pairs of quantiles, for normal, lognormal and beta. */
function fromRecord(name: string, given: Loose): Distribution | undefined {
  const { mean, stdev } = given as { mean?: number; stdev?: number };
  if (mean !== undefined && stdev !== undefined) {
    if (name === 'normal' || name === 'lognormal' || name === 'gamma') {
      return { distribution: name, parameters: { mean, sd: stdev } };
    }
    if (name !== 'beta') return undefined;
    const size = (mean * (1 - mean)) / (stdev * stdev) - 1;
    return { distribution: 'beta', parameters: { alpha: mean * size, beta: (1 - mean) * size } };
  }
  for (const [low, z] of Object.entries(quantiles)) {
    const [a, b] = [given[low], given[`p${100 - Number(low.slice(1))}`]];
    if (typeof a !== 'number' || typeof b !== 'number') continue;
    if (name === 'normal')
      return { distribution: name, parameters: { mean: (a + b) / 2, sd: (b - a) / (2 * z) } };
    if (name !== 'lognormal' || !(a > 0)) return undefined;
    const [from, to] = [log(a), log(b)];
    return { distribution: name, parameters: { mu: (from + to) / 2, sigma: (to - from) / (2 * z) } };
  }
  return undefined;
}
