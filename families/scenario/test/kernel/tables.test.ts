// Kernels described as data on two lanes against their plain functions, bit for bit.
import { fillUniforms, log, log1p, normalQuantile, seedKey } from '@holdfast/numerics';
import { expect, it } from 'vitest';
import { segmentsKernel, stepsKernel } from '../../src/distributions/kernels.ts';
import { bootstrapKernel } from '../../src/nodes/data.ts';
import { compileLoops } from './lanes.ts';

/** Weights that grow and shrink, some of them zero. */
function steps(count: number): { values: Float64Array; cumulative: Float64Array } {
  const weights = Float64Array.from({ length: count }, (_, i) => (i % 7 === 3 ? 0 : 1 + ((i * 37) % 11)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const cumulative = weights.map((weight) => (sum += weight) / total);
  return { values: Float64Array.from({ length: count }, (_, i) => i * i - 5), cumulative };
}

const normal = { lower: normalQuantile, upper: (q: number) => -normalQuantile(q) };
const gumbel = {
  lower: (u: number) => -log(-log(u)),
  upper: (q: number) => -log(-log1p(-q)),
};
const counts = [1, 2, 3, 10, 11, 100, 5000];
const kernels = [
  segmentsKernel('normal', 5, normal),
  segmentsKernel('Gumbel', 5, gumbel),
  ...counts.map((count) => stepsKernel(`steps ${count}`, () => steps(count))),
  ...counts.map((count) => bootstrapKernel(`rows ${count}`, steps(count).values)),
];

const uniforms = new Float64Array(20_000);
fillUniforms(uniforms, uniforms.length, 0, 3, 0, seedKey(9));
const edges = [
  0,
  5e-324,
  2 ** -60,
  2 ** -53,
  0.25,
  0.5 - 2 ** -54,
  0.5,
  0.5 + 2 ** -53,
  0.75,
  1 - 2 ** -53,
  1,
  NaN,
];
const onSteps = counts.flatMap((count) => Array.from(steps(count).cumulative.slice(0, 200)));
const points = Float64Array.from(
  [
    ...edges.flatMap((a) => edges.flatMap((b) => [a, b])),
    ...onSteps.flatMap((u) => [u, u * (1 + Number.EPSILON), u * (1 - Number.EPSILON)]).filter((u) => u <= 1),
    ...uniforms,
    0.5,
  ].slice(0, 22_000),
);
const loops = compileLoops(
  kernels.map((kernel) => ({
    name: kernel.key,
    arity: 1,
    write: (library, u) => library.kernel(kernel, kernel.form!, u),
  })),
  points.length,
);

// Of uniforms the same without a look at what they may be.
const drawn = compileLoops(
  kernels.map((kernel) => ({
    name: kernel.key,
    arity: 1,
    write: (library, u) => library.kernel(kernel, kernel.form!, u, 'uniform'),
  })),
  uniforms.length,
);

it.each(kernels.map((kernel) => [kernel.key, kernel] as const))('%s', (key, kernel) => {
  const plain = new Float64Array(points.length);
  kernel.evaluate(plain, [points], points.length);
  const got = loops.get(key)!(points);
  const different = [...points.keys()].filter((i) => !Object.is(plain[i], got[i]));
  expect(different.slice(0, 5).map((i) => `${key}(${points[i]}) is ${plain[i]}, not ${got[i]}`)).toEqual([]);
  expect(new Set(got).size).toBeGreaterThan(1);
  kernel.evaluate(plain, [uniforms], uniforms.length);
  expect(drawn.get(key)!(uniforms)).toEqual(plain.subarray(0, uniforms.length));
});
