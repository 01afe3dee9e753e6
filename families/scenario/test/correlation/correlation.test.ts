// Correlations of outputs: what stored values give, with errors that hold, whoever computed the chunks.

import { describe, expect, it } from 'vitest';
import type { Metric, ModelDocument } from '@holdfast/core';
import { scenario } from '../../src/index.ts';
import { begin, issuesOf, metric, run, snapshotBytes, specOf } from '../documents.ts';
import { columns, pearson, spearman } from '../dependence/draws.ts';

const normal = (id: string): unknown => ({
  kind: 'distribution',
  id,
  distribution: 'normal',
  parameters: { mean: 0, sd: 1 },
});
const transformer = (id: string, expression: string): unknown => ({ kind: 'transformer', id, expression });
const output = (id: string): unknown => ({ kind: 'output', id, quantiles: [0.5], tail: [] });

const reads = (id: string, text: string): readonly unknown[] =>
  ['x', 'y']
    .filter((name) => new RegExp(`\\b${name}\\b`).test(text))
    .map((from) => ({ from, to: `${id}.${from}` }));

/** Outputs `a` and `b` of two expressions over the normals x and y. */
function pair(a: string, b: string, more: object = {}, correlations: unknown = true): ModelDocument {
  return {
    family: 'scenario',
    version: 1,
    name: 'test',
    model: {
      nodes: [normal('x'), normal('y'), transformer('f', a), transformer('g', b), output('a'), output('b')],
      edges: [...reads('f', a), ...reads('g', b), { from: 'f', to: 'a' }, { from: 'g', to: 'b' }],
      statistics: { correlations },
      ...more,
    },
  };
}

const subject = 'a.value~b.value';
const both = (doc: ModelDocument, seed: number, until: number): readonly [Metric, Metric] => {
  const done = run(doc, seed, until);
  return [metric(done, 'correlation', subject), metric(done, 'rank-correlation', subject)];
};

const names = (doc: ModelDocument): readonly string[] =>
  run(doc, 1, 5000)
    .metrics()
    .map(({ name }) => name);

/** Normals with correlation 0.6. */
const normals = pair('x', '0.6 * x + 0.8 * y');
const rankOfNormals = (6 / Math.PI) * Math.asin(0.3);

