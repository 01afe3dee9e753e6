// Every way a document can be wrong gives an issue with its path and code, and all of them come at once.

import { describe, expect, it } from 'vitest';
import { streamId } from '@holdfast/numerics';
import type { ModelDocument } from '@holdfast/core';
import { document, issuesOf, sampled, type Parts } from './documents.ts';

const x = { kind: 'constant', id: 'x', value: 2 };
const y = { kind: 'output', id: 'y' };
const xy = { from: 'x', to: 'y' };
const good: Parts = { nodes: [x, y], edges: [xy] };

function withNode(
  node: unknown,
  edge: unknown = { from: 'n', to: 'y' },
  more: readonly unknown[] = [],
): Parts {
  return { nodes: [x, node, y], edges: [edge, ...more] };
}

const normal = (parameters: unknown, more: object = {}): Parts =>
  withNode({ kind: 'distribution', id: 'n', distribution: 'normal', parameters, ...more });
const expression = (source: string): Parts => withNode({ kind: 'transformer', id: 'n', expression: source });
const csvNode = (file: string, column: string): unknown => ({
  kind: 'data',
  id: 'n',
  sample: 'cycle',
  csv: { file, column },
});
const csv = (text: string, column = 'flow'): ModelDocument =>
  document(withNode(csvNode('a.csv', column)), { files: { 'a.csv': text } });
const parameter = (more: object): Parts => ({
  ...good,
  parameters: [{ name: 'p', value: 1, min: 0, max: 2, ...more }],
});
const aggregate = (method: string, edge: object): Parts =>
  withNode({ kind: 'aggregator', id: 'n', method }, { from: 'n', to: 'y' }, [
    { from: 'x', to: 'n', ...edge },
  ]);
const lookup = (more: object): Parts =>
  withNode({ kind: 'lookup', id: 'n', method: 'linear', outside: 'clamp', ...more }, { from: 'n', to: 'y' }, [
    { from: 'x', to: 'n' },
  ]);

type Case = readonly [
  name: string,
  document: Parts | ModelDocument,
  code: string,
  path: string,
  remedy?: RegExp,
];

