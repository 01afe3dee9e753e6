// The logarithm of the gamma function and the scaled gamma function that large-parameter formulas need.

import { exp } from './exponential.ts';
import { log, log1p } from './logarithm.ts';

const LOG_ROOT_TWO_PI = 0.9189385332046728;
const STIRLING_MIN = 10;

/** log Gamma(x) - ((x - 1/2) log x - x + log sqrt(2 pi)) for x >= 10 (DLMF 5.11.1). */
function stirlingTail(x: number): number {
  const z = 1 / (x * x);
  const high = -0.0019175269175269176 + z * (0.00641025641025641 - z * 0.029550653594771242);
  const low = 0.0007936507936507937 + z * (-0.0005952380952380953 + z * (0.0008417508417508417 + z * high));
  return (0.08333333333333333 + z * (-0.002777777777777778 + z * low)) / x;
}

/** log Gamma(2 + d) for |d| <= 1/2: d (1 + d) times a minimax polynomial, so both zeros stay exact. */
function nearTwo(d: number): number {
  const c =
    8.237544681095568e-6 +
    d * (-3.858087758650869e-6 + d * (1.7488824554959527e-6 + d * -8.168456686021151e-7));
  const e = c + d * d * d * d * (5.238325864710745e-7 + d * -2.563612348663342e-7);
  const f =
    0.00018255283999200499 +
    d * (-8.309532776641097e-5 + d * (3.816659190761064e-5 + d * (-1.7659781940895665e-5 + d * e)));
  const g =
    0.004998641164938388 +
    d * (-0.0021081308343862066 + d * (0.0009153769124095883 + d * (-0.00040570738488762193 + d * f)));
  const h = -0.10031730167435395 + d * (0.03296500062115355 + d * (-0.01238419219336456 + d * g));
  return d * (1 + d) * (0.42278433509846713 + d * h);
}

/** log Gamma(1 + a) for -1/2 <= a <= 3/2, relatively accurate near a = 0 and a = 1. */
export function logGammaOnePlus(a: number): number {
  return a < 0.5 ? nearTwo(a) - log1p(a) : nearTwo(a - 1);
}

/** log of the gamma function for x >= 0; NaN for negative x. */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : NaN;
  if (x < 0.5) return logGammaOnePlus(x) - log(x);
  if (x < 2.5) return logGammaOnePlus(x - 1);
  if (x >= STIRLING_MIN) {
    return x === Infinity ? x : (x - 0.5) * (log(x) - 1) + (LOG_ROOT_TWO_PI - 0.5 + stirlingTail(x));
  }
  let product = 1;
  let rest = x;
  while (rest >= 2.5) {
    rest -= 1;
    product *= rest;
  }
  return log(product) + nearTwo(rest - 2);
}

/** Gamma(a) / (sqrt(2 pi) a^(a - 1/2) e^-a) for a > 0: near 1 for large a (DLMF 5.11.3). */
export function scaledGamma(a: number): number {
  if (a >= STIRLING_MIN) return exp(stirlingTail(a));
  return exp(logGamma(a) - (a - 0.5) * log(a) + a - LOG_ROOT_TWO_PI);
}

/** ratio - 1 - log(ratio) for ratio = 1 + offset > 0, accurate near ratio = 1. */
export function logDeviation(ratio: number, offset: number): number {
  if (!(offset < 0.6 && offset > -0.4)) return ratio - 1 - log(ratio);
  const r = offset / (2 + offset);
  const z = r * r;
  // offset - 2 atanh r, the leading offset - 2 r being offset * r; 1/3, 1/5, ... with z <= 1/16.
  const c = 1 / 17 + z * (1 / 19 + z * (1 / 21 + z * (1 / 23 + z * (1 / 25 + z * (1 / 27)))));
  const b = 1 / 9 + z * (1 / 11 + z * (1 / 13 + z * (1 / 15 + z * c)));
  const a = 1 / 3 + z * (1 / 5 + z * (1 / 7 + z * b));
  return r * (offset - 2 * z * a);
}
