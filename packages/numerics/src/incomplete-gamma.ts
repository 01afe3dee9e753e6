// Regularised incomplete gamma functions and the gamma quantile (DLMF 8.2, 8.7, 8.9, 8.12).
// Large shapes: Temme's uniform expansion with the recurrence of Gil, Segura, Temme, doi:10.1137/120872553.

import { scaledErfc } from './error-function.ts';
import { temmeTable } from './error-function-table.ts';
import { exp, expm1 } from './exponential.ts';
import { log } from './logarithm.ts';
import { logDeviation, logGamma, logGammaOnePlus, scaledGamma } from './log-gamma.ts';
import { normalQuantile } from './normal.ts';
import { decodeTable } from './table.ts';
import { DENSITY, LOWER, SLOPE, solveTail, UPPER } from './tail-solver.ts';

const temme = decodeTable(temmeTable);
const TERMS = 26;
const UNIFORM_MIN = 20; // smallest shape for the uniform expansion
const INV_ROOT_TWO_PI = 0.3989422804014327;
/** Scratch of this file: a scaled erfc as high and low part, and the four numbers of `tail-solver.ts`. */
const pair = new Float64Array(2);
const tails = new Float64Array(4);
const none = new Float64Array(0);

/** What a shape determines once for all arguments. */
interface GammaShape {
  readonly a: number;
  /** sqrt(a / (2 pi)) / scaledGamma(a): the density in log x at x = a. */
  readonly peak: number;
  /** Coefficients of the uniform expansion, empty for small shapes. */
  readonly uniform: Float64Array;
}

/** Solves b[n-1] = f[n] + (n + 1) b[n+1] / size downwards and divides by 1 + b[1] / size. */
export function uniformCoefficients(f: Float64Array, terms: number, size: number): Float64Array {
  const b = new Float64Array(terms);
  const inverse = 1 / size;
  b[terms - 1] = f[terms]!;
  b[terms - 2] = f[terms - 1]!;
  for (let n = terms - 2; n >= 1; n--) b[n - 1] = f[n]! + (n + 1) * inverse * b[n + 1]!;
  const norm = 1 / (1 + b[1]! * inverse);
  for (let n = 0; n < terms; n++) b[n] = b[n]! * norm;
  return b;
}

/** The smaller tail over e^-deviation, deviation = size eta^2 / 2: erfcx / 2 +- sum b[n] eta^n / sqrt(2 pi size). */
export function uniformTail(b: Float64Array, size: number, deviation: number, upper: boolean): number {
  const eta = (upper ? 1 : -1) * Math.sqrt((2 * deviation) / size);
  let sum = 0;
  for (let n = b.length - 1; n >= 0; n--) sum = b[n]! + eta * sum;
  const tail = 0.5 * scaledErfc(Math.sqrt(deviation), 0, pair);
  const correction = (sum * INV_ROOT_TWO_PI) / Math.sqrt(size);
  return upper ? tail + correction : tail - correction;
}

function gammaShape(a: number): GammaShape {
  return {
    a,
    peak: (Math.sqrt(a) * INV_ROOT_TWO_PI) / scaledGamma(a),
    uniform: a >= UNIFORM_MIN ? uniformCoefficients(temme, TERMS, a) : none,
  };
}

/** Writes both tails, the density in log x and its log-slope a - x, for x > 0. */
function gammaTails(shape: GammaShape, x: number, out: Float64Array): void {
  const a = shape.a;
  const offset = (x - a) / a;
  const ratio = x / a;
  const deviation = ratio > 1e-290 ? a * logDeviation(ratio, offset) : -a * (1 + log(x) - log(a));
  const decay = exp(-deviation);
  const density = shape.peak * decay;
  out[DENSITY] = density;
  out[SLOPE] = a - x;
  if (a >= UNIFORM_MIN && ratio > 0.4 && ratio < 2.1) {
    const upper = x >= a;
    const tail = decay * uniformTail(shape.uniform, a, deviation, upper);
    out[LOWER] = upper ? 1 - tail : tail;
    out[UPPER] = upper ? tail : 1 - tail;
  } else if (x < 1.5 || x < a + 1) {
    out[LOWER] = (density * lowerSeries(a, x)) / a;
    out[UPPER] = a < 1 && x < 1.5 ? smallShapeUpper(a, x) : 1 - out[LOWER];
  } else {
    out[UPPER] = density * upperFraction(a, x);
    out[LOWER] = 1 - out[UPPER];
  }
}

