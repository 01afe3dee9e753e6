// Mixtures against the laws of total probability, metalogs against the percentiles they are made from, and what both refuse.

import { describe, expect, it } from 'vitest';
import { exp, normalCdf } from '@holdfast/numerics';
import { metalog } from '../../src/distributions/metalog.ts';
import { untruncated, type Truncation } from '../../src/distributions/truncation.ts';
import { document, issuesOf, metric, run, sampled, values } from '../documents.ts';

const normal = (weight: unknown, mean: number, sd: number): object => ({
  weight,
  distribution: 'normal',
  parameters: { mean, sd },
});

function kolmogorov(drawn: Float64Array, cdf: (x: number) => number): number {
  const sorted = drawn.toSorted();
  let worst = 0;
  for (const [i, value] of sorted.entries()) {
    const probability = cdf(value);
    worst = Math.max(
      worst,
      Math.abs((i + 1) / sorted.length - probability),
      Math.abs(i / sorted.length - probability),
    );
  }
  return worst;
}

/** Kolmogorov's bound at the level 1e-4. */
const bound = (count: number): number => 2.23 / Math.sqrt(count);

const two = [normal(3, 0, 1), normal(1, 5, 2)];

function cdfOfTwo(x: number): number {
  return 0.75 * normalCdf(x) + 0.25 * normalCdf((x - 5) / 2);
}

