// Every way a group can be wrong gives an issue with its path, its code and a remedy.

import { describe, expect, it } from 'vitest';
import { issuesOf } from '../documents.ts';
import { reporting, uniform } from './draws.ts';

const mixture = {
  kind: 'distribution',
  id: 'mixed',
  distribution: 'mixture',
  parameters: {
    components: [0, 5].map((mean) => ({ weight: 1, distribution: 'normal', parameters: { mean, sd: 1 } })),
  },
};
const nodes = [
  uniform('first'),
  uniform('second'),
  uniform('third'),
  { kind: 'constant', id: 'fixed', value: 1 },
  mixture,
  { kind: 'data', id: 'rows', sample: 'cycle', values: [1, 2] },
  { kind: 'data', id: 'shared', sample: 'bootstrap', group: 'g', values: [1, 2] },
];
const good = { copula: 'gaussian', nodes: ['first', 'second'], correlation: [[1], [0.5, 1]] };
const pairs = (...given: readonly (readonly [string, string, number])[]): object => ({
  correlation: undefined,
  pairs: given.map(([a, b, rank]) => ({ between: [a, b], rank })),
});

type Case = readonly [name: string, group: object, code: string, path: string, remedy: RegExp];

const cases: readonly Case[] = [
  ['an unknown node', { nodes: ['first', 'secnd'] }, 'dependence.unknown-node', '/nodes/1', /"second"/],
  ['a node twice', { nodes: ['first', 'first'] }, 'dependence.repeated-node', '/nodes/1', /Remove/],
  ['a constant', { nodes: ['first', 'fixed'] }, 'dependence.not-random', '/nodes/1', /distributions/],
  ['rows in order', { nodes: ['first', 'rows'] }, 'dependence.not-random', '/nodes/1', /bootstrap/],
  ['a mixture', { nodes: ['first', 'mixed'] }, 'dependence.not-ranked', '/nodes/1', /one piece/],
  ['a shared draw', { nodes: ['first', 'shared'] }, 'dependence.shared-draw', '/nodes/1', /"group"/],
  ['neither form', { correlation: undefined }, 'dependence.one-of', '', /one of the two/],
  ['both forms', { pairs: [] }, 'dependence.one-of', '', /one of the two/],
  ['a missing row', { correlation: [[1]] }, 'dependence.matrix-shape', '/correlation', /triangle/],
  ['a ragged matrix', { correlation: [[1, 0], [0]] }, 'dependence.matrix-shape', '/correlation', /triangle/],
  ['a diagonal', { correlation: [[1], [0.5, 0.9]] }, 'dependence.diagonal', '/correlation/1/1', /Write 1/],
  [
    'an asymmetric matrix',
    {
      correlation: [
        [1, 0.4],
        [0.5, 1],
      ],
    },
    'dependence.asymmetric',
    '/correlation/1/0',
    /lower triangle/,
  ],
  [
    'a stranger in a pair',
    pairs(['first', 'third', 0.5]),
    'dependence.unknown-member',
    '/pairs/0/between/1',
    /first/,
  ],
  ['a pair of one', pairs(['first', 'first', 0.5]), 'dependence.self-pair', '/pairs/0/between', /two nodes/],
  [
    'a pair twice',
    pairs(['first', 'second', 0.5], ['second', 'first', 0.5]),
    'dependence.repeated-pair',
    '/pairs/1/between',
    /Remove one/,
  ],
  ['a t without degrees', { copula: 't' }, 'dependence.missing-degrees', '/degreesOfFreedom', /Add/],
  ['degrees for nothing', { degreesOfFreedom: 4 }, 'dependence.idle-degrees', '/degreesOfFreedom', /"t"/],
  ['an unknown copula', { copula: 'gausian' }, 'model.unknown-value', '/copula', /"gaussian"/],
  ['an unknown key', { node: [] }, 'model.unknown-key', '/node', /"nodes"/],
];

describe('a dependence group', () => {
  it('is accepted when nothing is wrong', () => {
    expect(issuesOf(reporting(nodes, [good]))).toEqual([]);
  });

  it.each(cases)('with %s is refused', (_, change, code, path, remedy) => {
    const group = JSON.parse(JSON.stringify({ ...good, ...change })) as unknown;
    expect(issuesOf(reporting(nodes, [group]))).toMatchObject([
      { code, path: `/model/dependence/0${path}`, remedy: expect.stringMatching(remedy) as string },
    ]);
  });

  it.each([
    ['a coefficient', [[1], [1.5, 1]], '/correlation/1/0'],
    ['a single node', undefined, '/nodes'],
  ])('with %s out of range is refused', (_, correlation, path) => {
    const group =
      correlation === undefined
        ? { ...good, nodes: ['first'], correlation: [[1]] }
        : { ...good, correlation };
    const issues = issuesOf(reporting(nodes, [group]));
    expect(issues).toMatchObject([{ code: 'model.out-of-range', path: `/model/dependence/0${path}` }]);
  });

  it('shares no node and no name with another', () => {
    const other = { ...good, nodes: ['third', 'second'] };
    expect(issuesOf(reporting(nodes, [good, other]))).toMatchObject([
      { code: 'dependence.repeated-node', path: '/model/dependence/1/nodes/1' },
    ]);
    const named = [
      { ...good, name: 'third' },
      { ...good, nodes: ['third', 'fourth'] },
    ];
    expect(issuesOf(reporting([...nodes, uniform('fourth')], named))).toMatchObject([
      { code: 'dependence.duplicate-name', path: '/model/dependence/1' },
    ]);
  });
});
