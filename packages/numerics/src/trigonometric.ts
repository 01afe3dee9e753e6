// sin, cos and tan; arguments are reduced exactly, by three parts of pi/2 or, for large or nearly cancelling ones,
// by the digits of 2/pi: Payne and Hanek, "Radian reduction for trigonometric functions", doi:10.1145/1057600.1057602.

import { productLow, sumLow } from './double-double.ts';
import { twoOverPiTable } from './elementary-table.ts';
import { highWord, powerOfTwo } from './float-bits.ts';
import { decodeTable } from './table.ts';

const ROUND = 6755399441055744;
const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI_1 = 1.5707963267341256; // 33 bits
const HALF_PI_2 = 6.077100506303966e-11; // 33 bits
const HALF_PI_3 = 2.0222662487959506e-21;
const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17;
const FAST_MAX = 1e6;
const NEAR_ZERO = 9.313225746154785e-10; // 2^-30: below, the three parts no longer carry 2^-60 relative
// sine and cosine on [-pi/4, pi/4], by power.
const S3 = -0.16666666666666638;
const S5 = 0.008333333333323348;
const S7 = -0.00019841269830401403;
const S9 = 2.75573138643679e-6;
const S11 = -2.505078151978146e-8;
const S13 = 1.5897999882067276e-10;
const C4 = 0.04166666666666666;
const C6 = -0.001388888888888262;
const C8 = 2.4801587294192138e-5;
const C10 = -2.7557315583315583e-7;
const C12 = 2.0875876773866364e-9;
const C14 = -1.136701630038035e-11;

/** Constants of this file up to FAST_MAX, for vector code that repeats its steps. */
export const trigonometricConstants = {
  ROUND,
  TWO_OVER_PI,
  halfPi: { HALF_PI_1, HALF_PI_2, HALF_PI_3 },
  FAST_MAX,
  NEAR_ZERO,
  sine: { S3, S5, S7, S9, S11, S13 },
  cosine: { C4, C6, C8, C10, C12, C14 },
} as const;

const DIGIT = 16777216;
const TWO_DIGITS = DIGIT * DIGIT;

const digits = decodeTable(twoOverPiTable);
/** Reduced argument of the last reduction: rest[0] + rest[1], at most pi/4 in size. */
const rest = new Float64Array(2);
const product = new Float64Array(10);

/** Writes x - n * pi/2 to `rest` and returns n modulo 4. */
function reduce(x: number): number {
  if (x <= FAST_MAX && x >= -FAST_MAX) {
    const n = x * TWO_OVER_PI + ROUND - ROUND;
    const a = x - n * HALF_PI_1;
    const b = n * HALF_PI_2;
    const c = a - b;
    const d = n * HALF_PI_3 - sumLow(a, -b, c);
    const r = c - d;
    if (n === 0 || r > NEAR_ZERO || r < -NEAR_ZERO) {
      rest[0] = r;
      rest[1] = sumLow(c, -d, r);
      return n & 3;
    }
  }
  const n = reduceByDigits(Math.abs(x));
  if (x > 0) return n;
  rest[0] = -rest[0]!;
  rest[1] = -rest[1]!;
  return -n & 3;
}

/** x * 2/pi modulo 4 in fixed point of 24-bit digits: all of it exact but the cut after 216 fraction bits. */
function reduceByDigits(x: number): number {
  const exponent = (highWord(x) >>> 20) - 1075;
  const place = Math.floor(exponent / 24);
  let left = x * powerOfTwo(-(exponent >> 1)) * powerOfTwo((exponent >> 1) - exponent); // whole, below 2^53
  const shift = exponent - place * 24;
  const m0 = left % DIGIT;
  left = (left - m0) / DIGIT;
  const m1 = left % DIGIT;
  const m2 = (left - m1) / DIGIT;
  const factor = powerOfTwo(shift);
  // product[w] gathers the terms of weight 2^(-24 w); weights above 2^0 are multiples of 4 and fall away.
  let carry = 0;
  for (let w = 9; w >= 0; w--) {
    const i = place + w - 1;
    const sum = m0 * digitAt(i) + m1 * digitAt(i + 1) + m2 * digitAt(i + 2);
    // The shift is applied to each 24-bit half so that nothing passes 2^53.
    const low = (sum % DIGIT) * factor + carry;
    product[w] = low % DIGIT;
    carry = (low - product[w]!) / DIGIT + Math.floor(sum / DIGIT) * factor;
  }
  let n = product[0]! & 3;
  const negative = product[1]! >= DIGIT / 2;
  if (negative) {
    n = (n + 1) & 3;
    for (let w = 1; w < 10; w++) product[w] = DIGIT - 1 - product[w]!;
    product[9] = product[9]! + 1;
  }
  let first = 1;
  while (first < 4 && product[first] === 0) first++;
  const unit = powerOfTwo(-24 * (first + 1));
  const a = (product[first]! * DIGIT + product[first + 1]!) * unit;
  const b = (product[first + 2]! * DIGIT + product[first + 3]!) * (unit / TWO_DIGITS);
  const c = (product[first + 4]! * DIGIT + product[first + 5]!) * (unit / TWO_DIGITS / TWO_DIGITS);
  const high = a + b;
  const low = sumLow(a, b, high) + c;
  const r = high * HALF_PI;
  const rl = productLow(high, HALF_PI, r) + (high * HALF_PI_LOW + low * HALF_PI);
  const sum = r + rl;
  rest[0] = negative ? -sum : sum;
  rest[1] = negative ? -(r - sum + rl) : r - sum + rl;
  return n;
}

