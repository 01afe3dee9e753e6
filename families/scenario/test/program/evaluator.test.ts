import * as fc from 'fast-check';
import { seedKey, uniformAt } from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { blockSize, createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { numbers } from '../expression/language.ts';
import { instructions, interpret, parameterCount, write } from './random.ts';

const settings = fc.array(numbers, { minLength: parameterCount, maxLength: parameterCount });
const seed = 11;

/** All output columns of a block, copied. */
function block(program: Program, parameters: readonly number[], first: number, count: number): number[][] {
  const evaluator = createEvaluator(program, { seed, parameters: Float64Array.from(parameters) });
  evaluator.evaluate(first, count);
  return program.outputs.map((_, output) => [...evaluator.column(output).subarray(0, count)]);
}

describe('random programs', () => {
  it('equal an interpretation of each instruction on its own, bit for bit', () => {
    const key = seedKey(seed);
    fc.assert(
      fc.property(instructions, settings, fc.nat(1e6), (list, parameters, first) => {
        const builder = new ProgramBuilder();
        const columns = block(builder.build(write(builder, list)), parameters, first, 3);
        for (let i = 0; i < 3; i++) {
          const row = columns.map((column) => column[i]);
          expect(row).toEqual(interpret(list, parameters, first + i, key));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('give the same bits when every operation has a buffer of its own', () => {
    fc.assert(
      fc.property(instructions, settings, fc.nat(1000), (list, parameters, choice) => {
        const builder = new ProgramBuilder();
        const refs = write(builder, list);
        const shared = builder.build([refs.at(-1)!, refs[choice % refs.length]]);
        const count = shared.operations.length;
        const apart = { ...shared, buffers: shared.operations.map((_, ref) => ref), bufferCount: count };
        expect(block(shared, parameters, 5, 40)).toEqual(block(apart, parameters, 5, 40));
      }),
      { numRuns: 400 },
    );
  });

  it('give the bits of a fresh build after a parameter change, and of one with the parameters folded in', () => {
    fc.assert(
      fc.property(instructions, settings, settings, (list, before, after) => {
        const builder = new ProgramBuilder();
        const program = builder.build(write(builder, list).slice(-4));
        const evaluator = createEvaluator(program, { seed, parameters: Float64Array.from(before) });
        evaluator.evaluate(0, 9);
        evaluator.setParameters(Float64Array.from(after));
        evaluator.evaluate(0, 9);
        const changed = program.outputs.map((_, output) => [...evaluator.column(output).subarray(0, 9)]);

        const fresh = new ProgramBuilder();
        expect(changed).toEqual(block(fresh.build(write(fresh, list).slice(-4)), after, 0, 9));
        const folded = new ProgramBuilder();
        expect(changed).toEqual(block(folded.build(write(folded, list, after).slice(-4)), [], 0, 9));
      }),
      { numRuns: 300 },
    );
  });

  it('give the same bits however the iterations are split into blocks and in whatever order', () => {
    fc.assert(
      fc.property(instructions, settings, fc.integer({ min: 1, max: 63 }), (list, parameters, cut) => {
        const builder = new ProgramBuilder();
        const program = builder.build(write(builder, list).slice(-1));
        const [whole] = block(program, parameters, 0, 64);
        const evaluator = createEvaluator(program, { seed, parameters: Float64Array.from(parameters) });
        const part = (first: number, count: number): number[] => {
          evaluator.evaluate(first, count);
          return [...evaluator.column(0).subarray(0, count)];
        };
        const second = part(cut, 64 - cut);
        expect([...part(0, cut), ...second]).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

describe('evaluator', () => {
  it('draws each uniform by seed, stream, iteration and draw alone', () => {
    const builder = new ProgramBuilder();
    const program = builder.build([builder.uniform(5), builder.uniform(5, 1), builder.uniform(6)]);
    const columns = block(program, [], 1_000_000, blockSize);
    const key = seedKey(seed);
    for (let i = 0; i < blockSize; i++) {
      const expected = [[5, 0] as const, [5, 1] as const, [6, 0] as const].map(([stream, draw]) =>
        uniformAt(1_000_000 + i, stream, draw, key),
      );
      expect(columns.map((column) => column[i])).toEqual(expected);
    }
  });

  it('counts iterations beyond 32 bits', () => {
    const builder = new ProgramBuilder();
    const program = builder.build([builder.iteration()]);
    expect(block(program, [], 2 ** 40, 2)).toEqual([[2 ** 40, 2 ** 40 + 1]]);
  });

  it('evaluates run-invariant work once per parameter change', () => {
    let evaluations = 0;
    const counted = {
      key: 'counted',
      arity: 1,
      cost: 1,
      evaluate(out: Float64Array, [x]: readonly Float64Array[], count: number): void {
        evaluations += count;
        for (let i = 0; i < count; i++) out[i] = x[i] * 10;
      },
    };
    const builder = new ProgramBuilder();
    const hoisted = builder.call(counted, [builder.parameter(0)]);
    const program = builder.build([builder.binary('add', builder.iteration(), hoisted), hoisted]);
    const evaluator = createEvaluator(program, { seed, parameters: Float64Array.of(1) });
    for (let first = 0; first < 10; first++) evaluator.evaluate(first * blockSize, blockSize);
    expect(evaluations).toBe(1);
    evaluator.setParameters(Float64Array.of(2));
    evaluator.evaluate(0, 2);
    expect(evaluations).toBe(2);
    expect([...evaluator.column(0).subarray(0, 2)]).toEqual([20, 21]);
    expect([...evaluator.column(1).subarray(0, 2)]).toEqual([20, 20]);
  });

  it('keeps its own copy of the parameters', () => {
    const builder = new ProgramBuilder();
    const program = builder.build([builder.parameter(0)]);
    const parameters = Float64Array.of(3);
    const evaluator = createEvaluator(program, { seed, parameters });
    parameters[0] = 4;
    evaluator.evaluate(0, 1);
    expect(evaluator.column(0)[0]).toBe(3);
  });

  it('refuses too few parameters and blocks of the wrong size', () => {
    const builder = new ProgramBuilder();
    const program = builder.build([builder.parameter(1)]);
    const start = (count: number) => createEvaluator(program, { seed, parameters: new Float64Array(count) });
    expect(() => start(1)).toThrow('the program reads 2 parameters, 1 given');
    const evaluator = start(3);
    for (const count of [0, -1, blockSize + 1, NaN]) {
      expect(() => evaluator.evaluate(0, count)).toThrow(RangeError);
    }
  });

  it('never hands a kernel an output that is also an argument', () => {
    const builder = new ProgramBuilder();
    let shared = 0;
    const watchful = {
      key: 'watchful',
      arity: 2,
      cost: 1,
      evaluate(out: Float64Array, args: readonly Float64Array[]): void {
        if (args.includes(out)) shared++;
      },
    };
    let chain = builder.uniform(0);
    for (let i = 1; i < 20; i++) chain = builder.call(watchful, [chain, builder.uniform(i)]);
    block(builder.build([chain]), [], 0, 1);
    expect(shared).toBe(0);
  });
});
