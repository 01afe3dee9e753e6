// Powers and roots: pow is exponential of a pair-precision logarithm, cbrt a corrected Halley step.

import { productLow } from './double-double.ts';
import { exponentialScaled } from './exponential.ts';
import { fromWords, highWord, leadingPart, lowWord, scale } from './float-bits.ts';
import { logarithmPair } from './logarithm.ts';

const pair = new Float64Array(2);
// The start of cbrt on [1, 2) by power, and the roots of 2 and 4.
const B0 = 0.50697976348559;
const B1 = 0.7181530097209009;
const B2 = -0.30061075829268596;
const B3 = 0.08609105714217741;
const B4 = -0.01060386008668817;
const ROOT_2 = 1.2599210498948732;
const ROOT_4 = 1.5874010519681996;

/** Constants of `cbrt`, for vector code that repeats its steps. */
export const cubeRootConstants = { B0, B1, B2, B3, B4, ROOT_2, ROOT_4 } as const;

/** x^y for 0 < x < Infinity and finite y. */
function positivePower(x: number, y: number): number {
  logarithmPair(x, pair);
  const high = pair[0]!;
  const yHigh = leadingPart(y);
  const logHigh = leadingPart(high);
  const product = yHigh * logHigh;
  if (product > 710) return Infinity;
  if (product < -746) return 0;
  return exponentialScaled(product, (y - yHigh) * logHigh + y * (high - logHigh + pair[1]!), 0);
}

/** x^y with the special cases of ECMAScript; error below 0.55 ulp, so whole powers that fit are exact. */
export function pow(x: number, y: number): number {
  if (x > 0 && x < Infinity && y - y === 0) return y === 0 ? 1 : positivePower(x, y);
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const a = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (a === 1) return NaN;
    return a > 1 === y > 0 ? Infinity : 0;
  }
  const whole = Math.trunc(y) === y;
  const negative = (x < 0 || Object.is(x, -0)) && whole && Math.abs(y) < 9007199254740992 && y % 2 !== 0;
  let value: number;
  if (a === 0) value = y < 0 ? Infinity : 0;
  else if (a === Infinity) value = y < 0 ? 0 : Infinity;
  else if (!whole) return NaN;
  else value = positivePower(a, y);
  return negative ? -value : value;
}

/** Cube root; exact at perfect cubes. */
export function cbrt(x: number): number {
  if (x === 0 || x - x !== 0) return x;
  let a = Math.abs(x);
  let shift = 0;
  if (a < 2.2250738585072014e-308) {
    a *= 18014398509481984;
    shift = -18;
  }
  const high = highWord(a);
  const exponent = (high >>> 20) - 1023;
  const third = Math.floor(exponent / 3);
  const remainder = exponent - 3 * third;
  const m = fromWords((high & 0xfffff) | 0x3ff00000, lowWord(a));
  const quartic = B2 + m * (B3 + m * B4);
  let y = B0 + m * (B1 + m * quartic);
  const value = remainder === 0 ? m : remainder === 1 ? 2 * m : 4 * m;
  if (remainder === 1) y *= ROOT_2;
  else if (remainder === 2) y *= ROOT_4;
  const cube = y * y * y;
  y = (y * (cube + 2 * value)) / (2 * cube + value);
  // Last step from the exact residual value - y^3.
  const square = y * y;
  const squareLow = productLow(y, y, square);
  const product = square * y;
  const residual = value - product - (productLow(square, y, product) + squareLow * y);
  y += residual / (3 * square);
  return scale(x < 0 ? -y : y, third + shift);
}
