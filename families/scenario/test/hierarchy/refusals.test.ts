// Every way a part or its use can be wrong gives an issue where the author wrote it, once.

import { describe, expect, it } from 'vitest';
import { issuesOf } from '../documents.ts';
import { edge, line, machine, modelDocument, normal, output, plant, transformer, use } from './parts.ts';

/** One use of one part, which is right until changed. */
const part = {
  inputs: ['x', { name: 'extra', default: 2 }],
  outputs: { out: 'sum', other: 'noise' },
  parameters: [{ name: 'scale' }, { name: 'shift', default: 0 }],
  nodes: [normal('noise'), transformer('sum', 'x * $params.scale + $params.shift + noise + extra')],
  edges: [edge('x', 'sum.x'), edge('extra', 'sum.extra'), edge('noise', 'sum.noise')],
};
const model = {
  parameters: [{ name: 'pace', value: 1, min: 0, max: 2 }],
  subgraphs: { part },
  nodes: [normal('n'), use('u', 'part', { scale: 2 }), output('y')],
  edges: [edge('n', 'u.x'), edge('u.out', 'y')],
};

const withPart = (change: object): object => ({ ...model, subgraphs: { part: { ...part, ...change } } });
const withUse = (node: unknown): object => ({ ...model, nodes: [normal('n'), node, output('y')] });
const inside = (node: unknown): object => withPart({ nodes: [...part.nodes, node] });
const within = (extra: unknown): object => withPart({ edges: [...part.edges, extra] });
const withEdge = (extra: unknown): object => ({ ...model, edges: [...model.edges, extra] });

type Case = readonly [name: string, model: object, code: string, path: string, remedy: RegExp];
const P = '/model/subgraphs/part';

const cases: readonly Case[] = [
  [
    'an unknown part',
    { ...model, nodes: [...model.nodes, use('v', 'prt')] },
    'subgraph.unknown',
    '/model/nodes/3/use',
    /"part"/,
  ],
  [
    'a missing parameter',
    withUse(use('u', 'part')),
    'subgraph.missing-parameter',
    '/model/nodes/1',
    /"scale"/,
  ],
  [
    'an unknown parameter',
    withUse(use('u', 'part', { scale: 2, shfit: 1 })),
    'subgraph.unknown-parameter',
    '/model/nodes/1/parameters/shfit',
    /"shift"/,
  ],
  [
    'a wrong expression for a parameter',
    withUse(use('u', 'part', { scale: '$params.nothing' })),
    'expression.unknown-name',
    '/model/nodes/1/parameters/scale',
    /./,
  ],
  [
    'an unconnected port',
    { ...model, edges: [edge('u.out', 'y')] },
    'subgraph.unconnected-port',
    '/model/nodes/1',
    /u\.x/,
  ],
  ['an edge to no port', withEdge(edge('n', 'u.z')), 'edge.unknown-port', '/model/edges/2/to', /x/],
  [
    'an edge from no port',
    withEdge(edge('u.othr', 'u.extra')),
    'edge.unknown-port',
    '/model/edges/2/from',
    /"other"/,
  ],
  [
    'an edge to one of several ports',
    withEdge(edge('n', 'u')),
    'edge.port-needed',
    '/model/edges/2/to',
    /u\.x, u\.extra/,
  ],
  ['a port with two edges', withEdge(edge('n', 'u.x')), 'edge.port-taken', '/model/edges/2/to', /aggregator/],
  [
    'an edge from an unknown node',
    withEdge(edge('m', 'u.extra')),
    'edge.unknown-node',
    '/model/edges/2/from',
    /n/,
  ],
  [
    'an edge into its own input',
    within(edge('noise', 'x')),
    'subgraph.port-is-source',
    `${P}/edges/3/to`,
    /used/,
  ],
  ['an inner edge to nobody', within(edge('noise', 'sun')), 'edge.unknown-node', `${P}/edges/3/to`, /"sum"/],
  ['an inner port twice', within(edge('noise', 'sum.x')), 'edge.port-taken', `${P}/edges/3/to`, /aggregator/],
  [
    'an output from nobody',
    withPart({ outputs: { out: 'sums' } }),
    'edge.unknown-node',
    `${P}/outputs/out`,
    /"sum"/,
  ],
  [
    'an output from no port',
    withPart({ outputs: { out: 'sum.z' } }),
    'edge.unknown-port',
    `${P}/outputs/out`,
    /out/,
  ],
  [
    'a port named twice',
    withPart({ inputs: [...part.inputs, 'x'] }),
    'subgraph.duplicate-name',
    `${P}/inputs/2`,
    /Rename/,
  ],
  ['a port named as a node', inside(normal('x')), 'subgraph.duplicate-name', `${P}/inputs/0`, /Rename/],
  [
    'a parameter named twice',
    withPart({ parameters: [...part.parameters, { name: 'scale' }] }),
    'subgraph.duplicate-name',
    `${P}/parameters/2`,
    /Rename/,
  ],
  ['a node twice', inside(normal('noise')), 'node.duplicate-id', `${P}/nodes/2/id`, /Rename/],
  [
    'a parameter node of its own',
    inside({ kind: 'parameter', id: 'p', value: 1, min: 0, max: 2 }),
    'subgraph.inline-parameter',
    `${P}/nodes/2`,
    /Declare/,
  ],
  [
    'a parameter node of the surroundings',
    inside({ kind: 'parameter', id: 'p', parameter: 'scael' }),
    'parameter.unknown',
    `${P}/nodes/2/parameter`,
    /"scale"/,
  ],
  [
    'a wrong inner distribution',
    inside(normal('m', 0, -1)),
    'distribution.out-of-domain',
    `${P}/nodes/2/parameters/sd`,
    /./,
  ],
  ['an unfed inner output', inside(output('out')), 'graph.unreachable-output', `${P}/nodes/2`, /"out"/],
  [
    'an inner group of a stranger',
    withPart({ dependence: [{ copula: 'gaussian', nodes: ['noise', 'noisy'], pairs: [] }] }),
    'dependence.unknown-node',
    `${P}/dependence/0/nodes/1`,
    /"noise"/,
  ],
  ['an unknown key', withPart({ note: 1 }), 'model.unknown-key', `${P}/note`, /nodes/],
  [
    'an unknown key of an inner node',
    inside({ ...(normal('m') as object), lable: 'x' }),
    'model.unknown-key',
    `${P}/nodes/2/lable`,
    /"label"/,
  ],
  [
    'an unused part',
    { ...model, subgraphs: { part, spare: part } },
    'subgraph.unused',
    '/model/subgraphs/spare',
    /Remove/,
  ],
];