describe('mixture', () => {
  it('has the mean, variance and distribution function that its components give', () => {
    const doc = sampled('mixture', { components: two });
    const simulation = run(doc, 3, 50_000);
    const [mean, sd] = [metric(simulation, 'mean'), metric(simulation, 'sd')];
    const variance = 0.75 * 1 + 0.25 * (4 + 25) - 1.25 ** 2;
    expect(Math.abs(mean.value - 1.25)).toBeLessThan(4 * mean.standardError!);
    expect(Math.abs(sd.value - Math.sqrt(variance))).toBeLessThan(4 * sd.standardError!);
    expect(kolmogorov(values(doc, 20_000), cdfOfTwo)).toBeLessThan(bound(20_000));
  });

  it('of one component is that component, of a zero weight the other one', () => {
    const alone = values(sampled('normal', { mean: 2, sd: 3 }), 500);
    expect(values(sampled('mixture', { components: [normal(7, 2, 3)] }), 500)).toEqual(
      values(sampled('mixture', { components: [normal(7, 2, 3), normal(0, 9, 9)] }), 500),
    );
    for (const [i, value] of values(sampled('mixture', { components: [normal(1, 2, 3)] }), 500).entries()) {
      expect(value).toBe(alone[i]);
    }
  });

  it('takes every kind of component: formulas, tables, steps, lists and cut ones', () => {
    const components = [
      { weight: 1, distribution: 'gamma', parameters: { shape: 2.5, scale: 1 } },
      { weight: 1, distribution: 'poisson', parameters: { mean: 4 } },
      { weight: 1, distribution: 'discrete', parameters: { values: [10, 20], probabilities: [0.5, 0.5] } },
      { weight: 1, distribution: 'beta', parameters: { alpha: 2, beta: 3 }, truncate: { min: 0.5 } },
      { weight: 1, distribution: 'binomial', parameters: { n: 10, probability: '$params.p' } },
    ];
    const doc = document({
      nodes: [
        { kind: 'distribution', id: 'x', distribution: 'mixture', parameters: { components } },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'x', to: 'y' }],
      parameters: [{ name: 'p', value: 0.5, min: 0, max: 1 }],
    });
    const simulation = run(doc, 4, 40_000);
    // The mean of beta(2, 3) above 1/2: 0.4 (1 - I(3, 3)) / (1 - I(2, 3)) at 1/2 = 0.4 x 0.5 / 0.3125.
    const expected = (2.5 + 4 + 15 + (0.4 * 0.5) / 0.3125 + 5) / 5;
    const mean = metric(simulation, 'mean');
    expect(Math.abs(mean.value - expected)).toBeLessThan(4 * mean.standardError!);
    expect(metric(simulation, 'samples').value).toBe(40_000);
  });

  it('follows weights that vary, and is NaN where they are no weights', () => {
    const doc = document({
      nodes: [
        { kind: 'data', id: 'share', sample: 'cycle', values: [1, -1, 0, 0] },
        {
          kind: 'distribution',
          id: 'x',
          distribution: 'mixture',
          parameters: { components: [normal('share', 0, 1), normal('1 - abs(share)', 50, 1)] },
        },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'share', to: 'x' },
        { from: 'x', to: 'y' },
      ],
    });
    const fixed = {
      ...doc,
      model: JSON.parse(JSON.stringify(doc.model).replace('"to":"x"', '"to":"x.share"')),
    };
    const drawn = values(fixed, 400);
    for (const [i, value] of drawn.entries()) {
      if (i % 4 === 1) expect(value).toBeNaN();
      else expect(Math.abs(value - (i % 4 === 0 ? 0 : 50))).toBeLessThan(6);
    }
  });

  it('rises with its random number where components are listed from low to high', () => {
    const apart = [normal(1, 0, 1), normal(2, 100, 1), normal(1, 200, 1)];
    const plain = values(sampled('uniform', { min: 0, max: 1 }), 2000);
    const drawn = values(sampled('mixture', { components: apart }), 2000);
    const order = [...plain.keys()].sort((i, j) => plain[i] - plain[j]);
    for (const [k, i] of order.entries()) if (k > 0) expect(drawn[i]).toBeGreaterThan(drawn[order[k - 1]]);
  });

  it.each([
    ['no components', { components: [] }, 'model.out-of-range', '/model/nodes/0/parameters/components'],
    [
      'a negative weight',
      { components: [normal(-1, 0, 1), normal(1, 0, 1)] },
      'distribution.out-of-domain',
      '/model/nodes/0/parameters/components/0/weight',
    ],
    [
      'only zero weights',
      { components: [normal(0, 0, 1)] },
      'distribution.out-of-domain',
      '/model/nodes/0/parameters/components',
    ],
    [
      'a bad parameter of a component',
      { components: [normal(1, 0, 1), normal(1, 0, -1)] },
      'distribution.out-of-domain',
      '/model/nodes/0/parameters/components/1/parameters/sd',
    ],
    [
      'a missing parameter of a component',
      { components: [{ weight: 1, distribution: 'normal', parameters: { mean: 0 } }] },
      'distribution.missing-parameter',
      '/model/nodes/0/parameters/components/0/parameters/sd',
    ],
    [
      'an empty truncation of a component',
      { components: [{ ...normal(1, 0, 1), truncate: { min: 5, max: 4 } }] },
      'distribution.truncation-crossed',
      '/model/nodes/0/parameters/components/0/truncate/min',
    ],
    [
      'a mixture of mixtures',
      { components: [{ weight: 1, distribution: 'mixture', parameters: { components: [normal(1, 0, 1)] } }] },
      'model.unknown-distribution',
      '/model/nodes/0/parameters/components/0/distribution',
    ],
  ])('refuses %s with its path', (_, parameters, code, path) => {
    expect(issuesOf(sampled('mixture', parameters))).toContainEqual(expect.objectContaining({ code, path }));
  });
});

