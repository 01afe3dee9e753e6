// Whole runs under a design: whole chunks, what is gained, what is kept, and the same bits however chunks are cut.

import { describe, expect, it } from 'vitest';
import type { Simulation, Snapshot } from '@holdfast/core';
import { scenario } from '../../src/index.ts';
import { parseScenario } from '../../src/parse.ts';
import { designOf } from '../../src/sampling/design.ts';
import { planOf } from '../../src/plan.ts';
import { metricsOf } from '../../src/statistics.ts';
import { Tally } from '../../src/tally.ts';
import { document, metric, run, snapshotBytes, specOf } from '../documents.ts';

const chunk = 16_384;
const methods = [
  { method: 'sobol' },
  { method: 'latin-hypercube' },
  { method: 'antithetic' },
  { method: 'stratified', inputs: ['a', 'b'] },
] as const;

function smooth(sampling: object, more: object = {}) {
  return document({
    nodes: [
      { kind: 'distribution', id: 'a', distribution: 'normal', parameters: { mean: 1, sd: 1 } },
      { kind: 'distribution', id: 'b', distribution: 'exponential', parameters: { mean: 4 } },
      { kind: 'transformer', id: 't', expression: 'a + b + 0.1 * a * b' },
      { kind: 'output', id: 'y', targets: [{ at: 6, side: 'above' }] },
      { kind: 'constraint', id: 'c', max: 8 },
    ],
    edges: [
      { from: 'a', to: 't.a' },
      { from: 'b', to: 't.b' },
      { from: 't', to: 'y' },
      { from: 't', to: 'c' },
    ],
    sampling,
    ...more,
  });
}

/** Dimensions of the random numbers in the order of the program. */
function dimensions(sampling: object): unknown[] {
  const { design, program } = planOf(specOf(smooth(sampling)));
  const streams = program.operations.flatMap((each) => (each.kind === 'uniform' ? [each.stream] : []));
  return streams.map((stream) => design.dimensionOf(stream, 0));
}

describe.each(methods)('$method', (sampling) => {
  const doc = smooth(sampling);

  it('runs whole chunks and proposes to', () => {
    expect(run(doc, 1, 100).time).toBe(chunk);
    expect(run(doc, 1, chunk + 1).time).toBe(2 * chunk);
    expect(scenario.compile(specOf({ ...doc, run: { until: 20_000 } })).until).toBe(2 * chunk);
  });

  it('agrees with theory and needs fewer iterations than chance for the mean', () => {
    const simulation = run(doc, 1, 2 * chunk);
    const { value, standardError } = metric(simulation, 'mean');
    expect(Math.abs(value - 5.4) / standardError!).toBeLessThan(4);
    const gain = metric(simulation, 'effective-samples');
    expect(gain.value).toBeGreaterThan(1.5 * 2 * chunk);
    expect(gain.standardError! / gain.value).toBeCloseTo(Math.sqrt(2 / 15), 12);
    const plain = run(smooth({ method: 'random' }), 1, 2 * chunk);
    expect(metric(plain, 'mean').standardError! / standardError!).toBeGreaterThan(Math.sqrt(1.5));
    expect(plain.metrics().some(({ name }) => name === 'effective-samples')).toBe(false);
  });

  it('has an error for every figure that has one without a design', () => {
    const [mine, plain] = [doc, smooth({ method: 'random' })].map((each) => run(each, 1, chunk).metrics());
    for (const { subject, name, standardError } of plain) {
      const other = mine.find((each) => each.subject === subject && each.name === name);
      expect(other, `${subject} ${name}`).toBeDefined();
      expect(other!.standardError === null, `${subject} ${name}`).toBe(standardError === null);
      if (standardError !== null) expect(other!.standardError! / standardError).toBeLessThan(2);
    }
  });

  it('gives the same bits in steps, in spans of other workers and after a restore', () => {
    const until = 5 * chunk;
    const alone = run(doc, 3, until);
    const model = scenario.compile(specOf(doc));
    const [home, worker] = [0, 1].map(() => model.begin({ seed: 3, until })) as [Simulation, Simulation];
    const partials: Snapshot[] = [
      [3, 2],
      [0, 2],
      [2, 1],
    ].map(([first, count]) => structuredClone(worker.chunks!.run(first, count)));
    home.chunks!.absorb(0, partials[1]);
    home.chunks!.absorb(2, partials[2]);
    const restored = model.begin({ seed: 3, until });
    restored.restore(structuredClone(home.snapshot()));
    restored.chunks!.absorb(3, partials[0]);
    expect(snapshotBytes(restored)).toBe(snapshotBytes(alone));
    expect(restored.metrics()).toEqual(alone.metrics());
  });
});

