import * as fc from 'fast-check';
import { seedKey } from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder } from '../../src/program/program.ts';
import type { Program, Ref } from '../../src/program/program.ts';
import { numbers } from '../expression/language.ts';
import { interpretLooped, looped, writeLooped } from './looped.ts';
import { parameterCount } from './random.ts';

const seed = 11;
const settings = fc.array(numbers, { minLength: parameterCount, maxLength: parameterCount });

function block(program: Program, parameters: readonly number[], first: number, count: number): number[][] {
  const evaluator = createEvaluator(program, { seed, parameters: Float64Array.from(parameters) });
  evaluator.evaluate(first, count);
  return program.outputs.map((_, output) => [...evaluator.column(output).subarray(0, count)]);
}

const kinds = (program: Program, from = 0, to = program.operations.length): readonly string[] =>
  program.operations.slice(from, to).map((operation) => ('op' in operation ? operation.op : operation.kind));

function solving(rule: { tolerance?: number; damping?: number; most?: number } = {}) {
  const builder = new ProgramBuilder();
  const loop = builder.loop({ kind: 'solve', tolerance: 1e-12, damping: 1, most: 200, ...rule });
  return { builder, loop };
}

describe('random programs with loops', () => {
  it('equal a reading of every value as a function of its step, bit for bit', () => {
    const key = seedKey(seed);
    let loops = 0;
    fc.assert(
      fc.property(looped, settings, fc.nat(1e6), fc.nat(1000), (list, parameters, first, choice) => {
        const builder = new ProgramBuilder();
        const written = writeLooped(builder, list);
        const wanted = [...written.refs.keys()].filter((place) => (place * 7 + choice) % 5 === 0);
        const program = builder.build(wanted.map((place) => written.refs[place]));
        loops += program.loops.length;
        const columns = block(program, parameters, first, 4);
        for (let i = 0; i < 4; i++) {
          const meant = interpretLooped(written, parameters, first + i, key);
          expect(columns.map((column) => column[i])).toEqual(wanted.map((place) => meant[place]));
        }
      }),
      { numRuns: 250 },
    );
    expect(loops).toBeGreaterThan(200);
  });

  it('give the same bits when every operation has a buffer of its own', () => {
    fc.assert(
      fc.property(looped, settings, fc.nat(1000), (list, parameters, choice) => {
        const builder = new ProgramBuilder();
        const { refs } = writeLooped(builder, list);
        const shared = builder.build([refs.at(-1)!, refs[choice % refs.length]]);
        const count = shared.operations.length;
        const apart = { ...shared, buffers: shared.operations.map((_, ref) => ref), bufferCount: count };
        expect(block(shared, parameters, 5, 40)).toEqual(block(apart, parameters, 5, 40));
      }),
      { numRuns: 300 },
    );
  });

  it('give the same bits however the iterations are split into blocks', () => {
    fc.assert(
      fc.property(looped, settings, fc.integer({ min: 1, max: 63 }), (list, parameters, cut) => {
        const builder = new ProgramBuilder();
        const program = builder.build(writeLooped(builder, list).refs.slice(-1));
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

describe('time loops', () => {
  it('carry values from step to step and hand out any step', () => {
    const builder = new ProgramBuilder();
    const time = builder.loop({ kind: 'time', steps: 4 });
    const sum = builder.carried(time, builder.constant(10));
    const next = builder.binary('add', sum, builder.step(time));
    builder.carry(sum, next);
    const taps = [0, 1, 2, 3].map((step) => builder.tap(time, step, next));
    expect(block(builder.build([sum, next, ...taps]), [], 0, 1).flat()).toEqual([13, 16, 10, 11, 13, 16]);
  });

  it('draw anew in each step, by seed, stream, iteration and draw plus step', () => {
    const builder = new ProgramBuilder();
    const time = builder.loop({ kind: 'time', steps: 3 });
    const drawn = builder.uniform(5, 0, time);
    const taps = [0, 1, 2].map((step) => builder.tap(time, step, drawn));
    const plain = [0, 1, 2].map((draw) => builder.uniform(5, draw));
    const columns = block(builder.build([...taps, ...plain]), [], 1000, 20);
    expect(columns.slice(0, 3)).toEqual(columns.slice(3));
  });

  it('let values become each other in a ring', () => {
    const builder = new ProgramBuilder();
    const time = builder.loop({ kind: 'time', steps: 3 });
    const [a, b, c] = [1, 2, 3].map((value) => builder.carried(time, builder.constant(value))) as [
      Ref,
      Ref,
      Ref,
    ];
    builder.carry(a, b);
    builder.carry(b, c);
    builder.carry(c, a);
    const taps = [0, 1, 2].flatMap((step) => [a, b, c].map((ref) => builder.tap(time, step, ref)));
    expect(block(builder.build(taps), [], 0, 1).flat()).toEqual([1, 2, 3, 2, 3, 1, 3, 1, 2]);
  });

  it('compute nothing in a loop that could stand outside', () => {
    const builder = new ProgramBuilder();
    const time = builder.loop({ kind: 'time', steps: 9 });
    const rate = builder.unary('exp', builder.parameter(0));
    const start = builder.unary('log', builder.uniform(1));
    const value = builder.carried(time, start);
    const next = builder.binary('mul', value, rate);
    builder.carry(value, next);
    const program = builder.build([builder.unary('sqrt', next)]);
    const { from, to } = program.loops[0];
    expect(kinds(program, 0, program.invariantCount)).toEqual(['parameter', 'exp']);
    expect(kinds(program, program.invariantCount, from)).toEqual(['uniform', 'log']);
    expect(kinds(program, from, to)).toEqual(['carried', 'mul']);
    expect(kinds(program, to)).toEqual(['sqrt']);
  });

  it('are run-invariant as a whole when nothing inside depends on the iteration', () => {
    const builder = new ProgramBuilder();
    const time = builder.loop({ kind: 'time', steps: 3 });
    const value = builder.carried(time, builder.parameter(0));
    builder.carry(value, builder.binary('mul', value, builder.constant(2)));
    const program = builder.build([value]);
    expect(program.invariantCount).toBe(program.operations.length);
    expect(program.bufferCount).toBe(0);
    const evaluator = createEvaluator(program, { seed, parameters: Float64Array.of(5) });
    evaluator.evaluate(0, 3);
    expect([...evaluator.column(0).subarray(0, 3)]).toEqual([20, 20, 20]);
    evaluator.setParameters(Float64Array.of(1));
    expect([...evaluator.column(0).subarray(0, 3)]).toEqual([4, 4, 4]);
  });

  it('refuse a value that is never carried on', () => {
    const builder = new ProgramBuilder();
    const value = builder.carried(builder.loop({ kind: 'time', steps: 2 }), builder.constant(0));
    expect(() => builder.build([value])).toThrow('never carried on');
  });
});

describe('solve loops', () => {
  it('find x = 0.5 x + 10', () => {
    const { builder, loop } = solving();
    const x = builder.carried(loop, builder.constant(0));
    const next = builder.binary('add', builder.binary('mul', x, builder.constant(0.5)), builder.constant(10));
    builder.carry(x, next);
    const [[found], [solved]] = block(builder.build([next, builder.solved(loop)]), [], 0, 1);
    expect(found).toBeCloseTo(20, 10);
    expect(solved).toBe(1);
  });

  it('find with damping what plain passes do not', () => {
    for (const [damping, expected] of [
      [1, 0],
      [0.4, 1],
    ] as const) {
      const { builder, loop } = solving({ damping });
      const x = builder.carried(loop, builder.constant(1));
      const next = builder.binary('sub', builder.constant(6), builder.binary('mul', x, builder.constant(2)));
      builder.carry(x, next);
      const [[found], [solved]] = block(builder.build([next, builder.solved(loop)]), [], 0, 1);
      expect(solved).toBe(expected);
      if (expected === 1) expect(found).toBeCloseTo(2, 9);
    }
  });

  it('are unsolved where a value is not finite', () => {
    const { builder, loop } = solving();
    const x = builder.carried(loop, builder.constant(1));
    builder.carry(x, builder.binary('div', x, builder.parameter(0)));
    expect(block(builder.build([builder.solved(loop)]), [0], 0, 1).flat()).toEqual([0]);
    expect(block(builder.build([builder.solved(loop)]), [1], 0, 1).flat()).toEqual([1]);
  });

  it('give each iteration of a block of easy and hard ones what it gets alone', () => {
    const { builder, loop } = solving({ most: 60 });
    // Slopes from 0 to 1.25: some come to rest at once, some late, some never.
    const slope = builder.binary('mul', builder.uniform(1), builder.constant(1.25));
    const x = builder.carried(loop, builder.uniform(2));
    const next = builder.binary(
      'add',
      builder.binary('mul', slope, builder.unary('sin', x)),
      builder.uniform(3),
    );
    builder.carry(x, next);
    const slowly = builder.binary('mul', slope, x);
    const program = builder.build([next, slowly, builder.solved(loop)]);
    const together = block(program, [], 0, 256);
    const share = together[2].reduce((sum, solved) => sum + solved, 0) / 256;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(1);
    for (let i = 0; i < 256; i++) {
      const alone = block(program, [], i, 1).flat();
      expect(alone).toEqual(together.map((column) => column[i]));
    }
  });

  it('stand outside a time loop they do not depend on, and inside one they do', () => {
    const { builder } = solving();
    const time = builder.loop({ kind: 'time', steps: 3 });
    const solved = [builder.constant(4), builder.step(time)].map((offset) => {
      const loop = builder.loop({ kind: 'solve', tolerance: 1e-12, damping: 1, most: 200 });
      const x = builder.carried(loop, builder.uniform(1));
      const next = builder.binary('add', builder.binary('mul', x, builder.constant(0.5)), offset);
      builder.carry(x, next);
      return next;
    });
    const sum = builder.carried(time, builder.constant(0));
    builder.carry(
      sum,
      solved.reduce((left, right) => builder.binary('add', left, right), sum),
    );
    const program = builder.build([sum]);
    const outer = program.loops.find(({ kind }) => kind === 'time')!;
    const places = program.loops
      .filter(({ kind }) => kind === 'solve')
      .map(({ from, to }) =>
        to <= outer.from ? 'before' : from >= outer.from && to <= outer.to ? 'inside' : 'after',
      );
    expect(places).toEqual(['before', 'inside']);
    expect(block(program, [], 0, 1)[0][0]).toBeCloseTo(8 + 0 + 8 + 2, 9);
  });
});
