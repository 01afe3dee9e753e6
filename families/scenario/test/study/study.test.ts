import { readdirSync, readFileSync } from 'node:fs';
import type { Metric, ModelDocument, Variant } from '@holdfast/core';
import { streamId } from '@holdfast/numerics';
import { describe, expect, it } from 'vitest';
import { scenario } from '../../src/index.ts';
import { IssueList } from '../../src/issues.ts';
import { lowerGraph } from '../../src/lower.ts';
import { parseScenario } from '../../src/parse.ts';
import { sourcesOf } from '../../src/study/sources.ts';

const study = scenario.study!;

const document: ModelDocument = {
  family: 'scenario',
  version: 1,
  name: 'A sum and a product',
  model: {
    parameters: [{ name: 'c', label: 'C', unit: '1', value: 3, min: 0, max: 10 }],
    nodes: [
      { kind: 'distribution', id: 'a', distribution: 'normal', parameters: { mean: 0, sd: 2 } },
      { kind: 'distribution', id: 'b', distribution: 'uniform', parameters: { min: -1, max: 1 } },
      { kind: 'distribution', id: 'p', distribution: 'gamma', parameters: { shape: 'a * a + 1', scale: 1 } },
      { kind: 'data', id: 'd', values: [1, 5, 2], sample: 'bootstrap', group: 'rows' },
      { kind: 'data', id: 'f', values: [2, 1, 9], sample: 'bootstrap', group: 'rows' },
      { kind: 'transformer', id: 'y', expression: '$params.c * a + b' },
      { kind: 'transformer', id: 'z', expression: 'a * b + d + f + p' },
      { kind: 'output', id: 'sum' },
      { kind: 'output', id: 'other' },
    ],
    edges: [
      { from: 'a', to: 'p.a' },
      { from: 'a', to: 'y.a' },
      { from: 'b', to: 'y.b' },
      { from: 'a', to: 'z.a' },
      { from: 'b', to: 'z.b' },
      { from: 'd', to: 'z.d' },
      { from: 'f', to: 'z.f' },
      { from: 'p', to: 'z.p' },
      { from: 'y', to: 'sum' },
      { from: 'z', to: 'other' },
    ],
  },
};

const variant = (name: string, change: Partial<Variant>): Variant => ({
  name,
  parameters: [],
  redraw: [],
  ...change,
});

function metricsOf(of: ModelDocument, until = 65_536, seed = 3): readonly Metric[] {
  const parsed = scenario.parse(of);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const simulation = scenario.compile(parsed.spec).begin({ seed, until });
  const { chunks } = simulation;
  while (chunks!.next < chunks!.end) chunks!.advance(1);
  return simulation.metrics();
}

function figure(metrics: readonly Metric[], subject: string, name: string): Metric {
  const found = metrics.find((metric) => metric.subject === subject && metric.name === name);
  if (found === undefined) throw new Error(`${subject} ${name} is not reported`);
  return found;
}

describe('sources', () => {
  it('are the nodes that draw, those that draw together as one', () => {
    expect(study.sources(document)).toEqual([
      { name: 'a', inputs: ['a'] },
      { name: 'b', inputs: ['b'] },
      { name: 'p', inputs: ['p'] },
      { name: 'group:rows', inputs: ['d', 'f'] },
    ]);
    const { nodes, edges, parameters } = document.model as Record<string, readonly object[]>;
    const dependence = [{ between: ['a', 'b'], rank: 0.5 }];
    const correlated = {
      ...document,
      model: {
        nodes,
        edges,
        parameters,
        dependence: [{ name: 'both', copula: 'gaussian', nodes: ['a', 'b'], pairs: dependence }],
      },
    };
    expect(study.sources(correlated)[0]).toEqual({ name: 'dependence:both', inputs: ['a', 'b'] });
  });

  const folder = `${import.meta.dirname}/../../../../examples/`;
  const examples = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, written: JSON.parse(readFileSync(folder + name, 'utf8')) as ModelDocument }))
    .filter(({ written }) => written.family === 'scenario');

  it.each(examples)('cover every random number of $name', ({ written }) => {
    const files = scenario.files(written.model).map((file) => [file, readFileSync(folder + file, 'utf8')]);
    const parsed = parseScenario({ ...written, files: Object.fromEntries(files) });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { builder, outputs } = lowerGraph(parsed.spec, new IssueList());
    const { operations } = builder.build(outputs.map(({ ref }) => ref));
    const known = new Set(sourcesOf(parsed.spec).flatMap(({ streams }) => streams.map(streamId)));
    for (const operation of operations) {
      if (operation.kind === 'uniform') expect(known.has(operation.stream)).toBe(true);
    }
  });
});

