// Poisson and binomial distribution functions and quantiles (DLMF 8.4, 8.17(i)); a quantile is the least k whose
// distribution function reaches p, decided on the smaller tail of the exported function, so the two agree.

import { betaTail } from './incomplete-beta.ts';
import { gammaP, gammaQ } from './incomplete-gamma.ts';
import { normalQuantile } from './normal.ts';
import { LOWER, UPPER } from './tail-solver.ts';

/** Probability that a Poisson count with the given mean is at most k. */
export function poissonCdf(k: number, mean: number): number {
  if (!(mean >= 0 && mean < Infinity) || k !== k) return NaN;
  if (k < 0) return 0;
  return mean === 0 || k === Infinity ? 1 : gammaQ(Math.floor(k) + 1, mean);
}

/** Probability that a binomial count of n trials is at most k. */
export function binomialCdf(k: number, n: number, probability: number): number {
  if (!(n >= 0 && n < Infinity && probability >= 0 && probability <= 1) || k !== k) return NaN;
  if (k < 0) return 0;
  if (k >= n) return 1;
  const whole = Math.floor(k);
  return betaTail(probability, 1 - probability, whole + 1, n - whole, UPPER);
}

/** Cornish-Fisher start: normal quantile corrected by the skewness, rounded into [0, most]. */
function startingCount(p: number, mean: number, deviation: number, skewness: number, most: number): number {
  const z = normalQuantile(p);
  const guess = mean + deviation * (z + ((z * z - 1) * skewness) / 6) - 0.5;
  return guess > 0 ? Math.min(most, Math.ceil(guess)) : 0;
}

/** Least k in 0..most with reached(k), from a start nearby: doubling strides, then halving. */
function leastCount(start: number, most: number, reached: (k: number) => boolean): number {
  let low = -1; // never reached
  let high = most; // always counts as reached
  let stride = 1;
  if (reached(start)) {
    high = start;
    while (high - stride >= 0 && reached(high - stride)) {
      high -= stride;
      stride *= 2;
    }
    low = Math.max(-1, high - stride);
  } else {
    low = start;
    while (low + stride < most && !reached(low + stride)) {
      low += stride;
      stride *= 2;
    }
    high = Math.min(most, low + stride);
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Least k with poissonCdf(k, mean) >= p for p in [0, 1]; Infinity at p = 1 (0 for mean 0); NaN elsewhere. */
export function poissonQuantile(p: number, mean: number): number {
  if (!(p >= 0 && p <= 1 && mean >= 0 && mean < Infinity)) return NaN;
  if (p === 0 || mean === 0) return 0;
  if (p === 1) return Infinity;
  const q = 1 - p;
  const reached = (k: number): boolean => (p <= 0.5 ? gammaQ(k + 1, mean) >= p : gammaP(k + 1, mean) <= q);
  const deviation = Math.sqrt(mean);
  const start = startingCount(p, mean, deviation, 1 / deviation, Number.MAX_SAFE_INTEGER);
  return leastCount(start, Number.MAX_SAFE_INTEGER, reached);
}

/** Least k with binomialCdf(k, n, probability) >= p for p in [0, 1]; n at p = 1; NaN elsewhere. */
export function binomialQuantile(p: number, n: number, probability: number): number {
  if (!(p >= 0 && p <= 1 && probability >= 0 && probability <= 1 && Number.isSafeInteger(n) && n >= 0))
    return NaN;
  if (p === 0 || probability === 0) return 0;
  if (p === 1 || probability === 1) return n;
  const q = 1 - p;
  const failure = 1 - probability;
  const reached = (k: number): boolean => {
    if (k >= n) return true;
    return p <= 0.5
      ? betaTail(probability, failure, k + 1, n - k, UPPER) >= p
      : betaTail(probability, failure, k + 1, n - k, LOWER) <= q;
  };
  const deviation = Math.sqrt(n * probability * failure);
  const start = startingCount(p, n * probability, deviation, (1 - 2 * probability) / deviation, n);
  return leastCount(start, n, reached);
}
