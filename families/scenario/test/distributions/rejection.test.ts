// Rejection against the distribution functions it must follow, and the rules that keep it reproducible.

import { describe, expect, it } from 'vitest';
import { fillUniforms, philox2x32, seedKey } from '@holdfast/numerics';
import { Attempts } from '../../src/distributions/attempts.ts';
import type { Canonical } from '../../src/distributions/truncation.ts';
import { metric, run, sampled } from '../documents.ts';
import { drawn, named, parametric } from './drawing.ts';

const count = 20_000;

function uniforms(seed: number, length = count): Float64Array {
  const out = new Float64Array(length);
  fillUniforms(out, length, 0, 5, 0, seedKey(seed));
  return out;
}

const cases: readonly (readonly [string, readonly number[]])[] = [
  ['gamma', [0.02, 1]],
  ['gamma', [0.5, 3]],
  ['gamma', [1, 1]],
  ['gamma', [20, 0.5]],
  ['gamma', [1e6, 1]],
  ['beta', [0.1, 0.1, 0, 1]],
  ['beta', [0.5, 0.7, 10, 20]],
  ['beta', [1, 1, 0, 1]],
  ['beta', [0.3, 40, 0, 1]],
  ['beta', [40, 0.3, 0, 1]],
  ['beta', [1.5, 8, 0, 1]],
  ['beta', [8, 1.5, 0, 1]],
  ['beta', [20, 20, 0, 1]],
  ['beta', [1e5, 3, 0, 1]],
  ['studentT', [0.7, 0, 1]],
  ['studentT', [3, 1, 2]],
  ['studentT', [200, 0, 1]],
  ['poisson', [0.01]],
  ['poisson', [9.99]],
  ['poisson', [10]],
  ['poisson', [17.5]],
  ['poisson', [1000]],
  ['poisson', [1e10]],
  ['binomial', [7, 0.5]],
  ['binomial', [25, 0.4]],
  ['binomial', [1000, 0.3]],
  ['binomial', [1000, 0.995]],
  ['binomial', [40, 0.75]],
  ['binomial', [2e9, 0.01]],
  ['negativeBinomial', [0.2, 0.05]],
  ['negativeBinomial', [40, 0.02]],
  ['inverseGamma', [6, 2]],
  ['chiSquared', [0.5, 2]],
];

/** Largest distance between the empirical and the exact distribution function. */
function distance(values: Float64Array, name: string, canonical: readonly number[]): number {
  const [a = 0, b = 0, c = 0, d = 0] = canonical;
  const p: Canonical = [a, b, c, d];
  const distribution = named(name);
  const sorted = values.toSorted();
  let worst = 0;
  for (const [index, value] of sorted.entries()) {
    const probability = distribution.cdf(value, ...p);
    // Where values are equal the last one counts from above and the first one from below.
    if (value !== sorted[index + 1]) worst = Math.max(worst, Math.abs((index + 1) / count - probability));
    if (value !== sorted[index - 1]) {
      const below = distribution.lattice ? distribution.cdf(value - 1, ...p) : probability;
      worst = Math.max(worst, Math.abs(index / count - below));
    }
  }
  return worst;
}