describe('the correlation of two outputs', () => {
  it.each([
    ['normals', 'x', '0.6 * x + 0.8 * y'],
    ['opposites', 'exp(x)', 'y - 4 * x'],
    ['few values', 'round(x)', 'x + y > 0'],
    ['a follower', 'x', 'x^3'],
  ])('of %s is that of the stored values, and so is the rank correlation', (_, a, b) => {
    const count = 40_000;
    const doc = pair(a, b);
    const [u, v] = columns(doc, count);
    const [value, rank] = both(doc, 1, count);
    expect(value.value).toBeCloseTo(pearson(u, v), 10);
    // Ties of stored values have no order; give them their mean rank by hand.
    expect(Math.abs(rank.value - tiedSpearman(u, v))).toBeLessThan(0.0005);
    if (a === 'x') expect(Math.abs(rank.value - spearman(u, v))).toBeLessThan(0.0005);
  });

  it('lies within its error of the truth, and the errors describe the spread over 150 runs', () => {
    const runs = 150;
    const scores = Array.from({ length: runs }, (_, seed) => {
      const [value, rank] = both(normals, seed + 1, 1500);
      return [(value.value - 0.6) / value.standardError!, (rank.value - rankOfNormals) / rank.standardError!];
    });
    for (const kind of [0, 1]) {
      const square = scores.reduce((sum, score) => sum + score[kind] * score[kind], 0) / runs;
      // Mean of 150 squares of standard normals: 1 with a standard deviation of sqrt(2 / 150).
      expect(Math.abs(square - 1), ['value', 'rank'][kind]).toBeLessThan(4 * Math.sqrt(2 / runs));
    }
  });

  it.each(['sobol', 'latin-hypercube', 'antithetic'])(
    'is known under %s with the error of the design',
    (method) => {
      const doc = pair('x', '0.6 * x + 0.8 * y', { sampling: { method } });
      const [value, rank] = both(doc, 3, 65_536);
      const [plain] = both(normals, 3, 65_536);
      expect(Math.abs(value.value - 0.6) / value.standardError!).toBeLessThan(4);
      // Classes make a rank correlation too weak by up to 0.0004, which a good design would notice.
      expect(Math.abs(rank.value - rankOfNormals)).toBeLessThan(4 * rank.standardError! + 0.0004);
      if (method === 'sobol') expect(value.standardError!).toBeLessThan(plain.standardError! / 4);
    },
  );

  it('counts iterations in which both are finite', () => {
    const count = 20_000;
    const doc = pair('x > 0 ? x : 0 / 0', 'x + y');
    const [u, v] = columns(doc, count);
    const kept = [...u.keys()].filter((i) => Number.isFinite(u[i]));
    const [value] = both(doc, 1, count);
    expect(value.value).toBeCloseTo(
      pearson(
        kept.map((i) => u[i]),
        kept.map((i) => v[i]),
      ),
      10,
    );
  });

  it('is not reported of what does not vary, nor where it is not asked', () => {
    expect(names(pair('x', '0.5 + 0.5'))).not.toContain('correlation');
    expect(names(pair('x', 'y', {}, false))).not.toContain('correlation');
    expect(names(pair('x', 'y', {}, ['b', 'a']))).toContain('rank-correlation');
  });

  it.each(['random', 'sobol'])(
    'has the same bits under %s whoever computes the chunks, and after a restart',
    (method) => {
      const doc = pair('x', '0.6 * x + 0.8 * y', { sampling: { method } });
      const until = 5 * 16_384;
      const whole = run(doc, 1, until);
      const [worker, absorbing] = [begin(doc, 1, until), begin(doc, 1, until)];
      const spans = [worker.chunks!.run(3, 2), worker.chunks!.run(0, 2), worker.chunks!.run(2, 1)];
      absorbing.chunks!.absorb(0, spans[1]);
      const resumed = scenario.compile(specOf(doc)).begin({ seed: 1, until });
      resumed.restore(absorbing.snapshot());
      resumed.chunks!.absorb(2, spans[2]);
      resumed.chunks!.absorb(3, spans[0]);
      expect(resumed.metrics()).toEqual(whole.metrics());
      expect(snapshotBytes(resumed)).toBe(snapshotBytes(whole));
    },
  );
});

describe('asking for correlations', () => {
  const path = '/model/statistics/correlations';

  it.each([
    ['an unknown output', ['a', 'bb'], 'statistics.unknown-output', `${path}/1`],
    ['an output twice', ['a', 'b', 'a'], 'statistics.repeated', `${path}/2`],
    ['one output', ['a'], 'model.out-of-range', path],
  ])('of %s is refused', (_, correlations, code, at) => {
    expect(issuesOf(pair('x', 'y', {}, correlations))).toMatchObject([{ code, path: at }]);
  });

  it('of more outputs than can be kept is refused', () => {
    const ids = Array.from({ length: 17 }, (_, index) => `o${index}`);
    const doc: ModelDocument = {
      family: 'scenario',
      version: 1,
      name: 'test',
      model: {
        nodes: [normal('x'), ...ids.map(output)],
        edges: ids.map((id) => ({ from: 'x', to: id })),
        statistics: { correlations: true },
      },
    };
    expect(issuesOf(doc)).toMatchObject([{ code: 'statistics.too-many', path }]);
  });
});

/** Pearson's coefficient of mean ranks. */
function tiedSpearman(x: Float64Array, y: Float64Array): number {
  return pearson(meanRanks(x), meanRanks(y));
}

function meanRanks(values: Float64Array): Float64Array {
  const sorted = values.toSorted();
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [rank, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, rank);
    last.set(value, rank);
  }
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2);
}
