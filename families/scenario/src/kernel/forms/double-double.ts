// The exact rounding errors of `numerics/double-double.ts` on two lanes: s + sumLow = a + b, p + productLow = a * b.

import { f64x2, form } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';

const { add, mul, sub } = f64x2;

/** a0 + x * a1, the step of a polynomial. */
export const linear = (a0: Operand, a1: Operand, x: Vector): Vector => add(a0, mul(x, a1));

/** The error of s = a + b (Knuth, TAOCP 2, 4.2.2). */
export const sumLow = form((code, a, b, s) => {
  const t = code.let(sub(s, a));
  return add(sub(a, sub(s, t)), sub(b, t));
});

/** A factor cut into halves of 26 bits, whose products are exact. */
export interface Halves {
  readonly high: Operand;
  readonly low: Operand;
}

const cut = 134217729; // 2^27 + 1

/** Veltkamp's cut (doi:10.1007/BF01397083); a constant is cut while the code is written. */
export function halves(code: VectorCode, a: Vector | number): Halves {
  if (typeof a === 'number') {
    const scaled = cut * a;
    const high = scaled - (scaled - a);
    return { high, low: a - high };
  }
  const scaled = code.let(mul(cut, a));
  const high = code.let(sub(scaled, sub(scaled, a)));
  return { high, low: code.let(sub(a, high)) };
}

/** The error of p = a * b. */
export function productLow(a: Halves, b: Halves, p: Operand): Vector {
  const leading = add(sub(mul(a.high, b.high), p), mul(a.high, b.low));
  return add(add(leading, mul(a.low, b.high)), mul(a.low, b.low));
}
