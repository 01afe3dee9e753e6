// Draws without replacement against exact sums of whole numbers, and the large populations whose terms no double can hold.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillUniforms, seedKey } from '@holdfast/numerics';
import { hypergeometric } from '../../src/distributions/hypergeometric.ts';
import { document, issuesOf, metric, run, sampled, values } from '../documents.ts';
import { drawn, named } from './drawing.ts';

function choose(n: bigint, k: bigint): bigint {
  if (k < 0n || k > n) return 0n;
  let out = 1n;
  for (let i = 0n; i < k; i++) out = (out * (n - i)) / (i + 1n);
  return out;
}

/** Ways to have 0, 1, .. draws successes, of choose(population, draws). */
function ways(draws: number, successes: number, population: number): readonly bigint[] {
  const [n, s, all] = [BigInt(draws), BigInt(successes), BigInt(population)];
  return Array.from({ length: draws + 1 }, (_, k) => choose(s, BigInt(k)) * choose(all - s, n - BigInt(k)));
}

/** a / b to the last few digits of a double. */
function ratio(a: bigint, b: bigint): number {
  return a === 0n ? 0 : Number((a * 10n ** 60n) / b) / 1e60;
}

function uniforms(count: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, 5, 0, seedKey(6));
  return out;
}

const lots = fc
  .tuple(fc.integer({ min: 0, max: 120 }), fc.nat(120), fc.nat(120))
  .map(([population, a, b]) => [a % (population + 1), b % (population + 1), population] as const);

describe('the hypergeometric distribution', () => {
  it('has both tails, quantiles, mean and variance of exact sums', () => {
    fc.assert(
      fc.property(lots, ([draws, successes, population]) => {
        const counts = ways(draws, successes, population);
        const total = choose(BigInt(population), BigInt(draws));
        const p = [draws, successes, population, 0] as const;
        let below = 0n;
        let [first, second] = [0, 0];
        for (const [k, each] of counts.entries()) {
          below += each;
          const [lower, upper] = [ratio(below, total), ratio(total - below, total)];
          expect(Math.abs(hypergeometric.cdf(k, ...p) - lower)).toBeLessThanOrEqual(1e-12 * lower);
          expect(Math.abs(hypergeometric.survival(k + 0.5, ...p) - upper)).toBeLessThanOrEqual(1e-12 * upper);
          first += k * ratio(each, total);
          second += k * k * ratio(each, total);
          if (each > 0n) {
            const from = ratio(below - each, total);
            const middle = from + ratio(each, total) / 2;
            // Where a step is too small for a double its middle says nothing.
            if (ratio(each, total) > 1e-12) expect(hypergeometric.quantile(middle, ...p)).toBe(k);
          }
        }
        expect(hypergeometric.mean(...p)).toBeCloseTo(first, 9);
        expect(hypergeometric.variance(...p)).toBeCloseTo(second - first * first, 8);
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  it('keeps far tails of large populations, by the symmetry of draws and successes and of what is left', () => {
    for (const [draws, successes, population] of [
      [5000, 20_000, 1_000_000],
      [1_000_000, 3_000_000, 2_000_000_000],
    ] as const) {
      const mean = (draws * successes) / population;
      for (const k of [mean * 0.7, mean * 0.95, mean, mean * 1.05, mean * 1.4].map(Math.floor)) {
        const own = hypergeometric.cdf(k, draws, successes, population, 0);
        const swapped = hypergeometric.cdf(k, successes, draws, population, 0);
        const mirrored = hypergeometric.survival(draws - k - 1, draws, population - successes, population, 0);
        expect(own).toBeGreaterThan(0);
        expect(Math.abs(swapped / own - 1)).toBeLessThan(1e-8);
        expect(Math.abs(mirrored / own - 1)).toBeLessThan(1e-8);
      }
    }
  });

  it('draws the same numbers whether parameters are constants or vary', () => {
    const us = uniforms(500);
    for (const p of [
      [50, 40, 300],
      [12, 9, 15],
      [0, 3, 9],
      [7, 0, 9],
      [300, 500, 20_000],
    ]) {
      const constant = drawn(named('hypergeometric'), p, us);
      expect(drawn(named('hypergeometric'), p, us, { varying: true })).toEqual(constant);
      expect(constant.every(Number.isInteger)).toBe(true);
    }
  });

  it('refuses more draws or successes than there are, and gives NaN where they vary beyond it', () => {
    const [issue] = issuesOf(sampled('hypergeometric', { draws: 11, successes: 2, population: 10 }));
    expect(issue).toMatchObject({ code: 'distribution.out-of-domain', path: '/model/nodes/0/parameters' });
    expect(issue.message).toContain('draws 11 must not be above population 10');
    const more = issuesOf(sampled('hypergeometric', { draws: 1, successes: 12, population: 10 }));
    expect(more[0].message).toContain('successes 12');
    const varying = document({
      nodes: [
        { kind: 'data', id: 'bad', sample: 'cycle', values: [0, 4, 11, 2] },
        {
          kind: 'distribution',
          id: 'x',
          distribution: 'hypergeometric',
          parameters: { draws: 5, successes: 'bad', population: 10 },
        },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'bad', to: 'x.bad' },
        { from: 'x', to: 'y' },
      ],
    });
    const found = values(varying, 400);
    expect(
      found.every((value, i) => (i % 4 === 2 ? Number.isNaN(value) : value <= [0, 4, 0, 2][i % 4])),
    ).toBe(true);
    expect(metric(run(varying, 1, 400), 'invalid-nan', 'x.out').value).toBe(100);
  });
});
