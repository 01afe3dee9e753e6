// log, log1p, log2 and log10, step by step as in `numerics/logarithm.ts`; zero, negatives, subnormals and what is not finite go to the host.

import { logarithmConstants } from '@holdfast/numerics';
import type { UnaryOp } from '../../program/operations.ts';
import { rows } from '../gather.ts';
import { f64x2, i64x2, v128 } from '../vector-code.ts';
import type { Vector, VectorCode } from '../vector-code.ts';
import { exponentOf, fractionBits, isNormal } from './double-bits.ts';
import { halves, linear, productLow, sumLow } from './double-double.ts';
import { called, inlined } from './form.ts';
import type { Form, Guarded } from './form.ts';

const { add, div, mul, sub } = f64x2;
const { table, LN2_HIGH, LN2_LOW } = logarithmConstants;
const { P3, P4, P5, P6, P7, P8 } = logarithmConstants.pair;
const { R1, R2, R3, R4, R5, R6, R7 } = logarithmConstants.log;
const { LOG1P_SMALL, THIRD } = logarithmConstants.log1p;
const { PER_LN2, PER_LN2_LOW, PER_LN10, PER_LN10_LOW } = logarithmConstants.factors;

function log(code: VectorCode, x: Vector): Guarded {
  // Where 1 + f begins: just below the root of 1/2, by the upper word.
  const start = 0x3fe6a09en << 32n;
  const offset = code.let(i64x2.add(x, (0x3ff00000n << 32n) - start));
  const k = code.let(exponentOf(offset, 1023));
  const f = code.let(sub(i64x2.add(v128.and(offset, fractionBits), start), 1));
  const s = code.let(div(f, add(2, f)));
  const z = code.let(mul(s, s));
  const w = code.let(mul(z, z));
  const odd = linear(R2, linear(R4, R6, w), w);
  const even = linear(R1, linear(R3, linear(R5, R7, w), w), w);
  const half = code.let(mul(mul(0.5, f), f));
  const inner = add(mul(s, add(half, add(mul(w, odd), mul(z, even)))), mul(k, LN2_LOW));
  return { value: sub(mul(k, LN2_HIGH), sub(sub(half, inner), f)), usual: isNormal(x) };
}

/** log x as a pair, for positive normal finite x; for others anything. */
export function logarithmPair(code: VectorCode, x: Vector): { high: Vector; low: Vector } {
  const offset = code.let(i64x2.sub(x, 0x3fe69555n << 32n));
  const row = rows(code, table, v128.and(i64x2.shr_u(offset, 40), 127n << 5n));
  // 1024 more, so that the exponent is not negative before the shift.
  const k = code.let(exponentOf(i64x2.add(offset, 1n << 62n), 1024));
  const z = code.let(i64x2.sub(x, v128.andnot(offset, fractionBits)));
  const zHigh = code.let(v128.and(i64x2.add(z, 1n << 31n), 0xffffffff00000000n));
  const [inverse, logarithm] = row.two(0);
  const rHigh = code.let(sub(mul(zHigh, inverse), 1));
  const rLow = code.let(mul(sub(z, zHigh), inverse));
  const r = code.let(add(rHigh, rLow));
  const base = code.let(add(mul(k, LN2_HIGH), logarithm));
  const t = code.let(add(base, r));
  const half = code.let(mul(-0.5, rHigh));
  const square = code.let(mul(rHigh, half));
  const sum = code.let(add(t, square));
  const r2 = code.let(mul(r, r));
  const series = add(linear(P3, P4, r), mul(r2, add(linear(P5, P6, r), mul(r2, linear(P7, P8, r)))));
  const small = add(add(mul(k, LN2_LOW), row.one(2)), add(sub(base, t), r));
  const cross = mul(rLow, add(mul(-0.5, r), half));
  const rest = code.let(add(add(add(small, cross), add(sub(t, sum), square)), mul(mul(r2, r), series)));
  const high = code.let(add(sum, rest));
  return { high, low: code.let(add(sub(sum, high), rest)) };
}

/** log(x) * (factor + factorLow) with one final rounding. */
function scaled(factor: number, factorLow: number): Form {
  return called(6, (code, x) => {
    const { high, low } = logarithmPair(code, x);
    const y = code.let(mul(high, factor));
    const error = productLow(halves(code, high), halves(code, factor), y);
    return { value: add(y, add(error, add(mul(low, factor), mul(high, factorLow)))), usual: isNormal(x) };
  });
}

function log1p(code: VectorCode, x: Vector): Guarded {
  const u = code.let(add(1, x));
  const { high, low } = logarithmPair(code, u);
  const far = add(high, add(low, div(sumLow(1, x, u), u)));
  return { value: log1pOr(x, far), usual: v128.and(f64x2.gt(x, -1), f64x2.lt(x, Infinity)) };
}

/** The same where 1 + x is exact, above 0 and below 1. */
function log1pOfNegated(code: VectorCode, x: Vector): Vector {
  const { high, low } = logarithmPair(code, code.let(add(1, x)));
  return log1pOr(x, add(high, low));
}

/** `far`, but for the smallest x. */
function log1pOr(x: Vector, far: Vector): Vector {
  const near = sub(x, mul(mul(x, x), sub(0.5, mul(x, THIRD))));
  return v128.bitselect(near, far, f64x2.lt(f64x2.abs(x), LOG1P_SMALL));
}

export const logarithmForms = {
  log: inlined(3, log),
  log1p: { ...called(5, log1p), of: { negatedUniform: log1pOfNegated } },
  log2: scaled(PER_LN2, PER_LN2_LOW),
  log10: scaled(PER_LN10, PER_LN10_LOW),
} satisfies Partial<Record<UnaryOp, Form>>;
