// Kernels against the plain back end: every column, tally, partial and snapshot has the same bits.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgramBuilder } from '../../src/program/program.ts';
import { chunkLength } from '../../src/tally.ts';
import { looped, writeLooped } from '../program/looped.ts';
import { instructions, write } from '../program/random.ts';
import { both, planOf, sampled, settings, spanOf } from './plans.ts';

describe('kernels of random programs', () => {
  it('fill the columns of the plain back end', () => {
    fc.assert(
      fc.property(instructions, settings, fc.nat(1e6), (list, parameters, block) => {
        const builder = new ProgramBuilder();
        const plan = planOf(write(builder, list), builder);
        const [plain, kernel] = both(plan, parameters);
        const first = 256 * block;
        expect(sampled(kernel, plan, first, 300)).toEqual(sampled(plain, plan, first, 300));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('give the tallies of the plain back end, for whole and cut chunks, kept and counted values', () => {
    const span = fc.record({
      chunk: fc.constantFrom(0, 1, 3, 4, 1000),
      count: fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.constant(chunkLength + 700)),
    });
    fc.assert(
      fc.property(instructions, settings, span, (list, parameters, { chunk, count }) => {
        const builder = new ProgramBuilder();
        const plan = planOf(write(builder, list), builder);
        const [plain, kernel] = both(plan, parameters);
        const first = chunk * chunkLength;
        expect(spanOf(kernel, plan, first, count)).toEqual(spanOf(plain, plan, first, count));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('follow a change of parameters without being compiled again', () => {
    fc.assert(
      fc.property(instructions, settings, settings, (list, before, after) => {
        const builder = new ProgramBuilder();
        const plan = planOf(write(builder, list), builder);
        const [plain, kernel] = both(plan, before);
        for (const parameters of [before, after, before]) {
          for (const computer of [plain, kernel]) computer.setParameters(Float64Array.from(parameters));
          expect(spanOf(kernel, plan, 0, 600)).toEqual(spanOf(plain, plan, 0, 600));
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe('kernels of random programs with loops', () => {
  it('fill the columns of the plain back end', () => {
    let loops = 0;
    fc.assert(
      fc.property(looped, settings, fc.nat(1e6), (list, parameters, block) => {
        const builder = new ProgramBuilder();
        const plan = planOf(writeLooped(builder, list).refs, builder);
        loops += plan.program.loops.length;
        const [plain, kernel] = both(plan, parameters);
        const first = 256 * block;
        expect(sampled(kernel, plan, first, 300)).toEqual(sampled(plain, plan, first, 300));
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(loops).toBeGreaterThan(50);
  });

  it('keep only what is read, and share the places of columns', () => {
    fc.assert(
      fc.property(looped, settings, fc.nat(1000), (list, parameters, choice) => {
        const builder = new ProgramBuilder();
        const { refs } = writeLooped(builder, list);
        const plan = planOf([refs.at(-1)!, refs[choice % refs.length]], builder);
        const [plain, kernel] = both(plan, parameters);
        expect(sampled(kernel, plan, 512, 40)).toEqual(sampled(plain, plan, 512, 40));
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });

  it('give the tallies of the plain back end, invalid values of the last step included', () => {
    fc.assert(
      fc.property(looped, settings, fc.integer({ min: 1, max: 900 }), (list, parameters, count) => {
        const builder = new ProgramBuilder();
        const plan = planOf(writeLooped(builder, list).refs, builder);
        const [plain, kernel] = both(plan, parameters);
        expect(spanOf(kernel, plan, 0, count)).toEqual(spanOf(plain, plan, 0, count));
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
