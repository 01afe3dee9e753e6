// Correlated draws: as correlated as asked, each distributed as before, and nobody else disturbed.

import { describe, expect, it } from 'vitest';
import { studentT } from '../../src/distributions/student-t.ts';
import { conversionOf } from '../../src/dependence/measure.ts';
import { parseScenario } from '../../src/parse.ts';
import { metric, run } from '../documents.ts';
import { columns, kendall, pearson, reporting, spearman, uniform } from './draws.ts';

const count = 60_000;
const ids = ['a', 'b', 'c'];
const wanted: Readonly<Record<string, number>> = { ab: 0.7, ac: -0.4, bc: 0.1 };
const mild: Readonly<Record<string, number>> = { ab: 0.4, ac: -0.3, bc: 0.1 };
const milder = [[1], [0.4, 1], [-0.3, 0.1, 1]];
const lower = [[1], [0.7, 1], [-0.4, 0.1, 1]];
const gaussian = { copula: 'gaussian', nodes: ids, correlation: lower };
const student = { ...gaussian, copula: 't', degreesOfFreedom: 4 };
const skewed = [
  { kind: 'distribution', id: 'a', distribution: 'lognormal', parameters: { mu: 1, sigma: 0.8 } },
  { kind: 'distribution', id: 'b', distribution: 'gamma', parameters: { shape: 2, scale: 3 } },
  { kind: 'distribution', id: 'c', distribution: 'normal', parameters: { mean: 5, sd: 2 } },
];

function pairsOf(values: readonly Float64Array[]): readonly [string, Float64Array, Float64Array][] {
  return [
    ['ab', values[0], values[1]],
    ['ac', values[0], values[2]],
    ['bc', values[1], values[2]],
  ];
}

describe('a Gaussian copula', () => {
  it('gives the Spearman correlations asked for, whatever the distributions', () => {
    for (const [pair, x, y] of pairsOf(columns(reporting(skewed, [gaussian]), count))) {
      // Largest asymptotic variance of Spearman's coefficient is 1 / n, at independence.
      expect(Math.abs(spearman(x, y) - wanted[pair]), pair).toBeLessThan(4 / Math.sqrt(count));
    }
  });

  it('gives the Kendall correlations asked for', () => {
    const group = { ...gaussian, measure: 'kendall', correlation: milder };
    for (const [pair, x, y] of pairsOf(columns(reporting(skewed, [group]), count))) {
      const { tau, error } = kendall(x, y);
      expect(Math.abs(tau - mild[pair]) / error, pair).toBeLessThan(4);
    }
  });

  it('gives normals the Pearson correlation asked for', () => {
    const normals = ids.map((id) => ({
      kind: 'distribution',
      id,
      distribution: 'normal',
      parameters: { mean: 0, sd: 1 },
    }));
    const group = { ...gaussian, measure: 'pearson-of-normals' };
    for (const [pair, x, y] of pairsOf(columns(reporting(normals, [group]), count))) {
      const r = wanted[pair];
      expect(Math.abs(pearson(x, y) - r), pair).toBeLessThan((4 * (1 - r * r)) / Math.sqrt(count));
    }
  });

  it('means the same whether its matrix is full, a triangle or a list of pairs', () => {
    const forms = [
      { correlation: lower },
      {
        correlation: [
          [1, 0.7, -0.4],
          [0.7, 1, 0.1],
          [-0.4, 0.1, 1],
        ],
      },
      {
        pairs: [
          { between: ['c', 'b'], rank: 0.1 },
          { between: ['a', 'b'], rank: 0.7 },
          { between: ['c', 'a'], rank: -0.4 },
        ],
      },
    ];
    const drawn = forms.map((form) =>
      columns(reporting(ids.map(uniform), [{ copula: 'gaussian', nodes: ids, ...form }]), 500),
    );
    expect(drawn[1]).toEqual(drawn[0]);
    expect(drawn[2]).toEqual(drawn[0]);
  });

  it('makes one quantity a function of another at rank 1 and -1', () => {
    const pairs = [
      { between: ['a', 'b'], rank: 1 },
      { between: ['a', 'c'], rank: -1 },
      { between: ['b', 'c'], rank: -1 },
    ];
    const [a, b, c] = columns(reporting(ids.map(uniform), [{ copula: 'gaussian', nodes: ids, pairs }]), 2000);
    for (let i = 0; i < a.length; i++) {
      expect(b[i]).toBeCloseTo(a[i], 14);
      expect(c[i]).toBeCloseTo(1 - a[i], 14);
    }
  });

  it('correlates observed data by their values, not by their rows', () => {
    const values = [5, 1, 4, 2, 3, 9, 7, 8, 6, 0];
    const nodes = [uniform('a'), { kind: 'data', id: 'b', sample: 'bootstrap', values }];
    const pairs = [{ between: ['a', 'b'], rank: 0.8 }];
    const [a, b] = columns(reporting(nodes, [{ copula: 'gaussian', nodes: ['a', 'b'], pairs }]), count);
    expect(spearman(a, b)).toBeGreaterThan(0.77);
    for (const value of values) {
      const share = b.filter((each) => each === value).length / count;
      expect(Math.abs(share - 0.1) / Math.sqrt(0.09 / count), `${value}`).toBeLessThan(4);
    }
  });
});

