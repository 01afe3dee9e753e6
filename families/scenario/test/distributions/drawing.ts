// Draws from distributions at chosen uniforms, by the program that a document would get.

import { Algebra } from '../../src/distributions/algebra.ts';
import type { ParametricDistribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/registry.ts';
import { lowerQuantile } from '../../src/distributions/sampler.ts';
import { untruncated, type Truncation } from '../../src/distributions/truncation.ts';
import { blockSize, createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder, type Kernel, type Ref } from '../../src/program/program.ts';

export const parametric = distributions.filter(
  (each): each is ParametricDistribution => each.kind === 'parametric',
);

export function named(name: string): ParametricDistribution {
  return parametric.find((each) => each.name === name)!;
}

/** The i-th number in iteration i. */
export function listed(builder: ProgramBuilder, key: string, values: Float64Array): Ref {
  const kernel: Kernel = {
    key,
    arity: 1,
    cost: 1,
    evaluate(out, [iteration], count) {
      for (let i = 0; i < count; i++) out[i] = values[iteration[i]];
    },
  };
  return builder.call(kernel, [builder.iteration()]);
}

/** The values of one output for iterations 0 .. count - 1. */
export function evaluated(builder: ProgramBuilder, output: Ref, count: number): Float64Array {
  const evaluator = createEvaluator(builder.build([output]), { seed: 1, parameters: new Float64Array(0) });
  const out = new Float64Array(count);
  for (let first = 0; first < count; first += blockSize) {
    const size = Math.min(blockSize, count - first);
    evaluator.evaluate(first, size);
    out.set(evaluator.column(0).subarray(0, size), first);
  }
  return out;
}

export interface Manner {
  readonly truncation?: Truncation;
  /** Whether the parameters are given as values that could change in every iteration. */
  readonly varying?: boolean;
  /** Random stream for what may be rejected; inversion without it. */
  readonly stream?: number;
}

/** Values at uniforms, for canonical parameters. */
export function drawn(
  distribution: ParametricDistribution,
  canonical: readonly number[],
  uniforms: Float64Array,
  { truncation = untruncated, varying = false, stream }: Manner = {},
): Float64Array {
  const builder = new ProgramBuilder();
  const m = new Algebra<Ref>(builder);
  const uniform = listed(builder, 'uniforms', uniforms);
  const [a = 0, b = 0, c = 0, d = 0] = canonical;
  const parameters = [a, b, c, d].map((value, index) =>
    varying
      ? listed(
          builder,
          `parameter ${index}`,
          uniforms.map(() => value),
        )
      : m.constant(value),
  ) as [Ref, Ref, Ref, Ref];
  const source =
    stream === undefined ? undefined : { stream, further: (n: number) => builder.uniform(stream, n) };
  const output = lowerQuantile({ builder, uniform, source }, distribution, parameters, truncation);
  if (output === undefined) throw new RangeError('nothing is left');
  return evaluated(builder, output, uniforms.length);
}
