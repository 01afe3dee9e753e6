// The living sample: chunks in any place, snapshots, parameters that restart it, streams that do not move each other.

import { describe, expect, it } from 'vitest';
import { SimulationError, channelOffsets, frameSize, type Snapshot } from '@holdfast/core';
import { scenario } from '../src/index.ts';
import { begin, document, finish, metric, run, snapshotBytes, specOf, values } from './documents.ts';

const demand = {
  kind: 'distribution',
  id: 'demand',
  distribution: 'lognormal',
  parameters: { mean: 100, sd: 30 },
};
const cost = {
  kind: 'distribution',
  id: 'cost',
  distribution: 'exponential',
  parameters: { mean: '$params.scale' },
};
const profit = { kind: 'transformer', id: 'profit', expression: 'demand * $params.price - cost * 10' };
const doc = document({
  parameters: [
    { name: 'price', value: 2, min: 1, max: 5 },
    { name: 'scale', value: 3, min: 1, max: 10 },
  ],
  nodes: [
    demand,
    cost,
    profit,
    { kind: 'output', id: 'y', targets: [{ at: 0, side: 'below' }] },
    { kind: 'constraint', id: 'c', min: 0 },
  ],
  edges: [
    { from: 'demand', to: 'profit.demand' },
    { from: 'cost', to: 'profit.cost' },
    { from: 'profit', to: 'y' },
    { from: 'profit', to: 'c' },
  ],
});
const until = 60_000;

function meanAt(price: number): number {
  const simulation = begin(doc, 5, 16_384);
  simulation.apply({ parameter: 'price', value: price });
  return metric(finish(simulation), 'mean').value;
}

describe('steps and chunks', () => {
  it('end after exactly the iterations asked for, in chunks of 16,384', () => {
    const simulation = begin(doc, 1, until);
    const advanced: number[] = [];
    for (let remaining = until; remaining > 0;) {
      const report = simulation.step(16_384);
      advanced.push(report.advanced);
      remaining = report.remaining;
    }
    expect(advanced).toEqual([16_384, 16_384, 16_384, 10_848]);
    expect(simulation.time).toBe(until);
    expect(simulation.step(16_384)).toEqual({ advanced: 0, error: 0, remaining: 0 });
  });

  it('are rejected without a trace when less than a chunk is offered', () => {
    const simulation = begin(doc, 1, 16_384 + 100);
    const before = snapshotBytes(simulation);
    for (const dt of [0, -1, NaN, 1, 16_383]) {
      expect(simulation.step(dt)).toEqual({ advanced: 0, error: 0, remaining: 16_484 });
    }
    expect(snapshotBytes(simulation)).toBe(before);
    simulation.step(16_384);
    expect(simulation.step(100)).toEqual({ advanced: 100, error: 0, remaining: 0 });
  });

  it('give the same bits whoever computed them and in whatever order', () => {
    const sequential = finish(begin(doc, 7, until));
    const model = scenario.compile(specOf(doc));
    const workers = [0, 1, 2].map(() => model.begin({ seed: 7, until }));
    const home = model.begin({ seed: 7, until });
    const partials = new Map<number, Snapshot>();
    for (const index of [2, 0, 3, 1]) {
      partials.set(index, structuredClone(workers[index % 3].chunks!.run(index, 1)));
    }
    for (let index = home.chunks!.next; index < home.chunks!.end; index++) {
      home.chunks!.absorb(index, partials.get(index)!);
    }
    expect(snapshotBytes(home)).toBe(snapshotBytes(sequential));
    expect(home.metrics()).toEqual(sequential.metrics());
  });

  it('refuse a partial out of order, and one computed for other parameters', () => {
    const simulation = begin(doc, 7, until);
    const partial = simulation.chunks!.run(0, 1);
    expect(() => simulation.chunks!.absorb(1, partial)).toThrow(RangeError);
    simulation.apply({ parameter: 'price', value: 3 });
    expect(() => simulation.chunks!.absorb(0, partial)).toThrow(RangeError);
    expect(() => simulation.chunks!.run(4, 1)).toThrow(RangeError);
    expect(() => simulation.chunks!.run(3, 2)).toThrow(RangeError);
  });

  it('never go beyond an end between two iterations', () => {
    const simulation = finish(begin(doc, 1, 20_000.7));
    expect(simulation.time).toBe(20_000);
    expect(simulation.step(16_384)).toEqual({ advanced: 0, error: 0, remaining: 0 });
    expect(simulation.invariants().every(({ residual }) => residual === 0)).toBe(true);
  });

  it('go on without end when asked to', () => {
    const simulation = begin(doc, 7, Infinity);
    expect(simulation.step(16_384).remaining).toBe(Infinity);
    expect(simulation.chunks!.end).toBe(Infinity);
  });
});