describe('a study', () => {
  it('leaves the figures of the model as they are, bit for bit', () => {
    const asked = study.document(document, {
      subjects: ['sum.value', 'other.value'],
      variants: [
        variant('anew', { redraw: ['a', 'group:rows'] }),
        variant('high', { parameters: [{ parameter: 'c', value: 4 }] }),
      ],
      inputs: ['a', 'f'],
    });
    const own = metricsOf(document);
    const beside = metricsOf(asked);
    for (const { subject, name, value, standardError } of own) {
      expect(figure(beside, subject, name)).toMatchObject({ value, standardError });
    }
  });

  it('gives the difference of another parameter iteration by iteration, with the error of the difference', () => {
    const metrics = metricsOf(
      study.document(document, {
        subjects: ['sum.value', 'other.value'],
        variants: [variant('high', { parameters: [{ parameter: 'c', value: 4 }] })],
        inputs: [],
      }),
    );
    // The difference is (4 - 3) a, so its mean is the sample's mean of a and its deviation 2.
    const mean = figure(metrics, 'sum.value@high', 'mean');
    expect(Math.abs(mean.value)).toBeLessThan(4 * mean.standardError!);
    expect(mean.standardError).toBeCloseTo(2 / 256, 3);
    expect(figure(metrics, 'sum.value@high', 'probability-above-0').value).toBeCloseTo(0.5, 1);
    // What the change does not reach differs by nothing, and that is certain.
    expect(figure(metrics, 'other.value@high', 'mean')).toMatchObject({ value: 0, standardError: 0 });
  });

  it('draws anew what it is told to and nothing else', () => {
    const names = ['a', 'b', 'p', 'group:rows'];
    const metrics = metricsOf(
      study.document(document, {
        subjects: ['sum.value', 'other.value'],
        variants: [
          ...names.map((name) => variant(name.replace(':', '-'), { redraw: [name] })),
          variant('all', { redraw: names }),
        ],
        inputs: [],
      }),
    );
    const square = (subject: string): number =>
      figure(metrics, subject, 'sd').value ** 2 + figure(metrics, subject, 'mean').value ** 2;
    const total = 9 * 4 + 1 / 3;
    // Half the mean square of the difference is the part of the variance that is drawn anew.
    expect(square('sum.value@a') / 2 / 36).toBeCloseTo(1, 1);
    expect(square('sum.value@b') / 2).toBeCloseTo(1 / 3, 1);
    expect(square('sum.value@all') / 2 / total).toBeCloseTo(1, 1);
    expect(figure(metrics, 'sum.value@group-rows', 'max').value).toBe(0);
    expect(figure(metrics, 'other.value@group-rows', 'sd').value).toBeGreaterThan(3);
    // Rejection draws from the node's stream as well.
    expect(figure(metrics, 'other.value@p', 'sd').value).toBeGreaterThan(1);
  });

  it('correlates inputs with outputs', () => {
    const metrics = metricsOf(
      study.document(document, { subjects: ['sum.value'], variants: [], inputs: ['a', 'b', 'd'] }),
    );
    const deviation = Math.sqrt(36 + 1 / 3);
    for (const [input, exact] of [
      ['a', 6 / deviation],
      ['b', Math.sqrt(1 / 3) / deviation],
      ['d', 0],
    ] as const) {
      const { value, standardError } = figure(metrics, `sum.value~${input}.out`, 'correlation');
      expect(Math.abs(value - exact) / standardError!, input).toBeLessThan(4);
      const rank = figure(metrics, `sum.value~${input}.out`, 'rank-correlation');
      expect(Math.abs(rank.value - exact), input).toBeLessThan(0.03);
    }
    expect(metrics.some(({ subject }) => subject.startsWith('other'))).toBe(false);
  });

  it('draws whole paths anew where a model has time', () => {
    const walking: ModelDocument = {
      family: 'scenario',
      version: 1,
      name: 'Two walks',
      model: {
        time: { steps: 4 },
        nodes: [
          { kind: 'random-walk', id: 'long', initial: 0, sd: 2, form: 'arithmetic' },
          { kind: 'autoregressive', id: 'short', coefficients: [0.5], sd: 1 },
          { kind: 'aggregator', id: 'both', method: 'sum' },
          { kind: 'output', id: 'end' },
        ],
        edges: [
          { from: 'long', to: 'both' },
          { from: 'short', to: 'both' },
          { from: 'both', to: 'end' },
        ],
      },
    };
    expect(study.sources(walking)).toEqual([
      { name: 'long', inputs: [] },
      { name: 'short', inputs: [] },
    ]);
    const metrics = metricsOf(
      study.document(walking, {
        subjects: ['end.value'],
        variants: [variant('long', { redraw: ['long'] }), variant('short', { redraw: ['short'] })],
        inputs: [],
      }),
    );
    // The last step of the walk has taken three changes; the process has the variance 1 / (1 - 0.25).
    const deviation = (name: string): number => figure(metrics, `end.value@${name}`, 'sd').value;
    expect(deviation('long') ** 2 / 2 / 12).toBeCloseTo(1, 1);
    expect(deviation('short') ** 2 / 2 / (4 / 3)).toBeCloseTo(1, 1);
  });

  it('is refused with every mistake at its place', () => {
    const { model } = document as { model: object };
    const refused = scenario.parse({
      ...document,
      model: {
        ...model,
        sampling: { method: 'sobol' },
        study: {
          variants: [
            { name: 'x', parameters: { c: 11, cc: 1 }, redraw: ['A', 'a', 'a'] },
            { name: 'x', redraw: ['d'] },
          ],
          inputs: ['group:rows', 'y'],
        },
      },
    });
    expect(refused.ok).toBe(false);
    const issues = refused.ok ? [] : refused.issues;
    expect(issues.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      '/model/study study.design',
      '/model/study/inputs/0 study.unknown-source',
      '/model/study/inputs/1 study.unknown-source',
      '/model/study/variants/0/parameters/c study.out-of-range',
      '/model/study/variants/0/parameters/cc study.unknown-parameter',
      '/model/study/variants/0/redraw/0 study.unknown-source',
      '/model/study/variants/0/redraw/2 study.repeated',
      '/model/study/variants/1/name study.repeated',
      '/model/study/variants/1/redraw/0 study.unknown-source',
    ]);
  });
});
