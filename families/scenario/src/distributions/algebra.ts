// Formulas written once and read twice: over numbers they compute, over a program builder they become operations.
// Both go through the same loops, so a folded constant, a hoisted value and a drawn one have the same bits.

import { binaryLoops, selectLoop, unaryLoops } from '../program/loops.ts';
import type { BinaryOp, UnaryOp } from '../program/operations.ts';

/** What a formula is made of; a `ProgramBuilder` is one over its operations. */
export interface Arithmetic<T> {
  constant(value: number): T;
  unary(op: UnaryOp, a: T): T;
  binary(op: BinaryOp, a: T, b: T): T;
  select(condition: T, whenTrue: T, otherwise: T): T;
}

/** Arithmetic on numbers, through the loops every program runs. */
export const onNumbers: Arithmetic<number> = Object.freeze({
  constant: (value: number) => value,
  unary(op: UnaryOp, a: number) {
    const out = new Float64Array(1);
    unaryLoops[op](out, Float64Array.of(a), 1);
    return out[0]!;
  },
  binary(op: BinaryOp, a: number, b: number) {
    const out = new Float64Array(1);
    binaryLoops[op](out, Float64Array.of(a), Float64Array.of(b), 1);
    return out[0]!;
  },
  select(condition: number, whenTrue: number, otherwise: number) {
    const out = new Float64Array(1);
    selectLoop(out, Float64Array.of(condition), Float64Array.of(whenTrue), Float64Array.of(otherwise), 1);
    return out[0]!;
  },
});

/** The same arithmetic with one method per operation. Comparisons give 1 or 0, and NaN for NaN. */
export class Algebra<T> {
  readonly #on: Arithmetic<T>;

  constructor(on: Arithmetic<T>) {
    this.#on = on;
  }

  readonly constant = (value: number): T => this.#on.constant(value);
  readonly neg = (a: T): T => this.#on.unary('neg', a);
  readonly abs = (a: T): T => this.#on.unary('abs', a);
  readonly sqrt = (a: T): T => this.#on.unary('sqrt', a);
  readonly exp = (a: T): T => this.#on.unary('exp', a);
  readonly expm1 = (a: T): T => this.#on.unary('expm1', a);
  readonly log = (a: T): T => this.#on.unary('log', a);
  readonly log1p = (a: T): T => this.#on.unary('log1p', a);
  readonly tan = (a: T): T => this.#on.unary('tan', a);
  readonly trunc = (a: T): T => this.#on.unary('trunc', a);
  readonly floor = (a: T): T => this.#on.unary('floor', a);
  readonly ceil = (a: T): T => this.#on.unary('ceil', a);
  readonly normalCdf = (a: T): T => this.#on.unary('normalCdf', a);
  readonly normalQuantile = (a: T): T => this.#on.unary('normalQuantile', a);
  readonly add = (a: T, b: T): T => this.#on.binary('add', a, b);
  readonly sub = (a: T, b: T): T => this.#on.binary('sub', a, b);
  readonly mul = (a: T, b: T): T => this.#on.binary('mul', a, b);
  readonly div = (a: T, b: T): T => this.#on.binary('div', a, b);
  readonly atan2 = (a: T, b: T): T => this.#on.binary('atan2', a, b);
  readonly min = (a: T, b: T): T => this.#on.binary('min', a, b);
  readonly max = (a: T, b: T): T => this.#on.binary('max', a, b);
  readonly eq = (a: T, b: T): T => this.#on.binary('eq', a, b);
  readonly lt = (a: T, b: T): T => this.#on.binary('lt', a, b);
  readonly le = (a: T, b: T): T => this.#on.binary('le', a, b);
  readonly gt = (a: T, b: T): T => this.#on.binary('gt', a, b);
  readonly ge = (a: T, b: T): T => this.#on.binary('ge', a, b);
  readonly and = (a: T, b: T): T => this.#on.binary('and', a, b);
  readonly select = (condition: T, whenTrue: T, otherwise: T): T =>
    this.#on.select(condition, whenTrue, otherwise);
}

/** Formulas over numbers. */
export const numbers = new Algebra<number>(onNumbers);