describe('a t copula', () => {
  it('gives the Kendall correlations asked for', () => {
    const group = { ...student, measure: 'kendall', correlation: milder };
    for (const [pair, x, y] of pairsOf(columns(reporting(skewed, [group]), count))) {
      const { tau, error } = kendall(x, y);
      expect(Math.abs(tau - mild[pair]) / error, pair).toBeLessThan(4);
    }
  });

  it('gives the Spearman correlations asked for, whatever its degrees of freedom', () => {
    for (const degreesOfFreedom of [1, 3, 10]) {
      const doc = reporting(skewed, [{ ...student, degreesOfFreedom, correlation: milder }]);
      for (const [pair, x, y] of pairsOf(columns(doc, count))) {
        // Heavy tails together widen the spread: at 1 degree of freedom by less than 1.5.
        expect(Math.abs(spearman(x, y) - mild[pair]), pair).toBeLessThan(6 / Math.sqrt(count));
      }
    }
  });

  it('tells Spearman from the correlation of its normals and back', () => {
    for (const degrees of [1, 2, 5, 1000]) {
      const { toNormal, fromNormal } = conversionOf('spearman', degrees);
      for (const rho of [-1, -0.9, -0.3, 0, 0.05, 0.7, 0.95, 1]) {
        expect(fromNormal(toNormal(rho)), `${degrees} ${rho}`).toBeCloseTo(rho, 9);
        // Many degrees of freedom are none.
        if (degrees === 1000) expect(toNormal(rho)).toBeCloseTo(2 * Math.sin((Math.PI * rho) / 6), 3);
      }
    }
  });

  /** P(both above their quantile at u) / (1 - u): tends to 2 T(-sqrt((nu + 1)(1 - r) / (1 + r))) with nu + 1 degrees for the
   * t copula (A. J. McNeil, R. Frey, P. Embrechts, Quantitative Risk Management, 2005, section 5.3.1) and to 0 for the Gaussian. */
  it('lets extremes come together as often as theory says, where the Gaussian copula lets them come apart', () => {
    const [r, nu, u] = [0.5, 3, 0.995];
    const samples = 400_000;
    const limit = 2 * studentT.cdf(-Math.sqrt(((nu + 1) * (1 - r)) / (1 + r)), nu + 1, 0, 1, 0);
    const jointly = (more: object): number => {
      const pairs = [{ between: ['a', 'b'], rank: r }];
      const group = { nodes: ['a', 'b'], measure: 'pearson-of-normals', pairs, ...more };
      const [a, b] = columns(reporting([uniform('a'), uniform('b')], [group]), samples);
      return a.filter((value, i) => value > u && b[i] > u).length / (samples * (1 - u));
    };
    const error = Math.sqrt(limit / (samples * (1 - u)));
    expect(limit).toBeCloseTo(0.3125, 3);
    // At 0.995 the conditional probability is still above its limit, by less than 0.03.
    const found = jointly({ copula: 't', degreesOfFreedom: nu });
    expect(found).toBeGreaterThan(limit - 4 * error);
    expect(found).toBeLessThan(limit + 0.03 + 4 * error);
    expect(jointly({ copula: 'gaussian' })).toBeLessThan(limit - 8 * error);
  });
});

