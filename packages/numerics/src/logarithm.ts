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
  const tail =
    r2 *
    r *
    (0.333333333333334 +
      r * -0.24999999999998443 +
      r2 *
        (0.199999999872395 +
          r * -0.16666666820155107 +
          r2 * (0.1428640061228236 + r * -0.12496743106912225)));
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
  const odd = 0.3999999999952478 + w * (0.22222200402217546 + w * 0.15316043294208445);
  const even =
    0.6666666666666713 + w * (0.28571428721951664 + w * (0.18183479088967097 + w * 0.1477748064701482));
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
  return scaledLog(x, Math.LOG2E, 2.0355273740931033e-17);
}

/** Base-10 logarithm; exact at powers of ten. */
export function log10(x: number): number {
  return scaledLog(x, Math.LOG10E, 1.098319650216765e-17);
}

/** log(1 + x), accurate near zero. */
export function log1p(x: number): number {
  if (x !== x || x === Infinity) return x;
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (x < 7.450580596923828e-9 && x > -7.450580596923828e-9) {
    return x === 0 ? x : x - x * x * (0.5 - x * 0.3333333333333333);
  }
  const u = 1 + x;
  const low = sumLow(1, x, u);
  logarithmPair(u, pair);
  return pair[0]! + (pair[1]! + low / u);
}
