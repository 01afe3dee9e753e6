// Distributions without a short formula whose parameters vary: rejected where that is allowed, else inverted value by value.

import type { Kernel, ProgramBuilder, Ref } from '../program/program.ts';
import { Algebra } from './algebra.ts';
import { Attempts } from './attempts.ts';
import type { ParametricDistribution } from './distribution.ts';
import type { Rejection } from './rejection.ts';
import { truncatedQuantile, type Canonical, type Truncation } from './truncation.ts';

/** Random numbers that belong to a node beside its uniform. */
export interface PlainSource {
  /** The node's stream. */
  readonly stream: number;
  /** The n-th further uniform of an iteration, from 1. */
  further(n: number): Ref;
}

/** The value at a uniform and four canonical parameters, NaN where one of them is not finite. Without a source it rises with
 * the uniform. */
export function varyingValue(
  builder: ProgramBuilder,
  distribution: ParametricDistribution,
  uniform: Ref,
  parameters: readonly [Ref, Ref, Ref, Ref],
  truncation: Truncation,
  source: PlainSource | undefined,
): Ref {
  const { rejection, name } = distribution;
  const { min, max } = truncation;
  if (rejection === undefined || source === undefined || min !== -Infinity || max !== Infinity) {
    return builder.call(inversionKernel(distribution, truncation), [uniform, ...parameters]);
  }
  const more = Array.from({ length: rejection.uniforms }, (_, n) => source.further(n + 1));
  const m = new Algebra<Ref>(builder);
  const { value, sure } = rejection.first(m, uniform, more, ...parameters);
  const candidate = m.select(sure, value, m.constant(Number.NaN));
  const kernel = restKernel(`${name} from stream ${source.stream}`, rejection, source.stream);
  return builder.call(kernel, [candidate, uniform, ...more, ...parameters]);
}

/** Arguments are the first attempt or NaN, the uniforms and the parameters. */
function restKernel(key: string, { rest, uniforms }: Rejection, stream: number): Kernel {
  const attempts = new Attempts(stream);
  const more = new Float64Array(uniforms);
  return {
    key,
    arity: 6 + uniforms,
    cost: 40,
    evaluate(out, args, count) {
      const [candidate, uniform] = args as readonly [Float64Array, Float64Array];
      const [as, bs, cs, ds] = args.slice(2 + uniforms) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < count; i++) {
        const first = candidate[i]!;
        if (first === first) {
          out[i] = first;
          continue;
        }
        const u = uniform[i]!;
        for (let n = 0; n < uniforms; n++) more[n] = args[2 + n]![i]!;
        const [a, b, c, d] = [as[i]!, bs[i]!, cs[i]!, ds[i]!];
        attempts.begin(u);
        out[i] = finite(u, a, b, c, d) ? rest(u, more, a, b, c, d, attempts) : Number.NaN;
      }
    },
  };
}

function inversionKernel(distribution: ParametricDistribution, { min, max }: Truncation): Kernel {
  return {
    key: `${distribution.name} ${min} ${max}`,
    arity: 5,
    cost: distribution.cost,
    evaluate(out, args, count) {
      const [uniform, as, bs, cs, ds] = args as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      for (let i = 0; i < count; i++) {
        const u = uniform[i]!;
        const p: Canonical = [as[i]!, bs[i]!, cs[i]!, ds[i]!];
        const quantile = finite(u, ...p) ? truncatedQuantile(distribution, p, { min, max }) : undefined;
        out[i] = quantile === undefined ? Number.NaN : quantile(u);
      }
    },
  };
}

function finite(u: number, a: number, b: number, c: number, d: number): boolean {
  return u - u + (a - a) + (b - b) + (c - c) + (d - d) === 0;
}
