// A continuous quantile function as one table of polynomials, the same layout as the normal quantile: an octave of the
// nearer tail's probability is cut into equal segments, each a polynomial of degree 7, so a vector kernel needs no branch.
// Same idea as Derflinger, Hoermann, Leydold (2010), doi:10.1145/1842722.1842723; nodes come from a few hundred inversions.

import { interpolate, pieceAt, type Piece } from './chebyshev.ts';
import { fromWords, highWord, lowWord, powerOfTwo } from './float-bits.ts';
import { exp } from './exponential.ts';
import { log2 } from './logarithm.ts';
import { cos } from './trigonometric.ts';

/** Quantiles by the probability of the nearer tail, from 2^-53 to 1/2. */
export interface TailQuantiles {
  readonly lower: (u: number) => number;
  /** Quantile at 1 - q. */
  readonly upper: (q: number) => number;
}

export interface QuantileTable {
  /** Eight per segment, constant first; segments of the lower half by rising probability, then of the upper half. */
  readonly coefficients: Float64Array;
  /** An octave has 2^fractionBits segments. */
  readonly fractionBits: number;
  /** Twice the largest error found at 208 places off the nodes, relative to the value; where the sign changes, to the
   * interquartile range for values below it. */
  readonly error: number;
}

/** Smallest tail probability a table tells apart; anything below counts as this. */
export const tailMin = 1.1102230246251565e-16;
/** The largest double below one half. */
export const tailMax = 0.49999999999999994;

const FIRST_OCTAVE = -53;
const OCTAVES = 52;
const TERMS = 8;
/** Where the pieces of the interpolation begin, in octaves. */
const knots = [-53, -21, -8, -3, -1];
const PIECES_MAX = 24;
/** Segments per octave are tried in this order. */
const fractionBitsTried = [3, 4, 5];
/** Chebyshev points of the second kind on -1 .. 1, rising. */
const nodes = Float64Array.from({ length: TERMS }, (_, i) => -cos((Math.PI * i) / (TERMS - 1)));
/** T_k(nodes[i]) with the weights of the discrete transform. */
const transform = Float64Array.from({ length: TERMS * TERMS }, (_, at) => {
  const [k, i] = [Math.floor(at / TERMS), at % TERMS];
  const ends = (k % (TERMS - 1) === 0 ? 0.5 : 1) * (i % (TERMS - 1) === 0 ? 0.5 : 1);
  return (ends * 2 * cos((Math.PI * ((TERMS - 1 - i) * k)) / (TERMS - 1))) / (TERMS - 1);
});

/** Builds a table whose measured error is at most `errorMax`, the coarsest that reaches `errorWanted` if one does;
 * undefined when none does or the function cannot be resolved. */
export function buildQuantileTable(
  quantiles: TailQuantiles,
  errorWanted: number,
  errorMax: number,
): QuantileTable | undefined {
  const floor = floorOf(quantiles);
  const lower = interpolate((s) => quantiles.lower(exponentOfTwo(s)), knots, floor, PIECES_MAX);
  const upper = interpolate((s) => quantiles.upper(exponentOfTwo(s)), knots, floor, PIECES_MAX);
  if (lower === undefined || upper === undefined) return undefined;
  let best: QuantileTable | undefined;
  for (const fractionBits of fractionBitsTried) {
    const coefficients = new Float64Array((2 * OCTAVES * TERMS) << fractionBits);
    const half = coefficients.length / 2;
    fillHalf(lower, fractionBits, coefficients.subarray(0, half));
    fillHalf(upper, fractionBits, coefficients.subarray(half));
    const unmeasured = { coefficients, fractionBits, error: 0 };
    const table = { ...unmeasured, error: errorOf(unmeasured, quantiles, floor) };
    if (table.error <= (best?.error ?? errorMax)) best = table;
    if (table.error <= errorWanted) break;
  }
  return best;
}

/** The quantile at u; NaN for NaN. Tail probabilities below 2^-53 count as 2^-53. */
export function tableQuantile(table: QuantileTable, u: number): number {
  if (u !== u) return u;
  const below = u < 0.5;
  return tailQuantile(table, Math.min(Math.max(below ? u : 1 - u, tailMin), tailMax), below);
}

