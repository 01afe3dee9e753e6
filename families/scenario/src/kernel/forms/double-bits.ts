// The parts of doubles on two lanes: sign, exponent and fraction, in terms of their 64 bits.

import { logarithmConstants } from '@holdfast/numerics';
import { f64x2, i64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector } from '../vector-code.ts';

const { NORMAL_MIN } = logarithmConstants;

export const signBit = 1n << 63n;
export const fractionBits = (1n << 52n) - 1n;

/** 2^52: from here on doubles are whole numbers, and the low bits of 2^52 + n hold n. */
export const two52 = 4503599627370496;
const two52Bits = 0x4330000000000000n;

/** The number in the bits above the fraction, less `bias`, as a double. */
export function exponentOf(bits: Operand, bias: number): Vector {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 52), two52Bits), two52 + bias);
}

/** Magnitude of `a`, which is not negative, with the sign of `b`. */
export function withSign(a: Operand, b: Operand): Vector {
  return v128.or(a, v128.and(b, signBit));
}

/** All ones where x is positive, normal and finite. */
export function isNormal(x: Vector): Vector {
  return v128.and(f64x2.ge(x, NORMAL_MIN), f64x2.lt(x, Infinity));
}
