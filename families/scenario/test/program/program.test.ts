import * as exact from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { binaryLoops, unaryLoops } from '../../src/program/loops.ts';
import { binaryOps, unaryOps } from '../../src/program/operations.ts';
import { createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder } from '../../src/program/program.ts';
import type { BinaryOp, Kernel, Program, Ref, UnaryOp } from '../../src/program/program.ts';

const special = [
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  1.5,
  3,
  0.1,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  4503599627370495.5,
  2 ** 53 + 2,
  1e154,
  1e-162,
];

const kernel = (key: string, arity: number, evaluate: Kernel['evaluate']): Kernel => ({
  key,
  arity,
  cost: 1,
  evaluate,
});

const fill: Kernel['evaluate'] = (out) => void out.fill(1);

const kinds = (program: Program): readonly string[] =>
  program.operations.map((operation) => ('op' in operation ? operation.op : operation.kind));

/** The raw loop, without any rewriting. */
function raw(op: UnaryOp | BinaryOp, x: number, y: number): number {
  const out = new Float64Array(1);
  if (op in unaryLoops) unaryLoops[op as UnaryOp](out, Float64Array.of(x), 1);
  else binaryLoops[op as BinaryOp](out, Float64Array.of(x), Float64Array.of(y), 1);
  return out[0];
}

function run(builder: ProgramBuilder, output: Ref, parameters: readonly number[]): number {
  const evaluator = createEvaluator(builder.build([output]), {
    seed: 1,
    parameters: Float64Array.from(parameters),
  });
  evaluator.evaluate(0, 1);
  return evaluator.column(0)[0];
}

describe('folding and rewriting', () => {
  it.each(unaryOps)('%s of a constant is folded to the bits the loop gives', (op) => {
    for (const x of special) {
      const builder = new ProgramBuilder();
      const ref = builder.unary(op, builder.constant(x));
      expect(builder.constantOf(ref), `${op} ${x}`).toBe(raw(op, x, 0));
    }
  });

  it.each(binaryOps)('%s gives the bits of its loop with constant and with hoisted operands', (op) => {
    for (const x of special) {
      for (const y of special) {
        const expected = raw(op, x, y);
        const builder = new ProgramBuilder();
        const [cx, cy, px, py] = [
          builder.constant(x),
          builder.constant(y),
          builder.parameter(0),
          builder.parameter(1),
        ];
        const values = [
          builder.constantOf(builder.binary(op, cx, cy)),
          run(builder, builder.binary(op, px, py), [x, y]),
          run(builder, builder.binary(op, px, cy), [x, y]),
          run(builder, builder.binary(op, cx, py), [x, y]),
        ];
        if (!values.every((value) => Object.is(value, expected))) {
          expect(values, `${x} ${op} ${y}`).toEqual([expected, expected, expected, expected]);
        }
      }
    }
  });

  it('turns squares into products and square roots into roots', () => {
    const builder = new ProgramBuilder();
    const x = builder.uniform(1);
    const square = builder.build([builder.binary('pow', x, builder.constant(2))]);
    expect(kinds(square)).toEqual(['uniform', 'mul']);
    const root = builder.build([builder.binary('pow', x, builder.constant(0.5))]);
    expect(kinds(root)).toContain('sqrt');
    expect(kinds(root)).not.toContain('pow');
  });

  it('gives an exponent known only at run time the same product and root', () => {
    const values = Array.from({ length: 5000 }, (_, i) => 1 + i * 0.0123456789);
    expect(values.filter((x) => raw('pow', x, 2) !== x * x)).toEqual([]);
    expect(values.filter((x) => raw('pow', x, 0.5) !== Math.sqrt(x))).toEqual([]);
    expect(
      values.some((x) => exact.pow(x, 2) !== x * x),
      'the rule is needed',
    ).toBe(true);
  });

  it('drops operations that change nothing and keeps those that change a zero', () => {
    const builder = new ProgramBuilder();
    const x = builder.uniform(1);
    const [zero, minusZero, one] = [builder.constant(0), builder.constant(-0), builder.constant(1)];
    expect(builder.binary('mul', one, x)).toBe(x);
    expect(builder.binary('div', x, one)).toBe(x);
    expect(builder.binary('sub', x, zero)).toBe(x);
    expect(builder.binary('add', x, minusZero)).toBe(x);
    expect(builder.unary('neg', builder.unary('neg', x))).toBe(x);
    expect(builder.select(one, x, zero)).toBe(x);
    expect(builder.select(zero, one, x)).toBe(x);
    expect(builder.constantOf(builder.select(builder.constant(NaN), zero, x))).toBeNaN();
    expect(builder.select(builder.uniform(2), x, x)).not.toBe(x);
    expect(builder.constantOf(builder.binary('and', x, zero))).toBe(0);
    expect(builder.constantOf(builder.binary('or', one, x))).toBe(1);
    expect(builder.binary('add', x, zero)).not.toBe(x);
    expect(builder.binary('sub', x, minusZero)).not.toBe(x);
    expect(builder.binary('mul', x, zero)).not.toBe(zero);
  });

  it('folds a pure kernel of constants', () => {
    const builder = new ProgramBuilder();
    const double = kernel('double', 1, (out, [x]) => void (out[0] = x[0] * 2));
    expect(builder.constantOf(builder.call(double, [builder.constant(4)]))).toBe(8);
  });

  it('refuses a call with the wrong number of arguments', () => {
    const builder = new ProgramBuilder();
    const none = kernel('two', 2, () => undefined);
    expect(() => builder.call(none, [builder.iteration()])).toThrow(RangeError);
  });
});