/** 1 + x/(a+1) + x^2/((a+1)(a+2)) + ... (DLMF 8.7.1); at most 200 terms where it is used. */
function lowerSeries(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; n <= 200; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Q for a < 1 and x < 1.5 without the loss of 1 - P: 1 - x^a/Gamma(1+a) (1 + a sum (-x)^k / ((a+k) k!)). */
function smallShapeUpper(a: number, x: number): number {
  const exponent = a * log(x) - logGammaOnePlus(a);
  let sum = 0;
  let term = 1;
  for (let k = 1; k <= 30; k++) {
    term *= -x / k;
    sum += term / (a + k);
    if (Math.abs(term) < 1e-18) break;
  }
  return -expm1(exponent) - exp(exponent) * a * sum;
}

/** Continued fraction of Gamma(a, x) / (x^a e^-x) (DLMF 8.9.2, even part), by Lentz's forward evaluation. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n <= 300; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return h;
}

/** Lower (index 0) or upper (1) tail of the gamma distribution with shape a and unit scale. */
function gammaTail(a: number, x: number, side: number): number {
  if (!(a > 0) || !(x >= 0)) return NaN;
  if (x === 0) return side;
  if (x === Infinity) return 1 - side;
  gammaTails(gammaShape(a), x, tails);
  return tails[side]!;
}

/** Regularised lower incomplete gamma function P(a, x) for a > 0, x >= 0; NaN elsewhere. */
export function gammaP(a: number, x: number): number {
  return gammaTail(a, x, LOWER);
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate when small. */
export function gammaQ(a: number, x: number): number {
  return gammaTail(a, x, UPPER);
}

/** The root of the leading term of P(a, x) = x^a / Gamma(a + 1) (1 + O(x)), as a logarithm. */
function logPowerRoot(p: number, a: number): number {
  return (log(p) + (a < 1.5 ? logGammaOnePlus(a) : logGamma(a + 1))) / a;
}

/** Starting point: the leading power law where it holds, else Wilson and Hilferty (doi:10.1073/pnas.17.12.684). */
export function gammaStart(p: number, q: number, a: number): number {
  const logPower = logPowerRoot(p, a);
  if (logPower < log(0.2 * (a + 1))) return exp(logPower);
  if (a < 0.6) return q < 0.1 ? 0.5 - log(q) - logGamma(a) / 2 : Math.max(exp(logPower) * 0.7, 0.1 * a);
  const root = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a));
  return root > 0.3 ? a * root * root * root : exp(logPower);
}

/** Quantile of the gamma distribution with shape a > 0 and unit scale for p in [0, 1]; NaN elsewhere. */
export function gammaQuantile(p: number, a: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && a < Infinity)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const q = 1 - p;
  const logPower = logPowerRoot(p, a);
  if (logPower < -40) return exp(logPower);
  const shape = gammaShape(a);
  return solveTail(gammaStart(p, q, a), p, q, (x, out) => gammaTails(shape, x, out), tails);
}

/** Quantile at 1 - q of the gamma distribution with shape a > 0 and unit scale, for q in [0, 1], without the digits
 * that 1 - q loses; NaN elsewhere. */
export function gammaUpperQuantile(q: number, a: number): number {
  if (!(q >= 0 && q <= 1 && a > 0 && a < Infinity)) return NaN;
  if (q > 0.5) return gammaQuantile(1 - q, a);
  if (q === 0) return Infinity;
  const p = 1 - q;
  const shape = gammaShape(a);
  // From far out 1 - q is 1, where the starting point is not defined.
  const start = gammaStart(Math.min(p, 0.9999999999999999), q, a);
  return solveTail(start, p, q, (x, out) => gammaTails(shape, x, out), tails);
}
