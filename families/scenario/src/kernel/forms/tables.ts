// Kernels that are described as data (`KernelForm`), step by step as their plain functions. Rows are clamped to the table.

import { tailMax, tailMin } from '@holdfast/numerics';
import type { KernelForm } from '../../program/operations.ts';
import { rows } from '../gather.ts';
import type { Rows } from '../gather.ts';
import { f64x2, i64x2, v128 } from '../vector-code.ts';
import type { Operand, Vector, VectorCode } from '../vector-code.ts';
import { two52 } from './double-bits.ts';
import { linear } from './double-double.ts';
import { called, inlined } from './form.ts';
import type { Form } from './form.ts';

const { add, floor, mul, pmax, pmin, sub } = f64x2;

/** Most steps that are compared one after the other, without a search. */
const chainMax = 10;

type Of<Kind extends KernelForm['kind']> = KernelForm & { readonly kind: Kind };

const orNaN = (value: Operand, u: Vector): Vector => v128.or(value, f64x2.ne(u, u));

/** The polynomial of degree 7 in t whose coefficients a row holds; the first is added last. */
export function polynomial(code: VectorCode, row: Rows, t: Vector): Vector {
  const t2 = code.let(mul(t, t));
  const [c0, c1] = row.two(0);
  const [c2, c3] = row.two(2);
  const [c4, c5] = row.two(4);
  const [c6, c7] = row.two(6);
  const low = add(mul(t, c1), mul(t2, linear(c2, c3, t)));
  const rest = add(linear(c4, c5, t), mul(t2, linear(c6, c7, t)));
  return add(c0, add(low, mul(mul(t2, t2), rest)));
}

/** `a` of (0, 1/2) by its octave above 2^-53 and 2^fractionBits parts of it: the byte offset of its row of 8 coefficients. */
export function segmentOffset(a: Vector, fractionBits: number): Vector {
  const first = (1023 - 53) << (fractionBits + 6);
  return i64x2.sub(v128.andnot(i64x2.shr_u(a, 46 - fractionBits), 63n), BigInt(first));
}

/** The bits of `a` below its segment's, as a double of 1 .. 2. */
export function fractionOf(a: Vector, fractionBits: number): Vector {
  return v128.or(v128.and(a, (1n << BigInt(52 - fractionBits)) - 1n), 1);
}

function segments({ coefficients, fractionBits }: Of<'segments'>): Form {
  const ofTail = (code: VectorCode, u: Vector, a: Vector): Vector => {
    const upperHalf = v128.and(f64x2.ge(u, 0.5), BigInt(coefficients.byteLength / 2));
    const row = rows(code, coefficients, i64x2.add(segmentOffset(a, fractionBits), upperHalf));
    const middle = 1 + 0.5 / (1 << fractionBits);
    const t = code.let(sub(fractionOf(a, fractionBits), middle));
    return polynomial(code, row, t);
  };
  return {
    ...inlined(2.2, (code, u) =>
      orNaN(ofTail(code, u, code.let(pmax(tailMin, pmin(tailMax, pmin(u, sub(1, u)))))), u),
    ),
    of: { uniform: (code, u) => ofTail(code, u, code.let(pmin(u, sub(1, u)))) },
  };
}

/** floor(u * count) within 0 .. count - 1, times `width`, in the low bits of each lane. */
function cellOffset(u: Vector, count: number, width: number): Vector {
  const cell = pmax(0, pmin(count - 1, floor(mul(u, count))));
  return add(mul(cell, width), two52);
}

function gather({ values }: Of<'gather'>): Form {
  return inlined(1.5, (code, u) => orNaN(rows(code, values, cellOffset(u, values.length, 8)).one(0), u));
}

/** Each step passed takes the place of the one before. */
function chain({ values, cumulative }: Of<'steps'>): Form {
  const uniform = (code: VectorCode, u: Vector): Vector => {
    let value: Vector = code.let(values[0]!);
    for (let i = 1; i < values.length; i++) {
      value = v128.bitselect(values[i]!, value, f64x2.gt(u, cumulative[i - 1]!));
    }
    return value;
  };
  return { ...inlined(0.3 * values.length, (code, u) => orNaN(uniform(code, u), u)), of: { uniform } };
}

/** From the guide's step upwards, one lane after the other. */
function search({ values, cumulative, guide }: Of<'steps'>): Form {
  return called(5, (code, u) => {
    const { body, layout } = code;
    const cells = code.let(cellOffset(u, guide.length, 4));
    const at = code.scratch('i32');
    const lane = (number: 0 | 1): void => {
      code.push(cells);
      body.lane('i32x4.extract_lane', 2 * number).memory('i32.load', layout.place(guide));
      body.i32(3).op('i32.shl').set(at);
      body.loop((again) => {
        body.get(at).memory('f64.load', layout.place(cumulative));
        code.push(u);
        body.lane('f64x2.extract_lane', number).op('f64.lt');
        body
          .get(at)
          .i32(8 * (values.length - 1))
          .op('i32.lt_u', 'i32.and');
        body.if(() => body.get(at).i32(8).op('i32.add').set(at).branch(again));
      });
      body.get(at).memory('f64.load', layout.place(values));
    };
    return orNaN(() => {
      lane(0);
      body.op('f64x2.splat');
      lane(1);
      body.lane('f64x2.replace_lane', 1);
    }, u);
  });
}

/** The form of a kernel as vector code. */
export function tableForm(form: KernelForm): Form {
  if (form.kind === 'segments') return segments(form);
  if (form.kind === 'gather') return gather(form);
  return form.values.length <= chainMax ? chain(form) : search(form);
}
