// From canonical parameters to a value in the program: one uniform in, one value out. Short formulas and small tables
// become operations; the rest is a kernel, prepared once when its parameters are constant.

import type { Kernel, ProgramBuilder, Ref } from '../program/program.ts';
import { Algebra } from './algebra.ts';
import { closedQuantile } from './closed-form.ts';
import type { ParametricDistribution } from './distribution.ts';
import type { Steps, Table } from './tables.ts';
import { preparedQuantile, truncatedQuantile, type Canonical, type Truncation } from './truncation.ts';

/** Largest staircase that is written as comparisons. */
const comparisonsMax = 8;

/** Draws a parametric distribution; undefined when constant parameters leave no probability in the truncation.
 * Parameters that vary give NaN there, and where `valid`, when given, does not hold. */
export function lowerQuantile(
  builder: ProgramBuilder,
  distribution: ParametricDistribution,
  uniform: Ref,
  parameters: readonly [Ref, Ref, Ref, Ref],
  truncation: Truncation,
  valid?: Ref,
): Ref | undefined {
  const { closed, lattice } = distribution;
  const m = new Algebra<Ref>(builder);
  if (closed === undefined) return kernelValue(builder, distribution, uniform, parameters, truncation, valid);
  const { value, kept } = closedQuantile(m, closed, lattice, uniform, parameters, truncation);
  const conditions = [valid, kept].filter((ref) => ref !== undefined);
  if (conditions.length === 0) return value;
  const sound = conditions.reduce((left, right) => m.and(left, right));
  if (builder.constantOf(sound) === 0) return undefined;
  // Counted, never a clamped guess.
  return m.select(sound, value, m.constant(Number.NaN));
}

function kernelValue(
  builder: ProgramBuilder,
  distribution: ParametricDistribution,
  uniform: Ref,
  parameters: readonly [Ref, Ref, Ref, Ref],
  truncation: Truncation,
  valid: Ref | undefined,
): Ref | undefined {
  const constants = parameters.map((ref) => builder.constantOf(ref));
  if (!constants.includes(undefined)) {
    const kernel = constantKernel(distribution, constants as unknown as Canonical, truncation);
    return kernel === undefined ? undefined : builder.call(kernel, [uniform]);
  }
  // A NaN parameter says that the others are not to be trusted either.
  const [first, ...others] = parameters;
  const marked = valid === undefined ? first : builder.select(valid, first, builder.constant(Number.NaN));
  return builder.call(varyingKernel(distribution, truncation), [uniform, marked, ...others]);
}

/** Draws a prepared table; `key` names it. */
export function drawTable(builder: ProgramBuilder, key: string, table: Table, uniform: Ref): Ref {
  const { steps } = table;
  if (steps !== undefined && steps.values.length <= comparisonsMax) {
    return staircase(new Algebra<Ref>(builder), steps, uniform);
  }
  return builder.call(
    quantileKernel(key, 15, (u) => table.quantile(u)),
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

/** Kernel for constant parameters; undefined when the truncation keeps no probability. */
function constantKernel(
  distribution: ParametricDistribution,
  parameters: Canonical,
  truncation: Truncation,
): Kernel | undefined {
  const quantile = preparedQuantile(distribution, parameters, truncation);
  if (quantile === undefined) return undefined;
  const { min, max } = truncation;
  const key = `${distribution.name} ${parameters.join(' ')} ${min} ${max}`;
  return quantileKernel(key, distribution.cost, quantile);
}

/** Kernel around any function of the uniform. */
function quantileKernel(key: string, cost: number, quantile: (u: number) => number): Kernel {
  return {
    key,
    arity: 1,
    cost,
    evaluate(out, args, count) {
      const uniform = args[0]!;
      for (let i = 0; i < count; i++) out[i] = quantile(uniform[i]!);
    },
  };
}

/** Kernel for parameters that vary: arguments are the uniform and the four canonical parameters, NaN where one of them
 * is not to be used. */
function varyingKernel(distribution: ParametricDistribution, truncation: Truncation): Kernel {
  return {
    key: `${distribution.name} ${truncation.min} ${truncation.max}`,
    arity: 5,
    cost: distribution.cost,
    evaluate(out, [uniform, a, b, c, d], count) {
      for (let i = 0; i < count; i++) {
        const p: Canonical = [a![i]!, b![i]!, c![i]!, d![i]!];
        const sound = p.every((value) => value - value === 0);
        out[i] = sound
          ? (truncatedQuantile(distribution, p, truncation)?.(uniform![i]!) ?? Number.NaN)
          : Number.NaN;
      }
    },
  };
}
