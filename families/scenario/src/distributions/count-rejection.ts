// Exact rejection for counts whose parameters vary: Poisson and binomial by transformed rejection, small means by counting up.
// Probabilities are taken as deviations from their mode, C. Loader (2000), so that large means lose no digits.

import { exp, log, log1p, logGamma } from '@holdfast/numerics';
import type { Attempts } from './attempts.ts';
import { rejectGamma } from './rejection.ts';

/** Below this mean the hat of transformed rejection is not valid. */
const meanMin = 10;
/** No count from a mean below 10 lies above: the probability is below 1e-70. */
const countMax = 110;
const HALF_LOG_2PI = 0.9189385332046728;

/** W. Hoermann (1993), algorithm PTRS, doi:10.1016/0167-6687(93)90997-4. */
export function rejectPoisson(u: number, mean: number, attempts: Attempts): number {
  attempts.begin(u);
  return poissonFrom(u, mean, attempts);
}

/** Failures before successes: a Poisson count whose mean is a gamma; L. Devroye (1986), X.4.7. */
export function rejectNegativeBinomial(
  u: number,
  successes: number,
  probability: number,
  attempts: Attempts,
): number {
  const mean = (rejectGamma(u, successes, attempts) * (1 - probability)) / probability;
  return poissonFrom(attempts.next(), mean, attempts);
}

function poissonFrom(u: number, mean: number, attempts: Attempts): number {
  if (mean < meanMin) return countUp(u, exp(-mean), (k) => mean / (k + 1), countMax);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (let uniform = u; ; uniform = attempts.next()) {
    const centred = uniform - 0.5;
    const v = attempts.next();
    const edge = 0.5 - Math.abs(centred);
    const k = Math.floor(((2 * a) / edge + b) * centred + mean + 0.43);
    if (edge >= 0.07 && v <= sure) return k;
    if (k < 0 || (edge < 0.013 && v > edge)) continue;
    if (log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoisson(k, mean)) return k;
  }
}

/** W. Hoermann (1993), algorithm BTRS, doi:10.1080/00949659308811496. */
export function rejectBinomial(u: number, n: number, probability: number, attempts: Attempts): number {
  return probability > 0.5
    ? n - lowBinomial(1 - u, n, 1 - probability, attempts)
    : lowBinomial(u, n, probability, attempts);
}

function lowBinomial(u: number, n: number, p: number, attempts: Attempts): number {
  const mean = n * p;
  const q = 1 - p;
  if (mean < meanMin) {
    const odds = p / q;
    return countUp(u, exp(n * log1p(-p)), (k) => (odds * (n - k)) / (k + 1), Math.min(n, countMax));
  }
  attempts.begin(u);
  const deviation = Math.sqrt(mean * q);
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const sure = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  for (let uniform = u; ; uniform = attempts.next()) {
    const centred = uniform - 0.5;
    const v = attempts.next();
    const edge = 0.5 - Math.abs(centred);
    const k = Math.floor(((2 * a) / edge + b) * centred + mean + 0.5);
    if (edge >= 0.07 && v <= sure) return k;
    if (k < 0 || k > n) continue;
    const bound = log((v * alpha) / (a / (edge * edge) + b));
    if (bound <= logBinomial(k, n, p, q) - logBinomial(Math.floor((n + 1) * p), n, p, q)) return k;
  }
}

/** Smallest k whose probabilities add up to u, from that of 0 and the ratio of neighbours. */
function countUp(u: number, first: number, ratio: (k: number) => number, most: number): number {
  let rest = u;
  let probability = first;
  let k = 0;
  while (rest > probability && k < most) {
    rest -= probability;
    probability *= ratio(k);
    k++;
  }
  return k;
}

/** Logarithm of the Poisson probability of k. */
function logPoisson(k: number, mean: number): number {
  return k === 0 ? -mean : -deviance(k, mean) - remainder(k) - 0.5 * log(k) - HALF_LOG_2PI;
}

/** Logarithm of the binomial probability of k. */
function logBinomial(k: number, n: number, p: number, q: number): number {
  if (k === 0) return n * log1p(-p);
  if (k === n) return n * log(p);
  const rest = remainder(n) - remainder(k) - remainder(n - k) + 0.5 * log(n / (k * (n - k)));
  return rest - HALF_LOG_2PI - deviance(k, n * p) - deviance(n - k, n * q);
}

/** x log(x / mean) - x + mean. */
function deviance(x: number, mean: number): number {
  const d = (x - mean) / mean;
  return mean * ((1 + d) * log1p(d) - d);
}

/** log k! less Stirling's (k + 1/2) log k - k + log(2 pi) / 2; DLMF 5.11.1. */
function remainder(k: number): number {
  if (k < 16) return logGamma(k + 1) - (k + 0.5) * log(k) + k - HALF_LOG_2PI;
  const square = k * k;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / k;
}
