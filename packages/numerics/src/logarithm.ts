// Logarithms: one fast form for log and one pair of doubles for everything that needs more than 53 bits.
// The pair form follows Tang, "Table-driven implementation of the logarithm function", doi:10.1145/98267.98294.

import { productLow, sumLow } from './double-double.ts';
import { logarithmTable } from './elementary-table.ts';
import { fromWords, highWord, lowWord } from './float-bits.ts';
import { decodeTable } from './table.ts';

const table = decodeTable(logarithmTable);
const LN2_HIGH = 0.6931471805598903; // ln 2 to 2^-43, so that k * LN2_HIGH + table value is exact
const LN2_LOW = 5.497923018708371e-14;
const NORMAL_MIN = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
// log(1 + r) of the pair form after r - r^2/2, by power of r.
const P3 = 0.333333333333334;
const P4 = -0.24999999999998443;
const P5 = 0.199999999872395;
const P6 = -0.16666666820155107;
const P7 = 0.1428640061228236;
const P8 = -0.12496743106912225;
// R(s^2) of the fast form, by half the power of s.
const R1 = 0.6666666666666713;
const R2 = 0.3999999999952478;
const R3 = 0.28571428721951664;
const R4 = 0.22222200402217546;
const R5 = 0.18183479088967097;
const R6 = 0.15316043294208445;
const R7 = 0.1477748064701482;
// What log2 and log10 multiply by, with the part beyond 53 bits.
const PER_LN2 = Math.LOG2E;
const PER_LN2_LOW = 2.0355273740931033e-17;
const PER_LN10 = Math.LOG10E;
const PER_LN10_LOW = 1.098319650216765e-17;
const LOG1P_SMALL = 7.450580596923828e-9; // 2^-27: below, three terms of the series carry every bit
const THIRD = 0.3333333333333333;

/** Table and constants of this file, for vector code that repeats its steps. */
export const logarithmConstants = {
  table,
  LN2_HIGH,
  LN2_LOW,
  NORMAL_MIN,
  pair: { P3, P4, P5, P6, P7, P8 },
  log: { R1, R2, R3, R4, R5, R6, R7 },
  factors: { PER_LN2, PER_LN2_LOW, PER_LN10, PER_LN10_LOW },
  log1p: { LOG1P_SMALL, THIRD },
} as const;

/** Writes log(x) as out[0] + out[1], relative error about 2^-67, for 0 < x < Infinity. */
export function logarithmPair(x: number, out: Float64Array): void {
  let shift = 0;
  let value = x;
  if (x < NORMAL_MIN) {
    value = x * TWO_54;
    shift = -54;
  }
  const high = highWord(value);
  const low = lowWord(value);
  const offset = (high - 0x3fe69555) | 0;
  const at = ((offset >> 13) & 127) << 2;
  const k = (offset >> 20) + shift;
  const zWord = (high - (offset & 0xfff00000)) | 0;
  const z = fromWords(zWord, low);
  const inverse = table[at]!;
  // z is split so that z * inverse - 1 and the square of its leading part come out exact.
  const zHigh = fromWords((zWord + (low >>> 31)) | 0, 0);
  const rHigh = zHigh * inverse - 1;
  const rLow = (z - zHigh) * inverse;
  const r = rHigh + rLow;
  const base = k * LN2_HIGH + table[at + 1]!;
  const t = base + r;
  const half = -0.5 * rHigh;
  const square = rHigh * half;
  const sum = t + square;
  const r2 = r * r;
  const tail = r2 * r * (P3 + r * P4 + r2 * (P5 + r * P6 + r2 * (P7 + r * P8)));
  const rest =
    k * LN2_LOW + table[at + 2]! + (base - t + r) + rLow * (-0.5 * r + half) + (t - sum + square) + tail;
  out[0] = sum + rest;
  out[1] = sum - out[0] + rest;
}

/** Natural logarithm; error below 0.8 ulp. */
export function log(x: number): number {
  if (x >= NORMAL_MIN && x < Infinity) return logarithm(x, 0);
  if (x !== x || x === Infinity) return x;
  if (x === 0) return -Infinity;
  return x < 0 ? NaN : logarithm(x * TWO_54, -54);
}

/** x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt 2); s = f / (2 + f); log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)). */
function logarithm(x: number, shift: number): number {
  const high = highWord(x);
  const offset = (high + (0x3ff00000 - 0x3fe6a09e)) | 0;
  const k = (offset >>> 20) - 1023 + shift;
  const f = fromWords(((offset & 0xfffff) + 0x3fe6a09e) | 0, lowWord(x)) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = R2 + w * (R4 + w * R6);
  const even = R1 + w * (R3 + w * (R5 + w * R7));
  const rest = w * odd + z * even;
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + rest) + k * LN2_LOW) - f);
}

const pair = new Float64Array(2);

/** log(x) * (factor + factorLow) with one final rounding. */
function scaledLog(x: number, factor: number, factorLow: number): number {
  if (x !== x || x === Infinity) return x;
  if (x === 0) return -Infinity;
  if (x < 0) return NaN;
  logarithmPair(x, pair);
  const high = pair[0]!;
  const y = high * factor;
  return y + (productLow(high, factor, y) + (pair[1]! * factor + high * factorLow));
}

/** Base-2 logarithm; exact at powers of two. */
export function log2(x: number): number {
  return scaledLog(x, PER_LN2, PER_LN2_LOW);
}

/** Base-10 logarithm; exact at powers of ten. */
export function log10(x: number): number {
  return scaledLog(x, PER_LN10, PER_LN10_LOW);
}

/** log(1 + x), accurate near zero. */
export function log1p(x: number): number {
  if (x !== x || x === Infinity) return x;
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (x < LOG1P_SMALL && x > -LOG1P_SMALL) {
    return x === 0 ? x : x - x * x * (0.5 - x * THIRD);
  }
  const u = 1 + x;
  const low = sumLow(1, x, u);
  logarithmPair(u, pair);
  return pair[0]! + (pair[1]! + low / u);
}
