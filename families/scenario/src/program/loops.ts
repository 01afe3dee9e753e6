// One plain loop per operation. Folding, hoisting and evaluation all run these, so a value never depends on where it was computed.
// Loops may run in place (`out` may be an operand) and keep to exact functions, so the bits are the same on every platform.

import * as exact from '@holdfast/numerics';
import type { BinaryOp, UnaryOp } from './operations.ts';

export type UnaryLoop = (out: Float64Array, a: Float64Array, count: number) => void;
export type BinaryLoop = (out: Float64Array, a: Float64Array, b: Float64Array, count: number) => void;

/** Truth of a number: neither 0 nor NaN. What is neither true nor 0 is unknown, and so is what follows from it. */
export function isTrue(x: number): boolean {
  return x !== 0 && !Number.isNaN(x);
}

/** `whenEqual` for equal numbers, its opposite for others, NaN when either is NaN. */
function equality(x: number, y: number, whenEqual: 0 | 1): number {
  if (x === y) return whenEqual;
  return Number.isNaN(x) || Number.isNaN(y) ? NaN : 1 - whenEqual;
}

/** Halves go away from zero, as in C and in spreadsheets; exact, because x - trunc(x) is. */
function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  const rest = x - whole;
  if (rest >= 0.5) return whole + 1;
  return rest <= -0.5 ? whole - 1 : whole;
}

/** Exponents 2 and 0.5 are a product and a root here too, so that lowering `x^2` to `x*x` never changes a bit.
 * As in IEEE 754, x^0 is 1 for every x, NaN included. The root follows pow, not sqrt, where they differ: -0 gives 0 and -Infinity gives Infinity. */
function power(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 0.5) return x === -Infinity ? Infinity : Math.sqrt(x + 0);
  return exact.pow(x, y);
}

/** 2^600 and 2^-600, written out because platforms may round a power. */
export const hugeScale = 4.149515568880993e180;
export const tinyScale = 2.409919865102884e-181;

/** Scales by powers of two, which is exact, so that squares neither overflow nor vanish. Infinity wins over NaN. */
function hypotenuse(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Infinity || b === Infinity) return Infinity;
  const large = Math.max(a, b);
  if (large > 1e150) {
    const p = a * tinyScale;
    const q = b * tinyScale;
    return Math.sqrt(p * p + q * q) * hugeScale;
  }
  if (large < 1e-135) {
    const p = a * hugeScale;
    const q = b * hugeScale;
    return Math.sqrt(p * p + q * q) * tinyScale;
  }
  return Math.sqrt(a * a + b * b);
}

export const unaryLoops: Readonly<Record<UnaryOp, UnaryLoop>> = {
  neg(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = -a[i]!;
  },
  abs(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.abs(a[i]!);
  },
  ceil(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.ceil(a[i]!);
  },
  floor(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.floor(a[i]!);
  },
  round(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = roundHalfAway(a[i]!);
  },
  trunc(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.trunc(a[i]!);
  },
  sign(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.sign(a[i]!);
  },
  sqrt(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Math.sqrt(a[i]!);
  },
  cbrt(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.cbrt(a[i]!);
  },
  exp(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.exp(a[i]!);
  },
  expm1(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.expm1(a[i]!);
  },
  log(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.log(a[i]!);
  },
  log1p(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.log1p(a[i]!);
  },
  log2(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.log2(a[i]!);
  },
  log10(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.log10(a[i]!);
  },
  sin(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.sin(a[i]!);
  },
  cos(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.cos(a[i]!);
  },
  tan(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.tan(a[i]!);
  },
  asin(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.asin(a[i]!);
  },
  acos(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.acos(a[i]!);
  },
  atan(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.atan(a[i]!);
  },
  sinh(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.sinh(a[i]!);
  },
  cosh(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.cosh(a[i]!);
  },
  tanh(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.tanh(a[i]!);
  },
  normalCdf(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.normalCdf(a[i]!);
  },
  normalQuantile(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = exact.normalQuantile(a[i]!);
  },
  not(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = a[i] === 0 ? 1 : isTrue(a[i]!) ? 0 : NaN;
  },
  isnan(out, a, count) {
    for (let i = 0; i < count; i++) out[i] = Number.isNaN(a[i]) ? 1 : 0;
  },
};

export const binaryLoops: Readonly<Record<BinaryOp, BinaryLoop>> = {
  add(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! + b[i]!;
  },
  sub(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! - b[i]!;
  },
  mul(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! * b[i]!;
  },
  div(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! / b[i]!;
  },
  rem(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! % b[i]!;
  },
  pow(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = power(a[i]!, b[i]!);
  },
  atan2(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = exact.atan2(a[i]!, b[i]!);
  },
  hypot(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = hypotenuse(a[i]!, b[i]!);
  },
  min(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = Math.min(a[i]!, b[i]!);
  },
  max(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = Math.max(a[i]!, b[i]!);
  },
  eq(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = equality(a[i]!, b[i]!, 1);
  },
  ne(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = equality(a[i]!, b[i]!, 0);
  },
  lt(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! < b[i]! ? 1 : a[i]! >= b[i]! ? 0 : NaN;
  },
  le(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! <= b[i]! ? 1 : a[i]! > b[i]! ? 0 : NaN;
  },
  gt(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! > b[i]! ? 1 : a[i]! <= b[i]! ? 0 : NaN;
  },
  ge(out, a, b, count) {
    for (let i = 0; i < count; i++) out[i] = a[i]! >= b[i]! ? 1 : a[i]! < b[i]! ? 0 : NaN;
  },
  and(out, a, b, count) {
    for (let i = 0; i < count; i++) {
      out[i] = a[i] === 0 || b[i] === 0 ? 0 : isTrue(a[i]!) && isTrue(b[i]!) ? 1 : NaN;
    }
  },
  or(out, a, b, count) {
    for (let i = 0; i < count; i++) {
      out[i] = isTrue(a[i]!) || isTrue(b[i]!) ? 1 : a[i] === 0 && b[i] === 0 ? 0 : NaN;
    }
  },
};

/** Picks `whenTrue` where `condition` is true, `otherwise` where it is 0, and gives NaN where it is NaN. */
export function selectLoop(
  out: Float64Array,
  condition: Float64Array,
  whenTrue: Float64Array,
  otherwise: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    out[i] = condition[i] === 0 ? otherwise[i]! : isTrue(condition[i]!) ? whenTrue[i]! : NaN;
  }
}
