// exp and its relatives from 2^(j/128) table values and short polynomials; identical bits in every engine.
// Method: Tang, "Table-driven implementation of the exponential function", doi:10.1145/63522.214389.

import { productLow, sumLow } from './double-double.ts';
import { exponentialTable } from './elementary-table.ts';
import { scale } from './float-bits.ts';
import { decodeTable } from './table.ts';

const table = decodeTable(exponentialTable);
const ROUND = 6755399441055744; // 1.5 * 2^52: adding it rounds to a whole number
const PER_LN2 = 184.6649652337873; // 128 / ln 2
const LN2_HIGH = 0.005415212348452769; // ln 2 / 128 on 32 bits, so that k * LN2_HIGH is exact
const LN2_LOW = -3.2819649005320973e-13;
const E2 = 0.49999999999996775;
const E3 = 0.1666666666666588;
const E4 = 0.041666680870557825;
const E5 = 0.00833333586049789;
// expm1 near zero, by power; the square has 1/2.
const M3 = 0.16666666666666657;
const M4 = 0.041666666666666644;
const M5 = 0.008333333333398295;
const M6 = 0.0013888888888990442;
const M7 = 0.00019841268586113912;
const M8 = 2.4801585793154403e-5;
const M9 = 2.756687169981606e-6;
const M10 = 2.756669373650995e-7;
// sinh near zero, by power.
const S3 = 0.16666666666666666;
const S5 = 0.008333333333332471;
const S7 = 0.00019841269847615687;
const S9 = 2.7557298863020294e-6;
const S11 = 2.5081761009244662e-8;
// tanh near zero, by power.
const T3 = -0.3333333333333333;
const T5 = 0.13333333333331593;
const T7 = -0.05396825396489236;
const T9 = 0.021869488232957538;
const T11 = -0.008863220640276332;
const T13 = 0.0035917050613695207;
const T15 = -0.001448874686951443;
const T17 = 0.0005280196307642396;

/** Table and constants of this file, for vector code that repeats its steps. */
export const exponentialConstants = {
  table,
  ROUND,
  PER_LN2,
  LN2_HIGH,
  LN2_LOW,
  exp: { E2, E3, E4, E5 },
  expm1: { M3, M4, M5, M6, M7, M8, M9, M10 },
  sinh: { S3, S5, S7, S9, S11 },
  tanh: { T3, T5, T7, T9, T11, T13, T15, T17 },
} as const;

/** The scratch of this file: high and low part of the last `exponentialPair`. */
const pair = new Float64Array(2);

/** e^(high + low) * 2^shift for |low| much smaller than 1; -746 <= high <= 711. */
export function exponentialScaled(high: number, low: number, shift: number): number {
  const whole = high * PER_LN2 + ROUND - ROUND;
  const n = whole | 0;
  const r = high - whole * LN2_HIGH - whole * LN2_LOW + low;
  const at = (n & 127) << 1;
  const t = table[at]!;
  const r2 = r * r;
  const q = table[at + 1]! + r + r2 * (E2 + r * E3 + r2 * (E4 + r * E5));
  return scale(t + t * q, (n >> 7) + shift);
}

/** Writes e^(high + low) * 2^-k as out[0] + out[1], good to about 2^-60, and returns k. */
export function exponentialPair(high: number, low: number, out: Float64Array): number {
  const whole = high * PER_LN2 + ROUND - ROUND;
  const n = whole | 0;
  const r = high - whole * LN2_HIGH - whole * LN2_LOW + low;
  const at = (n & 127) << 1;
  const t = table[at]!;
  const r2 = r * r;
  const q = t * (table[at + 1]! + r + r2 * (E2 + r * E3 + r2 * (E4 + r * E5)));
  const y = t + q;
  out[0] = y;
  out[1] = t - y + q;
  return n >> 7;
}

/** e^x; error below 0.52 ulp (0.76 where the result is subnormal). */
export function exp(x: number): number {
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  return x === x ? exponentialScaled(x, 0, 0) : x;
}

/** e^x - 1, accurate near zero. */
export function expm1(x: number): number {
  if (x < 0.125 && x > -0.125) {
    const p0 = M3 + x * M4;
    const p1 = M5 + x * M6;
    const p2 = M7 + x * M8;
    const p3 = M9 + x * M10;
    const x2 = x * x;
    const tail = x2 * (0.5 + x * (p0 + x2 * (p1 + x2 * (p2 + x2 * p3))));
    return x === 0 ? x : x + tail;
  }
  if (x > 60) return exp(x);
  if (x < -40) return -1;
  if (x !== x) return x;
  const k = exponentialPair(x, 0, pair);
  const high = scale(pair[0]!, k);
  const low = scale(pair[1]!, k);
  const s = high - 1;
  return s + (sumLow(high, -1, s) + low);
}

/** Writes sinh x and cosh x for 0 <= x <= 40 as two pairs: out[0] + out[1] and out[2] + out[3]. */
function hyperbolicPairs(x: number, out: Float64Array): void {
  const k = exponentialPair(x, 0, pair);
  const high = scale(pair[0]!, k - 1);
  const low = scale(pair[1]!, k - 1);
  // Half of e^-x: a quarter over half of e^x.
  const inverse = 0.25 / high;
  const product = inverse * high;
  const inverseLow = (0.25 - product - productLow(inverse, high, product) - inverse * low) / high;
  const s = high - inverse;
  const sl = sumLow(high, -inverse, s) + (low - inverseLow);
  const c = high + inverse;
  const cl = sumLow(high, inverse, c) + (low + inverseLow);
  out[0] = s + sl;
  out[1] = s - out[0] + sl;
  out[2] = c + cl;
  out[3] = c - out[2] + cl;
}

const hyperbolic = new Float64Array(4);

/** Hyperbolic sine. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.25) {
    const z = x * x;
    const p = S9 + z * S11;
    const q = S3 + z * (S5 + z * (S7 + z * p));
    return x === 0 ? x : x + x * z * q;
  }
  if (x !== x) return x;
  if (a > 40) {
    const y = a > 711 ? Infinity : exponentialScaled(a, 0, -1);
    return x < 0 ? -y : y;
  }
  hyperbolicPairs(a, hyperbolic);
  return x < 0 ? -hyperbolic[0]! : hyperbolic[0]!;
}

/** Hyperbolic cosine. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (a <= 40) {
    hyperbolicPairs(a, hyperbolic);
    return hyperbolic[2]!;
  }
  if (x !== x) return x;
  return a > 711 ? Infinity : exponentialScaled(a, 0, -1);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.25) {
    const z = x * x;
    const p2 = T11 + z * T13;
    const p3 = T15 + z * T17;
    const z2 = z * z;
    const q = T5 + z * T7 + z2 * (T9 + z * p2 + z2 * z * p3);
    return x === 0 ? x : x + x * z * (T3 + z * q);
  }
  if (x !== x) return x;
  if (a > 22) return x < 0 ? -1 : 1;
  hyperbolicPairs(a, hyperbolic);
  const [s, sl, c, cl] = [hyperbolic[0]!, hyperbolic[1]!, hyperbolic[2]!, hyperbolic[3]!];
  const t = s / c;
  const product = t * c;
  const y = t + (s - product - productLow(t, c, product) + sl - t * cl) / c;
  return x < 0 ? -y : y;
}