const cases: readonly Case[] = [
  ['a model that is no object', document(3 as unknown as Parts, { model: 3 }), 'model.wrong-type', '/model'],
  ['nodes missing', document(good, { model: { edges: [] } }), 'model.missing-key', '/model/nodes'],
  [
    'an unknown key of the model',
    { ...good, node: [] } as Parts,
    'model.unknown-key',
    '/model/node',
    /"nodes"/,
  ],
  [
    'an unknown node kind',
    withNode({ kind: 'transfromer', id: 'n' }),
    'model.unknown-kind',
    '/model/nodes/1/kind',
    /"transformer"/,
  ],
  ['a node without kind', withNode({ id: 'n' }), 'model.missing-key', '/model/nodes/1/kind', /constant/],
  [
    'an unknown key of a node',
    withNode({ kind: 'constant', id: 'n', value: 1, lable: 'a' }),
    'model.unknown-key',
    '/model/nodes/1/lable',
    /"label"/,
  ],
  [
    'a value of the wrong type',
    withNode({ kind: 'constant', id: 'n', value: '1' }),
    'model.wrong-type',
    '/model/nodes/1/value',
  ],
  ['a value missing', withNode({ kind: 'constant', id: 'n' }), 'model.missing-key', '/model/nodes/1/value'],
  [
    'a number that is not finite',
    withNode({ kind: 'constant', id: 'n', value: NaN }),
    'model.wrong-type',
    '/model/nodes/1/value',
  ],
  [
    'an id that is no name',
    withNode({ kind: 'constant', id: 'a b', value: 1 }, xy),
    'model.malformed-name',
    '/model/nodes/1/id',
  ],
  [
    'a field that is no name',
    withNode({ kind: 'constant', id: 'n', value: 1, fields: { 'a-b': 1 } }),
    'model.malformed-name',
    '/model/nodes/1/fields/a-b',
  ],
  [
    'a field that hides in the prototype',
    withNode({ kind: 'constant', id: 'n', value: 1, fields: JSON.parse('{"__proto__": 1}') }),
    'model.unknown-key',
    '/model/nodes/1/fields/__proto__',
  ],
  ['a duplicate id', { nodes: [x, { ...x }, y], edges: [xy] }, 'node.duplicate-id', '/model/nodes/1/id'],
  ['no output', { nodes: [x] }, 'model.no-outputs', '/model/nodes'],
  ['an output nothing reaches', { nodes: [x, y], edges: [] }, 'graph.unreachable-output', '/model/nodes/1'],
  [
    'an edge from an unknown node',
    { ...good, edges: [xy, { from: 'xx', to: 'y' }] },
    'edge.unknown-node',
    '/model/edges/1/from',
    /"x"/,
  ],
  [
    'an edge to an unknown node',
    { ...good, edges: [xy, { from: 'x', to: 'z' }] },
    'edge.unknown-node',
    '/model/edges/1/to',
  ],
  [
    'an edge from an unknown port',
    { ...good, edges: [{ from: 'x.ot', to: 'y' }] },
    'edge.unknown-port',
    '/model/edges/0/from',
    /"out"/,
  ],
  [
    'an edge to a port no expression reads',
    {
      nodes: [x, { kind: 'transformer', id: 'n', expression: 'price * 2' }, y],
      edges: [
        { from: 'x', to: 'n.prise' },
        { from: 'n', to: 'y' },
      ],
    },
    'edge.unknown-port',
    '/model/edges/0/to',
    /"price"/,
  ],
  [
    'an edge to an input that is read as a constant',
    {
      nodes: [x, { kind: 'transformer', id: 'n', expression: 'a * e' }, y],
      edges: [
        { from: 'x', to: 'n.a' },
        { from: 'x', to: 'n.e' },
        { from: 'n', to: 'y' },
      ],
    },
    'edge.unknown-port',
    '/model/edges/1/to',
    /\$inputs\.e/,
  ],
  [
    'an edge into a constant',
    { ...good, edges: [xy, { from: 'x', to: 'x' }] },
    'edge.unknown-port',
    '/model/edges/1/to',
  ],
  [
    'an edge that leaves the port open',
    {
      nodes: [x, { kind: 'transformer', id: 'n', expression: 'a + b' }, y],
      edges: [
        { from: 'x', to: 'n' },
        { from: 'n', to: 'y' },
      ],
    },
    'edge.port-needed',
    '/model/edges/0/to',
    /n\.a, n\.b/,
  ],
  [
    'a malformed edge end',
    { ...good, edges: [{ from: 'x.a.b', to: 'y' }] },
    'model.malformed-name',
    '/model/edges/0/from',
  ],
  ['a duplicate edge', { ...good, edges: [xy, xy] }, 'edge.duplicate', '/model/edges/1'],
  [
    'two edges into one port',
    { nodes: [x, { ...x, id: 'z' }, y], edges: [xy, { from: 'z', to: 'y' }] },
    'edge.port-taken',
    '/model/edges/1/to',
    /aggregator/,
  ],
  [
    'an unknown key of an edge',
    { ...good, edges: [{ ...xy, wieght: 2 }] },
    'model.unknown-key',
    '/model/edges/0/wieght',
    /"weight"/,
  ],
  [
    'otherwise without condition',
    { ...good, edges: [{ ...xy, otherwise: 2 }] },
    'edge.idle-attribute',
    '/model/edges/0/otherwise',
  ],
  [
    'otherwise into an aggregator',
    aggregate('sum', { condition: 'value > 1', otherwise: 2 }),
    'edge.idle-attribute',
    '/model/edges/1/otherwise',
  ],
  [
    'a weight that is only counted',
    aggregate('count', { weight: 2 }),
    'edge.idle-attribute',
    '/model/edges/1/weight',
  ],
  [
    'a transform with a slip',
    { ...good, edges: [{ ...xy, transform: 'valu * 2' }] },
    'expression.unknown-name',
    '/model/edges/0/transform',
    /value/,
  ],
  [
    'a condition with a slip',
    { ...good, edges: [{ ...xy, condition: 'value >' }] },
    'expression.syntax',
    '/model/edges/0/condition',
  ],
  [
    'a cycle',
    {
      nodes: [
        { kind: 'transformer', id: 'a', expression: 'b' },
        { kind: 'transformer', id: 'b', expression: 'a' },
        y,
      ],
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: 'a', to: 'y' },
      ],
    },
    'graph.cycle',
    '/model/edges/1',
    /"feedback": true/,
  ],
  [
    'an aggregator without input',
    withNode({ kind: 'aggregator', id: 'n', method: 'sum' }),
    'node.missing-input',
    '/model/nodes/1',
  ],
  [
    'an unknown aggregator method',
    withNode({ kind: 'aggregator', id: 'n', method: 'averge' }),
    'model.unknown-value',
    '/model/nodes/1/method',
  ],
  [
    'an input nothing feeds',
    expression('price * 2'),
    'node.missing-input',
    '/model/nodes/1/expression',
    /n\.price/,
  ],
  [
    'an unknown function',
    expression('sqr(4)'),
    'expression.unknown-function',
    '/model/nodes/1/expression',
    /sqrt/,
  ],
  [
    'an unknown parameter in an expression',
    { ...expression('$params.rat * 2'), parameters: [{ name: 'rate', value: 1, min: 0, max: 2 }] },
    'expression.unknown-name',
    '/model/nodes/1/expression',
    /\$params\.rate/,
  ],
  [
    'an unknown field in an expression',
    withNode({ kind: 'transformer', id: 'n', expression: '$node.b', fields: { a: 1 } }),
    'expression.unknown-name',
    '/model/nodes/1/expression',
  ],
  [
    'neither expression nor outputs',
    withNode({ kind: 'transformer', id: 'n' }),
    'transformer.one-of',
    '/model/nodes/1',
  ],
  ['crossed parameter bounds', parameter({ min: 3 }), 'parameter.bounds-crossed', '/model/parameters/0/min'],
  [
    'a parameter value out of range',
    parameter({ value: 7 }),
    'parameter.out-of-range',
    '/model/parameters/0/value',
  ],
  [
    'a parameter declared twice',
    {
      ...good,
      parameters: [
        { name: 'p', value: 1, min: 0, max: 2 },
        { name: 'p', value: 1, min: 0, max: 2 },
      ],
    },
    'parameter.duplicate',
    '/model/parameters/1/name',
  ],
  ['a parameter step of 0', parameter({ step: 0 }), 'model.out-of-range', '/model/parameters/0/step'],
  [
    'a node of an unknown parameter',
    { ...parameter({ name: 'demand' }), nodes: [x, y, { kind: 'parameter', id: 'd', parameter: 'demnd' }] },
    'parameter.unknown',
    '/model/nodes/2/parameter',
    /"demand"/,
  ],
  [
    'a parameter node that says nothing',
    withNode({ kind: 'parameter', id: 'n' }),
    'parameter.incomplete',
    '/model/nodes/1',
  ],
  [
    'a parameter node that says both',
    {
      ...withNode({ kind: 'parameter', id: 'n', parameter: 'p', value: 1 }),
      parameters: [{ name: 'p', value: 1, min: 0, max: 2 }],
    },
    'parameter.ambiguous',
    '/model/nodes/1',
  ],
  [
    'an unknown distribution',
    sampled('norml', { mean: 0, sd: 1 }),
    'model.unknown-distribution',
    '/model/nodes/0/distribution',
    /"normal"/,
  ],
  [
    'an unknown distribution parameter',
    normal({ mean: 0, sdev: 1 }),
    'model.unknown-key',
    '/model/nodes/1/parameters/sdev',
    /"sd"|mean, sd/,
  ],
  [
    'a missing distribution parameter',
    normal({ mean: 0 }),
    'distribution.missing-parameter',
    '/model/nodes/1/parameters/sd',
  ],
  [
    'mixed forms of a distribution',
    sampled('lognormal', { mu: 0, sd: 1 }),
    'distribution.mixed-forms',
    '/model/nodes/0/parameters',
    /mu and sigma, or mean and sd/,
  ],
  [
    'a distribution parameter out of its domain',
    normal({ mean: 0, sd: -1 }),
    'distribution.out-of-domain',
    '/model/nodes/1/parameters/sd',
    /Standard deviation/,
  ],
  [
    'a constant expression out of its domain',
    normal({ mean: 0, sd: '2 - 3' }),
    'distribution.out-of-domain',
    '/model/nodes/1/parameters/sd',
  ],
  [
    'parameters that contradict each other',
    sampled('triangular', { min: 0, mode: 9, max: 2 }),
    'distribution.out-of-domain',
    '/model/nodes/0/parameters',
  ],
  [
    'probabilities that do not sum to 1',
    sampled('discrete', { values: [1, 2], probabilities: [0.5, 0.4] }),
    'distribution.out-of-domain',
    '/model/nodes/0/parameters',
  ],
  [
    'an expression in a distribution with a slip',
    normal({ mean: '2 +', sd: 1 }),
    'expression.syntax',
    '/model/nodes/1/parameters/mean',
  ],
  [
    'crossed truncation',
    normal({ mean: 0, sd: 1 }, { truncate: { min: 2, max: 1 } }),
    'distribution.truncation-crossed',
    '/model/nodes/1/truncate/min',
  ],
  [
    'a truncation that keeps nothing',
    sampled('uniform', { min: 0, max: 1 }, { truncate: { min: 2 } }),
    'distribution.empty-truncation',
    '/model/nodes/0/truncate',
  ],
  [
    'a discrete truncation that keeps nothing',
    sampled('discrete', { values: [1], probabilities: [1] }, { truncate: { min: 2 } }),
    'distribution.out-of-domain',
    '/model/nodes/0/parameters',
  ],
  [
    'a file that is not attached',
    document(withNode(csvNode('b.csv', 'flow')), { files: { 'a.csv': 'flow\n1\n' } }),
    'data.file-missing',
    '/model/nodes/1/csv/file',
    /"a\.csv"|a\.csv/,
  ],
  [
    'a column that is not there',
    csv('year,flow\n1871,1120\n', 'flw'),
    'data.column-missing',
    '/model/nodes/1/csv/column',
    /"flow"/,
  ],
  [
    'a column whose name stands twice in the header',
    csv('# about\nflow,year,flow\n1,1871,1120\n'),
    'data.column-twice',
    '/model/nodes/1/csv/column',
  ],
  [
    'a group of data taken in order',
    withNode({ kind: 'data', id: 'n', sample: 'cycle', values: [1], group: 'g' }),
    'data.idle-group',
    '/model/nodes/1/group',
  ],
  [
    'levels printed alike',
    { ...good, statistics: { quantiles: [0.05, 0.0500000000001] } },
    'statistics.repeated',
    '/model/statistics/quantiles/1',
  ],
  ['a file without rows', csv('year,flow\n'), 'data.empty', '/model/nodes/1/csv/file'],
  [
    'data from nowhere',
    withNode({ kind: 'data', id: 'n', sample: 'cycle' }),
    'data.no-source',
    '/model/nodes/1',
  ],
  [
    'data from two places',
    document(
      withNode({ kind: 'data', id: 'n', sample: 'cycle', values: [1], csv: { file: 'a', column: 'b' } }),
    ),
    'data.two-sources',
    '/model/nodes/1',
  ],
  [
    'a group of unequal columns',
    {
      nodes: [
        { kind: 'data', id: 'a', sample: 'bootstrap', values: [1], group: 'g' },
        { kind: 'data', id: 'b', sample: 'bootstrap', values: [1, 2], group: 'g' },
        y,
      ],
      edges: [{ from: 'a', to: 'y' }],
    },
    'data.group-rows',
    '/model/nodes/1/group',
  ],
  [
    'a group of a draw and of data taken in order',
    {
      nodes: [
        { kind: 'data', id: 'a', sample: 'bootstrap', values: [1], group: 'g' },
        { kind: 'data', id: 'b', sample: 'cycle', values: [1], group: 'g' },
        y,
      ],
      edges: [{ from: 'a', to: 'y' }],
    },
    'data.idle-group',
    '/model/nodes/1/group',
  ],
  [
    'a lookup that does not increase',
    lookup({
      points: [
        [1, 1],
        [1, 2],
      ],
    }),
    'lookup.not-increasing',
    '/model/nodes/1/points/1',
  ],
  [
    'steps that should be extrapolated',
    lookup({
      points: [
        [1, 1],
        [2, 2],
      ],
      method: 'step',
      outside: 'extrapolate',
    }),
    'lookup.cannot-extrapolate',
    '/model/nodes/1/outside',
  ],
  [
    'crossed constraint bounds',
    withNode({ kind: 'constraint', id: 'n', min: 2, max: 1 }, { from: 'n.satisfied', to: 'y' }, [
      { from: 'x', to: 'n' },
    ]),
    'constraint.bounds-crossed',
    '/model/nodes/1/min',
  ],
  [
    'a margin no bound defines',
    withNode({ kind: 'constraint', id: 'n' }, { from: 'n.margin', to: 'y' }, [{ from: 'x', to: 'n' }]),
    'edge.unknown-port',
    '/model/edges/0/from',
  ],
  [
    'a quantile level of 1',
    { ...good, statistics: { quantiles: [1] } },
    'model.out-of-range',
    '/model/statistics/quantiles/0',
  ],
  [
    'the same quantile twice',
    { ...good, statistics: { quantiles: [0.5, 0.5] } },
    'statistics.repeated',
    '/model/statistics/quantiles/1',
  ],
  [
    'the same target twice',
    {
      nodes: [
        x,
        {
          ...y,
          targets: [
            { at: 1, side: 'above' },
            { side: 'above', at: 1 },
          ],
        },
      ],
      edges: [xy],
    },
    'statistics.repeated',
    '/model/nodes/1/targets/1',
  ],
  [
    'a tail level that leaves no tail',
    { ...good, statistics: { tail: [{ level: 1 - 1e-10, side: 'upper' }] } },
    'model.out-of-range',
    '/model/statistics/tail/0/level',
  ],
  [
    'a tail level below one half',
    { ...good, statistics: { tail: [{ level: 0.05, side: 'lower' }] } },
    'model.out-of-range',
    '/model/statistics/tail/0/level',
  ],
  ['an end that is no whole number', document(good, { run: { until: 10.5 } }), 'run.not-whole', '/run/until'],
  ['an unknown format version', document(good, { version: 2 }), 'document.unknown-version', '/version'],
];

