// atan, asin, acos and atan2, step by step as in `numerics/inverse-trigonometric.ts`; atan2 of very unequal sides goes to the host.

import { arctangentConstants } from '@holdfast/numerics';
import type { BinaryOp, UnaryOp } from '../../program/operations.ts';
import { rows } from '../gather.ts';
import { f64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';
import { signBit, two52, withSign } from './double-bits.ts';
import { halves, linear, productLow, sumLow } from './double-double.ts';
import { called } from './form.ts';
import type { Form, Guarded } from './form.ts';

const { abs, add, div, floor, ge, gt, le, lt, mul, neg, pmax, pmin, sqrt, sub } = f64x2;
const { table, halfPi, pi } = arctangentConstants;
const { HUGE, TINY, NEGLIGIBLE, SMALL, ATAN_MAX, SPLIT_MIN } = arctangentConstants.limits;
const { A3, A5, A7, A9, A11, A13, A15 } = arctangentConstants.series;

interface Pair {
  readonly high: Vector;
  readonly low: Vector;
}

/** (a + al) / (b + bl) as a pair. */
function quotient(code: VectorCode, a: Vector, al: Operand, b: Vector, bl: Operand): Pair {
  const high = code.let(div(a, b));
  const p = code.let(mul(high, b));
  const error = productLow(halves(code, high), halves(code, b), p);
  const residual = sub(add(sub(sub(a, p), error), al), mul(high, bl));
  return { high, low: code.let(div(residual, b)) };
}

/** The angle of tangent u + ul, 0 .. 1. */
function arctangent(code: VectorCode, { high: u, low: ul }: Pair): Pair {
  // Sixteenths, none below SPLIT_MIN; clamped, so that no operand reads outside the table.
  const nearest = pmax(0, pmin(16, floor(add(mul(16, u), 0.5))));
  const far = code.let(ge(u, SPLIT_MIN));
  const j = code.let(v128.and(nearest, far));
  const [base, baseLow] = rows(code, table, add(mul(j, 16), two52)).two(0);
  const c = code.let(div(j, 16));
  const numerator = code.let(add(sub(u, c), ul));
  const denominator = code.let(add(1, mul(c, u)));
  const rest = quotient(code, numerator, 0, denominator, 0);
  const t = code.let(v128.bitselect(rest.high, u, far));
  const tl = v128.bitselect(rest.low, ul, far);
  const z = code.let(mul(t, t));
  const q = linear(A11, linear(A13, A15, z), z);
  const p = linear(A3, linear(A5, linear(A7, linear(A9, q, z), z), z), z);
  const s = code.let(add(base, t));
  return joined(code, s, add(sumLow(base, t, s), add(baseLow, add(tl, mul(mul(t, z), p)))));
}

/** s + low with the low part made small. */
function joined(code: VectorCode, s: Vector, low: Operand): Pair {
  const held = code.let(low);
  const high = code.let(add(s, held));
  return { high, low: code.let(add(sub(s, high), held)) };
}

/** c - angle where the mask is set. */
function subtractedWhere(
  code: VectorCode,
  mask: Vector,
  [c, cl]: readonly [number, number],
  angle: Pair,
): Pair {
  const s = code.let(sub(c, angle.high));
  const low = add(sumLow(c, neg(angle.high), s), sub(cl, angle.low));
  const other = joined(code, s, low);
  return {
    high: code.let(v128.bitselect(other.high, angle.high, mask)),
    low: code.let(v128.bitselect(other.low, angle.low, mask)),
  };
}

/** The angle in [0, pi/2] of the point (x + xl, y + yl), neither negative. */
function quadrantAngle(code: VectorCode, y: Vector, yl: Operand, x: Vector, xl: Operand): Pair {
  const steep = code.let(gt(y, x));
  const a = code.let(v128.bitselect(x, y, steep));
  const b = code.let(v128.bitselect(y, x, steep));
  const al = v128.bitselect(xl, yl, steep);
  const bl = v128.bitselect(yl, xl, steep);
  return subtractedWhere(code, steep, halfPi, arctangent(code, quotient(code, a, al, b, bl)));
}

function atan(code: VectorCode, x: Vector): Operand {
  const a = code.let(abs(x));
  // A quotient by 1 is exact: an angle below pi/4 gets the bits of the plain function, which does not divide.
  const angle = quadrantAngle(code, a, 0, code.let(1), 0).high;
  const size = v128.bitselect(halfPi[0], angle, gt(a, ATAN_MAX));
  return v128.bitselect(withSign(size, x), x, ge(a, SMALL));
}

/** The other side of the right triangle with side x and hypotenuse 1, as a pair. */
function otherSide(code: VectorCode, x: Vector): Pair {
  const a = code.let(sub(1, x));
  const al = sumLow(1, neg(x), a);
  const b = code.let(add(1, x));
  const bl = sumLow(1, x, b);
  const w = code.let(mul(a, b));
  const wl = add(productLow(halves(code, a), halves(code, b), w), add(mul(a, bl), mul(al, b)));
  const s = code.let(sqrt(w));
  const square = code.let(mul(s, s));
  const cut = halves(code, s);
  const residual = add(sub(sub(w, square), productLow(cut, cut, square)), wl);
  const low = v128.andnot(div(residual, mul(2, s)), f64x2.eq(w, 0));
  return { high: s, low: code.let(low) };
}

/** Beyond 1 the root is NaN, and so is the angle. */
function asin(code: VectorCode, x: Vector): Operand {
  const a = code.let(abs(x));
  const side = otherSide(code, a);
  const size = quadrantAngle(code, a, 0, side.high, side.low).high;
  return v128.bitselect(x, withSign(size, x), lt(a, SMALL));
}

function acos(code: VectorCode, x: Vector): Operand {
  const a = code.let(abs(x));
  const side = otherSide(code, a);
  const angle = quadrantAngle(code, side.high, side.low, a, 0);
  return subtractedWhere(code, code.let(lt(x, 0)), pi, angle).high;
}

function atan2(code: VectorCode, y: Vector, x: Vector): Guarded {
  const a = code.let(abs(y));
  const b = code.let(abs(x));
  const angle = quadrantAngle(code, a, 0, b, 0);
  const size = subtractedWhere(code, code.let(lt(x, 0)), pi, angle).high;
  const moderate = v128.and(ge(pmin(a, b), TINY), le(pmax(a, b), HUGE));
  const similar = v128.and(ge(a, mul(b, SMALL)), ge(b, mul(a, NEGLIGIBLE)));
  return { value: v128.xor(size, v128.and(y, signBit)), usual: v128.and(moderate, similar) };
}

export const inverseTrigonometricForms = {
  atan: called(11, atan),
  asin: called(16, asin),
  acos: called(16, acos),
  atan2: called(12, atan2),
} satisfies Partial<Record<UnaryOp | BinaryOp, Form>>;
