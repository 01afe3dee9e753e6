// pow and cbrt, step by step as in `numerics/power.ts`, and the exact remainder; what is rare goes to the host.

import { cubeRootConstants } from '@holdfast/numerics';
import type { BinaryOp, UnaryOp } from '../../program/operations.ts';
import { f64x2, i64x2, v128 } from '../vector-code.ts';
import type { Vector, VectorCode } from '../vector-code.ts';
import { exponentOf, fractionBits, isNormal, signBit, two52, withSign } from './double-bits.ts';
import { halves, linear, productLow } from './double-double.ts';
import { exponentialNormal } from './exponential.ts';
import { called } from './form.ts';
import type { Form, Guarded } from './form.ts';
import { logarithmPair } from './logarithm.ts';

const { abs, add, div, gt, lt, mul, ne, sub, trunc } = f64x2;

const { B0, B1, B2, B3, B4, ROOT_2, ROOT_4 } = cubeRootConstants;

/** The first 26 significant bits, so that products of two such parts are exact. */
const leading = (a: Vector): Vector => v128.and(a, 0xfffffffff8000000n);

/** Bases of both signs; exponents 2 and 1/2, which are another function, go to the host. */
function pow(code: VectorCode, x: Vector, y: Vector): Guarded {
  const a = code.let(abs(x));
  const { high, low } = logarithmPair(code, a);
  const yHigh = code.let(leading(y));
  const logHigh = code.let(leading(high));
  const product = code.let(mul(yHigh, logHigh));
  const rest = code.let(add(mul(sub(y, yHigh), logHigh), mul(y, add(sub(high, logHigh), low))));
  const size = exponentialNormal(code, product, rest);
  // A negative base: the sign of an odd exponent, no number for a broken one.
  const half = code.let(mul(y, 0.5));
  const odd = ne(trunc(half), half);
  const broken = code.let(ne(trunc(y), y));
  const below = code.let(lt(x, 0));
  const signed = v128.xor(size.value, v128.and(v128.and(odd, below), signBit));
  const value = v128.or(signed, v128.and(broken, below));
  // Where the product is in range, y is finite.
  const usual = v128.and(v128.and(isNormal(a), size.usual), v128.and(ne(y, 2), ne(y, 0.5)));
  return { value, usual };
}

/** The remainder of the division rounded to zero, exact: a quotient below 2^52 times the divisor is subtracted without error,
 * and a quotient that was rounded up by one is put right. */
function rem(code: VectorCode, x: Vector, y: Vector): Guarded {
  const a = code.let(abs(x));
  const b = code.let(abs(y));
  const q = code.let(trunc(div(a, b)));
  const p = code.let(mul(q, b));
  const qHigh = code.let(leading(q));
  const qLow = code.let(sub(q, qHigh));
  const bHigh = code.let(leading(b));
  const bLow = code.let(sub(b, bHigh));
  const crossed = add(add(sub(mul(qHigh, bHigh), p), mul(qHigh, bLow)), mul(qLow, bHigh));
  const r = code.let(sub(sub(a, p), add(crossed, mul(qLow, bLow))));
  const size = abs(add(r, v128.and(b, lt(r, 0))));
  // Beyond these sizes the products overflow or vanish.
  const usual = v128.and(v128.and(gt(b, 1e-280), lt(b, 1e290)), lt(a, mul(b, two52)));
  return { value: withSign(size, x), usual };
}

/** Subnormals, infinities, NaN and zeros go to the host. */
function cbrt(code: VectorCode, x: Vector): Guarded {
  const a = code.let(abs(x));
  const exponent = code.let(exponentOf(a, 1023));
  // A quarter more keeps the rounded product on the right side of whole numbers.
  const third = code.let(f64x2.floor(mul(add(exponent, 0.25), 1 / 3)));
  const remainder = code.let(sub(exponent, mul(3, third)));
  const m = code.let(v128.or(v128.and(a, fractionBits), 1));
  const one = code.let(f64x2.eq(remainder, 1));
  const two = code.let(f64x2.eq(remainder, 2));
  const value = code.let(mul(m, v128.bitselect(2, v128.bitselect(4, 1, two), one)));
  const start = linear(B0, linear(B1, linear(B2, linear(B3, B4, m), m), m), m);
  const y = code.let(mul(start, v128.bitselect(ROOT_2, v128.bitselect(ROOT_4, 1, two), one)));
  const cube = code.let(mul(mul(y, y), y));
  const halley = code.let(div(mul(y, add(cube, mul(2, value))), add(mul(2, cube), value)));
  // Last step from the exact residual value - y^3.
  const cut = halves(code, halley);
  const square = code.let(mul(halley, halley));
  const squareLow = productLow(cut, cut, square);
  const product = code.let(mul(square, halley));
  const productError = productLow(halves(code, square), cut, product);
  const residual = sub(sub(value, product), add(productError, mul(squareLow, halley)));
  const root = add(halley, div(residual, mul(3, square)));
  const power = i64x2.shl(add(third, two52 + 1023), 52);
  return { value: withSign(mul(root, power), x), usual: isNormal(a) };
}

export const powerForms = {
  cbrt: called(8, cbrt),
  pow: called(8, pow),
  rem: called(2, rem),
} satisfies Partial<Record<BinaryOp | UnaryOp, Form>>;
