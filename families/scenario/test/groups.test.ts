// Groups of drawings: what they name is checked like everything else, and no number knows of them.

import { expect, it } from 'vitest';
import { edge, modelDocument, normal, output, use } from './hierarchy/parts.ts';
import { issuesOf, specOf } from './documents.ts';

const part = { outputs: { out: 'inner' }, nodes: [normal('inner')], edges: [] };
const model = {
  subgraphs: { part },
  nodes: [normal('first'), use('second', 'part'), output('y'), output('z')],
  edges: [edge('first', 'y'), edge('second', 'z')],
};
const group = (name: string, ...nodes: readonly string[]): object => ({ name, nodes });
const found = (groups: readonly object[]): unknown =>
  issuesOf(modelDocument({ ...model, groups })).map(({ path, code }) => [path, code]);

it('names nodes that are there, each once', () => {
  expect(found([group('a', 'first', 'second'), group('b', 'y')])).toEqual([]);
  expect(found([group('a', 'first'), group('b', 'y', 'frist')])).toEqual([
    ['/model/groups/1/nodes/1', 'group.unknown-node'],
  ]);
  expect(found([group('a', 'first', 'first')])).toEqual([['/model/groups/0/nodes/1', 'group.repeated-node']]);
  expect(found([group('a', 'first'), group('b', 'first')])).toEqual([
    ['/model/groups/1/nodes/0', 'group.repeated-node'],
  ]);
  expect(found([group('a')])).toEqual([['/model/groups/0/nodes', 'model.out-of-range']]);
  expect(found([{ ...group('a', 'first'), color: 'pink' }])).toEqual([
    ['/model/groups/0/color', 'model.unknown-value'],
  ]);
});

it('suggests the node that was meant', () => {
  const [issue] = issuesOf(modelDocument({ ...model, groups: [group('a', 'secnd')] }));
  expect(issue?.remedy).toBe('Did you mean "second"?');
});

const within = (...nodes: readonly string[]): unknown =>
  issuesOf(modelDocument({ ...model, subgraphs: { part: { ...part, groups: [group('a', ...nodes)] } } })).map(
    ({ path, code }) => [path, code],
  );

it('is checked inside a part against the nodes of the part', () => {
  expect(within('inner')).toEqual([]);
  expect(within('first')).toEqual([['/model/subgraphs/part/groups/0/nodes/0', 'group.unknown-node']]);
});

it('leaves nothing behind in what is computed', () => {
  const grouped = modelDocument({ ...model, groups: [{ ...group('a', 'first', 'y'), collapsed: true }] });
  expect(specOf(grouped)).toEqual(specOf(modelDocument(model)));
});
