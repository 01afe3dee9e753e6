// Chebyshev interpolation in pieces, bisected until the last coefficients are down to the noise of the function.
// Source: L. N. Trefethen, Approximation Theory and Approximation Practice (2013), ch. 3 and 18.

import { exp } from './exponential.ts';
import { log } from './logarithm.ts';
import { cos } from './trigonometric.ts';

const POINTS = 32;
const TAIL = 4; // coefficients that must vanish before a piece counts as resolved
const NOISE = 2e-14; // relative; what the quantile functions of this package reach
const WIDTH_MIN = 1 / 16;
/** cos(pi j / 64) for the angles of 32 points. */
const cosines = Float64Array.from({ length: 4 * POINTS }, (_, j) => cos((Math.PI * j) / (2 * POINTS)));

/** One interpolated interval. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** 1 or -1 where the logarithm of the function times this is interpolated, because it spans more than a factor of 4. */
  readonly logarithmOf: 1 | -1 | undefined;
  /** Smallest degrees first. */
  readonly coefficients: Float64Array;
}

/** Interpolates f on each of the intervals between neighbouring knots, to digits of the value or, for values below `floor`,
 * of that; undefined where more than `piecesMax` pieces or one narrower than 1/16 would be needed, or where a value is not
 * finite. Each piece costs 32 calls. */
export function interpolate(
  f: (s: number) => number,
  knots: readonly number[],
  floor: number,
  piecesMax: number,
): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  const open = knots.slice(1).map((to, index) => ({ from: knots[index]!, to }));
  const values = new Float64Array(POINTS);
  while (open.length > 0) {
    const { from, to } = open.shift()!;
    for (let i = 0; i < POINTS; i++) values[i] = f(0.5 * (from + to + (to - from) * cosines[2 * i + 1]!));
    const piece = pieceOf(from, to, values, floor);
    if (piece !== undefined) {
      pieces.push(piece);
      continue;
    }
    if (to - from < 2 * WIDTH_MIN || pieces.length + open.length + 2 > piecesMax) return undefined;
    const middle = 0.5 * (from + to);
    open.unshift({ from, to: middle }, { from: middle, to });
  }
  return pieces;
}

/** The value of a piece at s within it. */
export function pieceAt({ from, to, logarithmOf, coefficients }: Piece, s: number): number {
  const z = (2 * (s - from)) / (to - from) - 1;
  let next = 0;
  let afterNext = 0;
  for (let k = coefficients.length - 1; k >= 1; k--) {
    const value = coefficients[k]! + 2 * z * next - afterNext;
    afterNext = next;
    next = value;
  }
  const value = coefficients[0]! + z * next - afterNext;
  return logarithmOf === undefined ? value : logarithmOf * exp(value);
}

function pieceOf(from: number, to: number, values: Float64Array, floor: number): Piece | undefined {
  let least = Infinity;
  let most = 0;
  for (const value of values) {
    if (!(value - value === 0)) return undefined;
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  const sign = values[0]! > 0 ? 1 : -1;
  const wide = least > 0 && most > 4 * Math.max(least, floor) && values.every((value) => value * sign > 0);
  const logarithmOf = wide ? sign : undefined;
  const shown = wide ? values.map((value) => log(value * sign)) : values;
  const size = wide ? 1 + Math.max(Math.abs(log(least)), Math.abs(log(most))) : Math.max(most, floor);
  const coefficients = new Float64Array(POINTS);
  for (let k = 0; k < POINTS; k++) {
    let sum = 0;
    for (let i = 0; i < POINTS; i++) sum += shown[i]! * cosines[((2 * i + 1) * k) % (4 * POINTS)]!;
    coefficients[k] = ((k === 0 ? 1 : 2) * sum) / POINTS;
  }
  const vanishes = (k: number): boolean => Math.abs(coefficients[k]!) <= NOISE * size;
  for (let k = POINTS - TAIL; k < POINTS; k++) if (!vanishes(k)) return undefined;
  let length = POINTS - TAIL;
  while (length > 1 && Math.abs(coefficients[length - 1]!) <= 0.01 * NOISE * size) length--;
  return { from, to, logarithmOf, coefficients: coefficients.slice(0, length) };
}
