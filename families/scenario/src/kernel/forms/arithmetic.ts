// Forms of arithmetic, rounding, comparison and logic: a few instructions each, right for every operand.
// What they mean, NaN above all, is said once, in `program/loops.ts`; a NaN of ours has all bits set.

import { hugeScale, tinyScale } from '../../program/loops.ts';
import type { BinaryOp, UnaryOp } from '../../program/operations.ts';
import { f64x2, form, v128 } from '../vector-code.ts';
import type { Operand, Vector } from '../vector-code.ts';
import { withSign } from './double-bits.ts';
import { inlined, plain } from './form.ts';
import type { Form } from './form.ts';

const isNaNMask = (a: Operand): Vector => f64x2.ne(a, a);
const isEither = (a: Operand, b: Operand): Vector => v128.or(isNaNMask(a), isNaNMask(b));
const isTrue = (a: Operand): Vector => f64x2.gt(f64x2.abs(a), 0);

/** 1 where the mask is set, 0 elsewhere. */
export const toNumber = (mask: Operand): Vector => v128.and(mask, 1);

/** A comparison as a number: NaN where a side is NaN. */
function comparison(compare: (a: Operand, b: Operand) => Vector): Form {
  return plain(0.5, (a, b) => v128.or(toNumber(compare(a, b)), isEither(a, b)));
}

/** The comparisons as masks; with NaN on a side they say nothing of use. */
const masks = {
  eq: f64x2.eq,
  ne: f64x2.ne,
  lt: f64x2.lt,
  le: f64x2.le,
  gt: f64x2.gt,
  ge: f64x2.ge,
} satisfies Partial<Record<BinaryOp, (a: Operand, b: Operand) => Vector>>;

export type Comparison = keyof typeof masks;

export function isComparison(op: UnaryOp | BinaryOp): op is Comparison {
  return Object.hasOwn(masks, op);
}

/** `select` by a comparison of `a` and `b` without its number in between; `unsure` are those of the two that may be NaN. */
export function selectBy(
  op: Comparison,
  [a, b]: readonly [Operand, Operand],
  unsure: readonly Operand[],
  whenTrue: Operand,
  otherwise: Operand,
): Vector {
  const chosen = v128.bitselect(whenTrue, otherwise, masks[op](a, b));
  return unsure.reduce<Vector>((value, side) => v128.or(value, isNaNMask(side)), chosen);
}

/** Halves away from zero: trunc(x), moved by one where the rest is a half or more; zeros keep the sign of x. */
const roundHalfAway = form((code, x) => {
  const whole = code.let(f64x2.trunc(x));
  const away = f64x2.ge(f64x2.abs(f64x2.sub(x, whole)), 0.5);
  return f64x2.add(whole, withSign(toNumber(away), x));
});

const hypotenuse = form((code, x, y) => {
  const a = code.let(f64x2.abs(x));
  const b = code.let(f64x2.abs(y));
  const large = code.let(f64x2.max(a, b));
  const big = code.let(f64x2.gt(large, 1e150));
  const small = code.let(f64x2.lt(large, 1e-135));
  const scaleIn = code.let(v128.bitselect(tinyScale, v128.bitselect(hugeScale, 1, small), big));
  const scaleOut = v128.bitselect(hugeScale, v128.bitselect(tinyScale, 1, small), big);
  const p = code.let(f64x2.mul(a, scaleIn));
  const q = code.let(f64x2.mul(b, scaleIn));
  const root = f64x2.sqrt(f64x2.add(f64x2.mul(p, p), f64x2.mul(q, q)));
  const infinite = v128.or(f64x2.eq(a, Infinity), f64x2.eq(b, Infinity));
  return v128.bitselect(Infinity, f64x2.mul(root, scaleOut), infinite);
});

/** `select` of the vocabulary: `whenTrue` where the condition is true, `otherwise` where it is 0, NaN where it is NaN. */
export const select = form((_, condition, whenTrue, otherwise) =>
  v128.or(v128.bitselect(otherwise, whenTrue, f64x2.eq(condition, 0)), isNaNMask(condition)),
);

/** The least or greatest of two. Beside a constant that is neither zero nor NaN one quick comparison does, which takes its
 * first operand when they are equal or one is NaN. */
function extreme(exact: typeof f64x2.min, quick: typeof f64x2.pmin): Form {
  return inlined(0.4, (code, a, b) => {
    const decides = (side: Vector): boolean => {
      const constant = code.constantOf(side);
      return constant !== undefined && constant !== 0 && !Number.isNaN(constant);
    };
    if (decides(b)) return quick(a, b);
    return decides(a) ? quick(b, a) : exact(a, b);
  });
}

export const unaryArithmetic = {
  neg: plain(0.2, (a) => f64x2.neg(a)),
  abs: plain(0.2, (a) => f64x2.abs(a)),
  ceil: plain(0.2, (a) => f64x2.ceil(a)),
  floor: plain(0.2, (a) => f64x2.floor(a)),
  round: plain(0.6, (a) => roundHalfAway(a)),
  trunc: plain(0.2, (a) => f64x2.trunc(a)),
  sign: plain(0.4, (a) => v128.or(withSign(toNumber(f64x2.ne(a, 0)), a), isNaNMask(a))),
  sqrt: plain(0.9, (a) => f64x2.sqrt(a)),
  not: plain(0.3, (a) => v128.or(toNumber(f64x2.eq(a, 0)), isNaNMask(a))),
  isnan: plain(0.2, (a) => toNumber(isNaNMask(a))),
} satisfies Partial<Record<UnaryOp, Form>>;

export const binaryArithmetic = {
  add: plain(0.2, (a, b) => f64x2.add(a, b)),
  sub: plain(0.2, (a, b) => f64x2.sub(a, b)),
  mul: plain(0.2, (a, b) => f64x2.mul(a, b)),
  div: plain(0.5, (a, b) => f64x2.div(a, b)),
  hypot: plain(2, (a, b) => hypotenuse(a, b)),
  min: extreme(f64x2.min, f64x2.pmin),
  max: extreme(f64x2.max, f64x2.pmax),
  eq: comparison(masks.eq),
  ne: comparison(masks.ne),
  lt: comparison(masks.lt),
  le: comparison(masks.le),
  gt: comparison(masks.gt),
  ge: comparison(masks.ge),
  and: plain(0.5, (a, b) => v128.andnot(v128.or(1, isEither(a, b)), v128.or(f64x2.eq(a, 0), f64x2.eq(b, 0)))),
  or: plain(0.5, (a, b) => v128.bitselect(1, isEither(a, b), v128.or(isTrue(a), isTrue(b)))),
} satisfies Partial<Record<BinaryOp, Form>>;
