// Distributions without a short formula whose parameters vary: rejected where that is allowed, else inverted value by value.

import type { Kernel } from '../program/operations.ts';
import { Attempts } from './attempts.ts';
import type { ParametricDistribution } from './distribution.ts';
import { truncatedQuantile, type Canonical, type Truncation } from './truncation.ts';

/** Arguments are the uniform and the four canonical parameters; NaN where one of them is not finite. Without a stream the
 * value rises with the uniform. */
export function varyingKernel(
  distribution: ParametricDistribution,
  { min, max }: Truncation,
  stream: number | undefined,
): Kernel {
  const { name, cost, rejection } = distribution;
  if (rejection !== undefined && stream !== undefined && min === -Infinity && max === Infinity) {
    const attempts = new Attempts(stream);
    return pointwise(`${name} from stream ${stream}`, 80, (u, a, b, c, d) =>
      rejection(u, a, b, c, d, attempts),
    );
  }
  return pointwise(`${name} ${min} ${max}`, cost, (u, a, b, c, d) => {
    const p: Canonical = [a, b, c, d];
    return truncatedQuantile(distribution, p, { min, max })?.(u) ?? Number.NaN;
  });
}

function pointwise(
  key: string,
  cost: number,
  value: (u: number, a: number, b: number, c: number, d: number) => number,
): Kernel {
  return {
    key,
    arity: 5,
    cost,
    evaluate(out, args, count) {
      const [uniform, as, bs, cs, ds] = args as readonly [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < count; i++) {
        const u = uniform[i]!;
        const a = as[i]!;
        const b = bs[i]!;
        const c = cs[i]!;
        const d = ds[i]!;
        const finite = u - u + (a - a) + (b - b) + (c - c) + (d - d) === 0;
        out[i] = finite ? value(u, a, b, c, d) : Number.NaN;
      }
    },
  };
}