describe('snapshots', () => {
  it('continue bit for bit, also into a fresh simulation and across the limit of exact sketches', () => {
    for (const steps of [0, 1, 4, 5]) {
      const one = begin(doc, 3, 90_000);
      for (let i = 0; i < steps; i++) one.step(16_384);
      const saved = structuredClone(one.snapshot());
      const other = begin(doc, 3, 90_000);
      other.restore(saved);
      expect(snapshotBytes(other)).toBe(snapshotBytes(one));
      expect(snapshotBytes(finish(other))).toBe(snapshotBytes(finish(one)));
    }
  });

  it('are not changed by what comes after', () => {
    const simulation = begin(doc, 3, until);
    simulation.step(16_384);
    const saved = simulation.snapshot();
    const before = structuredClone(saved);
    simulation.step(16_384);
    expect(saved).toEqual(before);
  });

  it('keep applied parameters and the moved end', () => {
    const one = begin(doc, 3, 40_000);
    one.step(16_384);
    one.apply({ parameter: 'price', value: 4 });
    one.step(16_384);
    const other = begin(doc, 3, 40_000);
    other.restore(one.snapshot());
    expect(other.time).toBe(32_768);
    expect(finish(other).metrics()).toEqual(finish(one).metrics());
    expect(other.time).toBe(16_384 + 40_000);
  });

  it('of another layout are refused', () => {
    expect(() => begin(doc).restore({ layout: 'scenario/0', fields: {} })).toThrow(SimulationError);
  });
});

describe('parameters', () => {
  it('restart the sample: the result equals a fresh run with the new value', () => {
    const changed = begin(doc, 5, until);
    changed.step(16_384);
    changed.apply({ parameter: 'price', value: 3.5 });
    finish(changed);
    const fresh = begin(doc, 5, until);
    fresh.apply({ parameter: 'price', value: 3.5 });
    finish(fresh);
    expect(changed.metrics()).toEqual(fresh.metrics());
    expect(changed.time).toBe(16_384 + until);
    expect(fresh.time).toBe(until);
    expect(metric(changed, 'samples', 'samples').value).toBe(until);
  });

  it('use the same random numbers before and after', () => {
    const [two, three, four] = [meanAt(2), meanAt(3), meanAt(4)];
    // Profit is linear in the price, iteration by iteration.
    expect(Math.abs(four - three - (three - two))).toBeLessThan(1e-9);
  });

  it('leave the sample alone when the value is the present one', () => {
    const simulation = begin(doc, 5, until);
    simulation.step(16_384);
    simulation.apply({ parameter: 'price', value: 2 });
    expect(metric(simulation, 'samples', 'samples').value).toBe(16_384);
  });

  it('are refused by name and bounds', () => {
    const simulation = begin(doc);
    const code = (parameter: string, value: number): string => {
      try {
        simulation.apply({ parameter, value });
      } catch (error) {
        if (error instanceof SimulationError) return error.code;
      }
      return 'accepted';
    };
    expect(code('prise', 2)).toBe('input.unknown');
    expect(code('price', 5.1)).toBe('input.out-of-range');
    expect(code('price', NaN)).toBe('input.out-of-range');
    expect(code('price', 5)).toBe('accepted');
  });
});

