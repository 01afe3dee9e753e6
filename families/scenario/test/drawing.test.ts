import { expect, test } from 'vitest';
import type { ModelDocument } from '@holdfast/core';
import { plainComputers } from '../src/computer.ts';
import { computersOf } from '../src/computers.ts';
import { planOf } from '../src/plan.ts';
import { ScenarioSimulation } from '../src/simulation.ts';
import { snapshotBytes } from './documents.ts';
import { distributionHelp, nodeKinds, scenario, scenarioGrammar } from '../src/index.ts';

const { names, probe, sketch, starters } = scenarioGrammar;

const documentOf = (model: unknown): ModelDocument => ({
  family: 'scenario',
  version: 1,
  name: 'drawn',
  model,
});

/** The starter with every input port fed by a constant and every output port reported. */
function completed(node: Readonly<Record<string, unknown>>, needs: object = {}): ModelDocument {
  const { inputs, outputs } = sketch(node, {});
  const feeders = inputs.map((port, index) => ({ kind: 'constant', id: `feeder-${port}`, value: index + 1 }));
  const ends = node['kind'] === 'output' ? [] : outputs;
  return documentOf({
    ...needs,
    nodes: [
      { ...node, id: 'start' },
      ...feeders,
      ...ends.map((port) => ({ kind: 'output', id: `end-${port}` })),
    ],
    edges: [
      ...inputs.map((port) => ({ from: `feeder-${port}`, to: `start.${port}` })),
      ...ends.map((port) => ({ from: `start.${port}`, to: `end-${port}` })),
    ],
  });
}

test('every kind and every distribution can be begun with, and runs on both back ends with equal bits', () => {
  const offered = starters({});
  expect(new Set(offered.map(({ node }) => node['kind']))).toEqual(
    new Set(nodeKinds.map(({ kind }) => kind)),
  );
  expect(offered.filter(({ group }) => group === 'Distributions').map(({ title }) => title)).toEqual(
    distributionHelp.map(({ name }) => name),
  );
  for (const { title, summary, node, needs } of offered) {
    expect(summary, title).not.toBe('');
    const parsed = scenario.parse(completed(node, needs));
    expect(parsed.ok ? [] : parsed.issues, title).toEqual([]);
    if (!parsed.ok) continue;
    const plan = planOf(parsed.spec);
    const [plain, kernel] = [plainComputers(plan), computersOf(plan)].map((computers) => {
      const simulation = new ScenarioSimulation(plan, { seed: 1, until: 256 }, computers);
      expect(simulation.step(256).advanced, title).toBe(256);
      return simulation;
    });
    expect(snapshotBytes(kernel), title).toBe(snapshotBytes(plain));
    const invalid = plain.metrics().filter(({ name, value }) => name.startsWith('invalid') && value > 0);
    expect(invalid, title).toEqual([]);
  }
});

test('a node that is still being written has the ports its texts name, and one of no known kind has none', () => {
  expect(sketch({ kind: 'decision', condition: 'x > 1' }, {})).toMatchObject({
    inputs: ['x'],
    outputs: ['out'],
  });
  expect(sketch({ kind: 'transformer', outputs: { up: 'a', down: 7 } }, {})).toMatchObject({
    inputs: ['a'],
    outputs: ['up', 'down'],
    detail: 'up = a; down = ',
  });
  expect(sketch({ kind: 'constraint', expression: 'margin', min: 0.1 }, {}).detail).toBe('0.1 <= margin');
  for (const odd of [
    undefined,
    null,
    3,
    [],
    {},
    { kind: 'gadget' },
    { kind: 'distribution', parameters: 4 },
  ]) {
    expect(sketch(odd, {}).inputs).toEqual([]);
  }
});

test('an expression is offered the ports, fields and parameters it may name', () => {
  const model = {
    parameters: [{ name: 'price' }],
    nodes: [
      { kind: 'parameter', id: 'rate' },
      { kind: 'parameter', id: 'other', parameter: 'price' },
    ],
  };
  const node = { kind: 'transformer', expression: 'cost * 2', fields: { share: 0.5 } };
  const offered = names(model, { on: 'node', node, connected: ['demand', 'e'] });
  const port = new Map(offered.map((each) => [each.name, each.port]));
  expect(port.get('demand')).toBe('demand');
  expect(port.get('cost')).toBe('cost');
  expect(port.get('$inputs.e')).toBe('e');
  // Alone, "e" is the base of logarithms.
  expect(port.get('e')).toBeUndefined();
  for (const name of ['$node.share', '$params.price', '$params.rate', '$iteration', 'pi']) {
    expect(port.has(name), name).toBe(true);
  }
  expect(port.has('$params.other')).toBe(false);
  expect(names(model, { on: 'edge' })[0]?.name).toBe('value');
});