describe('sharing', () => {
  it('writes equal operations once, in either order where order does not matter', () => {
    const builder = new ProgramBuilder();
    const [x, y] = [builder.uniform(1), builder.uniform(1, 1)];
    expect(x).not.toBe(y);
    expect(builder.uniform(1)).toBe(x);
    expect(builder.iteration()).toBe(builder.iteration());
    expect(builder.binary('add', x, y)).toBe(builder.binary('add', y, x));
    expect(builder.binary('sub', x, y)).not.toBe(builder.binary('sub', y, x));
    expect(builder.constant(NaN)).toBe(builder.constant(NaN));
    expect(builder.constant(0)).not.toBe(builder.constant(-0));
    expect(builder.constant(0.1 + 0.2)).not.toBe(builder.constant(0.3));
  });

  it('shares calls by kernel key and arguments only', () => {
    const builder = new ProgramBuilder();
    const x = builder.uniform(1);
    const ref = builder.call(kernel('one 1', 1, fill), [x]);
    expect(builder.call(kernel('one 1', 1, fill), [x])).toBe(ref);
    expect(builder.call(kernel('one', 1, fill), [x])).not.toBe(ref);
    expect(builder.call(kernel('one 1', 1, fill), [builder.iteration()])).not.toBe(ref);
  });
});

describe('laying out', () => {
  it('leaves out what no output needs', () => {
    const builder = new ProgramBuilder();
    const kept = builder.unary('exp', builder.uniform(1));
    builder.unary('log', builder.uniform(2));
    builder.binary('mul', kept, builder.parameter(7));
    const program = builder.build([kept]);
    expect(kinds(program)).toEqual(['uniform', 'exp']);
    expect(program.parameterCount).toBe(0);
    expect(program.bufferCount).toBe(1);
  });

  it('puts run-invariant work first and gives it no buffer', () => {
    const builder = new ProgramBuilder();
    const x = builder.uniform(1);
    const rate = builder.unary('exp', builder.binary('mul', builder.parameter(2), builder.constant(3)));
    const program = builder.build([builder.binary('mul', x, rate)]);
    expect(kinds(program)).toEqual(['parameter', 'constant', 'mul', 'exp', 'uniform', 'mul']);
    expect(program.invariantCount).toBe(4);
    expect(program.buffers).toEqual([-1, -1, -1, -1, 0, 0]);
    expect(program.parameterCount).toBe(3);
  });

  it('needs few buffers however long the chain, and keeps one per output', () => {
    const builder = new ProgramBuilder();
    let chain = builder.uniform(0);
    for (let i = 1; i < 500; i++) chain = builder.binary('add', chain, builder.uniform(i));
    expect(builder.build([chain]).bufferCount).toBe(2);
    const outputs = Array.from({ length: 5 }, (_, i) => builder.uniform(i));
    expect(builder.build(outputs).bufferCount).toBe(5);
  });

  it('freezes everything and leaves the builder usable', () => {
    const builder = new ProgramBuilder();
    const x = builder.unary('exp', builder.uniform(1));
    const program = builder.build([x]);
    for (const part of [program, program.operations, program.outputs, program.buffers]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    for (const operation of program.operations) {
      expect(Object.isFrozen(operation) && Object.isFrozen(operation.operands)).toBe(true);
    }
    expect(kinds(builder.build([builder.unary('log', x)]))).toEqual(['uniform', 'exp', 'log']);
  });
});
