// What constant parameters become, against the inversion it stands for: segments to their stated error, steps exactly.

import { describe, expect, it } from 'vitest';
import { fillUniforms, seedKey, tailMin } from '@holdfast/numerics';
import { Algebra } from '../../src/distributions/algebra.ts';
import { lowerQuantile } from '../../src/distributions/sampler.ts';
import { truncatedQuantile, untruncated, type Truncation } from '../../src/distributions/truncation.ts';
import { ProgramBuilder, type Kernel, type Ref } from '../../src/program/program.ts';
import { discrete } from '../../src/distributions/tables.ts';
import { drawTable } from '../../src/distributions/sampler.ts';
import { drawn, evaluated, listed, named } from './drawing.ts';

function uniforms(count: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, 5, 0, seedKey(8));
  const ends = [tailMin, 2 * tailMin, 1e-9, 0.5, 1 - 1e-9, 1 - 2 * tailMin, 1 - tailMin];
  out.set(ends);
  return out;
}

/** The only kernel that a draw with constant parameters calls. */
function kernelOf(builder: ProgramBuilder, output: Ref): Kernel {
  const [operation, ...others] = builder
    .build([output])
    .operations.filter((each) => each.kind === 'call' && each.kernel.key !== 'uniforms');
  if (operation?.kind !== 'call' || others.length > 0) throw new Error('not one kernel');
  return operation.kernel;
}

function constantDraw(builder: ProgramBuilder, name: string, canonical: readonly number[]): Ref {
  const m = new Algebra<Ref>(builder);
  const [a = 0, b = 0, c = 0, d = 0] = canonical.map((value) => m.constant(value));
  const drawing = { builder, uniform: builder.uniform(builder.size), source: undefined };
  return lowerQuantile(drawing, named(name), [a, b, c, d], untruncated)!;
}

describe('segments', () => {
  const inside: Truncation = { min: 0.4, max: 0.9 };
  it.each([
    ['gamma', [2.5, 3], untruncated],
    ['gamma', [20, 1], untruncated],
    ['gamma', [0.3, 1], inside],
    ['gamma', [2, 1], { min: 30, max: 40 }],
    ['beta', [20, 20, -1, 1], untruncated],
    ['beta', [2, 5, 0, 1], inside],
    ['beta', [2, 5, 0, 1], { min: 0.99, max: 1 }],
    ['studentT', [9, 1, 2], untruncated],
    ['studentT', [3, 0, 1], { min: -0.5, max: 8 }],
    ['studentT', [3, 0, 1], { min: 50, max: Infinity }],
  ] as const)('%s %j cut to %j agrees with its inversion at 10,000 places', (name, canonical, truncation) => {
    const d = named(name);
    const us = uniforms(10_000);
    const [a = 0, b = 0, c = 0, e = 0] = canonical;
    const exact = us.map(truncatedQuantile(d, [a, b, c, e], truncation)!);
    const found = drawn(d, canonical, us, { truncation });
    const spread = exact.toSorted()[7500] - exact.toSorted()[2500];
    let worst = 0;
    for (const [i, value] of found.entries()) {
      worst = Math.max(worst, Math.abs(value - exact[i]) / Math.max(Math.abs(exact[i]), spread));
      expect(value >= truncation.min && value <= truncation.max).toBe(true);
    }
    expect(worst).toBeLessThan(1e-11);
  });

  it('are shared by nodes of one shape, whatever their location and scale', () => {
    const builder = new ProgramBuilder();
    const outputs = [
      constantDraw(builder, 'gamma', [2.5, 1]),
      constantDraw(builder, 'gamma', [2.5, 7]),
      constantDraw(builder, 'gamma', [2.6, 1]),
    ];
    const kernels = outputs.map((output) => kernelOf(builder, output));
    expect(kernels[1]).toBe(kernels[0]);
    expect(kernels[2]).not.toBe(kernels[0]);
    expect(kernels[0].form).toBe(kernels[1].form);
    expect(kernels[0].form).toMatchObject({ kind: 'segments', fractionBits: 3 });
  });

  it('are not used where no table is exact enough', () => {
    const us = uniforms(500);
    const builder = new ProgramBuilder();
    expect(kernelOf(builder, constantDraw(builder, 'gamma', [0.01, 1])).form).toBeUndefined();
    const exact = us.map((u) => named('gamma').quantile(u, 0.01, 1, 0, 0));
    for (const [i, value] of drawn(named('gamma'), [0.01, 1], us).entries()) {
      expect(Math.abs(value - exact[i])).toBeLessThanOrEqual(1e-12 * exact[i]);
    }
  });
});

describe('steps', () => {
  it.each([
    ['poisson', [0.01]],
    ['poisson', [3.7]],
    ['poisson', [1000]],
    ['poisson', [1e6]],
    ['binomial', [1000, 0.3]],
    ['binomial', [40, 0.999]],
  ] as const)('%s %j gives the smallest count that reaches the uniform', (name, canonical) => {
    const d = named(name);
    const us = uniforms(4000);
    const [a, b = 0] = canonical;
    const found = drawn(d, canonical, us);
    for (const [i, k] of found.entries()) {
      expect(d.cdf(k, a, b, 0, 0) >= us[i] || us[i] > 1 - 1e-15).toBe(true);
      expect(d.cdf(k - 1, a, b, 0, 0) < us[i]).toBe(true);
    }
  });

  it('are left to inversion when there would be too many', () => {
    const us = uniforms(300);
    const builder = new ProgramBuilder();
    expect(kernelOf(builder, constantDraw(builder, 'poisson', [1e10])).form).toBeUndefined();
    const exact = us.map((u) => named('poisson').quantile(u, 1e10, 0, 0, 0));
    expect(drawn(named('poisson'), [1e10], us)).toEqual(exact);
  });

  it('find each value of a long list by its guide as by a search from the start', () => {
    const weights = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? 50 : 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const table = discrete.prepare(
      { values: weights.map((_, i) => (i * 7919) % 1000), probabilities: weights.map((w) => w / total) },
      untruncated,
    );
    if ('problem' in table) throw new Error(table.problem);
    const us = uniforms(5000);
    const builder = new ProgramBuilder();
    const output = drawTable(builder, 'long', table, listed(builder, 'uniforms', us));
    const { values, cumulative } = table.steps!;
    const exact = us.map((u) => values[Math.min(299, cumulative.findIndex((c) => c >= u) >>> 0)]);
    expect(evaluated(builder, output, us.length)).toEqual(exact);
  });
});