describe('rejection', () => {
  it('exists for what has neither formula nor table when its parameters vary', () => {
    const names = parametric.filter(({ rejection }) => rejection !== undefined).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['gamma', 'beta', 'pert', 'studentT', 'poisson', 'binomial']),
    );
  });

  it.each(cases)('%s %j follows its distribution function', (name, canonical) => {
    const values = drawn(named(name), canonical, uniforms(1), { varying: true, stream: 9 });
    // Kolmogorov's bound at the level 1e-4; where values are equal it holds all the more.
    expect(distance(values, name, canonical)).toBeLessThan(2.23 / Math.sqrt(count));
  });

  // Where the fourth moment is missing the sample variance says nothing.
  const tame = cases.filter(([name, [a]]) => name !== 'studentT' || a > 4);
  it.each(tame)('%s %j has its mean and variance', (name, canonical) => {
    const [a = 0, b = 0, c = 0, d = 0] = canonical;
    const [mean, variance] = [named(name).mean(a, b, c, d), named(name).variance(a, b, c, d)];
    const values = drawn(named(name), canonical, uniforms(2), { varying: true, stream: 9 });
    const n = values.length;
    const average = values.reduce((sum, value) => sum + value, 0) / n;
    const squares = values.map((value) => (value - average) ** 2);
    const spread = squares.reduce((sum, value) => sum + value, 0) / n;
    const fourth = squares.reduce((sum, value) => sum + (value - spread) ** 2, 0) / n;
    expect(Math.abs(average - mean)).toBeLessThan(4.5 * Math.sqrt(variance / n));
    expect(Math.abs(spread - variance)).toBeLessThan(5 * Math.sqrt(fourth / n) + 1e-12);
  });

  it('is a function of iteration, parameters and stream alone, wherever a block begins', () => {
    const us = uniforms(3, 1000);
    const values = (length: number, stream: number): Float64Array =>
      drawn(named('gamma'), [2, 1], us.subarray(0, length), { varying: true, stream });
    expect(values(700, 9)).toEqual(values(1000, 9).subarray(0, 700));
    expect(values(1000, 10)).not.toEqual(values(1000, 9));
  });

  it('mostly rises with the uniform, so that a changed parameter moves values little', () => {
    const us = uniforms(4, 2000).toSorted();
    for (const [name, canonical] of [
      ['gamma', [20, 1]],
      ['beta', [20, 5, 0, 1]],
      ['beta', [5, 20, 0, 1]],
      ['poisson', [1000]],
      ['binomial', [1000, 0.7]],
    ] as const) {
      const values = drawn(named(name), canonical, us, { varying: true, stream: 9 });
      const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
      const middle = (us.length - 1) / 2;
      const product = order.reduce((sum, from, to) => sum + (from - middle) * (to - middle), 0);
      const rankCorrelation = product / ((us.length * (us.length * us.length - 1)) / 12);
      expect(rankCorrelation, name).toBeGreaterThan(0.6);
    }
  });

  it('is not used where the uniform is prescribed: then values rise with it', () => {
    const us = uniforms(5, 1000).toSorted();
    for (const [name, canonical] of cases) {
      const values = drawn(named(name), canonical, us, { varying: true });
      for (let i = 1; i < values.length; i++) {
        expect(values[i] >= values[i - 1] - 1e-13 * Math.abs(values[i])).toBe(true);
      }
    }
  });

  it('gives NaN where a parameter is outside its domain', () => {
    const doc = sampled('gamma', { shape: '$params.p', scale: 1 });
    const parameters = [{ name: 'p', value: -1, min: -1, max: 1 }];
    const simulation = run({ ...doc, model: { ...(doc.model as object), parameters } }, 1, 1000);
    expect(metric(simulation, 'invalid-nan', 'x.out').value).toBe(1000);
  });
});

describe('attempts', () => {
  it('hash with Philox2x32-10, by the known answers of Random123', () => {
    const out = new Uint32Array(2);
    for (const [c0, c1, key, first, second] of [
      [0, 0, 0, 0xff1dae59, 0x6cd10df2],
      [0xffffffff, 0xffffffff, 0xffffffff, 0x2c3f628b, 0xab4fd7ad],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0xdd7ce038, 0xf62a4c12],
    ] as const) {
      philox2x32(c0, c1, key, out);
      expect([...out]).toEqual([first, second]);
    }
  });

  it('are uniform and independent of the uniform they come from, even for neighbours', () => {
    const attempts = new Attempts(3);
    const n = 50_000;
    const sums = { first: 0, square: 0, withNext: 0, withUniform: 0 };
    for (let i = 0; i < n; i++) {
      const u = 0.25 + i * 2 ** -52;
      attempts.begin(u);
      const [x, y] = [attempts.next() - 0.5, attempts.next() - 0.5];
      sums.first += x;
      sums.square += x * x;
      sums.withNext += x * y;
      sums.withUniform += x * (i / n - 0.5);
    }
    const deviation = Math.sqrt(n / 12);
    expect(Math.abs(sums.first)).toBeLessThan(4 * deviation);
    expect(Math.abs(sums.square - n / 12)).toBeLessThan(4 * Math.sqrt(n / 180));
    expect(Math.abs(sums.withNext)).toBeLessThan((4 * Math.sqrt(n)) / 12);
    expect(Math.abs(sums.withUniform)).toBeLessThan((4 * Math.sqrt(n)) / 12);
  });
});