function digitAt(i: number): number {
  return i < 0 ? 0 : digits[i]!;
}

/** sin(r + low) - r for |r| <= pi/4. */
function sineTail(r: number, low: number): number {
  const z = r * r;
  const p = S9 + z * (S11 + z * S13);
  const s = S3 + z * (S5 + z * (S7 + z * p));
  return z * r * s + (low - 0.5 * z * low);
}

/** cos(r + low) - (1 - r^2/2 rounded) for |r| <= pi/4, to be added to that rounded value. */
function cosineTail(r: number, low: number, z: number, rounded: number): number {
  const p = C10 + z * (C12 + z * C14);
  const c = C4 + z * (C6 + z * (C8 + z * p));
  return 1 - rounded - 0.5 * z + (z * z * c - r * low);
}

function sineOf(r: number, low: number): number {
  return r + sineTail(r, low);
}

function cosineOf(r: number, low: number): number {
  const z = r * r;
  const w = 1 - 0.5 * z;
  return w + cosineTail(r, low, z, w);
}

/** Sine; error below 0.8 ulp for every finite x. */
export function sin(x: number): number {
  if (x === 0 || x - x !== 0) return x === 0 ? x : NaN;
  const n = reduce(x);
  const y = (n & 1) === 0 ? sineOf(rest[0]!, rest[1]!) : cosineOf(rest[0]!, rest[1]!);
  return n > 1 ? -y : y;
}

/** Cosine; error below 0.8 ulp for every finite x. */
export function cos(x: number): number {
  if (x - x !== 0) return NaN;
  const n = reduce(x);
  const y = (n & 1) === 0 ? cosineOf(rest[0]!, rest[1]!) : sineOf(rest[0]!, rest[1]!);
  return n === 1 || n === 2 ? -y : y;
}

/** Writes sine and cosine of one angle to `into`, with the bits of `sin` and `cos` and one reduction for both. */
export function sineAndCosine(x: number, into: Float64Array): void {
  if (x === 0 || x - x !== 0) {
    into[0] = sin(x);
    into[1] = cos(x);
    return;
  }
  const n = reduce(x);
  const r = rest[0]!;
  const low = rest[1]!;
  const s = sineOf(r, low);
  const c = cosineOf(r, low);
  const turned = (n & 1) === 1;
  const y = turned ? c : s;
  const z = turned ? s : c;
  into[0] = n > 1 ? -y : y;
  into[1] = n === 1 || n === 2 ? -z : z;
}

/** Tangent: the quotient of sine and cosine, both kept as pairs. */
export function tan(x: number): number {
  if (x === 0 || x - x !== 0) return x === 0 ? x : NaN;
  const n = reduce(x);
  const r = rest[0]!;
  const low = rest[1]!;
  const st = sineTail(r, low);
  const s = r + st;
  const sl = r - s + st;
  const z = r * r;
  const w = 1 - 0.5 * z;
  const ct = cosineTail(r, low, z, w) - 0.5 * productLow(r, r, z);
  const c = w + ct;
  const cl = w - c + ct;
  return (n & 1) === 0 ? quotient(s, sl, c, cl) : quotient(-c, -cl, s, sl);
}

/** (a + al) / (b + bl) rounded once. */
function quotient(a: number, al: number, b: number, bl: number): number {
  const q = a / b;
  const p = q * b;
  return q + (a - p - productLow(q, b, p) + al - q * bl) / b;
}
