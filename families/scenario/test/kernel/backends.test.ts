// Whole simulations on either back end: the same snapshots, frames and figures, and one goes on where the other stopped.

import { readdirSync, readFileSync } from 'node:fs';
import type { ModelDocument, Simulation } from '@holdfast/core';
import { frameSize } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { platformEngine } from '@holdfast/numerics';
import { compileScenario } from '../../src/compile.ts';
import { plainComputers } from '../../src/computer.ts';
import { computersOf } from '../../src/computers.ts';
import { planOf } from '../../src/plan.ts';
import { parseScenario } from '../../src/parse.ts';
import { ScenarioSimulation } from '../../src/simulation.ts';
import { snapshotBytes, specOf, document } from '../documents.ts';

const folder = new URL('../../../../examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ModelDocument)
  .filter(({ family }) => family === 'scenario');

/** Past the values a sketch keeps. Steps in time multiply the work of the plain back end: there a cut chunk is enough. */
const untilOf = ({ model }: ModelDocument): number =>
  (model as { time?: unknown }).time === undefined ? 70_000 : 17_000;

/** One simulation on each back end. */
function both(doc: ModelDocument): readonly [Simulation, Simulation] {
  const plan = planOf(specOf(doc));
  const options = { seed: 7, until: untilOf(doc) };
  return [
    new ScenarioSimulation(plan, options, plainComputers(plan)),
    new ScenarioSimulation(plan, options, computersOf(plan)),
  ];
}

const sound = examples.filter((doc) => parseScenario(doc).ok && doc.files === undefined);
// A span that ends among kept values, one that goes beyond them, and a short last chunk.
const cuts = [1, 1, 3];

describe('an example', () => {
  it.each(sound.map((doc) => [doc.name, doc] as const))(
    '%s has the bytes of the plain back end',
    (_, doc) => {
      const [plain, kernel] = both(doc);
      const size = frameSize(compileScenario(specOf(doc)).channels);
      const frames = [new Float64Array(size), new Float64Array(size)];
      for (const count of cuts) {
        if (plain.chunks!.next === plain.chunks!.end) break;
        for (const simulation of [plain, kernel]) simulation.chunks!.advance(count);
        expect(snapshotBytes(kernel)).toBe(snapshotBytes(plain));
        plain.observe(frames[0]);
        kernel.observe(frames[1]);
        expect(frames[1]).toEqual(frames[0]);
      }
      expect(kernel.metrics()).toEqual(plain.metrics());
    },
  );
});

describe('back ends', () => {
  const [first, second] = sound.filter((doc) => untilOf(doc) > 17_000);

  it('go on where the other stopped', () => {
    const [plain, kernel] = both(first);
    for (const simulation of [plain, kernel]) simulation.chunks!.advance(2);
    const [later, other] = both(first);
    later.restore(kernel.snapshot());
    other.restore(plain.snapshot());
    for (const simulation of [later, other]) simulation.chunks!.advance(3);
    expect(snapshotBytes(later)).toBe(snapshotBytes(other));
  });

  it('share nothing between simulations that take turns', () => {
    const alone = both(first)[1];
    alone.chunks!.advance(3);
    const [one, third] = [both(first)[1], both(second)[1]];
    for (let chunk = 0; chunk < 3; chunk++) for (const each of [one, third]) each.chunks!.advance(1);
    expect(snapshotBytes(one)).toBe(snapshotBytes(alone));
    one.dispose();
    one.dispose();
  });

  it('agree where a design draws the random numbers of every step', () => {
    const pipeline = sound.find(({ name }) => name === 'Inventory with a delivery pipeline')!;
    const doc = { ...pipeline, model: { ...(pipeline.model as object), sampling: { method: 'sobol' } } };
    const [plain, kernel] = both(doc);
    for (const simulation of [plain, kernel]) simulation.chunks!.advance(1);
    expect(snapshotBytes(kernel)).toBe(snapshotBytes(plain));
  });

  it('are plain where the platform has no vectors', () => {
    const plan = planOf(specOf(first));
    const engine = platformEngine()!;
    expect(engine).toBeDefined();
    const original = globalThis.WebAssembly;
    try {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      expect(platformEngine()).toBeUndefined();
      const without = new ScenarioSimulation(plan, { seed: 7, until: untilOf(first) }, computersOf(plan));
      without.chunks.advance(1);
      const [plain] = both(first);
      plain.chunks!.advance(1);
      expect(snapshotBytes(without)).toBe(snapshotBytes(plain));
    } finally {
      globalThis.WebAssembly = original;
    }
  });

  it('take a graph of 2,000 nodes, which fills three modules', () => {
    const nodes: object[] = [
      { kind: 'distribution', id: 'n0', distribution: 'normal', parameters: { mean: 0, sd: 1 } },
    ];
    const edges: object[] = [];
    for (let i = 1; i < 1998; i++) {
      nodes.push({
        kind: 'transformer',
        id: `n${i}`,
        expression: `0.5 * a + atan(b) + exp(-abs(a)) * ${i % 7}`,
      });
      edges.push({ from: `n${i - 1}`, to: `n${i}.a` }, { from: `n${i >> 1}`, to: `n${i}.b` });
    }
    nodes.push({ kind: 'output', id: 'y' });
    edges.push({ from: 'n1997', to: 'y' });
    const plan = planOf(specOf(document({ nodes, edges })));
    const options = { seed: 7, until: 600 };
    const plain = new ScenarioSimulation(plan, options, plainComputers(plan));
    const kernel = new ScenarioSimulation(plan, options, computersOf(plan));
    for (const simulation of [plain, kernel]) simulation.chunks.advance(1);
    expect(snapshotBytes(kernel)).toBe(snapshotBytes(plain));
  });
});

describe('outputs with atoms', () => {
  it('have the bytes of the plain back end, and the floor as their quantile', () => {
    const doc = document({
      nodes: [
        { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 100, sd: 30 } },
        { kind: 'transformer', id: 'left', expression: 'min(60, max(0, 110 - d))' },
        { kind: 'transformer', id: 'odd', expression: 'd < 90 ? -0 : (d > 160 ? 1 / 0 : d)' },
        { kind: 'output', id: 'stock' },
        { kind: 'output', id: 'partly' },
      ],
      edges: [
        { from: 'demand', to: 'left.d' },
        { from: 'demand', to: 'odd.d' },
        { from: 'left', to: 'stock' },
        { from: 'odd', to: 'partly' },
      ],
    });
    const [plain, kernel] = both(doc);
    for (const count of cuts) {
      for (const simulation of [plain, kernel]) simulation.chunks!.advance(count);
      expect(snapshotBytes(kernel)).toBe(snapshotBytes(plain));
    }
    expect(snapshotBytes(kernel)).toContain('0.sketch.heavyCounts=');
    expect(kernel.metrics()).toEqual(plain.metrics());
    const p05 = kernel.metrics().find(({ subject, name }) => subject === 'stock.value' && name === 'p05');
    expect(p05!.value).toBe(0);
  });
});