/** The quantile at a tail probability within `tailMin` .. `tailMax`, from below or from above. */
function tailQuantile({ coefficients, fractionBits }: QuantileTable, tail: number, below: boolean): number {
  const high = highWord(tail);
  const shift = 20 - fractionBits;
  const segment = (high >>> shift) - ((FIRST_OCTAVE + 1023) << fractionBits);
  const at = below ? segment << 3 : (segment << 3) + coefficients.length / 2;
  const fraction = fromWords((high & ((1 << shift) - 1)) | 0x3ff00000, lowWord(tail));
  const t = fraction - (1 + 0.5 / (1 << fractionBits));
  const t2 = t * t;
  // The first coefficient comes last: the rest is small, so the sum rounds once.
  const low = t * coefficients[at + 1]! + t2 * (coefficients[at + 2]! + t * coefficients[at + 3]!);
  const rest =
    coefficients[at + 4]! +
    t * coefficients[at + 5]! +
    t2 * (coefficients[at + 6]! + t * coefficients[at + 7]!);
  return coefficients[at]! + (low + t2 * t2 * rest);
}

/** Size below which errors are not relative to the value: none unless values of both signs occur. */
function floorOf({ lower, upper }: TailQuantiles): number {
  return lower(tailMin) < 0 && upper(tailMin) > 0 ? upper(0.25) - lower(0.25) : 0;
}

/** 2^s for s in -53 .. -1. */
function exponentOfTwo(s: number): number {
  const whole = Math.floor(s);
  return exp((s - whole) * Math.LN2) * powerOfTwo(whole);
}

/** Coefficients of all segments of one half in the distance of the fraction from the middle of its segment. */
function fillHalf(pieces: readonly Piece[], fractionBits: number, out: Float64Array): void {
  const segments = 1 << fractionBits;
  const offsets = new Float64Array(segments * TERMS);
  for (let j = 0; j < offsets.length; j++) {
    offsets[j] = log2(1 + (Math.floor(j / TERMS) + 0.5 * (1 + nodes[j % TERMS]!)) / segments);
  }
  const values = new Float64Array(TERMS);
  let piece = 0;
  let at = 0;
  for (let octave = FIRST_OCTAVE; octave < FIRST_OCTAVE + OCTAVES; octave++) {
    for (let segment = 0; segment < segments; segment++) {
      for (let i = 0; i < TERMS; i++) {
        const s = octave + offsets[segment * TERMS + i]!;
        while (piece + 1 < pieces.length && s > pieces[piece]!.to) piece++;
        values[i] = pieceAt(pieces[piece]!, s);
      }
      fillSegment(values, 2 * segments, out.subarray(at, at + TERMS));
      at += TERMS;
    }
  }
}

/** Interpolates `values` at `nodes` and writes the powers of z / scale. */
function fillSegment(values: Float64Array, scale: number, out: Float64Array): void {
  const reference = values[4]!;
  const a = new Float64Array(TERMS);
  for (let k = 0; k < TERMS; k++) {
    for (let i = 0; i < TERMS; i++) a[k] = a[k]! + transform[k * TERMS + i]! * (values[i]! - reference);
  }
  const [a0, a1, a2, a3, a4, a5, a6, a7] = a as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // Chebyshev polynomials written out in powers of z.
  out[0] = reference + (a0 - a2 + a4 - a6);
  out[1] = a1 - 3 * a3 + 5 * a5 - 7 * a7;
  out[2] = 2 * a2 - 8 * a4 + 18 * a6;
  out[3] = 4 * a3 - 20 * a5 + 56 * a7;
  out[4] = 8 * a4 - 48 * a6;
  out[5] = 16 * a5 - 112 * a7;
  out[6] = 32 * a6;
  out[7] = 64 * a7;
  // Powers of two: exact.
  for (let k = 1, power = scale; k < TERMS; k++, power *= scale) out[k] = out[k]! * power;
}

/** Compares with the inversion itself at two places of every octave and half, off the nodes. */
function errorOf(table: QuantileTable, quantiles: TailQuantiles, floor: number): number {
  let worst = 0;
  for (let octave = 0; octave < OCTAVES; octave++) {
    for (let place = 0; place < 2; place++) {
      // Steps of the golden ratio visit all segments and all places within them.
      const fraction = (((2 * octave + place) * 0.6180339887498949) % 1) * 0.999 + 0.0005;
      const tail = powerOfTwo(FIRST_OCTAVE + octave) * (1 + fraction);
      for (const below of [true, false]) {
        const exact = below ? quantiles.lower(tail) : quantiles.upper(tail);
        const error = Math.abs(tailQuantile(table, tail, below) - exact);
        worst = Math.max(worst, error === 0 ? 0 : error / Math.max(Math.abs(exact), floor));
      }
    }
  }
  return 2 * worst;
}
