// exp, expm1, sinh, cosh and tanh, step by step as in `numerics/exponential.ts`; every lane keeps its bits, so none goes to the host.
// Operands are clamped where the result no longer changes, which also keeps the powers of two in range.

import { exponentialConstants } from '@holdfast/numerics';
import type { UnaryOp } from '../../program/operations.ts';
import { rows } from '../gather.ts';
import { f64x2, form, i64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';
import { signBit, withSign } from './double-bits.ts';
import { halves, linear, productLow, sumLow } from './double-double.ts';
import { called, inlined } from './form.ts';
import type { Form, Guarded } from './form.ts';

const { add, div, mul, sub } = f64x2;
const { table, ROUND, PER_LN2, LN2_HIGH, LN2_LOW } = exponentialConstants;
const { E2, E3, E4, E5 } = exponentialConstants.exp;
const { M3, M4, M5, M6, M7, M8, M9, M10 } = exponentialConstants.expm1;
const { S3, S5, S7, S9, S11 } = exponentialConstants.sinh;
const { T3, T5, T7, T9, T11, T13, T15, T17 } = exponentialConstants.tanh;

/** Up to here neither e^x nor a product with the smallest q there is leaves the normal range. */
const normalMost = 600;

interface Exponential {
  /** Value of the table, 1 .. 2. */
  readonly t: Vector;
  /** What is to be added to t, over t. */
  readonly q: Vector;
  /** Its low bits hold n: the power of two is n / 128 rounded down. */
  readonly n: Vector;
}

/** e^(high + low) = (t + t q) * 2^(n >> 7). */
function exponential(code: VectorCode, high: Vector, low?: Vector): Exponential {
  // Adding ROUND leaves n in the low bits, in two's complement.
  const n = code.let(add(mul(high, PER_LN2), ROUND));
  const whole = code.let(sub(n, ROUND));
  const reduced = sub(sub(high, mul(whole, LN2_HIGH)), mul(whole, LN2_LOW));
  const r = code.let(low === undefined ? reduced : add(reduced, low));
  const [t, remainder] = rows(code, table, i64x2.shl(v128.and(n, 127n), 4)).two(0);
  const r2 = code.let(mul(r, r));
  const tail = add(linear(E2, E3, r), mul(r2, linear(E4, E5, r)));
  return { t, q: code.let(add(add(remainder, r), mul(r2, tail))), n };
}

/** Multiplies by 2^k in two steps, so that a subnormal result is rounded once; k = (n >> 7) + shift. */
export function scaling(code: VectorCode, n: Vector, shift = 0): (value: Operand) => Vector {
  const shifted = shift === 0 ? n : code.let(i64x2.add(n, BigInt(128 * shift)));
  // Bits above the twelve that count are lost in the last shift.
  const half = code.let(i64x2.shr_u(shifted, 8));
  const first = code.let(i64x2.shl(i64x2.add(half, 1023n), 52));
  const other = i64x2.sub(i64x2.shr_u(shifted, 7), half);
  const second = code.let(i64x2.shl(i64x2.add(other, 1023n), 52));
  return (value) => mul(mul(value, first), second);
}

/** e^(high + low) of any high. */
function exponentialEverywhere(code: VectorCode, high: Vector): Vector {
  const held = code.let(f64x2.pmax(f64x2.pmin(high, 710), -746));
  const { t, q, n } = exponential(code, held);
  return scaling(code, n)(add(t, mul(t, q)));
}

/** e^(high + low) where |high| is at most `normalMost`: as nothing is subnormal, the power of two may come first, beside the
 * polynomial instead of after it. */
export function exponentialNormal(code: VectorCode, high: Vector, low?: Vector): Guarded {
  const { t, q, n } = exponential(code, high, low);
  // The exponent is added to the bits of t.
  const scaled = code.let(i64x2.add(t, i64x2.shl(v128.andnot(n, 127n), 45)));
  return { value: add(scaled, mul(scaled, q)), usual: f64x2.le(f64x2.abs(high), normalMost) };
}

/** e^(high + low) * 2^-k as a pair, with k = n >> 7. */
export function exponentialPair(
  code: VectorCode,
  high: Vector,
  low?: Vector,
): { high: Vector; low: Vector; n: Vector } {
  const { t, q, n } = exponential(code, high, low);
  const rest = code.let(mul(t, q));
  const y = code.let(add(t, rest));
  return { high: y, low: code.let(add(sub(t, y), rest)), n };
}

/** A value that has the sign of x, but for -0, which gives -0. */
const keepSign = (value: Operand, x: Vector): Vector => v128.or(value, v128.and(x, signBit));

const expm1Near = form((code, x) => {
  const x2 = code.let(mul(x, x));
  const p = add(linear(M5, M6, x), mul(x2, add(linear(M7, M8, x), mul(x2, linear(M9, M10, x)))));
  const tail = mul(x2, linear(0.5, add(linear(M3, M4, x), mul(x2, p)), x));
  return keepSign(add(x, tail), x);
});

function expm1(code: VectorCode, x: Vector): Operand {
  const held = code.let(f64x2.pmax(f64x2.pmin(x, 710), -746));
  const pair = exponentialPair(code, held);
  const scale = scaling(code, pair.n);
  const high = code.let(scale(pair.high));
  const s = code.let(sub(high, 1));
  const far = add(s, add(sumLow(high, -1, s), scale(pair.low)));
  const beyond = v128.bitselect(high, far, f64x2.gt(x, 60));
  return v128.bitselect(expm1Near(x), beyond, f64x2.lt(f64x2.abs(x), 0.125));
}

/** Half of e^a, and sinh a and cosh a as pairs; a is not negative. Beyond 40 only the half counts, beyond 711 it is infinite. */
function hyperbolic(code: VectorCode, a: Vector) {
  const pair = exponentialPair(code, code.let(f64x2.pmin(a, 711)));
  const scale = scaling(code, pair.n, -1);
  const high = code.let(scale(pair.high));
  const low = code.let(scale(pair.low));
  const inverse = code.let(div(0.25, high));
  const product = code.let(mul(inverse, high));
  const error = productLow(halves(code, inverse), halves(code, high), product);
  const inverseLow = code.let(div(sub(sub(sub(0.25, product), error), mul(inverse, low)), high));
  const s = code.let(sub(high, inverse));
  const sl = code.let(add(sumLow(high, code.let(f64x2.neg(inverse)), s), sub(low, inverseLow)));
  const c = code.let(add(high, inverse));
  const cl = code.let(add(sumLow(high, inverse, c), add(low, inverseLow)));
  const sinh = code.let(add(s, sl));
  const cosh = code.let(add(c, cl));
  return {
    half: high,
    sinh,
    sinhLow: add(sub(s, sinh), sl),
    cosh,
    coshLow: add(sub(c, cosh), cl),
  };
}

function sinh(code: VectorCode, x: Vector): Operand {
  const a = code.let(f64x2.abs(x));
  const z = code.let(mul(x, x));
  const q = linear(S3, linear(S5, linear(S7, linear(S9, S11, z), z), z), z);
  const near = code.let(add(x, mul(mul(x, z), q)));
  const pairs = hyperbolic(code, a);
  const size = v128.bitselect(pairs.half, pairs.sinh, f64x2.gt(a, 40));
  return v128.bitselect(near, withSign(size, x), f64x2.lt(a, 0.25));
}

function cosh(code: VectorCode, x: Vector): Operand {
  const a = code.let(f64x2.abs(x));
  const pairs = hyperbolic(code, a);
  return v128.bitselect(pairs.half, pairs.cosh, f64x2.gt(a, 40));
}

const tanhNear = form((code, x) => {
  const z = code.let(mul(x, x));
  const z2 = code.let(mul(z, z));
  const far = add(linear(T9, linear(T11, T13, z), z), mul(mul(z2, z), linear(T15, T17, z)));
  const q = add(linear(T5, T7, z), mul(z2, far));
  return keepSign(add(x, mul(mul(x, z), linear(T3, q, z))), x);
});

function tanh(code: VectorCode, x: Vector): Operand {
  const a = code.let(f64x2.abs(x));
  const { sinh: s, sinhLow, cosh: c, coshLow } = hyperbolic(code, a);
  const t = code.let(div(s, c));
  const product = code.let(mul(t, c));
  const error = productLow(halves(code, t), halves(code, c), product);
  const residual = sub(add(sub(sub(s, product), error), sinhLow), mul(t, coshLow));
  const far = v128.bitselect(1, add(t, div(residual, c)), f64x2.gt(a, 22));
  return v128.bitselect(tanhNear(x), withSign(far, x), f64x2.lt(a, 0.25));
}

export const exponentialForms = {
  exp: inlined(2, (code, x) => ({
    ...exponentialNormal(code, x),
    everywhere: (rest, y) => exponentialEverywhere(rest, y),
  })),
  expm1: called(5, expm1),
  sinh: called(7, sinh),
  cosh: called(6, cosh),
  tanh: called(11, tanh),
} satisfies Partial<Record<UnaryOp, Form>>;
