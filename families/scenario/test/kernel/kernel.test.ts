// Kernels against the plain back end: every column, tally, partial and snapshot has the same bits.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainComputers, type Computer } from '../../src/computer.ts';
import { kernelComputers } from '../../src/kernel/kernel-computer.ts';
import { platformEngine } from '../../src/kernel/wasm/engine.ts';
import { QuantileSketch } from '@holdfast/numerics';
import type { Plan } from '../../src/plan.ts';
import { ProgramBuilder, type Ref } from '../../src/program/program.ts';
import { chunkLength, Tally } from '../../src/tally.ts';
import { numbers } from '../expression/language.ts';
import { instructions, parameterCount, write } from '../program/random.ts';

const engine = platformEngine();
if (engine === undefined) throw new Error('this platform has no WebAssembly with vectors');

const settings = fc.array(numbers, { minLength: parameterCount, maxLength: parameterCount });
const seed = 11;

/** A plan that reports the last instructions in every way there is. */
function planOf(refs: readonly Ref[], builder: ProgramBuilder): Plan {
  const chosen = refs.slice(-4);
  const outputs = chosen.map((_, column) => ({
    subject: `o${column}.value`,
    label: undefined,
    unit: '1',
    column,
    levels: [0.5],
    tail: [],
    targets: [
      { at: 0.5, side: 'above' as const },
      { at: 0, side: 'at-least' as const },
      { at: 1, side: 'below' as const },
      { at: 0, side: 'at-most' as const },
    ],
    time: undefined,
  }));
  const named = refs.map((_, column) => ({ subject: `c${column}.out`, column }));
  const columns = [...chosen, ...refs.slice(0, -4)];
  return {
    program: builder.build(columns),
    parameters: [],
    outputs,
    constraints: [
      { subject: 'k', column: 0, figure: 'violation-probability' },
      { subject: 'l', column: columns.length - 1, figure: 'violation-probability' },
    ],
    counted: named,
    histogramBins: 8,
    adjustments: [],
    design: { method: 'random', chosen: [], dimensionOf: () => undefined, padded: 0 },
    replicates: undefined,
    convergence: undefined,
    correlation: undefined,
    timeUnit: '1',
  };
}

function both(plan: Plan, parameters: readonly number[]): readonly [Computer, Computer] {
  const options = { seed, parameters: Float64Array.from(parameters) };
  return [plainComputers(plan)(options), kernelComputers(engine!, plan)(options)];
}

function sampled(computer: Computer, plan: Plan, first: number, count: number): Float64Array[] {
  const columns = plan.outputs.map(() => new Float64Array(count));
  computer.sample(first, count, columns);
  return columns;
}

function spanOf(computer: Computer, plan: Plan, first: number, count: number): unknown {
  const calibrations = sampled(computer, plan, 0, 1024).map((column) => QuantileSketch.calibrate(column));
  const tally = Tally.ofSpan(plan, { calibrations, cuts: [], grids: [] }, first + count);
  computer.compute(first, count, tally);
  return tally.fields();
}

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
