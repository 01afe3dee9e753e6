// Regularised incomplete beta function, beta and Student t quantiles (DLMF 8.17, 8.18).
// Large parameters: the uniform error-function expansion (DLMF 8.18(ii)) with coefficients from its differential equation.

import { productLow } from './double-double.ts';
import { exp } from './exponential.ts';
import { gammaStart, uniformCoefficients, uniformTail } from './incomplete-gamma.ts';
import { logDeviation, logGamma, scaledGamma } from './log-gamma.ts';
import { log, log1p } from './logarithm.ts';
import { normalQuantile } from './normal.ts';
import { DENSITY, LOWER, SLOPE, solveTail, UPPER } from './tail-solver.ts';

// From this size of the smaller shape on, and within four standard deviations (deviation 8), the expansion is cheaper
// than the fraction; the nearest singularity, at eta = 2 sqrt(pi least / (a + b)), is then 15 times as far: 14 terms.
const UNIFORM_MIN = 300;
const UNIFORM_DEVIATION = 8;
const TERMS = 14;
const INV_ROOT_TWO_PI = 0.3989422804014327;

/** Scratch of this file: two power series and the four numbers of `tail-solver.ts`. */
const c = new Float64Array(TERMS + 2);
const f = new Float64Array(TERMS + 1);
const tails = new Float64Array(4);
const none = new Float64Array(0);

/** What the two shapes determine once for all arguments. */
interface BetaShape {
  readonly a: number;
  readonly b: number;
  /** Density in logit x at the mean, a^a b^b / ((a+b)^(a+b) B(a,b)). */
  readonly peak: number;
  /** Coefficients of the uniform expansion, empty when a shape is small. */
  readonly uniform: Float64Array;
}

/** Taylor coefficients of sqrt(x0 y0) eta / (x - x0) where (x - x0) x' = eta x (1 - x), x0 = a/(a+b), y0 = 1 - x0. */
function etaCoefficients(x0: number, y0: number): Float64Array {
  const n = TERMS + 2;
  const c1 = Math.sqrt(x0 * y0);
  c[1] = c1;
  for (let k = 2; k < n; k++) {
    let sum = (y0 - x0) * c[k - 1]!;
    for (let i = 1; i <= k - 2; i++) sum -= c[i]! * c[k - 1 - i]!;
    for (let i = 2; i <= k - 1; i++) sum -= i * c[i]! * c[k + 1 - i]!;
    c[k] = sum / ((k + 1) * c1);
  }
  f[0] = 1;
  for (let k = 1; k <= TERMS; k++) {
    let sum = 0;
    for (let j = 1; j <= k; j++) sum -= c[j + 1]! * f[k - j]!;
    f[k] = sum / c1;
  }
  return f;
}

function betaShape(a: number, b: number): BetaShape {
  const n = a + b;
  const large = Math.min(a, b) >= UNIFORM_MIN;
  return {
    a,
    b,
    peak:
      (INV_ROOT_TWO_PI * Math.sqrt(a) * Math.sqrt(b / n) * scaledGamma(n)) /
      (scaledGamma(a) * scaledGamma(b)),
    uniform: large ? uniformCoefficients(etaCoefficients(a / n, b / n), TERMS, n) : none,
  };
}

/** Writes both tails at x = 1 - y, the density in logit x and its log-slope a y - b x. */
function betaTails(shape: BetaShape, x: number, y: number, out: Float64Array): void {
  const { a, b } = shape;
  const n = a + b;
  const left = x * b;
  const right = y * a;
  const distance = left - right + (productLow(x, b, left) - productLow(y, a, right));
  const deviation =
    a * logDeviation((x * n) / a, distance / a) + b * logDeviation((y * n) / b, -distance / b);
  const decay = exp(-deviation);
  const density = shape.peak * decay;
  out[DENSITY] = density;
  out[SLOPE] = -distance;
  if (deviation < UNIFORM_DEVIATION && shape.uniform.length > 0) {
    const upper = distance >= 0;
    const tail = decay * uniformTail(shape.uniform, n, deviation, upper);
    out[LOWER] = upper ? 1 - tail : tail;
    out[UPPER] = upper ? tail : 1 - tail;
  } else if (x * (n + 2) < a + 1) {
    out[LOWER] = density * betaFraction(x, y, a, b, -distance);
    out[UPPER] = 1 - out[LOWER];
  } else {
    out[UPPER] = density * betaFraction(y, x, b, a, distance);
    out[LOWER] = 1 - out[UPPER];
  }
}

/** Continued fraction of I_x(a, b) over the density in logit x, for x below (a+1)/(a+b+2): the even part of DLMF
 * 8.17.22, written with lambda = a y - b x so that nothing cancels (Didonato, Morris, doi:10.1145/131766.131776). */
function betaFraction(x: number, y: number, a: number, b: number, lambda: number): number {
  const n = a + b;
  let bottom = (a / (a + 1)) * (lambda + 1);
  let c = bottom;
  let d = 0;
  let h = bottom;
  for (let m = 1; m <= 500; m++) {
    const odd = a + 2 * m - 1;
    const step = (m * (b - m) * x) / odd;
    const top = (((a + m - 1) * (n + m - 1)) / odd) * step * x;
    bottom = m + step + ((a + m) / (odd + 2)) * (lambda + 1 + m * (1 + y));
    d = 1 / (bottom + top * d);
    c = bottom + top / c;
    const factor = c * d;
    h *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return 1 / h;
}

/** Tail of the beta distribution with x and 1 - x both given. */
export function betaTail(x: number, y: number, a: number, b: number, side: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && y >= 0)) return NaN;
  if (x === 0) return side;
  if (y === 0) return 1 - side;
  betaTails(betaShape(a, b), x, y, tails);
  return tails[side]!;
}

