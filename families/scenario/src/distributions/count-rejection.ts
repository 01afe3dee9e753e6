// Exact rejection for counts whose parameters vary: Poisson and binomial by transformed rejection, small means by counting up.
// Probabilities are taken as deviations from a centre, C. Loader (2000), so that large means lose no digits.

import { exp, log, log1p } from '@holdfast/numerics';
import type { Algebra } from './algebra.ts';
import type { Attempts } from './attempts.ts';
import { deviance, HALF_LOG_2PI, logBinomial, remainder } from './count-logarithms.ts';
import { gammaFirst, gammaRest, type FirstAttempt, type Rejection } from './rejection.ts';

/** Below this mean the hat of transformed rejection is not valid. */
const meanMin = 10;
/** No count from a mean below 10 lies above: the probability is below 1e-70. */
const countMax = 110;
/** Distance from the ends of the uniform from which a test below `sure` accepts. */
const edgeMin = 0.07;
/** Neighbours stepped over rather than summed up in logarithms. */
const stepsMax = 20;

/** W. Hoermann (1993), algorithm PTRS, doi:10.1016/0167-6687(93)90997-4. */
function poissonFirst<T>(m: Algebra<T>, u: T, test: T, mean: T): FirstAttempt<T> {
  const c = m.constant;
  const b = m.add(c(0.931), m.mul(c(2.53), m.sqrt(mean)));
  const a = m.add(c(-0.059), m.mul(c(0.02483), b));
  const sure = m.sub(c(0.9277), m.div(c(3.6224), m.sub(b, c(2))));
  const { edge, count } = transformed(m, u, a, b, m.add(mean, c(0.43)));
  const accepted = m.and(m.ge(edge, c(edgeMin)), m.le(test, sure));
  return { value: count, sure: m.and(m.ge(mean, c(meanMin)), accepted) };
}

/** floor((2 a / edge + b) (u - 1/2) + centre) with edge = 1/2 - |u - 1/2|. */
function transformed<T>(m: Algebra<T>, u: T, a: T, b: T, centre: T): { readonly edge: T; readonly count: T } {
  const half = m.constant(0.5);
  const centred = m.sub(u, half);
  const edge = m.sub(half, m.abs(centred));
  const slope = m.add(m.div(m.mul(m.constant(2), a), edge), b);
  return { edge, count: m.floor(m.add(m.mul(slope, centred), centre)) };
}

function poissonRest(u: number, test: number, mean: number, attempts: Attempts): number {
  if (mean < meanMin) return countUp(u, exp(-mean), (k) => mean / (k + 1), countMax);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  let [uniform, v] = [u, test];
  for (;;) {
    const centred = uniform - 0.5;
    const edge = 0.5 - Math.abs(centred);
    const k = Math.floor(((2 * a) / edge + b) * centred + (mean + 0.43));
    if (edge >= edgeMin && v <= sure) return k;
    if (k >= 0 && (edge >= 0.013 || v <= edge)) {
      if (log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoisson(k, mean)) return k;
    }
    uniform = attempts.next();
    v = attempts.next();
  }
}

export const poissonRejection: Rejection = {
  uniforms: 1,
  first: (m, u, [test], mean) => poissonFirst(m, u, test!, mean),
  rest: (u, more, mean, _, __, ___, attempts) => poissonRest(u, more[0]!, mean, attempts),
};

/** Failures before successes: a Poisson count whose mean is a gamma; L. Devroye (1986), X.4.7. */
export const negativeBinomialRejection: Rejection = {
  uniforms: 4,
  first(m, u, [test, boost, count, countTest], successes, probability) {
    const gamma = gammaFirst(m, u, test!, boost, successes);
    const mean = m.div(m.mul(gamma.value, m.sub(m.constant(1), probability)), probability);
    const poisson = poissonFirst(m, count!, countTest!, mean);
    return { value: poisson.value, sure: m.and(gamma.sure, poisson.sure) };
  },
  rest(u, more, successes, probability, _, __, attempts) {
    const gamma = gammaRest(u, more[0]!, more[1], successes, attempts);
    return poissonRest(more[2]!, more[3]!, (gamma * (1 - probability)) / probability, attempts);
  },
};

