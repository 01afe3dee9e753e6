// sin, cos and tan, step by step as in `numerics/trigonometric.ts`; arguments beyond 1e6, and the few that nearly cancel, go to the host.

import { trigonometricConstants } from '@holdfast/numerics';
import type { UnaryOp } from '../../program/operations.ts';
import { f64x2, i64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';
import { halves, linear, productLow, sumLow } from './double-double.ts';
import { called } from './form.ts';
import type { Form, Guarded } from './form.ts';

const { abs, add, div, eq, gt, le, mul, neg, sub } = f64x2;
const { ROUND, TWO_OVER_PI, FAST_MAX, NEAR_ZERO } = trigonometricConstants;
const { HALF_PI_1, HALF_PI_2, HALF_PI_3 } = trigonometricConstants.halfPi;
const { S3, S5, S7, S9, S11, S13 } = trigonometricConstants.sine;
const { C4, C6, C8, C10, C12, C14 } = trigonometricConstants.cosine;

interface Reduced {
  /** x - quarters * pi/2 = r + low. */
  readonly r: Vector;
  readonly low: Vector;
  /** Its low bits hold the number of quarter turns. */
  readonly quarters: Vector;
  readonly usual: Operand;
}

function reduce(code: VectorCode, x: Vector): Reduced {
  const quarters = code.let(add(mul(x, TWO_OVER_PI), ROUND));
  const n = code.let(sub(quarters, ROUND));
  const a = code.let(sub(x, mul(n, HALF_PI_1)));
  const b = code.let(mul(n, HALF_PI_2));
  const c = code.let(sub(a, b));
  const d = code.let(sub(mul(n, HALF_PI_3), sumLow(a, neg(b), c)));
  const r = code.let(sub(c, d));
  const low = code.let(sumLow(c, neg(d), r));
  const enough = v128.or(eq(n, 0), gt(abs(r), NEAR_ZERO));
  return { r, low, quarters, usual: v128.and(le(abs(x), FAST_MAX), enough) };
}

interface Series {
  readonly r: Vector;
  readonly low: Vector;
  readonly z: Vector;
  /** z / 2. */
  readonly half: Vector;
  /** 1 - z / 2, rounded. */
  readonly w: Vector;
}

function series(code: VectorCode, { r, low }: Reduced): Series {
  const z = code.let(mul(r, r));
  const half = code.let(mul(0.5, z));
  return { r, low, z, half, w: code.let(sub(1, half)) };
}

/** sin(r + low) - r. */
function sineTail({ r, low, z, half }: Series): Vector {
  const p = linear(S9, linear(S11, S13, z), z);
  const s = linear(S3, linear(S5, linear(S7, p, z), z), z);
  return add(mul(mul(z, r), s), sub(low, mul(half, low)));
}

/** cos(r + low) - w. */
function cosineTail({ r, low, z, half, w }: Series): Vector {
  const p = linear(C10, linear(C12, C14, z), z);
  const c = linear(C4, linear(C6, linear(C8, p, z), z), z);
  return add(sub(sub(1, w), half), sub(mul(mul(z, z), c), mul(r, low)));
}

/** All ones where the number of quarter turns is odd. */
function isOdd(quarters: Vector): Vector {
  return i64x2.sub(0n, v128.and(quarters, 1n));
}

/** The sine of x plus `turn` quarter turns. */
function sine(code: VectorCode, x: Vector, turn: 0 | 1): Guarded {
  const reduced = reduce(code, x);
  const quarters = turn === 0 ? reduced.quarters : code.let(i64x2.add(reduced.quarters, 1n));
  const parts = series(code, reduced);
  const size = v128.bitselect(
    add(parts.w, cosineTail(parts)),
    add(parts.r, sineTail(parts)),
    isOdd(quarters),
  );
  const signed = v128.xor(size, i64x2.shl(v128.and(quarters, 2n), 62));
  // sin(-0) is -0.
  return { value: turn === 0 ? v128.bitselect(x, signed, eq(x, 0)) : signed, usual: reduced.usual };
}

function tan(code: VectorCode, x: Vector): Guarded {
  const reduced = reduce(code, x);
  const parts = series(code, reduced);
  const { r, z, w } = parts;
  const st = code.let(sineTail(parts));
  const s = code.let(add(r, st));
  const sl = code.let(add(sub(r, s), st));
  const rCut = halves(code, r);
  const ct = code.let(sub(cosineTail(parts), mul(0.5, productLow(rCut, rCut, z))));
  const c = code.let(add(w, ct));
  const cl = code.let(add(sub(w, c), ct));
  const odd = code.let(isOdd(reduced.quarters));
  const a = code.let(v128.bitselect(neg(c), s, odd));
  const al = v128.bitselect(neg(cl), sl, odd);
  const b = code.let(v128.bitselect(s, c, odd));
  const bl = v128.bitselect(sl, cl, odd);
  const q = code.let(div(a, b));
  const p = code.let(mul(q, b));
  const error = productLow(halves(code, q), halves(code, b), p);
  const residual = sub(add(sub(sub(a, p), error), al), mul(q, bl));
  return { value: v128.bitselect(x, add(q, div(residual, b)), eq(x, 0)), usual: reduced.usual };
}

export const trigonometricForms = {
  sin: called(6, (code, x) => sine(code, x, 0)),
  cos: called(6, (code, x) => sine(code, x, 1)),
  tan: called(10, tan),
} satisfies Partial<Record<UnaryOp, Form>>;