/** Regularised incomplete beta function I_x(a, b) for 0 <= x <= 1, a > 0, b > 0; NaN elsewhere. */
export function betaI(x: number, a: number, b: number): number {
  return betaTail(x, 1 - x, a, b, LOWER);
}

/** Starting odds: the leading power laws, gamma when one shape is far larger, else AS 26.5.22. */
function betaStart(p: number, q: number, a: number, b: number, logLow: number, logHigh: number): number {
  const low = exp(logLow);
  if (low * (b + 1) < 0.2 && low < 0.2) return low;
  const high = exp(logHigh);
  if (high * (a + 1) < 0.2 && high < 0.2) return 1 / high;
  if (a < 10 && b > 8 && b > 5 * a) return gammaStart(p, q, a) / (b + 0.5 * (a - 1));
  if (b < 10 && a > 8 && a > 5 * b) return (a + 0.5 * (b - 1)) / gammaStart(q, p, b);
  if (a > 0.7 && b > 0.7) {
    const z = normalQuantile(p);
    const lambda = (z * z - 3) / 6;
    const ra = 1 / (2 * a - 1 + 0.6 / a);
    const rb = 1 / (2 * b - 1 + 0.6 / b);
    const h = 2 / (ra + rb);
    const w = (z * Math.sqrt(Math.max(h + lambda, 0.1 * h))) / h + (rb - ra) * (lambda + 5 / 6 - 2 / (3 * h));
    if (Math.abs(w) < 100) return (a / b) * exp(2 * w);
  }
  return p * b < q * a ? a / (b + 1) : (a + 1) / b;
}

/** Odds x / (1 - x) at which the lower tail of beta(a, b) is p and the upper one q = 1 - p; `start` 0 means unknown. */
function betaOdds(p: number, q: number, a: number, b: number, start: number): number {
  const logBeta = logBetaFunction(a, b);
  const logLow = (log(p) + log(a) + logBeta) / a;
  const logHigh = (log(q) + log(b) + logBeta) / b;
  // So far out the leading power laws are the whole function.
  if (logLow < -40 - log(b + 1)) return exp(logLow);
  if (logHigh < -40 - log(a + 1)) return exp(-logHigh);
  const shape = betaShape(a, b);
  const evaluate = (odds: number, out: Float64Array): void => {
    const y = 1 / (1 + odds);
    betaTails(shape, odds < Infinity ? odds * y : 1, y, out);
  };
  return solveTail(start > 0 ? start : betaStart(p, q, a, b, logLow, logHigh), p, q, evaluate, tails);
}

function logBetaFunction(a: number, b: number): number {
  const least = Math.min(a, b);
  const most = Math.max(a, b);
  if (most < 20) return logGamma(a) + logGamma(b) - logGamma(a + b);
  // log B = log Gamma(least) + log of Gamma(most) / Gamma(most + least) through the scaled gamma function.
  const n = a + b;
  const grown = least - (most - 0.5) * log1p(least / most) - least * log(n);
  return logGamma(least) + grown + log(scaledGamma(most) / scaledGamma(n));
}

/** Quantile of the beta distribution for p in [0, 1], a > 0, b > 0; NaN elsewhere. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && b > 0 && a < Infinity && b < Infinity)) return NaN;
  if (p === 0 || p === 1) return p;
  const odds = betaOdds(p, 1 - p, a, b, 0);
  return odds < Infinity ? odds / (1 + odds) : 1;
}

/** nu / t^2 for the first terms of t in powers of 1/nu (AS 26.7.5). */
function studentStart(p: number, nu: number): number {
  const z = normalQuantile(p);
  const z2 = z * z;
  const t = z * (1 + (z2 + 1) / (4 * nu) + ((5 * z2 + 16) * z2 + 3) / (96 * nu * nu));
  return nu / (t * t);
}

/** Quantile of Student's t with nu > 0 degrees of freedom for p in [0, 1]; NaN elsewhere. */
export function studentTQuantile(p: number, nu: number): number {
  if (!(p >= 0 && p <= 1 && nu > 0)) return NaN;
  if (p === 0.5) return 0;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (nu > 1e17) return normalQuantile(p);
  const both = p < 0.5 ? 2 * p : 2 * (1 - p);
  // nu / (nu + t^2) is beta(nu/2, 1/2) distributed in the two tails together (DLMF 8.17, AS 26.7).
  const odds = betaOdds(both, Math.abs(1 - 2 * p), nu / 2, 0.5, nu < 6 ? 0 : studentStart(p, nu));
  const t = Math.sqrt(nu) / Math.sqrt(odds);
  return p < 0.5 ? -t : t;
}

/** P(T > |t|) for Student's t with nu > 0 degrees of freedom, exact however small; NIST DLMF 8.17. */
export function studentTTail(t: number, nu: number): number {
  if (t === 0) return 0.5;
  const ratio = nu / t / t;
  return betaTail(1 / (1 + ratio), ratio / (1 + ratio), 0.5, nu / 2, UPPER) / 2;
}
