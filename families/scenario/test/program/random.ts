// Random programs, and what each operation means for single numbers, read without the builder, the loops or the scheduler.

import * as fc from 'fast-check';
import { normalCdf, normalQuantile, uniformAt } from '@holdfast/numerics';
import type { StreamKey } from '@holdfast/numerics';
import { binaryOps, unaryOps } from '../../src/program/operations.ts';
import type { BinaryOp, Kernel, UnaryOp } from '../../src/program/operations.ts';
import type { ProgramBuilder, Ref } from '../../src/program/program.ts';
import { choice, functions, infix, negation, numbers } from '../expression/language.ts';

type Pick = readonly number[];

/** One instruction; picks are reduced modulo the number of instructions before it. */
export type Instruction =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'iteration' }
  | { readonly kind: 'uniform'; readonly stream: number; readonly draw: number }
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly picks: Pick }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly picks: Pick }
  | { readonly kind: 'select'; readonly picks: Pick }
  | { readonly kind: 'call'; readonly picks: Pick };

export const parameterCount = 3;

/** x + y * 2, written so that it goes wrong when `out` shares memory with an argument. */
export const scrambled: Kernel = {
  key: 'test scrambled',
  arity: 2,
  cost: 1,
  evaluate(out, [x, y], count) {
    for (let i = 0; i < count; i++) out[i] = y[i] * 2;
    for (let i = 0; i < count; i++) out[i] = x[i] + out[i];
  },
};

const picks = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000));

export const instructions: fc.Arbitrary<readonly Instruction[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: numbers.map((value): Instruction => ({ kind: 'constant', value })) },
    {
      weight: 1,
      arbitrary: fc.nat(parameterCount - 1).map((index): Instruction => ({ kind: 'parameter', index })),
    },
    { weight: 1, arbitrary: fc.constant<Instruction>({ kind: 'iteration' }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.nat(2), fc.nat(1))
        .map(([stream, draw]): Instruction => ({ kind: 'uniform', stream, draw })),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...unaryOps), picks)
        .map(([op, picks]): Instruction => ({ kind: 'unary', op, picks })),
    },
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...binaryOps), picks)
        .map(([op, picks]): Instruction => ({ kind: 'binary', op, picks })),
    },
    { weight: 2, arbitrary: picks.map((picks): Instruction => ({ kind: 'select', picks })) },
    { weight: 1, arbitrary: picks.map((picks): Instruction => ({ kind: 'call', picks })) },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);

/** Writes the instructions after those written `before`; parameters become constants when their values are given. */
export function write(
  builder: ProgramBuilder,
  list: readonly Instruction[],
  known?: readonly number[],
  before: readonly Ref[] = [],
): readonly Ref[] {
  const refs: Ref[] = [...before];
  const at = (pick: number): Ref => refs[pick % refs.length] ?? builder.constant(1);
  for (const item of list) {
    if (item.kind === 'constant') refs.push(builder.constant(item.value));
    else if (item.kind === 'iteration') refs.push(builder.iteration());
    else if (item.kind === 'uniform') refs.push(builder.uniform(item.stream, item.draw));
    else if (item.kind === 'parameter') {
      refs.push(known === undefined ? builder.parameter(item.index) : builder.constant(known[item.index]));
    } else {
      const [a, b, c] = item.picks.map(at);
      if (item.kind === 'unary') refs.push(builder.unary(item.op, a));
      else if (item.kind === 'binary') refs.push(builder.binary(item.op, a, b));
      else if (item.kind === 'select') refs.push(builder.select(a, b, c));
      else refs.push(builder.call(scrambled, [a, b]));
    }
  }
  return refs;
}

const binaryMeaning: Readonly<Record<BinaryOp, (x: number, y: number) => number>> = {
  add: infix['+'],
  sub: infix['-'],
  mul: infix['*'],
  div: infix['/'],
  rem: infix['%'],
  pow: infix['^'],
  atan2: functions['atan2'],
  hypot,
  min: Math.min,
  max: Math.max,
  eq: infix['=='],
  ne: infix['!='],
  lt: infix['<'],
  le: infix['<='],
  gt: infix['>'],
  ge: infix['>='],
  and: infix['&&'],
  or: infix['||'],
};

/** The same scaling by branches of its own; powers of two are exact, so any adequate power gives the same bits. */
function hypot(x: number, y: number): number {
  if (Math.abs(x) === Infinity || Math.abs(y) === Infinity) return Infinity;
  const large = Math.max(Math.abs(x), Math.abs(y));
  const scale = large > 2 ** 500 ? 2 ** 600 : large < 2 ** -450 ? 2 ** -600 : 1;
  return Math.sqrt((x / scale) ** 2 + (y / scale) ** 2) * scale;
}

function unaryMeaning(op: UnaryOp, x: number): number {
  if (op === 'neg') return -x;
  if (op === 'not') return negation(x);
  if (op === 'normalCdf') return normalCdf(x);
  if (op === 'normalQuantile') return normalQuantile(x);
  return functions[op](x);
}

/** Value of one instruction; `at` gives those of earlier ones by pick. */
export function meaning(
  item: Instruction,
  at: (pick: number) => number,
  parameters: readonly number[],
  iteration: number,
  key: StreamKey,
): number {
  if (item.kind === 'constant') return item.value;
  if (item.kind === 'parameter') return parameters[item.index];
  if (item.kind === 'iteration') return iteration;
  if (item.kind === 'uniform') return uniformAt(iteration, item.stream, item.draw, key);
  const [a, b, c] = item.picks.map(at) as [number, number, number];
  if (item.kind === 'unary') return unaryMeaning(item.op, a);
  if (item.kind === 'binary') return binaryMeaning[item.op](a, b);
  if (item.kind === 'select') return choice(a, b, c);
  return a + b * 2;
}

/** Values of all instructions in one iteration. */
export function interpret(
  list: readonly Instruction[],
  parameters: readonly number[],
  iteration: number,
  key: StreamKey,
): readonly number[] {
  const values: number[] = [];
  const at = (pick: number): number => values[pick % values.length] ?? 1;
  for (const item of list) values.push(meaning(item, at, parameters, iteration, key));
  return values;
}