const quantilesOf = (watched: ModelDocument, name: RegExp): readonly number[] => {
  const parsed = scenario.parse(watched);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const simulation = scenario.compile(parsed.spec).begin({ seed: 4, until: 1000 });
  simulation.step(1000);
  const metrics = simulation.metrics().filter((metric) => name.test(metric.subject));
  return ['p05', 'p50', 'p95'].map((level) => metrics.find((metric) => metric.name === level)?.value ?? NaN);
};

test('a probe shows the values of any port and changes none of them', () => {
  const document = documentOf({
    nodes: [
      { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 100, sd: 5 } },
      { kind: 'transformer', id: 'split', outputs: { half: 'd / 2', rest: 'd - 10' } },
      { kind: 'output', id: 'probe-0' },
    ],
    edges: [
      { from: 'demand', to: 'split.d' },
      { from: 'split.half', to: 'probe-0' },
    ],
  });
  const probed = probe(document, ['demand.out', 'split.half', 'split.rest', 'probe-0.value']);
  const parsed = scenario.parse(probed);
  expect(parsed.ok).toBe(true);
  if (!parsed.ok) return;
  const labels = scenario
    .compile(parsed.spec)
    .channels.flatMap(({ label, role }) => (role === 'histogram' ? [label] : []));
  expect(labels).toEqual([undefined, 'demand.out', 'split.half', 'split.rest', 'probe-0.value']);
  const half = quantilesOf(probed, /^probe-0\./);
  expect(half).toEqual(quantilesOf(document, /^probe-0\./));
  expect(half[1]).toBeCloseTo(50, 0);
});

test('a probe asks for no more outputs than a document may have', () => {
  const nodes = Array.from({ length: 300 }, (_, index) => ({
    kind: 'constant',
    id: `c${index}`,
    value: index,
  }));
  const probed = probe(
    documentOf({ nodes, edges: [] }),
    nodes.map(({ id }) => `${id}.out`),
  );
  expect(scenario.parse(probed).ok).toBe(true);
});

test('positions of a drawing are part of the document and of no number', () => {
  const nodes = [
    { kind: 'constant', id: 'a', value: 2 },
    { kind: 'output', id: 'b' },
  ];
  const edges = [{ from: 'a', to: 'b' }];
  const metrics = [{}, { layout: { a: [0, 0], b: [240.5, -30] } }].map((layout) => {
    const parsed = scenario.parse(documentOf({ nodes, edges, ...layout }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const simulation = scenario.compile(parsed.spec).begin({ seed: 1, until: 10 });
    simulation.step(10);
    return simulation.metrics();
  });
  expect(metrics[1]).toEqual(metrics[0]);
  const wrong = scenario.parse(documentOf({ nodes, edges, layout: { a: [0] } }));
  expect(wrong.ok ? [] : wrong.issues.map(({ path }) => path)).toEqual(['/model/layout/a']);
});

test('a part shows its ports and can be looked into, as deep as parts hold parts', () => {
  const line = {
    inputs: ['feed', { name: 'waste', default: 0.5 }],
    outputs: { made: 'made' },
    nodes: [{ kind: 'transformer', id: 'made', expression: 'feed * (1 - waste)' }],
    edges: [
      { from: 'feed', to: 'made.feed' },
      { from: 'waste', to: 'made.waste' },
    ],
  };
  const plant = {
    inputs: ['ore'],
    outputs: { metal: 'east.made' },
    nodes: [{ kind: 'subgraph', id: 'east', use: 'line' }],
    edges: [{ from: 'ore', to: 'east.feed' }],
  };
  const model = {
    subgraphs: { line, plant },
    nodes: [
      { kind: 'distribution', id: 'ore', distribution: 'uniform', parameters: { min: 8, max: 12 } },
      { kind: 'subgraph', id: 'north', use: 'plant' },
      { kind: 'output', id: 'sold' },
    ],
    edges: [
      { from: 'ore', to: 'north.ore' },
      { from: 'north', to: 'sold' },
    ],
  };
  expect(sketch(model.nodes[1], model)).toMatchObject({
    inputs: ['ore'],
    outputs: ['metal'],
    detail: 'plant',
  });
  expect(scenarioGrammar.insideOf(model.nodes[1])).toEqual(['subgraphs', 'plant']);
  expect(scenarioGrammar.frameOf(line)).toEqual({
    inputs: ['feed', 'waste'],
    outputs: [{ name: 'made', from: 'made' }],
  });
  expect(
    starters(model)
      .filter(({ group }) => group === 'Parts')
      .map(({ title }) => title),
  ).toEqual(['line', 'plant']);
  const parsed = scenario.parse(probe(documentOf(model), ['made.out'], ['north', 'east']));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const compiled = scenario.compile(parsed.spec);
  const simulation = compiled.begin({ seed: 2, until: 2000 });
  simulation.step(2000);
  const watched = compiled.channels.find(({ label }) => label === 'made.out');
  const made = simulation
    .metrics()
    .find(({ subject, name }) => subject === watched?.subject && name === 'mean');
  // Half of 8 to 12, known to 0.58 / sqrt(2000) = 0.013.
  expect(Math.abs((made?.value ?? 0) - 5)).toBeLessThan(0.05);
});
