// From canonical parameters to a value in the program: one uniform in, one value out. Short formulas and small tables
// become operations; other distributions with constant parameters become a table; the rest is inverted or rejected value by value.

import type { ProgramBuilder, Ref } from '../program/program.ts';
import { Algebra } from './algebra.ts';
import { closedQuantile } from './closed-form.ts';
import type { ParametricDistribution, StandardForm } from './distribution.ts';
import { directKernel, segmentsKernel, stepsKernel } from './kernels.ts';
import type { Steps, Table } from './tables.ts';
import {
  intervalOf,
  stepsWithin,
  tailsWithin,
  truncatedQuantile,
  type Canonical,
  type Interval,
  type Truncation,
} from './truncation.ts';
import { varyingValue, type PlainSource } from './varying.ts';

/** Largest staircase that is written as comparisons. */
const comparisonsMax = 8;

type Parameters = readonly [Ref, Ref, Ref, Ref];

/** What a value is drawn with. */
export interface Drawing {
  readonly builder: ProgramBuilder;
  readonly uniform: Ref;
  /** Further random numbers of the node; undefined where the value has to be a rising function of the uniform. */
  readonly source: PlainSource | undefined;
}

/** Draws a parametric distribution; undefined when constant parameters leave no probability in the truncation.
 * Parameters that vary give NaN there, and where `valid`, when given, does not hold. */
export function lowerQuantile(
  drawing: Drawing,
  distribution: ParametricDistribution,
  parameters: Parameters,
  truncation: Truncation,
  valid?: Ref,
): Ref | undefined {
  const { builder, uniform } = drawing;
  const { closed, lattice } = distribution;
  const m = new Algebra<Ref>(builder);
  if (closed === undefined) {
    const constants = parameters.map((ref) => builder.constantOf(ref));
    if (!constants.includes(undefined)) {
      return constantValue(m, drawing, distribution, constants as unknown as Canonical, truncation);
    }
    // A NaN parameter says that the others are not to be trusted either.
    const [first, ...others] = parameters;
    const marked = valid === undefined ? first : m.select(valid, first, m.constant(Number.NaN));
    return varyingValue(builder, distribution, uniform, [marked, ...others], truncation, drawing.source);
  }
  const { value, kept } = closedQuantile(m, closed, lattice, uniform, parameters, truncation);
  const conditions = [valid, kept].filter((ref) => ref !== undefined);
  if (conditions.length === 0) return value;
  const sound = conditions.reduce((left, right) => m.and(left, right));
  if (builder.constantOf(sound) === 0) return undefined;
  // Counted, never a clamped guess.
  return m.select(sound, value, m.constant(Number.NaN));
}

function constantValue(
  m: Algebra<Ref>,
  { builder, uniform }: Drawing,
  distribution: ParametricDistribution,
  p: Canonical,
  truncation: Truncation,
): Ref | undefined {
  const { name, cost, standard } = distribution;
  const { min, max } = truncation;
  const interval = intervalOf(distribution, p, truncation);
  if (interval === undefined) return undefined;
  if (standard !== undefined) {
    const key = `${name} ${p.slice(0, standard.shapes).join(' ')} ${Object.values(interval.lower).join(' ')}`;
    const core = builder.call(standardKernel(key, cost, standard, p, interval), [uniform]);
    const [a, b, c, d] = p.map((value) => m.constant(value)) as [Ref, Ref, Ref, Ref];
    return within(m, standard.place(m, core, a, b, c, d), truncation);
  }
  const key = `${name} ${p.join(' ')} ${min} ${max}`;
  const steps = stepsWithin(distribution, p, truncation);
  const kernel =
    steps === undefined
      ? directKernel(key, cost, truncatedQuantile(distribution, p, truncation)!)
      : stepsKernel(key, steps);
  return builder.call(kernel, [uniform]);
}

function standardKernel(
  key: string,
  cost: number,
  { quantile, upperQuantile }: StandardForm,
  [a, b]: Canonical,
  interval: Interval,
): ReturnType<typeof segmentsKernel> {
  const tails = tailsWithin(
    interval,
    (u) => quantile(u, a, b),
    (q) => upperQuantile(q, a, b),
  );
  return segmentsKernel(key, cost, tails);
}

/** Rounding may not carry a value over the ends. */
function within(m: Algebra<Ref>, value: Ref, { min, max }: Truncation): Ref {
  const above = min === -Infinity ? value : m.max(m.constant(min), value);
  return max === Infinity ? above : m.min(m.constant(max), above);
}

/** Draws a prepared table; `key` names it. */
export function drawTable(builder: ProgramBuilder, key: string, table: Table, uniform: Ref): Ref {
  const { steps, formula } = table;
  if (formula !== undefined) return formula(new Algebra<Ref>(builder), uniform);
  if (steps === undefined)
    return builder.call(
      directKernel(key, 15, (u) => table.quantile(u)),
      [uniform],
    );
  return steps.values.length <= comparisonsMax
    ? staircase(new Algebra<Ref>(builder), steps, uniform)
    : builder.call(
        stepsKernel(key, () => steps),
        [uniform],
      );
}

/** The smallest value whose cumulative probability reaches the uniform, by one comparison for each step. */
function staircase(m: Algebra<Ref>, { values, cumulative }: Steps, uniform: Ref): Ref {
  let value = m.constant(values[0]!);
  for (let i = 1; i < values.length; i++) {
    value = m.select(m.gt(uniform, m.constant(cumulative[i - 1]!)), m.constant(values[i]!), value);
  }
  return value;
}