describe('metalog', () => {
  const three = { levels: [0.1, 0.5, 0.9], values: [20, 35, 60] };

  it.each([
    ['three percentiles', three],
    ['two', { levels: [0.1, 0.9], values: [-3, 8] }],
    ['five', { levels: [0.05, 0.25, 0.5, 0.75, 0.95], values: [2, 8, 13, 20, 38] }],
    ['a lower bound', { ...three, lower: 0 }],
    ['an upper bound', { ...three, upper: 100 }],
    ['both bounds', { ...three, lower: 0, upper: 100 }],
  ])('of %s passes through them, within its bounds, rising', (_, lists) => {
    const table = metalog.prepare(lists, untruncated);
    if ('problem' in table) throw new Error(table.problem);
    for (const [i, level] of lists.levels.entries()) {
      expect(table.quantile(level)).toBeCloseTo(lists.values[i], 9);
    }
    const { lower = -Infinity, upper = Infinity } = lists as { lower?: number; upper?: number };
    let previous = -Infinity;
    for (const u of [1e-16, 1e-9, ...Array.from({ length: 99 }, (_, i) => (i + 1) / 100), 1 - 1e-9]) {
      const value = table.quantile(u);
      expect(value >= lower && value <= upper && value > previous).toBe(true);
      previous = value;
    }
  });

  it('of a logistic is that logistic, with its mean and variance', () => {
    const table = metalog.prepare({ levels: [0.2, 0.8], values: [-Math.log(4), Math.log(4)] }, untruncated);
    if ('problem' in table) throw new Error(table.problem);
    expect(table.quantile(0.99)).toBeCloseTo(Math.log(99), 12);
    expect(table.mean).toBeCloseTo(0, 12);
    expect(table.variance).toBeCloseTo(Math.PI ** 2 / 3, 9);
  });

  it('draws with the moments of its table, cut off too', () => {
    for (const truncation of [untruncated, { min: 15, max: 50 }] as readonly Truncation[]) {
      const table = metalog.prepare({ ...three, lower: 0 }, truncation);
      if ('problem' in table) throw new Error(table.problem);
      const more = truncation === untruncated ? {} : { truncate: truncation };
      const simulation = run(sampled('metalog', { ...three, lower: 0 }, more), 6, 40_000);
      const [mean, sd] = [metric(simulation, 'mean'), metric(simulation, 'sd')];
      expect(Math.abs(mean.value - table.mean)).toBeLessThan(4 * mean.standardError!);
      expect(Math.abs(sd.value - Math.sqrt(table.variance))).toBeLessThan(4 * sd.standardError!);
      expect(metric(simulation, 'min').value).toBeGreaterThan(Math.max(0, truncation.min) - 1e-9);
      expect(metric(simulation, 'max').value).toBeLessThan(truncation.max + 1e-9);
    }
  });

  it('with a lower bound is lognormal-like: its logarithm is the metalog of logarithms', () => {
    const bounded = metalog.prepare(
      { levels: [0.1, 0.5, 0.9], values: [1, exp(1), exp(2.5)], lower: 0 },
      untruncated,
    );
    const plain = metalog.prepare({ levels: [0.1, 0.5, 0.9], values: [0, 1, 2.5] }, untruncated);
    if ('problem' in bounded || 'problem' in plain) throw new Error('refused');
    for (const u of [0.001, 0.3, 0.97])
      expect(Math.log(bounded.quantile(u))).toBeCloseTo(plain.quantile(u), 12);
  });

  it.each([
    ['levels and values of different lengths', { levels: [0.1, 0.9], values: [1] }, /2 levels but 1 values/],
    ['one percentile', { levels: [0.5], values: [1] }, /2 to 16 percentiles/],
    ['levels that fall', { levels: [0.9, 0.1], values: [1, 2] }, /must rise and lie between/],
    ['a level of 1', { levels: [0.5, 1], values: [1, 2] }, /must rise and lie between/],
    ['values that fall', { levels: [0.1, 0.9], values: [2, 1] }, /values must rise/],
    ['a value outside the bounds', { ...three, lower: 20 }, /strictly between/],
    [
      'percentiles no metalog has',
      { levels: [0.1, 0.5, 0.9], values: [0, 1, 1000] },
      /no smooth distribution/,
    ],
  ])('refuses %s', (_, lists, message) => {
    expect(issuesOf(sampled('metalog', lists))).toContainEqual(
      expect.objectContaining({
        code: 'distribution.out-of-domain',
        path: '/model/nodes/0/parameters',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
