import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBlock,
  createMoments,
  excessKurtosis,
  fillUniforms,
  mean,
  mergeMoments,
  momentIndex,
  normalQuantile,
  seedKey,
  skewness,
  standardDeviation,
  variance,
} from '../src/index.ts';

/** Two passes over everything, in plain order. */
function twoPass(values: Float64Array): { mean: number; m2: number; m3: number; m4: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const power = (k: number): number => values.reduce((sum, x) => sum + (x - mean) ** k, 0);
  return { mean, m2: power(2), m3: power(3), m4: power(4) };
}

function normals(count: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, 3, 0, seedKey(17));
  return out.map(normalQuantile);
}

describe('moments', () => {
  it('agree with two passes for any split into chunks', () => {
    const chunks = fc.array(fc.nat(700), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(chunks, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (sizes, offset) => {
        const total = sizes.reduce((sum, n) => sum + n, 1);
        const values = normals(total).map((z) => z * z + offset);
        const all = createMoments();
        let at = 0;
        for (const size of [...sizes, 1]) {
          const chunk = createMoments();
          addBlock(chunk, values, at, at + size);
          mergeMoments(all, chunk);
          at += size;
        }
        const exact = twoPass(values);
        const size = Math.max(1, Math.abs(offset));
        expect(all[momentIndex.n]).toBe(total);
        expect(Math.abs(mean(all) - exact.mean)).toBeLessThan(1e-13 * size);
        expect(Math.abs(all[momentIndex.m2] - exact.m2)).toBeLessThan(1e-11 * (exact.m2 + size));
        expect(Math.abs(all[momentIndex.m3] - exact.m3)).toBeLessThan(1e-10 * (exact.m4 + size));
        expect(Math.abs(all[momentIndex.m4] - exact.m4)).toBeLessThan(1e-10 * (exact.m4 + size));
        expect(all[momentIndex.min]).toBe(values.reduce((a, b) => Math.min(a, b)));
        expect(all[momentIndex.max]).toBe(values.reduce((a, b) => Math.max(a, b)));
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('add a block in the documented lane order', () => {
    const values = Float64Array.of(1e16, 1, -1e16, 3, 0.1, 7, 0.2);
    const moments = createMoments();
    addBlock(moments, values, 0, 7);
    const lanes = [1e16 + 0.1, 1 + 7, -1e16 + 0.2, 3];
    const expected = (lanes[0] + lanes[2] + (lanes[1] + lanes[3])) / 7;
    expect(mean(moments)).toBe(expected);
  });

  it('recover variance, skewness and kurtosis of a million-offset normal sample', () => {
    const moments = createMoments();
    const values = normals(100_000).map((z) => 1e6 + 10 * z);
    addBlock(moments, values, 0, values.length);
    expect(mean(moments)).toBeCloseTo(1e6, 0);
    expect(standardDeviation(moments)).toBeGreaterThan(9.9);
    expect(standardDeviation(moments)).toBeLessThan(10.1);
    expect(Math.abs(skewness(moments))).toBeLessThan(5 * Math.sqrt(6 / 1e5));
    expect(Math.abs(excessKurtosis(moments))).toBeLessThan(5 * Math.sqrt(24 / 1e5));
  });

  it('give known figures for a small sample, and NaN where a figure does not exist', () => {
    const moments = createMoments();
    expect(mean(moments)).toBeNaN();
    addBlock(moments, Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9), 0, 8);
    expect([mean(moments), moments[momentIndex.m2]]).toEqual([5, 32]);
    expect(variance(moments)).toBeCloseTo(32 / 7, 14);
    expect(skewness(moments)).toBeCloseTo(0.65625, 14);
    expect(excessKurtosis(moments)).toBeCloseTo(-0.21875, 14);
    const constant = createMoments();
    addBlock(constant, new Float64Array(9).fill(0.1), 0, 9);
    expect(variance(constant)).toBeLessThan(1e-32);
    const single = createMoments();
    addBlock(single, Float64Array.of(3), 0, 1);
    for (const figure of [variance, skewness, excessKurtosis]) expect(figure(single)).toBeNaN();
  });

  it('have the same bits when chunk records are merged by index', () => {
    const values = normals(5000);
    const run = (): Float64Array => {
      const all = createMoments();
      for (let at = 0; at < 5000; at += 1000) {
        const chunk = createMoments();
        addBlock(chunk, values, at, at + 1000);
        mergeMoments(all, chunk);
      }
      return all;
    };
    expect(run()).toEqual(run());
    const before = run();
    const after = run();
    mergeMoments(after, createMoments());
    expect(after).toEqual(before);
  });
});