/** W. Hoermann (1993), algorithm BTRS, doi:10.1080/00949659308811496; probabilities above 1/2 mirrored. */
export const binomialRejection: Rejection = {
  uniforms: 1,
  first(m, u, [test], n, probability) {
    const c = m.constant;
    const high = m.gt(probability, c(0.5));
    const p = m.select(high, m.sub(c(1), probability), probability);
    const mean = m.mul(n, p);
    const b = m.add(c(1.15), m.mul(c(2.53), m.sqrt(m.mul(mean, m.sub(c(1), p)))));
    const a = m.add(m.add(c(-0.0873), m.mul(c(0.0248), b)), m.mul(c(0.01), p));
    const sure = m.sub(c(0.92), m.div(c(4.2), b));
    const own = m.select(high, m.sub(c(1), u), u);
    const { edge, count } = transformed(m, own, a, b, m.add(mean, c(0.5)));
    const accepted = m.and(m.ge(edge, c(edgeMin)), m.le(test!, sure));
    return {
      value: m.select(high, m.sub(n, count), count),
      sure: m.and(m.ge(mean, c(meanMin)), accepted),
    };
  },
  rest: (u, more, n, probability, _, __, attempts) =>
    probability > 0.5
      ? n - binomialRest(1 - u, more[0]!, n, 1 - probability, attempts)
      : binomialRest(u, more[0]!, n, probability, attempts),
};

function binomialRest(u: number, test: number, n: number, p: number, attempts: Attempts): number {
  const mean = n * p;
  const q = 1 - p;
  if (mean < meanMin) {
    const odds = p / q;
    return countUp(u, exp(n * log1p(-p)), (k) => (odds * (n - k)) / (k + 1), Math.min(n, countMax));
  }
  const deviation = Math.sqrt(mean * q);
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const sure = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  let [uniform, v] = [u, test];
  for (;;) {
    const centred = uniform - 0.5;
    const edge = 0.5 - Math.abs(centred);
    const k = Math.floor(((2 * a) / edge + b) * centred + (mean + 0.5));
    if (edge >= edgeMin && v <= sure) return k;
    if (k >= 0 && k <= n && accepts(k, n, p, q, (v * alpha) / (a / (edge * edge) + b))) return k;
    uniform = attempts.next();
    v = attempts.next();
  }
}

/** Whether v is at most the binomial probability of k over that of the mode, by the ratios of neighbours where it is near. */
function accepts(k: number, n: number, p: number, q: number, v: number): boolean {
  const mode = Math.floor((n + 1) * p);
  if (Math.abs(k - mode) > stepsMax) return log(v) <= logBinomialRatio(k, mode, n, p, q);
  const odds = p / q;
  let ratio = 1;
  for (let i = mode; i < k; i++) ratio *= (odds * (n - i)) / (i + 1);
  for (let i = k; i < mode; i++) ratio *= (i + 1) / (odds * (n - i));
  return v <= ratio;
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

/** Logarithm of the binomial probability of k over that of the mode; the linear parts of both deviances cancel. */
function logBinomialRatio(k: number, mode: number, n: number, p: number, q: number): number {
  if (k === 0 || k === n) return logBinomial(k, n, p, q) - logBinomial(mode, n, p, q);
  const size = (mode * (n - mode)) / (k * (n - k));
  const tilt = (p * (n - mode)) / (q * mode);
  const small = remainder(mode) + remainder(n - mode) - remainder(k) - remainder(n - k);
  return small + 0.5 * log(size) - deviance(k, mode) - deviance(n - k, n - mode) + (k - mode) * log(tilt);
}