describe('a model with parts', () => {
  it('is accepted when nothing is wrong', () => {
    expect(issuesOf(modelDocument(model))).toEqual([]);
    expect(issuesOf(modelDocument(plant))).toEqual([]);
  });

  it.each(cases)('with %s is refused', (_, changed, code, path, remedy) => {
    expect(issuesOf(modelDocument(changed))).toMatchObject([
      { code, path, remedy: expect.stringMatching(remedy) as string },
    ]);
  });

  it('that holds itself is refused, and the cycle is named', () => {
    const looped = {
      ...plant,
      subgraphs: {
        line,
        machine: { ...machine, nodes: [...machine.nodes, use('again', 'line', { speed: 1 })] },
      },
    };
    expect(issuesOf(modelDocument(looped))).toMatchObject([
      {
        code: 'subgraph.recursive',
        path: '/model/subgraphs/machine/nodes/2/use',
        message: 'a part cannot hold itself: line -> machine -> line',
      },
    ]);
  });

  it('tells a mistake inside once, by the names used there, and for which use', () => {
    const wrong = {
      ...machine,
      nodes: [normal('noise', 0, '$params.spread'), transformer('made', 'feed + nois')],
    };
    const issues = issuesOf(modelDocument({ ...plant, subgraphs: { line, machine: wrong } }));
    const path = '/model/subgraphs/machine/nodes/1/expression';
    expect(issues.map((issue) => issue.path)).toEqual(['/model/subgraphs/machine/edges/1/to', path]);
    expect(issues[1].message).toMatch(/nois.*\(used as "east\/first"\)$/);
    expect(issues[1].remedy).not.toContain('east');
  });

  it('that would grow beyond its bounds is refused before it grows', () => {
    const levels = Array.from({ length: 20 }, (_, depth) => [
      `p${depth}`,
      {
        nodes: depth === 0 ? [normal('x')] : [use('a', `p${depth - 1}`), use('b', `p${depth - 1}`)],
        edges: [],
      },
    ]);
    const vast = {
      subgraphs: Object.fromEntries(levels),
      nodes: [use('top', 'p19'), output('y'), normal('x')],
      edges: [edge('x', 'y')],
    };
    expect(issuesOf(modelDocument(vast))).toMatchObject([
      {
        code: 'model.too-large',
        path: '/model/nodes',
        message: expect.stringMatching(/^524290 nodes/) as string,
      },
    ]);
  });

  it('that is nested too deep is refused', () => {
    const levels = Array.from({ length: 40 }, (_, depth) => [
      `p${depth}`,
      { nodes: depth === 0 ? [normal('x')] : [use('a', `p${depth - 1}`)], edges: [] },
    ]);
    const deep = {
      subgraphs: Object.fromEntries(levels),
      nodes: [use('top', 'p39'), output('y'), normal('x')],
      edges: [edge('x', 'y')],
    };
    expect(issuesOf(modelDocument(deep))).toMatchObject([
      { code: 'model.too-large', path: '/model/subgraphs' },
    ]);
  });
});
