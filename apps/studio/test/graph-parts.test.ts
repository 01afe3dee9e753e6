// The parts of the graph editor that need no page: layout, edits, clipboard, what may be connected, previews.
import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog, grammars } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import { applyChanges } from '../src/editor/document-text.ts';
import { insertParts, pickParts, readParts } from '../src/graph/clipboard.ts';
import { addNode, connect, moveBy, paste, removeSelected, rename, setField } from '../src/graph/commands.ts';
import { removeParts, renameNode } from '../src/graph/edits.ts';
import { fieldsAt } from '../src/graph/field-schema.ts';
import { GraphReader, recordOf, type Fields } from '../src/graph/graph-model.ts';
import { GraphSession } from '../src/graph/graph-session.ts';
import { issuesByKey } from '../src/graph/issue-places.ts';
import { layeredLayout } from '../src/graph/layered-layout.ts';
import { overlaps } from '../src/graph/place.ts';
import { placementOf } from '../src/graph/placement.ts';
import { openProbe, runProbe } from '../src/graph/probe-run.ts';
import { prettyJson } from '../src/start/pretty-json.ts';

const [family] = [...grammars.keys()];
const grammar = grammars.get(family)!;
const simulator = catalog.get(family)!;

const document = {
  family,
  version: 1,
  name: 'Profit',
  model: {
    nodes: [
      { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 100, sd: 5 } },
      { kind: 'distribution', id: 'price', distribution: 'uniform', parameters: { min: 1, max: 3 } },
      { kind: 'transformer', id: 'income', expression: 'units * price' },
      { kind: 'output', id: 'profit', label: 'Yearly profit' },
    ],
    edges: [
      { from: 'demand', to: 'income.units', weight: 2 },
      { from: 'price', to: 'income.price' },
      { from: 'income.out', to: 'profit' },
    ],
  },
  run: { seed: 3 },
};

/** A session over a text that behaves as the editor does. */
function sessionOf(first: unknown): { session: GraphSession; text: () => string; value: () => Fields } {
  const session = new GraphSession(grammar);
  let text = typeof first === 'string' ? first : prettyJson(first);
  session.attach({
    apply(changes) {
      text = applyChanges(text, changes);
      session.read(text);
    },
    undo: () => undefined,
    redo: () => undefined,
    depths: () => ({ undo: 0, redo: 0 }),
  });
  session.read(text);
  return { session, text: () => text, value: () => recordOf(JSON.parse(text)) };
}

const readModel = (model: unknown) => new GraphReader(grammar).read(model, model);

const issue = (path: string) => ({ path, code: 'x.y', message: path });

const modelOf = (value: Fields): { nodes: Fields[]; edges: Fields[]; layout?: Fields } =>
  value['model'] as { nodes: Fields[]; edges: Fields[] };

