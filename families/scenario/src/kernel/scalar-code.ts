// Arithmetic on single doubles as expressions, in the order in which they are written: `add(a, mul(b, c))`.

import type { FunctionBody, Local, PlainOp } from '@holdfast/numerics';

/** Emits code that leaves one f64 on the stack. */
export type Scalar = (body: FunctionBody) => void;

function binary(op: PlainOp): (a: Scalar, b: Scalar) => Scalar {
  return (a, b) => (body) => {
    a(body);
    b(body);
    body.op(op);
  };
}

export const f64 = {
  add: binary('f64.add'),
  sub: binary('f64.sub'),
  mul: binary('f64.mul'),
  div: binary('f64.div'),
  min: binary('f64.min'),
  max: binary('f64.max'),
  constant:
    (value: number): Scalar =>
    (body) =>
      void body.f64(value),
  variable:
    (local: Local): Scalar =>
    (body) =>
      void body.get(local),
  load:
    (base: Local, offset: number): Scalar =>
    (body) =>
      void body.get(base).memory('f64.load', offset),
  /** Of a vector variable. */
  lane:
    (vector: Local, lane: 0 | 1): Scalar =>
    (body) =>
      void body.get(vector).lane('f64x2.extract_lane', lane),
};

/** Computes into a new variable. */
export function held(body: FunctionBody, value: Scalar): Scalar {
  const local = body.local('f64');
  value(body);
  body.set(local);
  return f64.variable(local);
}

export function store(body: FunctionBody, base: Local, offset: number, value: Scalar): void {
  body.get(base);
  value(body);
  body.memory('f64.store', offset);
}