function asDocument(given: Parts | ModelDocument): ModelDocument {
  return 'family' in given ? given : document(given);
}

describe('refusals', () => {
  it('accepts the document the broken ones are made from', () => {
    expect(issuesOf(document(good))).toEqual([]);
  });

  for (const [name, given, code, path, remedy] of cases) {
    it(`refuses ${name}`, () => {
      const found = issuesOf(asDocument(given));
      const wanted = found.find((issue) => issue.code === code && issue.path === path);
      expect(wanted, JSON.stringify(found, null, 1)).toBeDefined();
      if (remedy !== undefined) expect(wanted!.remedy).toMatch(remedy);
      expect(wanted!.message).not.toMatch(/undefined|\[object/);
    });
  }

  it('reports the mistakes of nodes, edges, expressions and figures all at once', () => {
    const found = issuesOf(
      document({
        nodes: [
          { kind: 'constnat', id: 'a' },
          { kind: 'transformer', id: 'b', expression: '2 +' },
          { kind: 'distribution', id: 'c', distribution: 'normal', parameters: { mean: 0, sd: 0 } },
          y,
        ],
        edges: [{ from: 'q', to: 'y' }],
        statistics: { quantiles: [0.5, 0.5] },
      }),
    );
    expect(found.map(({ code }) => code).sort()).toEqual([
      'distribution.out-of-domain',
      'edge.unknown-node',
      'expression.syntax',
      'model.unknown-kind',
      'statistics.repeated',
    ]);
  });

  it('does not complain about what follows from a mistake reported already', () => {
    const found = issuesOf(
      document({
        nodes: [
          { kind: 'constant', id: 'a', value: 'x' },
          { kind: 'transformer', id: 'b', expression: 'sqrt(a)' },
          y,
        ],
        edges: [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'y' },
        ],
      }),
    );
    expect(found.map(({ path }) => path)).toEqual(['/model/nodes/0/value']);
  });

  it('names every node of a cycle', () => {
    const ids = ['a', 'b', 'c'];
    const nodes = ids.map((id, i) => ({ kind: 'transformer', id, expression: ids[(i + 2) % 3] }));
    const edges = ids.map((id, i) => ({ from: id, to: ids[(i + 1) % 3] }));
    const [cycle] = issuesOf(document({ nodes: [...nodes, y], edges: [...edges, { from: 'a', to: 'y' }] }));
    expect(cycle.code).toBe('graph.cycle');
    for (const id of ids) expect(cycle.message).toContain(id);
  });

  it('reports each bad cell of a CSV with its line and stops listing after 20', () => {
    const found = issuesOf(csv('year,flow\n1871,1120\n1872,"1,160"\n1873,\n1874,NaN\n'));
    expect(found.map(({ line, column }) => [line, column])).toEqual([
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
    const many = issuesOf(csv(`flow\n${'x\n'.repeat(1000)}`));
    expect(many).toHaveLength(21);
    expect(many.at(-1)!.message).toContain('980 more');
  });

  it('reports rows of a CSV that do not fit its header with their lines', () => {
    const rows = ['year,flow', '1871,1,120', '1872', '', '1873,7', ' , ', '# a note', '#1,8', '', ''];
    const found = issuesOf(csv(rows.join('\n')));
    const shape = found.map(({ code, line, path }) => [code, line, path]);
    const at = '/model/nodes/1/csv/file';
    expect(shape).toEqual([
      ['data.row-length', 2, at],
      ['data.row-length', 3, at],
      ['data.blank-row', 4, at],
      ['data.blank-row', 6, at],
      ['data.row-length', 7, at],
    ]);
    expect(found[0].message).toContain('3 cells, the header has 2');
    const many = issuesOf(csv(`year,flow\n${'1\n'.repeat(1000)}`));
    expect(many).toHaveLength(21);
    expect(many.at(-1)!.message).toContain('980 more');
  });

  it('takes a # after the header of a CSV as data', () => {
    expect(issuesOf(csv('flow\n1\n#2\n3\n'))).toMatchObject([{ code: 'data.not-a-number', line: 3 }]);
    expect(issuesOf(csv('id,flow\n#1,1\n#2,2\n'))).toEqual([]);
  });

  it('gives line and column inside an expression', () => {
    const [issue] = issuesOf(document(expression('1 +\n  sqr(2)')));
    expect(issue).toMatchObject({ line: 2, column: 3 });
  });

  it('finds two node ids whose random streams collide', () => {
    const owners = new Map<number, string>();
    let pair: readonly [string, string] | undefined;
    for (let i = 0; pair === undefined; i++) {
      const id = `n${i}`;
      const other = owners.get(streamId(id));
      if (other !== undefined) pair = [other, id];
      owners.set(streamId(id), id);
    }
    const nodes = pair.map((id) => ({
      kind: 'distribution',
      id,
      distribution: 'uniform',
      parameters: { min: 0, max: 1 },
    }));
    const found = issuesOf(document({ nodes: [...nodes, y], edges: [{ from: pair[0], to: 'y' }] }));
    expect(found).toMatchObject([{ code: 'stream.collision', path: '/model/nodes/1' }]);
  });

  it('refuses models beyond the limits before looking at their parts', () => {
    const nodes = Array.from({ length: 20_001 }, (_, i) => ({ kind: 'constant', id: `n${i}`, value: 1 }));
    expect(issuesOf(document({ nodes }))).toMatchObject([{ code: 'model.too-large', path: '/model/nodes' }]);
    const edges = Array.from({ length: 100_001 }, () => xy);
    expect(issuesOf(document({ ...good, edges }))).toMatchObject([
      { code: 'model.too-large', path: '/model/edges' },
    ]);
    const outputs = Array.from({ length: 257 }, (_, i) => ({ kind: 'output', id: `o${i}` }));
    const feeds = outputs.map(({ id }) => ({ from: 'x', to: id }));
    expect(issuesOf(document({ nodes: [x, ...outputs], edges: feeds }))).toMatchObject([
      { code: 'model.too-large' },
    ]);
    expect(issuesOf(csv(`flow\n${'1\n'.repeat(1_000_001)}`))).toMatchObject([{ code: 'data.too-many-rows' }]);
  });

  it('lists a thousand issues and counts the rest', () => {
    const edges = Array.from({ length: 2500 }, (_, i) => ({ from: `q${i}`, to: 'y' }));
    const found = issuesOf(document({ ...good, edges: [xy, ...edges] }));
    expect(found).toHaveLength(1001);
    expect(found.at(-1)).toMatchObject({ code: 'model.too-many-issues', message: '1500 more issues' });
  });

  it('takes a model of 20,000 nodes in reasonable time', () => {
    const chain = Array.from({ length: 19_998 }, (_, i) => ({
      kind: 'transformer',
      id: `n${i}`,
      expression: 'v * 2',
    }));
    const links = chain.slice(1).map(({ id }, i) => ({ from: `n${i}`, to: id }));
    const edges = [{ from: 'x', to: 'n0' }, ...links, { from: 'n19997', to: 'y' }];
    expect(issuesOf(document({ nodes: [x, ...chain, y], edges }))).toEqual([]);
  });
});