describe('layout', () => {
  it('places any graph, loops and all, without one node on another, sources left of targets', () => {
    assert(
      property(nat(40), array(nat(2000), { maxLength: 120 }), (count, numbers) => {
        const nodes = Array.from({ length: count }, (_, index) => ({
          key: `n${index}`,
          width: 180,
          height: 60 + (index % 4) * 30,
        }));
        const edges = numbers.map((number) => ({
          from: `n${number % (count + 1)}`,
          to: `n${Math.floor(number / 50) % (count + 1)}`,
        }));
        const places = layeredLayout(nodes, edges);
        expect(places.size).toBe(count);
        const rects = nodes.map((node) => ({ ...node, ...places.get(node.key)! }));
        for (const [index, rect] of rects.entries()) {
          for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false);
        }
        const forward = edges.filter(({ from, to }) => Number(from.slice(1)) < Number(to.slice(1)));
        const acyclic = layeredLayout(nodes, forward);
        for (const { from, to } of forward) {
          const [left, right] = [acyclic.get(from), acyclic.get(to)];
          if (left !== undefined && right !== undefined) expect(left.x).toBeLessThan(right.x);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('keeps the places of the document and puts a new node beside what feeds it', () => {
    const layout = { demand: [10, 20], price: [10, 300], income: [400, 50] };
    const graph = readModel({ ...document.model, layout });
    const places = placementOf(graph);
    expect(places.get('demand')).toEqual({ x: 10, y: 20 });
    expect(places.get('profit')!.x).toBeGreaterThan(400);
    expect(places.get('profit')!.y).toBe(50);
  });
});

describe('edits', () => {
  it('adds a node under a free id, connects it and writes where everything stands', () => {
    const { session, value } = sessionOf(document);
    const starter = grammar.starters({}).find(({ title }) => title === 'output')!;
    const id = addNode(session, starter, { x: 0, y: 0 })!;
    expect(id).toBe('output');
    expect(connect(session, { node: 'demand', port: 'out' }, { node: id, port: 'in' })).toBe(true);
    const { nodes, edges, layout } = modelOf(value());
    expect(nodes.at(-1)).toEqual({ kind: 'output', id: 'output' });
    expect(edges.at(-1)).toEqual({ from: 'demand', to: 'output' });
    expect(Object.keys(layout!)).toEqual(['demand', 'price', 'income', 'profit', 'output']);
    expect(simulator.parse(value() as unknown as ModelDocument).ok).toBe(true);
  });

  it('gives the model what a new node needs and it lacks', () => {
    const { session, value } = sessionOf(document);
    const starter = grammar.starters().find(({ title }) => title === 'random-walk')!;
    addNode(session, starter, { x: 0, y: 0 });
    const time = (): unknown => (value() as { model: { time?: unknown } }).model.time;
    expect(time()).toEqual({ steps: 12 });
    session.edit((model) => ({ ...model, time: { steps: 3 } }));
    addNode(session, starter, { x: 0, y: 0 });
    expect(time()).toEqual({ steps: 3 });
    expect(simulator.parse(value() as unknown as ModelDocument).ok).toBe(true);
  });

  it('connects a node to itself only where the family allows it', () => {
    const { session } = sessionOf({
      ...document,
      model: {
        time: { steps: 3 },
        nodes: [
          { kind: 'transformer', id: 'a', expression: 'b + 1' },
          { kind: 'transformer', id: 'c', expression: '$prev.d + 1' },
        ],
        edges: [],
      },
    });
    expect(connect(session, { node: 'a', port: 'out' }, { node: 'a', port: 'b' })).toBe(false);
    expect(connect(session, { node: 'c', port: 'out' }, { node: 'c', port: 'd' })).toBe(true);
  });

  it('refuses what the family refuses, in its words, and leaves the text alone', () => {
    const { session, text } = sessionOf({
      ...document,
      model: {
        nodes: [
          { kind: 'transformer', id: 'a', expression: 'x + y' },
          { kind: 'transformer', id: 'b', expression: 'z' },
        ],
        edges: [{ from: 'a', to: 'b.z' }],
      },
    });
    const before = text();
    expect(connect(session, { node: 'b', port: 'out' }, { node: 'a', port: 'x' })).toBe(false);
    expect(session.state().complaint).toMatch(/wait for each other|loop|cycle/);
    expect(connect(session, { node: 'a', port: 'out' }, { node: 'b', port: 'z' })).toBe(false);
    expect(session.state().complaint).toBe('These two are connected already.');
    expect(connect(session, { node: 'a', port: 'out' }, { node: 'a', port: 'x' })).toBe(false);
    expect(text()).toBe(before);
  });

  it('renames a node with every reference to it, and nothing that only looks like one', () => {
    const model = {
      ...document.model,
      layout: { demand: [1, 2], price: [3, 4] },
      dependence: [{ nodes: ['demand', 'price'], correlation: [[1], [0.5, 1]] }],
    };
    const { session, value } = sessionOf({ ...document, name: 'demand', model });
    const node = session.state().graph.byKey.get('demand')!;
    expect(rename(session, node, 'price')).toBe(false);
    expect(rename(session, node, 'orders')).toBe(true);
    const renamed = modelOf(value());
    expect(renamed.nodes[0]['id']).toBe('orders');
    expect(renamed.edges[0]['from']).toBe('orders');
    expect(Object.keys(renamed.layout!).sort()).toEqual(['income', 'orders', 'price', 'profit']);
    expect((renamed as Fields)['dependence']).toMatchObject([{ nodes: ['orders', 'price'] }]);
    expect(value()['name']).toBe('demand');
    const words = renameNode(
      { ...document.model, parameters: [{ name: 'demand' }] },
      { schema: grammar.schema, path: [] },
      'demand',
      'x',
    );
    expect(words['parameters']).toEqual([{ name: 'demand' }]);
  });

  it('lets edges follow a port that got another name', () => {
    const { session, value } = sessionOf(document);
    setField(session, { list: 'nodes', index: 2 }, ['expression'], 'volume * price');
    expect(modelOf(value()).edges[0]['to']).toBe('income.volume');
    setField(session, { list: 'nodes', index: 2 }, ['expression'], '7');
    expect(modelOf(value()).edges[0]['to']).toBe('income.volume');
  });

  it('removes nodes with their edges and places, and moves what is selected', () => {
    const { session, value } = sessionOf(document);
    moveBy(session, ['demand'], 10, 5);
    session.select(['demand', 'edge 2']);
    expect(removeSelected(session)).toBe(2);
    const { nodes, edges, layout } = modelOf(value());
    expect(nodes.map(({ id }) => id)).toEqual(['price', 'income', 'profit']);
    expect(edges).toEqual([{ from: 'price', to: 'income.price' }]);
    expect(Object.keys(layout!)).toEqual(['price', 'income', 'profit']);
    expect(removeParts({ nodes: [], edges: [] }, new Set(), new Set())).toEqual({ nodes: [], edges: [] });
  });

  it('changes nothing while the text is no JSON, and reads on when it is again', () => {
    const { session, text } = sessionOf(document);
    session.read('{ "family": ');
    expect(session.state().readable).toBe(false);
    expect(session.state().graph.nodes).toHaveLength(4);
    expect(session.edit((model) => ({ ...model, nodes: [] }))).toBe(false);
    session.read(text());
    expect(session.state().readable).toBe(true);
  });
});

describe('parts', () => {
  const parts = {
    ...document,
    model: {
      subgraphs: {
        line: {
          inputs: ['feed'],
          outputs: { made: 'made' },
          parameters: [{ name: 'waste', default: 0.5 }],
          nodes: [{ kind: 'transformer', id: 'made', expression: 'feed * $params.waste' }],
          edges: [{ from: 'feed', to: 'made.feed' }],
        },
      },
      nodes: [
        { kind: 'constant', id: 'ore', value: 10 },
        { kind: 'subgraph', id: 'east', use: 'line' },
        { kind: 'output', id: 'sold' },
      ],
      edges: [
        { from: 'ore', to: 'east.feed' },
        { from: 'east', to: 'sold' },
      ],
      dependence: [],
    },
  };

  it('shows the ports of a part as nodes inside, and edits the part where it is defined', () => {
    const { session, value } = sessionOf(parts);
    expect(session.state().graph.byKey.get('east')?.sketch.inputs).toEqual(['feed']);
    session.enter('ore');
    expect(session.state().trail).toEqual([]);
    session.enter('east');
    const { graph, trail } = session.state();
    expect(trail.map(({ id }) => id)).toEqual(['east']);
    expect(graph.nodes.map(({ key, frame }) => [key, frame])).toEqual([
      ['made', false],
      ['feed', true],
      ['out made', true],
    ]);
    expect(graph.edges.map(({ from, to }) => [from?.node, to?.node])).toEqual([
      ['feed', 'made'],
      ['made', 'out made'],
    ]);
    expect(rename(session, graph.byKey.get('made')!, 'product')).toBe(true);
    const line = (): Fields => recordOf(recordOf(recordOf(value()['model'])['subgraphs'])['line']);
    expect(line()).toMatchObject({
      outputs: { made: 'product' },
      nodes: [{ id: 'product' }],
      edges: [{ from: 'feed', to: 'product.feed' }],
    });
    setField(session, { list: 'nodes', index: 0 }, ['expression'], 'input * 2');
    expect(line()['edges']).toEqual([{ from: 'feed', to: 'product.input' }]);
    expect(simulator.parse(value() as unknown as ModelDocument).ok).toBe(true);
    session.leave();
    expect(session.state().scope).toEqual(['model']);
    expect(session.state().focused).toBe('east');
  });

  it('leaves a part that is taken away, and previews what is inside of one use', () => {
    const { session } = sessionOf(parts);
    const probe = openProbe(simulator, grammar, parts, ['made.out'], ['east'])!;
    expect(runProbe(probe, 1, () => true)).toMatchObject([['made.out', { low: 5, high: 5 }]]);
    session.enter('east');
    session.read(prettyJson({ ...parts, model: { ...parts.model, subgraphs: {} } }));
    expect(session.state().scope).toEqual(['model']);
  });
});

describe('clipboard', () => {
  it('takes nodes over with fresh ids, the edges among them, and nothing else', () => {
    const parts = pickParts(
      document.model,
      new Set(['demand', 'income']),
      new Map([['demand', { x: 5, y: 6 }]]),
    );
    expect(parts.edges).toEqual([{ from: 'demand', to: 'income.units', weight: 2 }]);
    const { model, ids } = insertParts(document.model, parts, () => ({ x: 0, y: 0 }));
    expect(ids).toEqual(['demand2', 'income2']);
    const { nodes, edges } = model as { nodes: Fields[]; edges: Fields[] };
    expect(nodes.slice(4).map(({ kind }) => kind)).toEqual(['distribution', 'transformer']);
    expect(edges.at(-1)).toEqual({ from: 'demand2', to: 'income2.units', weight: 2 });
    expect(edges).toHaveLength(4);
  });

  it('reads parts and whole documents, and no other text', () => {
    expect(readParts(JSON.stringify(document))?.nodes).toHaveLength(4);
    for (const text of ['', 'x', '3', '{}', '{"nodes":[]}', '[1]', '{"model":3}'])
      expect(readParts(text)).toBe(undefined);
    const { session } = sessionOf(document);
    expect(paste(session, JSON.stringify(document))).toBe(4);
    expect(session.state().selection.size).toBe(4);
  });
});

describe('what a node shows', () => {
  it('finds the node or edge an issue is about', () => {
    const graph = readModel(document.model);
    const found = issuesByKey(
      graph,
      ['/model/nodes/1/parameters/min', '/model/edges/2', '/model/nodes', '/model/nodes/9', '/name'].map(
        issue,
      ),
      ['model'],
    );
    expect([...found.keys()]).toEqual(['price', 'edge 2']);
  });

  it('keeps nodes and edges that did not change as the same objects', () => {
    const { session } = sessionOf(document);
    const before = session.state().graph;
    session.read(
      prettyJson({
        ...document,
        model: { ...document.model, nodes: [...document.model.nodes, { kind: 'output', id: 'more' }] },
      }),
    );
    const after = session.state().graph;
    expect(after.nodes).toHaveLength(5);
    for (const [index, node] of before.nodes.entries()) expect(after.nodes[index]).toBe(node);
    for (const [index, edge] of before.edges.entries()) expect(after.edges[index]).toBe(edge);
  });

  it('makes fields of the schema, those that must be given first', () => {
    const fields = fieldsAt(grammar.schema, document.model, ['nodes', 0, 'parameters']);
    expect(fields.map(({ key, kind, required }) => [key, kind.kind, required])).toEqual([
      ['mean', 'expression', true],
      ['sd', 'expression', true],
    ]);
    expect(fields[1].description).toMatch(/deviation/i);
    const edge = fieldsAt(grammar.schema, document.model, ['edges', 0]);
    expect(Object.fromEntries(edge.map(({ key, kind }) => [key, kind.kind]))).toMatchObject({
      weight: 'number',
      transform: 'expression',
      condition: 'expression',
    });
    const output = fieldsAt(grammar.schema, document.model, ['nodes', 3]);
    expect(output.find(({ key }) => key === 'targets')?.kind.kind).toBe('list');
    expect(output.find(({ key }) => key === 'quantiles')?.kind.kind).toBe('numbers');
  });

  it('previews every port that can be computed while other nodes are still wrong', () => {
    const wrong = {
      ...document,
      model: {
        nodes: [
          ...document.model.nodes,
          { kind: 'transformer', id: 'bad', expression: 'nothing *' },
          { kind: 'output', id: 'after' },
        ],
        edges: [...document.model.edges, { from: 'bad', to: 'after' }],
      },
    } as unknown as ModelDocument;
    const ports = ['demand.out', 'price.out', 'income.out', 'profit.value', 'bad.out', 'after.value'];
    const probe = openProbe(simulator, grammar, wrong, ports)!;
    const previews = new Map(runProbe(probe, 3, () => true));
    expect([...previews.keys()].sort()).toEqual(['demand.out', 'income.out', 'price.out', 'profit.value']);
    const { mean, sd, p05, p95, bins } = previews.get('demand.out')!;
    // Four standard errors of a mean of 4096 values with a deviation of 5.
    expect(Math.abs(mean - 100)).toBeLessThan((4 * 5) / 64);
    expect(Math.abs(sd! - 5)).toBeLessThan(0.3);
    expect(p05).toBeLessThan(p95);
    expect(Math.max(...bins)).toBe(1);
    expect(previews.get('profit.value')).toEqual(previews.get('income.out'));
  });

  it('previews a number that is always the same as that number', () => {
    const fixed = { ...document, model: { nodes: [{ kind: 'constant', id: 'c', value: 4.5 }], edges: [] } };
    const probe = openProbe(simulator, grammar, fixed, ['c.out'])!;
    expect(runProbe(probe, 1, () => true)).toMatchObject([['c.out', { low: 4.5, high: 4.5, bins: [] }]]);
  });
});