describe.each([
  ['Gaussian', gaussian],
  ['t', student],
])('any %s group', (_, group) => {
  it('leaves every distribution as it was', () => {
    const together = columns(reporting(ids.map(uniform), [group]), count);
    for (const [index, values] of together.entries()) {
      const sorted = values.toSorted();
      for (const level of [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]) {
        const error = Math.sqrt((level * (1 - level)) / count);
        const below = sorted.findLastIndex((value) => value <= level) + 1;
        expect(Math.abs(below / count - level) / error, `${ids[index]} at ${level}`).toBeLessThan(4);
      }
    }
  });

  it('changes no number outside it, and a member added last none before it', () => {
    const nodes = [...ids, 'd', 'e'].map(uniform);
    const alone = columns(reporting(nodes), 300);
    const grouped = columns(reporting(nodes, [group]), 300);
    expect(grouped[3]).toEqual(alone[3]);
    expect(grouped[4]).toEqual(alone[4]);
    expect(grouped[1]).not.toEqual(alone[1]);
    const longer = { ...group, name: 'a', nodes: [...ids, 'd'], correlation: [...lower, [0.2, 0.2, 0, 1]] };
    const extended = columns(reporting(nodes, [longer]), 300);
    for (const index of [0, 1, 2, 4]) expect(extended[index], `${index}`).toEqual(grouped[index]);
    const second = { ...group, nodes: ['d', 'e'], correlation: [[1], [0.5, 1]] };
    const both = columns(reporting(nodes, [second, group]), 300);
    for (const index of [0, 1, 2]) expect(both[index], `${index}`).toEqual(grouped[index]);
  });
});

const contradictory = (rank: number): unknown => ({
  copula: 'gaussian',
  name: 'lines',
  nodes: ids,
  measure: 'pearson-of-normals',
  correlation: [[1], [0.9, 1], [rank, 0.9, 1]],
});

describe('correlations that contradict each other', () => {
  it('are replaced by the nearest possible ones, in the open', () => {
    // Possible from 0.62 upwards: 2 * 0.9^2 - 1.
    const doc = reporting(ids.map(uniform), [contradictory(0.55)]);
    const parsed = parseScenario(doc);
    expect(parsed.ok && parsed.notices).toMatchObject([
      {
        path: '/model/dependence/0',
        code: 'dependence.adjusted',
        message: expect.stringMatching(/a and b from 0\.9 to 0\.88/) as string,
      },
    ]);
    const change = metric(run(doc, 1, 20_000), 'correlation-adjustment', 'dependence:lines');
    expect(change.value).toBeGreaterThan(0.01);
    expect(change.value).toBeLessThan(0.05);
    expect(change.standardError).toBeNull();
  });

  it('are refused where that would change what was meant', () => {
    const parsed = parseScenario(reporting(ids.map(uniform), [contradictory(-0.5)]));
    expect(parsed.ok || parsed.issues).toMatchObject([
      { path: '/model/dependence/0', code: 'dependence.impossible' },
    ]);
  });

  it('are not reported where there are none', () => {
    const doc = reporting(ids.map(uniform), [gaussian]);
    expect(parseScenario(doc)).not.toHaveProperty('notices');
    expect(() => metric(run(doc, 1, 20_000), 'correlation-adjustment', 'dependence:a')).toThrow();
  });
});