describe('random streams', () => {
  it('do not move when an unrelated node is added, in whatever place', () => {
    const extra = {
      kind: 'distribution',
      id: 'extra',
      distribution: 'normal',
      parameters: { mean: 0, sd: 1 },
    };
    const model = doc.model as { nodes: object[] };
    const nodes = [extra, ...model.nodes.toReversed(), { ...extra, id: 'extra2' }];
    const grown = document({ ...model, nodes });
    expect(values(grown, 5000, 8)).toEqual(values(doc, 5000, 8));
  });

  it('depend on the seed and on the id', () => {
    expect(values(doc, 100, 1)).not.toEqual(values(doc, 100, 2));
    const renamed = JSON.parse(
      JSON.stringify(doc)
        .replaceAll('"demand"', '"need"')
        .replaceAll('demand *', 'need *')
        .replaceAll('.demand', '.need'),
    );
    expect(values(renamed, 100, 1)).not.toEqual(values(doc, 100, 1));
  });

  it('differ between nodes: two equal distributions are uncorrelated', () => {
    const normal = { kind: 'distribution', distribution: 'normal', parameters: { mean: 0, sd: 1 } };
    const product = document({
      nodes: [
        { ...normal, id: 'a' },
        { ...normal, id: 'b' },
        { kind: 'transformer', id: 't', expression: 'a * b' },
        { kind: 'output', id: 'y' },
      ],
      edges: [
        { from: 'a', to: 't.a' },
        { from: 'b', to: 't.b' },
        { from: 't', to: 'y' },
      ],
    });
    const { value, standardError } = metric(run(product, 4), 'mean');
    expect(Math.abs(value)).toBeLessThan(4 * standardError!);
  });
});

describe('frames and invariants', () => {
  const model = scenario.compile(specOf(doc));

  it('fill every channel, before the first step with zeros', () => {
    const simulation = model.begin({ seed: 1, until });
    const frame = new Float64Array(frameSize(model.channels)).fill(NaN);
    simulation.observe(frame);
    expect(frame.every((value) => value === 0)).toBe(true);
    simulation.step(16_384);
    frame.fill(NaN);
    simulation.observe(frame);
    expect(frame.every(Number.isFinite)).toBe(true);
    const offsets = channelOffsets(model.channels);
    expect(frame[offsets.get('samples')!]).toBe(16_384);
    const { value, standardError } = metric(simulation, 'mean');
    expect([...frame.subarray(offsets.get('y.value.mean'), offsets.get('y.value.mean')! + 2)]).toEqual([
      value,
      standardError,
    ]);
    const start = offsets.get('y.value.histogram')!;
    const counts = frame.subarray(start + 2, start + 66).reduce((sum, count) => sum + count, 0);
    expect(counts).toBeGreaterThan(16_384 * 0.997);
    expect(counts).toBeLessThanOrEqual(16_384);
  });

  it('hold every invariant exactly, at every step', () => {
    const simulation = model.begin({ seed: 1, until });
    for (let remaining = until; remaining > 0; remaining = simulation.step(16_384).remaining) {
      for (const { name, residual, tolerance } of simulation.invariants())
        expect(residual, name).toBeLessThanOrEqual(tolerance);
    }
    expect(simulation.invariants().map(({ name }) => name)).toEqual([
      'samples/whole-chunks',
      'y.value/samples',
      'y.value/probability-mass',
    ]);
  });

  it('share nothing between simulations of one model, and may be disposed twice', () => {
    const [a, b] = [model.begin({ seed: 1, until }), model.begin({ seed: 1, until })];
    a.apply({ parameter: 'price', value: 4 });
    a.step(16_384);
    b.step(16_384);
    expect(metric(b, 'mean').value).not.toBe(metric(a, 'mean').value);
    expect(metric(b, 'mean')).toEqual(metric(finish(model.begin({ seed: 1, until: 16_384 })), 'mean'));
    a.dispose();
    a.dispose();
    expect(Object.isFrozen(model)).toBe(true);
  });

  it('say where a run ends unless the document does', () => {
    expect(model.until).toBe(100_000);
    expect(scenario.compile(specOf({ ...doc, run: { until: 5000 } })).until).toBe(5000);
  });
});
