// Sobol sequences with a random linear matrix scramble and a digital shift; every point is a pure function of its index.
// Sequence: I. M. Sobol (1967), doi:10.1016/0041-5553(67)90144-9, with the direction numbers of S. Joe and F. Y. Kuo
// (2008), doi:10.1137/070709359. Scramble: J. Matousek (1998), doi:10.1006/jcom.1998.0489.

import { sobolTable } from './sobol-table.ts';
import { decodeBytes } from './table.ts';

/** Dimensions that have direction numbers of their own. */
export const sobolDimensions = 1111;

/** Binary digits of an index, and of a coordinate before it is scrambled. */
const DIGITS = 32;
const BLOCK = 256;

/** Random words one coordinate is scrambled with. */
export const sobolWords = 2 * (DIGITS + 1);

/** One coordinate of a scrambled sequence: 52 digits of each of its 32 direction numbers, then of its shift, as the high
 * word and the 20 upper bits of the low word. */
export interface SobolCoordinate {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** The points of one block; filled and read inside one function. */
const highs = new Uint32Array(BLOCK);
const lows = new Uint32Array(BLOCK);

/** Direction numbers of one dimension, from 0: the j-th is the coordinate of the point 2^j, times 2^32.
 * @throws RangeError when there are none for it */
export function sobolDirections(dimension: number): Uint32Array {
  const { degree, inner, initial } = recordOf(dimension);
  const directions = new Uint32Array(DIGITS);
  for (let j = 0; j < DIGITS; j++) {
    if (j < initial.length) {
      directions[j] = initial[j]! << (DIGITS - 1 - j);
      continue;
    }
    if (degree === 0) {
      directions[j] = 1 << (DIGITS - 1 - j);
      continue;
    }
    const oldest = directions[j - degree]!;
    let next = oldest ^ (oldest >>> degree);
    for (let k = 1; k < degree; k++) if ((inner >>> (degree - 1 - k)) & 1) next ^= directions[j - k]!;
    directions[j] = next;
  }
  return directions;
}

interface DimensionRecord {
  /** Of the primitive polynomial; 0 for the first dimension, which has none. */
  readonly degree: number;
  /** Its inner coefficients, the highest power first. */
  readonly inner: number;
  readonly initial: readonly number[];
}

/** Polynomials of degree 1, 2, ... in the table. */
const POLYNOMIALS = [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630] as const;
const table = decodeBytes(sobolTable);

function recordOf(dimension: number): DimensionRecord {
  if (!(Number.isInteger(dimension) && dimension >= 0 && dimension < sobolDimensions)) {
    throw new RangeError(`dimension ${dimension} is not in 0..${sobolDimensions - 1}`);
  }
  if (dimension === 0) return { degree: 0, inner: 0, initial: [] };
  let left = dimension - 1;
  let at = 0;
  let degree = 1;
  for (const count of POLYNOMIALS) {
    const size = degree - 1 + (degree * (degree - 1)) / 2;
    if (left < count) {
      at += left * size;
      break;
    }
    left -= count;
    at += count * size;
    degree++;
  }
  const read = (width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++, at++) value = (value << 1) | ((table[at >> 3]! >> (7 - (at & 7))) & 1);
    return value;
  };
  const inner = read(degree - 1);
  const initial = Array.from({ length: degree }, (_, i) => (read(i) << 1) | 1);
  return { degree, inner, initial };
}

/** Scrambles one dimension with `sobolWords` random words: its digits are multiplied by a random lower triangular matrix
 * with a unit diagonal, then shifted. Any point of the result is uniform on its own. */
export function scrambledSobol(dimension: number, random: Uint32Array): SobolCoordinate {
  const directions = sobolDirections(dimension);
  const high = new Uint32Array(DIGITS + 1);
  const low = new Uint32Array(DIGITS + 1);
  for (let digit = 0; digit < DIGITS; digit++) {
    const bit = 0x80000000 >>> digit;
    const columnHigh = bit | (random[2 * digit]! & (bit - 1));
    const columnLow = random[2 * digit + 1]!;
    for (let j = 0; j < DIGITS; j++) {
      if ((directions[j]! & bit) === 0) continue;
      high[j] = high[j]! ^ columnHigh;
      low[j] = low[j]! ^ columnLow;
    }
  }
  high[DIGITS] = random[2 * DIGITS]!;
  low[DIGITS] = random[2 * DIGITS + 1]!;
  return { high, low };
}

/** Writes the coordinates in (0, 1) of the points firstIndex, firstIndex + 1, ... below 2^32 to out[from .. from + count).
 * They are (52 digits + 1/2) * 2^-52. Fastest when firstIndex and count are multiples of 256. */
export function fillSobol(
  out: Float64Array,
  from: number,
  count: number,
  firstIndex: number,
  { high, low }: SobolCoordinate,
): void {
  let done = 0;
  while (done < count) {
    const index = firstIndex + done;
    const inside = index % BLOCK;
    const size = Math.min(BLOCK - inside, count - done);
    blockAt(index - inside, high, low);
    for (let i = 0; i < size; i++) {
      const at = inside + i;
      const digits = highs[at]! * 1048576 + (lows[at]! >>> 12);
      out[from + done + i] = digits * 2.220446049250313e-16 + 1.1102230246251565e-16;
    }
    done += size;
  }
}

/** Points `first` .. `first` + 255: those of the lower eight binary digits by doubling, from the one the others give. */
function blockAt(first: number, high: Uint32Array, low: Uint32Array): void {
  let h = high[DIGITS]!;
  let l = low[DIGITS]!;
  for (let j = 8, digits = first / BLOCK; digits >= 1; j++, digits = Math.floor(digits / 2)) {
    if (digits % 2 === 0) continue;
    h ^= high[j]!;
    l ^= low[j]!;
  }
  highs[0] = h;
  lows[0] = l;
  for (let j = 0, size = 1; size < BLOCK; j++, size *= 2) {
    const highStep = high[j]!;
    const lowStep = low[j]!;
    for (let i = 0; i < size; i++) {
      highs[size + i] = highs[i]! ^ highStep;
      lows[size + i] = lows[i]! ^ lowStep;
    }
  }
}
