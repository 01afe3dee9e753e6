// Plans that report random programs in every way there is, and both back ends side by side.

import * as fc from 'fast-check';
import { platformEngine, QuantileSketch } from '@holdfast/numerics';
import { plainComputers, type Computer } from '../../src/computer.ts';
import { kernelComputers } from '../../src/kernel/kernel-computer.ts';
import type { Plan } from '../../src/plan.ts';
import type { ProgramBuilder, Ref } from '../../src/program/program.ts';
import { Tally } from '../../src/tally.ts';
import { numbers } from '../expression/language.ts';
import { parameterCount } from '../program/random.ts';

const engine = platformEngine();
if (engine === undefined) throw new Error('this platform has no WebAssembly with vectors');

export const settings = fc.array(numbers, { minLength: parameterCount, maxLength: parameterCount });
const seed = 11;

/** A plan that reports the last instructions in every way there is. */
export function planOf(refs: readonly Ref[], builder: ProgramBuilder): Plan {
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

export function both(plan: Plan, parameters: readonly number[]): readonly [Computer, Computer] {
  const options = { seed, parameters: Float64Array.from(parameters) };
  return [plainComputers(plan)(options), kernelComputers(engine!, plan)(options)];
}

export function sampled(computer: Computer, plan: Plan, first: number, count: number): Float64Array[] {
  const columns = plan.outputs.map(() => new Float64Array(count));
  computer.sample(first, count, columns);
  return columns;
}

export function spanOf(computer: Computer, plan: Plan, first: number, count: number): unknown {
  const calibrations = sampled(computer, plan, 0, 1024).map((column) => QuantileSketch.calibrate(column));
  const tally = Tally.ofSpan(plan, { calibrations, cuts: [], grids: [] }, first + count);
  computer.compute(first, count, tally);
  return tally.fields();
}
