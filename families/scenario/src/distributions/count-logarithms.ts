// Probabilities of counts as deviations from a centre, C. Loader (2000), so that large means lose no digits.

import { log, log1p, logGamma } from '@holdfast/numerics';

/** log(2 pi) / 2. */
export const HALF_LOG_2PI = 0.9189385332046728;

/** Logarithm of the probability of k successes in n trials of probability p = 1 - q, both above 0. */
export function logBinomial(k: number, n: number, p: number, q: number): number {
  if (k === 0) return n * log1p(-p);
  if (k === n) return n * log(1 - q);
  const rest = remainder(n) - remainder(k) - remainder(n - k) + 0.5 * log(n / (k * (n - k)));
  return rest - HALF_LOG_2PI - deviance(k, n * p) - deviance(n - k, n * q);
}

/** x log(x / centre) - x + centre. */
export function deviance(x: number, centre: number): number {
  const d = (x - centre) / centre;
  return centre * ((1 + d) * log1p(d) - d);
}

/** log k! less Stirling's (k + 1/2) log k - k + log(2 pi) / 2; DLMF 5.11.1. */
export function remainder(k: number): number {
  if (k < 16) return logGamma(k + 1) - (k + 0.5) * log(k) + k - HALF_LOG_2PI;
  const square = k * k;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / k;
}
