// atan, atan2, asin and acos from one arctangent of a quotient kept as a pair of doubles.

import { productLow, sumLow } from './double-double.ts';
import { arctangentTable } from './elementary-table.ts';
import { powerOfTwo } from './float-bits.ts';
import { decodeTable } from './table.ts';

const table = decodeTable(arctangentTable);
const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17;
const PI = Math.PI;
const PI_LOW = 1.2246467991473532e-16;
// Sizes at which the exact products of a quotient would leave the range of doubles, and the factors that bring them back.
const HUGE = powerOfTwo(900);
const TINY = powerOfTwo(-800);
const TO_SMALLER = powerOfTwo(-200);
const TO_LARGER = powerOfTwo(100);
const NEGLIGIBLE = powerOfTwo(-60);
const SMALL = 9.313225746154785e-10; // 2^-30: below, the angle is its tangent and its sine
const ATAN_MAX = 1e18; // beyond, the angle is pi/2
const SPLIT_MIN = 0.125; // from here on the nearest angle of the table is taken out
// atan near zero, by power.
const A3 = -0.3333333333333333;
const A5 = 0.1999999999999545;
const A7 = -0.14285714282998208;
const A9 = 0.11111110366157034;
const A11 = -0.09090801353156011;
const A13 = 0.07683798725826019;
const A15 = -0.06318304031039239;

/** Table and constants of this file, for vector code that repeats its steps. */
export const arctangentConstants = {
  table,
  halfPi: [HALF_PI, HALF_PI_LOW],
  pi: [PI, PI_LOW],
  limits: { HUGE, TINY, NEGLIGIBLE, SMALL, ATAN_MAX, SPLIT_MIN },
  series: { A3, A5, A7, A9, A11, A13, A15 },
} as const;

/** The angle of the last `angle` call: high and low part. */
const found = new Float64Array(2);

/** Writes atan(u + ul) for 0 <= u <= 1 to `found`. */
function arctangent(u: number, ul: number): void {
  let t = u;
  let tl = ul;
  let base = 0;
  let baseLow = 0;
  if (u >= SPLIT_MIN) {
    const j = Math.round(16 * u);
    const c = j / 16;
    const numerator = u - c + ul;
    const denominator = 1 + c * u;
    t = numerator / denominator;
    const p = t * denominator;
    tl = (numerator - p - productLow(t, denominator, p)) / denominator;
    base = table[2 * j]!;
    baseLow = table[2 * j + 1]!;
  }
  const z = t * t;
  const q = A11 + z * (A13 + z * A15);
  const p = A3 + z * (A5 + z * (A7 + z * (A9 + z * q)));
  const s = base + t;
  const low = sumLow(base, t, s) + (baseLow + (tl + t * z * p));
  found[0] = s + low;
  found[1] = s - found[0] + low;
}

/** The angle in [0, pi/2] of the point (x + xl, y + yl), x and y not negative and of moderate size, to `found`. */
function quadrantAngle(y: number, yl: number, x: number, xl: number): void {
  const steep = y > x;
  const [a, al, b, bl] = steep ? [x, xl, y, yl] : [y, yl, x, xl];
  const u = a / b;
  const p = u * b;
  arctangent(u, (a - p - productLow(u, b, p) + al - u * bl) / b);
  if (steep) subtractFrom(HALF_PI, HALF_PI_LOW);
}

/** found = (c + cl) - found. */
function subtractFrom(c: number, cl: number): void {
  const s = c - found[0]!;
  const low = sumLow(c, -found[0]!, s) + (cl - found[1]!);
  found[0] = s + low;
  found[1] = s - found[0] + low;
}

/** Arctangent, in radians. */
export function atan(x: number): number {
  const a = Math.abs(x);
  if (a < SMALL || x !== x) return x;
  if (a > ATAN_MAX) return x < 0 ? -HALF_PI : HALF_PI;
  if (a <= 1) arctangent(a, 0);
  else quadrantAngle(a, 0, 1, 0);
  return x < 0 ? -found[0]! : found[0]!;
}

/** Angle of the point (x, y) in radians, -pi..pi, with the special cases of ECMAScript. */
export function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN;
  let a = Math.abs(y);
  let b = Math.abs(x);
  const left = x < 0 || Object.is(x, -0);
  const below = y < 0 || Object.is(y, -0);
  let angle: number;
  if (a === 0 || (b === Infinity && a !== Infinity)) angle = left ? PI : 0;
  else if (b === 0 || (a === Infinity && b !== Infinity)) angle = HALF_PI;
  else {
    if (a === Infinity) {
      a = 1;
      b = 1;
    } else if (a > HUGE || b > HUGE) {
      a *= TO_SMALLER;
      b *= TO_SMALLER;
    } else if (a < TINY || b < TINY) {
      a *= TO_LARGER;
      b *= TO_LARGER;
    }
    if (!left && a < b * SMALL) angle = Math.abs(y) / Math.abs(x);
    else if (a < b * NEGLIGIBLE) angle = PI;
    else if (b < a * NEGLIGIBLE) angle = HALF_PI;
    else {
      quadrantAngle(a, 0, b, 0);
      if (left) subtractFrom(PI, PI_LOW);
      angle = found[0]!;
    }
  }
  return below ? -angle : angle;
}

/** Writes the angle whose sine is |x| <= 1 to `found`, or its complement. */
function arcsine(x: number, complement: boolean): void {
  const a = 1 - x;
  const al = sumLow(1, -x, a);
  const b = 1 + x;
  const bl = sumLow(1, x, b);
  const w = a * b;
  const wl = productLow(a, b, w) + (a * bl + al * b);
  const s = Math.sqrt(w);
  const square = s * s;
  const sl = w === 0 ? 0 : (w - square - productLow(s, s, square) + wl) / (2 * s);
  if (complement) quadrantAngle(s, sl, x, 0);
  else quadrantAngle(x, 0, s, sl);
}

/** Arcsine, in radians; NaN outside [-1, 1]. */
export function asin(x: number): number {
  const a = Math.abs(x);
  if (a < SMALL) return x;
  if (!(a <= 1)) return NaN;
  arcsine(a, false);
  return x < 0 ? -found[0]! : found[0]!;
}

/** Arccosine, in radians; NaN outside [-1, 1]. */
export function acos(x: number): number {
  const a = Math.abs(x);
  if (!(a <= 1)) return NaN;
  arcsine(a, true);
  if (x < 0) subtractFrom(PI, PI_LOW);
  return found[0]!;
}
