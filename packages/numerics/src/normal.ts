// The normal quantile by piecewise polynomials, as a vector kernel can evaluate it without branches.

import { fromWords, highWord, lowWord } from './float-bits.ts';
import { scaledErfc } from './error-function.ts';
import { log } from './logarithm.ts';
import { normalQuantileTable } from './normal-quantile-table.ts';
import { tailMin } from './quantile-table.ts';
import { decodeTable } from './table.ts';

const table = decodeTable(normalQuantileTable);
const FRACTION_BITS = 4; // an octave has 16 intervals
const FIRST_INTERVAL = 970 << FRACTION_BITS; // 970: biased exponent of 2^-53

/** Table of this file for tails of 2^-53 or more, for vector code that repeats its steps. */
export const normalQuantileConstants = { table, FRACTION_BITS } as const;

/** Scratch of this file: a scaled erfc as high and low part. */
const scaled = new Float64Array(2);

/** Standard normal quantile of u in [0, 1]; absolute error at most 1e-15 for u >= 2^-53 and 8e-15 below;
 * NaN outside. */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  const a = q < 0 ? u : 1 - u;
  if (!(a >= tailMin)) return extremeQuantile(u);
  if (q === 0) return 0;
  const high = highWord(a);
  const at = ((high >>> 16) - FIRST_INTERVAL) << 3;
  const t = fromWords((high & 0xffff) | 0x3ff00000, lowWord(a)) - 1;
  const t2 = t * t;
  // The first coefficient comes last: the rest is small, so the sum rounds once.
  const low = t * table[at + 1]! + t2 * (table[at + 2]! + t * table[at + 3]!);
  const rest = table[at + 4]! + t * table[at + 5]! + t2 * (table[at + 6]! + t * table[at + 7]!);
  const z = table[at]! + (low + t2 * t2 * rest);
  return q < 0 ? -z : z;
}

/** The ends, NaN, and probabilities below 2^-53 by Newton steps on the logarithm of the tail. */
function extremeQuantile(u: number): number {
  if (u === 0) return -Infinity;
  if (u === 1) return Infinity;
  if (!(u > 0 && u < 1)) return NaN;
  const target = log(u);
  let z = Math.sqrt(-2 * target) - 1;
  for (let step = 0; step < 4; step++) {
    // log of the upper tail at z is log(m / 2) - z^2 / 2 with m = e^(z^2/2) * 2 * tail.
    const m = scaledErfc(z * Math.SQRT1_2, 0, scaled);
    const error = log(0.5 * m) - 0.5 * z * z - target;
    z += error * m * 1.2533141373155003;
  }
  return -z;
}