describe('under a design', () => {
  it('replicates cost a few kilobytes for each output, however many iterations', () => {
    const sizes = [1, 3].map((chunks) => {
      const { fields } = run(smooth({ method: 'sobol' }), 1, chunks * chunk).snapshot();
      return (fields['0.replicates'] as Float64Array).byteLength;
    });
    expect(sizes[0]).toBe(sizes[1]);
    expect(sizes[0]).toBeLessThan(4096);
  });

  it('a node that is added moves no number of the nodes before it', () => {
    const nodes = [{ kind: 'distribution', id: 'z', distribution: 'normal', parameters: { mean: 0, sd: 1 } }];
    const model = smooth({ method: 'sobol' }).model as { nodes: object[]; edges: object[] };
    const grown = document({
      ...model,
      nodes: [...model.nodes, ...nodes, { kind: 'output', id: 'w' }],
      edges: [...model.edges, { from: 'z', to: 'w' }],
    });
    const mean = metric(run(smooth({ method: 'sobol' }), 1, chunk), 'mean');
    expect(metric(run(grown, 1, chunk), 'mean')).toEqual(mean);
  });

  it('named inputs come first, then nodes in the order of the document', () => {
    const plain = dimensions({ method: 'sobol' });
    expect(new Set(plain)).toEqual(new Set([0, 1]));
    expect(dimensions({ method: 'sobol', inputs: ['b'] })).toEqual(plain.toReversed());
  });

  it('a random number drawn anew in every step has a dimension for each', () => {
    const program = {
      ...planOf(specOf(smooth({ method: 'sobol' }))).program,
      operations: [
        { kind: 'uniform', stream: 5, draw: 0, loop: 0, operands: [] },
        { kind: 'uniform', stream: 9, draw: 0, operands: [] },
      ] as const,
      loops: [{ kind: 'time', steps: 3, from: 0, to: 1, carried: [] }] as const,
    };
    const design = designOf({ method: 'sobol' }, [], program);
    const dimensionOf = (stream: number, draw: number) => design.dimensionOf(stream, draw);
    expect([dimensionOf(5, 0), dimensionOf(9, 0), dimensionOf(5, 1), dimensionOf(5, 2)]).toEqual([
      0, 1, 2, 3,
    ]);
    expect([dimensionOf(5, 3), dimensionOf(9, 1)]).toEqual([undefined, undefined]);
  });

  it('an end that is no whole number of chunks is noticed where its author wrote it', () => {
    const parsed = parseScenario({ ...smooth({ method: 'sobol' }), run: { until: 20_000 } });
    expect(parsed.ok && parsed.notices).toMatchObject([
      { path: '/run/until', code: 'sampling.whole-chunks', remedy: 'Write 32768.' },
    ]);
    for (const [method, until] of [
      ['random', 20_000],
      ['sobol', 32_768],
    ] as const) {
      const other = parseScenario({ ...smooth({ method }), run: { until } });
      expect(other.ok && other.notices).toBe(undefined);
    }
  });

  it('random numbers beyond the last dimension stay random, and the result says how many', () => {
    const count = 1115;
    const nodes = Array.from({ length: count }, (_, i) => ({
      kind: 'distribution',
      id: `x${i}`,
      distribution: 'uniform',
      parameters: { min: 0, max: 1 },
    }));
    const doc = document({
      nodes: [
        ...nodes,
        { kind: 'aggregator', id: 's', method: 'sum' },
        { kind: 'output', id: 'y', tail: [], quantiles: [0.5] },
      ],
      edges: [...nodes.map(({ id }) => ({ from: id, to: 's' })), { from: 's', to: 'y' }],
      sampling: { method: 'sobol' },
    });
    const plan = planOf(specOf(doc));
    expect(plan.design.padded).toBe(4);
    const pilot = { calibrations: [{ center: 0, scale: 1 }], cuts: [new Float64Array(1)], grids: [] };
    expect(metricsOf(plan, Tally.ofSample(plan, pilot))).toContainEqual({
      subject: 'sampling',
      name: 'random-dimensions',
      value: 4,
      standardError: null,
      unit: '1',
    });
    const all = run(smooth({ method: 'sobol' }), 1, chunk).metrics();
    expect(all.some(({ subject }) => subject === 'sampling')).toBe(false);
  });
});
