// erf, erfc and the normal distribution function from one smooth table of e^(y^2) erfc(y) (DLMF 7.2, 7.6, 7.8).

import { productLow, sumLow } from './double-double.ts';
import { scaledErfcTable } from './error-function-table.ts';
import { exponentialPair } from './exponential.ts';
import { scale } from './float-bits.ts';
import { decodeTable } from './table.ts';

const table = decodeTable(scaledErfcTable);
const ROOT_HALF = Math.SQRT1_2;
const ROOT_HALF_LOW = -4.833646656726457e-17;
const TWO_OVER_ROOT_PI = 1.1283791670955126;

/** Table and constants of `normalCdf`, for vector code that repeats its steps. */
export const normalCdfConstants = { table, ROOT_HALF, ROOT_HALF_LOW } as const;

/** Scratch of this file: an exponential and a scaled erfc, each as high and low part. */
const pair = new Float64Array(2);
const scaled = new Float64Array(2);

/** Writes e^(y^2) erfc(y) of y + yLow >= 0 as out[0] + out[1], relative error about 2^-58, and returns out[0]. */
export function scaledErfc(y: number, yLow: number, out: Float64Array): number {
  const d = 2 + y;
  const t = 2 / d;
  const product = t * d;
  const tLow = (2 - product - productLow(t, d, product) - t * (sumLow(2, y, d) + yLow)) / d;
  const place = 64 * t;
  const j = place < 64 ? place | 0 : 63;
  const s = place - j - 0.5;
  const at = j * 9;
  const first = table[at]!;
  const slope = table[at + 1]!;
  const s2 = s * s;
  const low = s * slope + s2 * (table[at + 2]! + s * table[at + 3]!);
  const high = table[at + 4]! + s * table[at + 5]! + s2 * (table[at + 6]! + s * table[at + 7]!);
  const tail = low + s2 * s2 * high;
  const g = first + tail;
  const gLow = first - g + tail + (table[at + 8]! + 64 * tLow * slope);
  const value = t * g;
  out[0] = value;
  out[1] = productLow(t, g, value) + (t * gLow + tLow * g);
  return value;
}

/** (factor + factorLow) * e^-(x^2 * weight) for weight 1 or 1/2; x^2 is kept exactly. */
function gaussian(x: number, weight: number, factor: number, factorLow: number): number {
  const square = x * x * weight;
  if (square > 760) return 0;
  const k = exponentialPair(-square, -productLow(x, x * weight, square), pair);
  const high = pair[0]!;
  const value = high * factor;
  return scale(value + (productLow(high, factor, value) + (high * factorLow + pair[1]! * factor)), k);
}

function erfCore(x: number): number {
  const z = x * x;
  const q3 = -1.4849575500380933e-5 + z * 1.4761402130643756e-6;
  const q2 = -0.000854830138350814 + z * (0.00012053495308030688 + z * q3);
  const q1 = -0.0268661706361826 + z * (0.005223977419372341 + z * q2);
  const q = -0.3761263890318365 + z * (0.11283791670937296 + z * q1);
  const y = x * TWO_OVER_ROOT_PI;
  return y + (productLow(x, TWO_OVER_ROOT_PI, y) + x * (1.533545961316588e-17 + z * q));
}

/** Error function. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.5) return x === 0 ? x : erfCore(x);
  if (x !== x) return x;
  if (a > 6) return x < 0 ? -1 : 1;
  const y = 1 - gaussian(a, 1, scaledErfc(a, 0, scaled), scaled[1]!);
  return x < 0 ? -y : y;
}

/** Complementary error function, accurate in the upper tail. */
export function erfc(x: number): number {
  if (x < 0.25 && x > -0.5) return 1 - erfCore(x);
  if (x !== x) return x;
  if (x > 27.5) return 0;
  if (x < -6) return 2;
  const tail = gaussian(x, 1, scaledErfc(Math.abs(x), 0, scaled), scaled[1]!);
  return x < 0 ? 2 - tail : tail;
}

/** Probability that a standard normal value is at most x, accurate in the lower tail. */
export function normalCdf(x: number): number {
  if (x !== x) return x;
  if (x < -39) return 0;
  if (x > 9) return 1;
  const a = Math.abs(x);
  const y = a * ROOT_HALF;
  const factor = 0.5 * scaledErfc(y, productLow(a, ROOT_HALF, y) + a * ROOT_HALF_LOW, scaled);
  const tail = gaussian(x, 0.5, factor, 0.5 * scaled[1]!);
  return x < 0 ? tail : 1 - tail;
}
