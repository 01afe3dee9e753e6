// What a model with parts means: the same as the model written out flat, every use with numbers of its own.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkGraph } from '../../src/graph.ts';
import { expand } from '../../src/hierarchy/expand.ts';
import { IssueList } from '../../src/issues.ts';
import { planOf } from '../../src/plan.ts';
import { readShape, type Shape } from '../../src/shape.ts';
import { scenario, writtenNode } from '../../src/index.ts';
import { columns, planColumns } from '../dependence/draws.ts';
import { begin, finish, issuesOf, metric, run, specOf } from '../documents.ts';
import { edge, line, machine, modelDocument, normal, output, plant, transformer, use } from './parts.ts';

function shapeOf(model: unknown): Shape {
  const issues = new IssueList();
  const shape = readShape(model, issues);
  expect(issues.all()).toEqual([]);
  return shape!;
}

/** Values of each output by subject. */
function reported(model: object, count = 400): Readonly<Record<string, Float64Array>> {
  const doc = modelDocument(model);
  const values = columns(doc, count);
  return Object.fromEntries(
    planOf(specOf(doc)).outputs.map(({ subject }, index) => [subject, values[index]]),
  );
}

const plainMachine = (path: string, speed: string, spread: number): readonly unknown[] => [
  normal(`${path}/noise`, 0, spread),
  transformer(`${path}/made`, `feed * ${speed} + noise`),
];
const lineNodes = (path: string, speed: string): readonly unknown[] => [
  ...plainMachine(`${path}/first`, speed, 0.5),
  ...plainMachine(`${path}/second`, `(${speed} / 2)`, 2),
  output(`${path}/made`),
];
const lineEdges = (path: string, feed: object): readonly unknown[] => [
  edge('mine', `${path}/first/made.feed`, feed),
  edge(`${path}/first/noise`, `${path}/first/made.noise`),
  edge(`${path}/first/made`, `${path}/second/made.feed`, { weight: 3 }),
  edge(`${path}/second/noise`, `${path}/second/made.noise`),
  edge(`${path}/second/made`, `${path}/made`),
];

/** The plant written out, with names that only expansion may give. */
function flatPlant(): Shape {
  const nodes = [
    normal('mine', 10, 1),
    ...lineNodes('east', '$params.pace'),
    ...lineNodes('west', '5'),
    { kind: 'aggregator', id: 'sum', method: 'sum' },
    output('total'),
  ];
  const edges = [
    ...lineEdges('east', { transform: 'value + 1' }),
    ...lineEdges('west', {}),
    edge('east/second/made', 'sum'),
    edge('west/second/made', 'sum', { weight: 2 }),
    edge('sum', 'total'),
  ];
  return {
    ...shapeOf({ parameters: plant.parameters, nodes: [], edges: [] }),
    nodes: nodes.map((node) => ({ id: (node as { id: string }).id, node })),
    edges: edges.map((spec) => ({ to: (spec as { to: string }).to, spec })),
  } as unknown as Shape;
}

