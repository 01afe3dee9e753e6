// From authored parameters to a kernel: one uniform in, one value out. Constant parameters are checked once, varying ones
// in every iteration, where a value outside its domain gives NaN, which is counted, never a clamped guess.

import type { Kernel } from '../program/program.ts';
import { inDomain, type Form, type ParametricDistribution } from './distribution.ts';
import { preparedQuantile, truncatedQuantile, type Canonical, type Truncation } from './truncation.ts';

/** What is wrong with constant values of a form; undefined when they can be sampled. */
export function problemOf(form: Form, values: readonly number[]): string | undefined {
  return form.problem?.(values);
}

/** Canonical parameters, padded to four. */
export function canonicalOf(form: Form, values: readonly number[]): Canonical {
  const [a = 0, b = 0, c = 0, d = 0] = form.canonical?.(values) ?? values;
  return [a, b, c, d];
}

/** Kernel for constant parameters; undefined when the truncation keeps no probability. */
export function constantKernel(
  distribution: ParametricDistribution,
  form: Form,
  values: readonly number[],
  truncation: Truncation,
): Kernel | undefined {
  const parameters = canonicalOf(form, values);
  const quantile = preparedQuantile(distribution, parameters, truncation);
  if (quantile === undefined) return undefined;
  const { min, max } = truncation;
  return tableKernel(
    `${distribution.name} ${parameters.join(' ')} ${min} ${max}`,
    distribution.cost,
    quantile,
  );
}

/** Kernel around any function of the uniform. */
export function tableKernel(key: string, cost: number, quantile: (u: number) => number): Kernel {
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

/** Kernel for parameters that vary: arguments are the uniform and the values of the form, in its order. */
export function varyingKernel(
  distribution: ParametricDistribution,
  form: Form,
  truncation: Truncation,
): Kernel {
  const names = form.parameters.map(({ name }) => name).join(' ');
  const size = form.parameters.length;
  return {
    key: `${distribution.name}(${names}) ${truncation.min} ${truncation.max}`,
    arity: 1 + size,
    cost: distribution.cost,
    evaluate(out, args, count) {
      const values = form.parameters.map(() => 0);
      for (let i = 0; i < count; i++) {
        let valid = true;
        for (let k = 0; k < size; k++) {
          values[k] = args[k + 1]![i]!;
          valid &&= inDomain(form.parameters[k]!.domain, values[k]!);
        }
        out[i] =
          valid && form.problem?.(values) === undefined
            ? sample(distribution, canonicalOf(form, values), truncation, args[0]![i]!)
            : Number.NaN;
      }
    },
  };
}

function sample(
  distribution: ParametricDistribution,
  p: Canonical,
  truncation: Truncation,
  u: number,
): number {
  const quantile = truncatedQuantile(distribution, p, truncation);
  return quantile === undefined ? Number.NaN : quantile(u);
}
