// Writes arithmetic on two lanes as expressions: `f64x2.add(x, f64x2.mul(y, 2))` emits its operands, then f64x2.add.
// An expression used twice is computed twice; `let` computes it once into a variable of the enclosing `scope`.

import type { Callable, FunctionBody, Local, PlainOp } from '@holdfast/numerics';
import type { MemoryLayout } from './memory-layout.ts';

/** Emits code that leaves one v128 on the stack. */
export type Vector = (code: VectorCode) => void;

/** A vector, or one constant for both lanes: a number as a double, a bigint as 64 bits. */
export type Operand = Vector | number | bigint;

export class VectorCode {
  readonly body: FunctionBody;
  readonly layout: MemoryLayout;
  /** Vectors that are variables, one for each, so that `let` need not copy them. */
  readonly #variables = new Map<Local, Vector>();
  readonly #isVariable = new Set<Vector>();
  readonly #constants = new Map<Vector, number | bigint>();
  #scratch: Local[] = [];

  constructor(body: FunctionBody, layout: MemoryLayout) {
    this.body = body;
    this.layout = layout;
  }

  /** The function's argument of that number. */
  argument(position: number): Vector {
    return this.variable(this.body.arguments[position]!);
  }

  /** A local variable as a vector. */
  variable(local: Local): Vector {
    const known = this.#variables.get(local);
    if (known !== undefined) return known;
    const vector: Vector = ({ body }) => void body.get(local);
    this.#variables.set(local, vector);
    this.#isVariable.add(vector);
    return vector;
  }

  push(operand: Operand): void {
    if (typeof operand === 'function') operand(this);
    else this.body.i32(0).memory('v128.load', this.layout.constant(operand));
  }

  /** Computes once what may then be used often. Constants stay constants. */
  let(operand: Operand): Vector {
    if (typeof operand !== 'function') {
      const constant: Vector = (code) => code.push(operand);
      this.#constants.set(constant, operand);
      return constant;
    }
    if (this.#isVariable.has(operand) || this.#constants.has(operand)) return operand;
    const local = this.scratch('v128');
    operand(this);
    this.body.set(local);
    return this.variable(local);
  }

  /** The number an operand is in every iteration, as far as known while code is written. */
  constantOf(operand: Operand): number | undefined {
    const known = typeof operand === 'function' ? this.#constants.get(operand) : operand;
    return typeof known === 'number' ? known : undefined;
  }

  /** A variable that the enclosing scope gives back. */
  scratch(type: Local['type']): Local {
    const local = this.body.local(type);
    this.#scratch.push(local);
    return local;
  }

  /** Gives the scratch variables that `write` takes back when it is done; what it returns must not use them. */
  scope<Result>(write: () => Result): Result {
    const outer = this.#scratch;
    this.#scratch = [];
    const result = write();
    this.body.release(...this.#scratch);
    this.#scratch = outer;
    return result;
  }
}

/** A function of vectors as an expression: operands are evaluated once, scratch variables end with it. */
export function form<Operands extends readonly Operand[]>(
  write: (code: VectorCode, ...operands: { [K in keyof Operands]: Vector }) => Operand,
): (...operands: Operands) => Vector {
  return (...operands) =>
    (code) =>
      code.scope(() => {
        const held = operands.map((operand) => code.let(operand)) as { [K in keyof Operands]: Vector };
        code.push(write(code, ...held));
      });
}

/** The double at a constant address in both lanes. */
export function splat(address: number): Vector {
  return ({ body }) => void body.i32(0).memory('v128.load64_splat', address);
}

/** The 16 bytes at a constant address. */
export function loadAt(address: number): Vector {
  return ({ body }) => void body.i32(0).memory('v128.load', address);
}

/** The 16 bytes at `base + offset`. */
export function load(base: Local, offset = 0): Vector {
  return ({ body }) => void body.get(base).memory('v128.load', offset);
}

/** What a function of vectors returns. */
export function call(callee: Callable, ...operands: readonly Operand[]): Vector {
  return (code) => {
    for (const operand of operands) code.push(operand);
    code.body.call(callee);
  };
}

/** Parts of `a` and `b` by number, counted through both: 2 numbers pick 64-bit parts, 4 pick 32-bit parts. */
export function shuffle(a: Operand, b: Operand, ...parts: readonly number[]): Vector {
  return (code) => {
    code.push(a);
    code.push(b);
    code.body.shuffle(...parts);
  };
}

type Unary = (a: Operand) => Vector;
type Binary = (a: Operand, b: Operand) => Vector;

function unary(op: PlainOp): Unary {
  return (a) => (code) => {
    code.push(a);
    code.body.op(op);
  };
}

function binary(op: PlainOp): Binary {
  return (a, b) => (code) => {
    code.push(a);
    code.push(b);
    code.body.op(op);
  };
}

function shift(op: PlainOp): (a: Operand, count: number) => Vector {
  return (a, count) => (code) => {
    code.push(a);
    code.body.i32(count).op(op);
  };
}

/** Two doubles. Comparisons give all ones or zeros. */
export const f64x2 = {
  abs: unary('f64x2.abs'),
  neg: unary('f64x2.neg'),
  sqrt: unary('f64x2.sqrt'),
  ceil: unary('f64x2.ceil'),
  floor: unary('f64x2.floor'),
  trunc: unary('f64x2.trunc'),
  nearest: unary('f64x2.nearest'),
  add: binary('f64x2.add'),
  sub: binary('f64x2.sub'),
  mul: binary('f64x2.mul'),
  div: binary('f64x2.div'),
  min: binary('f64x2.min'),
  max: binary('f64x2.max'),
  pmin: binary('f64x2.pmin'),
  pmax: binary('f64x2.pmax'),
  eq: binary('f64x2.eq'),
  ne: binary('f64x2.ne'),
  lt: binary('f64x2.lt'),
  le: binary('f64x2.le'),
  gt: binary('f64x2.gt'),
  ge: binary('f64x2.ge'),
};

/** Two 64-bit whole numbers. */
export const i64x2 = {
  add: binary('i64x2.add'),
  sub: binary('i64x2.sub'),
  mul: binary('i64x2.mul'),
  eq: binary('i64x2.eq'),
  shl: shift('i64x2.shl'),
  shr_s: shift('i64x2.shr_s'),
  shr_u: shift('i64x2.shr_u'),
  extmul_low_i32x4_u: binary('i64x2.extmul_low_i32x4_u'),
  extmul_high_i32x4_u: binary('i64x2.extmul_high_i32x4_u'),
};

/** Four 32-bit whole numbers. */
export const i32x4 = {
  add: binary('i32x4.add'),
  sub: binary('i32x4.sub'),
  mul: binary('i32x4.mul'),
  shl: shift('i32x4.shl'),
  shr_s: shift('i32x4.shr_s'),
  shr_u: shift('i32x4.shr_u'),
};

/** Bits, without regard to lanes. */
export const v128 = {
  not: unary('v128.not'),
  and: binary('v128.and'),
  /** a and not b. */
  andnot: binary('v128.andnot'),
  or: binary('v128.or'),
  xor: binary('v128.xor'),
  /** Bits of `a` where the mask is 1, bits of `b` where it is 0. */
  bitselect(a: Operand, b: Operand, mask: Operand): Vector {
    return (code) => {
      code.push(a);
      code.push(b);
      code.push(mask);
      code.body.op('v128.bitselect');
    };
  },
};
