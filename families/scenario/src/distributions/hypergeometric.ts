// Successes among draws without replacement. Tails are sums of neighbouring probabilities, each from the one before, outward
// from a probability in logarithms; the shorter tail is summed, so that both are exact far below the rounding of 1.

import { exp, log } from '@holdfast/numerics';
import { logBinomial } from './count-logarithms.ts';
import { leastWhole, parameter, type ParametricDistribution } from './distribution.ts';

/** Least and greatest possible count. */
function support(draws: number, successes: number, population: number): readonly [number, number] {
  return [Math.max(0, draws + successes - population), Math.min(draws, successes)];
}

/** P(X = k) inside the support, by three binomials of the same probability; C. Loader (2000), section 6. */
function probabilityOf(k: number, draws: number, successes: number, population: number): number {
  const [least, greatest] = support(draws, successes, population);
  if (least === greatest) return 1;
  const share = draws / population;
  const rest = (population - draws) / population;
  const inside = logBinomial(k, successes, share, rest);
  const outside = logBinomial(draws - k, population - successes, share, rest);
  return exp(inside + outside - logBinomial(draws, population, share, rest));
}

/** Sum of the probabilities from k on in one direction, away from the mean, where each is a smaller part of the one before. */
function sumFrom(k: number, direction: 1 | -1, draws: number, successes: number, population: number): number {
  const [least, greatest] = support(draws, successes, population);
  const missing = population - successes - draws;
  let term = 1;
  let sum = 1;
  for (let x = k; direction === 1 ? x < greatest : x > least; x += direction) {
    term *=
      direction === 1
        ? ((successes - x) * (draws - x)) / ((x + 1) * (missing + x + 1))
        : (x * (missing + x)) / ((successes - x + 1) * (draws - x + 1));
    const before = sum;
    sum += term;
    if (sum === before) break;
  }
  return sum * probabilityOf(k, draws, successes, population);
}

function meanOf(draws: number, successes: number, population: number): number {
  return population === 0 ? 0 : (draws * successes) / population;
}

function varianceOf(draws: number, successes: number, population: number): number {
  if (population <= 1) return 0;
  const share = successes / population;
  return (draws * share * (1 - share) * (population - draws)) / (population - 1);
}

function cdf(x: number, draws: number, successes: number, population: number): number {
  const [least, greatest] = support(draws, successes, population);
  const k = Math.floor(x);
  if (k < least) return 0;
  if (k >= greatest) return 1;
  return k < meanOf(draws, successes, population)
    ? Math.min(1, sumFrom(k, -1, draws, successes, population))
    : Math.max(0, 1 - sumFrom(k + 1, 1, draws, successes, population));
}

function survival(x: number, draws: number, successes: number, population: number): number {
  const [least, greatest] = support(draws, successes, population);
  const k = Math.floor(x);
  if (k < least) return 1;
  if (k >= greatest) return 0;
  return k < meanOf(draws, successes, population)
    ? Math.max(0, 1 - sumFrom(k, -1, draws, successes, population))
    : Math.min(1, sumFrom(k + 1, 1, draws, successes, population));
}

/** Smallest count where `reached` holds, searched for from a little below a guess. */
function search(
  reached: (x: number) => boolean,
  guess: number,
  draws: number,
  successes: number,
  population: number,
): number {
  const [least, greatest] = support(draws, successes, population);
  let from = Math.min(Math.max(Math.floor(guess), least), greatest);
  for (let width = 1; from > least && reached(from); width *= 2) from = Math.max(least, from - width);
  return leastWhole(reached, from, from, greatest);
}

/** Roughly where a normal of the same mean and variance has its quantile. */
function guessAt(u: number, draws: number, successes: number, population: number): number {
  const away = Math.min(u, 1 - u);
  const distance = away > 0 ? Math.min(8, Math.sqrt(-1.5 * log(2 * away))) : 8;
  const deviation = Math.sqrt(varianceOf(draws, successes, population));
  return meanOf(draws, successes, population) + (u < 0.5 ? -distance : distance) * deviation;
}

export const hypergeometric: ParametricDistribution = {
  kind: 'parametric',
  name: 'hypergeometric',
  summary:
    'Successes among draws without replacement: defectives in a sample of a lot, marked fish in a catch.',
  source: 'C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), section 6',
  lattice: true,
  cost: 3000,
  forms: [
    {
      parameters: [
        parameter('draws', 'How many are drawn, at most the population.', 'count'),
        parameter('successes', 'How many of the population count as successes.', 'count'),
        parameter('population', 'How many there are in all.', 'count'),
      ],
      requires: [
        {
          holds: (m, draws, _, population) => m.le(draws, population),
          problem: (draws, _, population) => `draws ${draws} must not be above population ${population}`,
        },
        {
          holds: (m, _, successes, population) => m.le(successes, population),
          problem: (_, successes, population) =>
            `successes ${successes} must not be above population ${population}`,
        },
      ],
    },
  ],
  quantile(u, draws, successes, population) {
    const reached =
      u <= 0.5
        ? (x: number) => cdf(x, draws, successes, population) >= u
        : (x: number) => survival(x, draws, successes, population) <= 1 - u;
    return search(reached, guessAt(u, draws, successes, population), draws, successes, population);
  },
  upperQuantile(q, draws, successes, population) {
    const reached = (x: number): boolean => survival(x, draws, successes, population) <= q;
    const guess = meanOf(draws, successes, population);
    return search(reached, guess, draws, successes, population);
  },
  cdf,
  survival,
  mean: meanOf,
  variance: varianceOf,
};