describe('a model with parts', () => {
  it('of three levels is the model written out flat, number for number', () => {
    const nested = specOf(modelDocument(plant));
    const issues = new IssueList();
    const written = expand(flatPlant(), issues)!;
    const plan = planOf({ ...nested, nodes: written.nodes, graph: linkGraph(written, issues) });
    expect(issues.all()).toEqual([]);
    const values = planColumns(plan, 400);
    const expected = Object.fromEntries(plan.outputs.map(({ subject }, index) => [subject, values[index]]));
    expect(Object.keys(expected)).toEqual(['east/made.value', 'west/made.value', 'total.value']);
    expect(reported(plant)).toEqual(expected);
  });

  it('draws anew in each use, and independently', () => {
    const made = reported({ ...plant, nodes: [...plant.nodes], edges: plant.edges }, 4000);
    expect(made['east/made.value']).not.toEqual(made['west/made.value']);
    const twice = {
      subgraphs: { draw: { outputs: { out: 'x' }, nodes: [normal('x')], edges: [] } },
      nodes: [
        use('a', 'draw'),
        use('b', 'draw'),
        output('ya'),
        output('yb'),
        transformer('product', 'a * b'),
        output('y'),
      ],
      edges: [
        edge('a', 'ya'),
        edge('b', 'yb'),
        edge('a', 'product.a'),
        edge('b', 'product.b'),
        edge('product', 'y'),
      ],
    };
    const product = metric(run(modelDocument(twice), 1, 50_000), 'mean');
    expect(Math.abs(product.value) / product.standardError!).toBeLessThan(4);
  });

  it('shares one draw where the draw is outside and comes in by a port', () => {
    const through = { inputs: ['x'], outputs: { out: 'x' }, nodes: [], edges: [] };
    const { 'ya.value': a, 'yb.value': b } = reported({
      subgraphs: { through },
      nodes: [normal('x'), use('a', 'through'), use('b', 'through'), output('ya'), output('yb')],
      edges: [edge('x', 'a'), edge('x', 'b'), edge('a', 'ya'), edge('b', 'yb')],
    });
    expect(a).toEqual(b);
  });

  it('changes, when a use is renamed, the draws of that use alone', () => {
    const before = reported(plant);
    const text = JSON.stringify({ nodes: plant.nodes, edges: plant.edges }).replaceAll('"west', '"far-west');
    const after = reported({ ...plant, ...(JSON.parse(text) as object) });
    expect(after['east/made.value']).toEqual(before['east/made.value']);
    expect(after['far-west/made.value']).not.toEqual(before['west/made.value']);
  });

  it('reads inside a part its own parameters only, and passes on expressions of the surroundings', () => {
    const simulation = begin(modelDocument(plant), 1, 20_000);
    simulation.apply({ parameter: 'pace', value: 3 });
    finish(simulation);
    const east = metric(simulation, 'mean', 'east/made.value');
    // ((mine + 1) * pace + noise) * 3 * pace / 2 + noise
    expect(Math.abs(east.value - 11 * 3 * 3 * 1.5) / east.standardError!).toBeLessThan(4);
    const reading = {
      ...machine,
      nodes: [...machine.nodes.slice(0, 1), transformer('made', 'feed * $params.pace + noise')],
    };
    const issues = issuesOf(modelDocument({ ...plant, subgraphs: { machine: reading, line } }));
    expect(issues).toMatchObject([
      { code: 'expression.unknown-name', path: '/model/subgraphs/machine/nodes/1/expression' },
    ]);
  });

  it('uses the default of a port that nothing is connected to', () => {
    const { 'y.value': y } = reported({
      subgraphs: { machine, line },
      nodes: [use('only', 'line', { speed: 1 }), output('y')],
      edges: [edge('only', 'y')],
    });
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    expect(Math.abs(mean - 1.5)).toBeLessThan((4 * Math.sqrt(4 + 0.25 * 2.25)) / 20);
  });

  it('keeps rows of a data group and correlated nodes together inside a use', () => {
    const rows = {
      outputs: { out: 'difference', rank: 'rank' },
      dependence: [{ copula: 'gaussian', nodes: ['u', 'v'], pairs: [{ between: ['u', 'v'], rank: 1 }] }],
      nodes: [
        { kind: 'data', id: 'a', sample: 'bootstrap', group: 'g', values: [1, 2, 3, 4] },
        { kind: 'data', id: 'b', sample: 'bootstrap', group: 'g', values: [2, 3, 4, 5] },
        transformer('difference', 'b - a'),
        normal('u'),
        normal('v'),
        transformer('rank', 'u - v'),
      ],
      edges: [edge('a', 'difference.a'), edge('b', 'difference.b'), edge('u', 'rank.u'), edge('v', 'rank.v')],
    };
    const values = reported({
      subgraphs: { rows },
      nodes: [use('p', 'rows'), use('q', 'rows'), output('yp'), output('yr')],
      edges: [edge('p.out', 'yp'), edge('q.rank', 'yr')],
    });
    expect(new Set(values['yp.value'])).toEqual(new Set([1]));
    for (const value of values['yr.value']) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it('may have nodes of two uses correlated by their ways', () => {
    const draw = { outputs: { out: 'x' }, nodes: [normal('x')], edges: [] };
    const { 'ya.value': a, 'yb.value': b } = reported({
      subgraphs: { draw },
      dependence: [
        { copula: 'gaussian', nodes: ['a/x', 'b/x'], pairs: [{ between: ['a/x', 'b/x'], rank: -1 }] },
      ],
      nodes: [use('a', 'draw'), use('b', 'draw'), output('ya'), output('yb')],
      edges: [edge('a', 'ya'), edge('b', 'yb')],
    });
    for (const [index, value] of a.entries()) expect(b[index]).toBeCloseTo(-value, 12);
  });

  it('finds attached files inside parts', () => {
    const part = {
      nodes: [{ kind: 'data', id: 'a', csv: { file: 'a.csv', column: 'x' }, sample: 'cycle' }],
      edges: [],
    };
    expect(scenario.files({ subgraphs: { part }, nodes: [], edges: [] })).toEqual(['a.csv']);
  });
});

describe('a model without parts', () => {
  const flat = fc
    .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/), { minLength: 1, maxLength: 8 })
    .map((ids) => ({
      nodes: [...ids.map((id) => normal(id)), ...ids.map((id) => output(`${id}-y`))],
      edges: ids.map((id) => edge(id, `${id}-y`)),
    }));

  it('is its own expansion', () => {
    fc.assert(
      fc.property(flat, (model) => {
        const shape = shapeOf(model);
        const { nodes, edges, dependence } = expand(shape, new IssueList())!;
        expect({ nodes, edges, dependence }).toEqual({
          nodes: shape.nodes,
          edges: shape.edges,
          dependence: [],
        });
      }),
    );
  });

  it('draws the same numbers beside a part as without one', () => {
    fc.assert(
      fc.property(flat, (model) => {
        const beside = {
          subgraphs: { machine },
          nodes: [use('M', 'machine', { speed: 1 }), ...model.nodes],
          edges: [
            ...model.edges,
            edge(model.edges[0] === undefined ? '' : (model.edges[0] as { from: string }).from, 'M'),
          ],
        };
        expect(reported(beside, 20)).toEqual(reported(model, 20));
      }),
      { numRuns: 20 },
    );
  });
});

/** Where a node of the plant is written. */
const at = (id: string): unknown => writtenNode(plant, id);

describe('the way back from an expanded node', () => {
  it('leads to the node or port of the part that holds it', () => {
    expect(at('mine')).toEqual({ path: '/model/nodes/0', subgraph: undefined });
    expect(at('west')).toEqual({ path: '/model/nodes/2', subgraph: undefined });
    expect(at('west/second')).toEqual({ path: '/model/subgraphs/line/nodes/1', subgraph: 'line' });
    expect(at('west/second/noise')).toEqual({
      path: '/model/subgraphs/machine/nodes/0',
      subgraph: 'machine',
    });
    expect(at('west/ore')).toEqual({ path: '/model/subgraphs/line/inputs/0', subgraph: 'line' });
    for (const id of ['', 'nobody', 'mine/x', 'west/nobody', 'feed']) expect(at(id), id).toBeUndefined();
    expect(writtenNode(3, 'x')).toBeUndefined();
  });

  it('leads from every node of the expanded model', () => {
    for (const { id } of specOf(modelDocument(plant)).nodes)
      expect(writtenNode(plant, id!), id).toBeDefined();
  });
});
