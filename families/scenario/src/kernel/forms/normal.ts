// The normal quantile and distribution function, step by step as in `numerics/normal.ts` and `numerics/error-function.ts`.
// Quantiles of 1/2 itself and of tails below 2^-53 go to the host; table rows are clamped, so that no operand reads outside.

import { normalCdfConstants, normalQuantileConstants, tailMax, tailMin } from '@holdfast/numerics';
import type { UnaryOp } from '../../program/operations.ts';
import { rows } from '../gather.ts';
import { f64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';
import { signBit, two52 } from './double-bits.ts';
import { halves, linear, productLow, sumLow } from './double-double.ts';
import { exponentialPair, scaling } from './exponential.ts';
import { called, inlined } from './form.ts';
import type { Form, Guarded } from './form.ts';
import { fractionOf, polynomial, segmentOffset } from './tables.ts';

const { abs, add, div, mul, neg, pmax, pmin, sub, trunc } = f64x2;
const { table: quantileTable, FRACTION_BITS } = normalQuantileConstants;
const { table: erfcTable, ROOT_HALF, ROOT_HALF_LOW } = normalCdfConstants;

function normalQuantile(code: VectorCode, u: Vector): Guarded {
  const tail = code.let(pmin(u, sub(1, u)));
  const a = code.let(pmax(tailMin, pmin(tailMax, tail)));
  return { value: quantileOfTail(code, u, a), usual: f64x2.eq(a, tail) };
}

/** The value for the smaller of u and 1 - u, which the table covers. */
function quantileOfTail(code: VectorCode, u: Vector, a: Vector): Vector {
  const row = rows(code, quantileTable, segmentOffset(a, FRACTION_BITS));
  const t = code.let(sub(fractionOf(a, FRACTION_BITS), 1));
  const z = polynomial(code, row, t);
  return v128.xor(z, v128.and(sub(u, 0.5), signBit));
}

/** e^(y^2) erfc(y) of y + yLow >= 0 as a pair. */
function scaledErfc(code: VectorCode, y: Vector, yLow: Operand): { high: Vector; low: Vector } {
  const d = code.let(add(2, y));
  const t = code.let(div(2, d));
  const tCut = halves(code, t);
  const product = code.let(mul(t, d));
  const residual = sub(sub(2, product), productLow(tCut, halves(code, d), product));
  const tLow = code.let(div(sub(residual, mul(t, add(sumLow(2, y, d), yLow))), d));
  const place = code.let(mul(64, t));
  const j = code.let(pmin(63, trunc(place)));
  const s = code.let(sub(sub(place, j), 0.5));
  // A row has 9 columns: 72 bytes. Adding 2^52 leaves the offset in the low bits.
  const row = rows(code, erfcTable, add(mul(j, 72), two52));
  const [first, slope] = row.two(0);
  const [c2, c3] = row.two(2);
  const [c4, c5] = row.two(4);
  const [c6, c7] = row.two(6);
  const s2 = code.let(mul(s, s));
  const low = add(mul(s, slope), mul(s2, linear(c2, c3, s)));
  const high = add(linear(c4, c5, s), mul(s2, linear(c6, c7, s)));
  const tail = code.let(add(low, mul(mul(s2, s2), high)));
  const g = code.let(add(first, tail));
  const gLow = add(add(sub(first, g), tail), add(row.one(8), mul(mul(64, tLow), slope)));
  const value = code.let(mul(t, g));
  const error = productLow(tCut, halves(code, g), value);
  return { high: value, low: code.let(add(error, add(mul(t, gLow), mul(tLow, g)))) };
}

/** Clamped where it no longer changes; right in every lane. */
function normalCdf(code: VectorCode, operand: Vector): Vector {
  const x = code.let(pmax(pmin(operand, 9), -39));
  const a = code.let(abs(x));
  const y = code.let(mul(a, ROOT_HALF));
  const yLow = add(productLow(halves(code, a), halves(code, ROOT_HALF), y), mul(a, ROOT_HALF_LOW));
  const erfc = scaledErfc(code, y, code.let(yLow));
  const factor = code.let(mul(0.5, erfc.high));
  const factorLow = mul(0.5, erfc.low);
  // (factor + factorLow) * e^-(x^2 / 2), the square kept exactly.
  const square = code.let(mul(mul(x, x), 0.5));
  const squareLow = productLow(halves(code, x), halves(code, code.let(mul(x, 0.5))), square);
  const pair = exponentialPair(code, code.let(neg(square)), neg(squareLow));
  const value = code.let(mul(pair.high, factor));
  const error = productLow(halves(code, pair.high), halves(code, factor), value);
  const rest = add(error, add(mul(pair.high, factorLow), mul(pair.low, factor)));
  const scaled = scaling(code, pair.n)(add(value, rest));
  const tail = code.let(v128.andnot(scaled, f64x2.gt(square, 760)));
  return v128.bitselect(tail, sub(1, tail), f64x2.lt(x, 0));
}

export const normalForms = {
  normalCdf: called(14, normalCdf),
  normalQuantile: {
    ...inlined(2, normalQuantile),
    of: { uniform: (code, u) => quantileOfTail(code, u, code.let(pmin(u, sub(1, u)))) },
  },
} satisfies Partial<Record<UnaryOp, Form>>;
