// Distributions without a short formula whose parameters vary: inverted value by value, or rejected where that is allowed.

import type { Kernel } from '../program/operations.ts';
import type { ParametricDistribution } from './distribution.ts';
import { truncatedQuantile, type Canonical, type Truncation } from './truncation.ts';

/** Arguments are the uniform and the four canonical parameters; NaN where one of them is not finite. */
export function varyingKernel(
  distribution: ParametricDistribution,
  truncation: Truncation,
  _stream: number | undefined,
): Kernel {
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
