// Groups of the graph editor that need no page: what is drawn of them, and what every command does to them.
import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog, grammars } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import { applyChanges } from '../src/editor/document-text.ts';
import {
  addNode,
  align,
  copySelected,
  duplicateSelected,
  moveBy,
  paste,
  removeSelected,
  rename,
} from '../src/graph/commands.ts';
import { groupSelected, toggleGroup, ungroupSelected } from '../src/graph/group-commands.ts';
import { freeName, leaveGroups } from '../src/graph/group-edits.ts';
import { nodeChoices } from '../src/graph/graph-choices.ts';
import { GraphReader, recordOf, type Fields } from '../src/graph/graph-model.ts';
import { GraphSession } from '../src/graph/graph-session.ts';
import { groupedLayout } from '../src/graph/grouped-layout.ts';
import { frameAround, shownGraph } from '../src/graph/groups.ts';
import { overlaps, sizeOf } from '../src/graph/place.ts';
import { rectOf } from '../src/graph/stage.ts';
import { prettyJson } from '../src/start/pretty-json.ts';

const [family] = [...grammars.keys()];
const grammar = grammars.get(family)!;
const simulator = catalog.get(family)!;

const normal = (id: string): object => ({
  kind: 'distribution',
  id,
  distribution: 'normal',
  parameters: { mean: 1, sd: 1 },
});

const model = {
  nodes: [
    normal('price'),
    normal('volume'),
    { kind: 'transformer', id: 'income', expression: 'price * volume' },
    normal('cost'),
    { kind: 'transformer', id: 'profit', expression: 'income - cost' },
    { kind: 'output', id: 'result' },
  ],
  edges: [
    { from: 'price', to: 'income.price' },
    { from: 'volume', to: 'income.volume' },
    { from: 'income', to: 'profit.income' },
    { from: 'cost', to: 'profit.cost' },
    { from: 'profit', to: 'result' },
  ],
};
const grouped = { ...model, groups: [{ name: 'Market', nodes: ['price', 'volume', 'income'] }] };

interface Bench {
  readonly session: GraphSession;
  readonly groups: () => readonly Fields[];
  readonly model: () => Fields;
}

/** A session over a text that behaves as the editor does; the family finds nothing wrong with the groups of any document it leaves. */
function bench(of: object): Bench {
  const session = new GraphSession(grammar);
  let text = prettyJson({ family, version: 1, name: 'Groups', model: of });
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
  const value = (): Fields => {
    const written = JSON.parse(text) as ModelDocument;
    const parsed = simulator.parse(written);
    const issues = parsed.ok ? [] : parsed.issues;
    expect(issues.filter(({ path }) => path.startsWith('/model/groups'))).toEqual([]);
    return recordOf(written.model);
  };
  return {
    session,
    model: value,
    groups: () => (value()['groups'] ?? []) as readonly Fields[],
  };
}

describe('grouping', () => {
  it('puts the selected nodes together under a free name and selects the group', () => {
    const { session, groups } = bench(model);
    session.select(['price', 'volume', 'edge 0']);
    expect(groupSelected(session)).toBe(true);
    session.select(['cost']);
    expect(groupSelected(session)).toBe(true);
    expect(groups()).toEqual([
      { name: 'Group', nodes: ['price', 'volume'] },
      { name: 'Group 2', nodes: ['cost'] },
    ]);
    expect([...session.state().selection]).toEqual(['group 1']);
  });

  it('takes nodes out of the group they were in, and an emptied group goes', () => {
    const { session, groups } = bench(grouped);
    session.select(['income', 'cost']);
    groupSelected(session);
    expect(groups().map(({ nodes }) => nodes)).toEqual([
      ['price', 'volume'],
      ['income', 'cost'],
    ]);
    session.select(['price', 'volume']);
    groupSelected(session);
    expect(groups().map(({ nodes }) => nodes)).toEqual([
      ['income', 'cost'],
      ['price', 'volume'],
    ]);
  });

  it('adds nodes to the group that is selected with them', () => {
    const { session, groups } = bench(grouped);
    session.select(['group 0', 'cost']);
    groupSelected(session);
    expect(groups()).toEqual([{ name: 'Market', nodes: ['price', 'volume', 'income', 'cost'] }]);
  });

  it('says what is missing where nothing can be grouped', () => {
    const { session, groups } = bench(grouped);
    session.select(['edge 0']);
    expect(groupSelected(session)).toBe(false);
    expect(session.state().complaint).toContain('Select the nodes');
    session.select(['group 0']);
    expect(groupSelected(session)).toBe(false);
    expect(groups()).toHaveLength(1);
  });

  it('is undone for whole groups or for nodes, which all stay', () => {
    const whole = bench(grouped);
    whole.session.select(['group 0']);
    expect(ungroupSelected(whole.session)).toBe(3);
    expect(whole.model()).not.toHaveProperty('groups');
    expect([...whole.session.state().selection]).toEqual(['price', 'volume', 'income']);
    const one = bench(grouped);
    one.session.select(['volume', 'cost']);
    expect(ungroupSelected(one.session)).toBe(1);
    expect(one.groups()).toEqual([{ name: 'Market', nodes: ['price', 'income'] }]);
  });
});

describe('a group stands for its nodes', () => {
  it('when it is moved, aligned, copied or deleted', () => {
    const { session, groups, model: now } = bench(grouped);
    const before = new Map(session.state().placement);
    moveBy(session, ['group 0'], 30, -20);
    for (const key of ['price', 'volume', 'income', 'cost']) {
      const [old, at] = [before.get(key)!, session.state().placement.get(key)!];
      expect([at.x - old.x, at.y - old.y], key).toEqual(key === 'cost' ? [0, 0] : [30, -20]);
    }
    session.select(['group 0', 'result']);
    align(session, 'left');
    const { shown, placement } = session.state();
    expect(rectOf(shown, placement, 'result')!.x).toBe(rectOf(shown, placement, 'group 0')!.x);

    session.select(['group 0']);
    expect(duplicateSelected(session)).toBe(3);
    expect(groups().at(-1)).toEqual({ name: 'Market 2', nodes: ['price2', 'volume2', 'income2'] });
    session.select(['group 0']);
    expect(removeSelected(session)).toBe(3);
    session.select(['profit', 'result']);
    removeSelected(session);
    expect(groups()).toEqual([{ name: 'Market 2', nodes: ['price2', 'volume2', 'income2'] }]);
    expect((now()['nodes'] as Fields[]).map(({ id }) => id)).toEqual([
      'cost',
      'price2',
      'volume2',
      'income2',
    ]);
  });

  it('when it is copied into another document; a part of its nodes is copied without it', () => {
    const from = bench(grouped);
    from.session.select(['group 0']);
    const whole = copySelected(from.session)!;
    const to = bench({ nodes: [{ kind: 'constant', id: 'price', value: 1 }], edges: [] });
    expect(paste(to.session, whole)).toBe(3);
    expect(to.groups()).toEqual([{ name: 'Market', nodes: ['price2', 'volume', 'income'] }]);
    from.session.select(['price', 'volume']);
    expect(copySelected(from.session)).not.toContain('groups');
  });

  it('and follows the ids of its nodes', () => {
    const { session, groups } = bench(grouped);
    rename(session, session.state().graph.byKey.get('volume')!, 'quantity');
    expect(groups()).toEqual([{ name: 'Market', nodes: ['price', 'quantity', 'income'] }]);
  });

  it('and takes in a node that is added in its frame, and no other', () => {
    const { session, groups } = bench(grouped);
    const starter = grammar.starters({}).find(({ title }) => title === 'constant')!;
    const { shown, placement } = session.state();
    const frame = rectOf(shown, placement, 'group 0')!;
    addNode(session, starter, { x: frame.x + 4, y: frame.y + 4 });
    addNode(session, starter, { x: frame.x - 400, y: frame.y });
    expect(groups()).toEqual([{ name: 'Market', nodes: ['price', 'volume', 'income', 'constant'] }]);
  });
});

describe('a collapsed group', () => {
  it('is one block whose ports carry the ids of its nodes, and keeps every edge to the outside', () => {
    const { session, groups } = bench(grouped);
    toggleGroup(session, 'volume');
    expect(groups()).toEqual([{ name: 'Market', nodes: ['price', 'volume', 'income'], collapsed: true }]);
    const { shown, graph, selection } = session.state();
    expect(shown.nodes.map(({ key }) => key)).toEqual(['cost', 'profit', 'result', 'group 0']);
    expect(shown.byKey.get('group 0')!.sketch).toMatchObject({ inputs: [], outputs: ['income'] });
    expect(shown.edges.map(({ from, to }) => [from?.node, from?.port, to?.node])).toEqual([
      ['group 0', 'income', 'profit'],
      ['cost', 'out', 'profit'],
      ['profit', 'out', 'result'],
    ]);
    expect(graph.edges).toHaveLength(5);
    expect([...selection]).toEqual(['group 0']);
    toggleGroup(session, 'group 0');
    expect(session.state().shown).toBe(session.state().graph);
    expect(groups()).toEqual([{ name: 'Market', nodes: ['price', 'volume', 'income'] }]);
  });

  it('gives the ports beyond the tenth one place', () => {
    const count = 14;
    const sources = Array.from({ length: count }, (_, index) => normal(`s${index}`));
    const many = {
      nodes: [...sources, { kind: 'aggregator', id: 'sum', method: 'sum' }],
      edges: sources.map((_, index) => ({ from: `s${index}`, to: 'sum' })),
      groups: [{ name: 'Sources', collapsed: true, nodes: sources.map((_, index) => `s${index}`) }],
    };
    const graph = shownGraph(new GraphReader(grammar).read(many, many));
    const { outputs } = graph.byKey.get('group 0')!.sketch;
    expect(outputs).toHaveLength(10);
    expect(graph.edges.map(({ from }) => from!.port)).toEqual([
      ...outputs,
      ...Array.from({ length: count - 10 }, () => outputs[9]),
    ]);
  });

  it('is found by name with the nodes inside it', () => {
    const { session } = bench({ ...grouped, groups: [{ ...grouped.groups[0], collapsed: true }] });
    const [first, ...others] = nodeChoices(session);
    expect(first).toEqual({ id: 'group 0', title: 'Market', note: 'Market: group of 3 nodes, collapsed' });
    expect(others.map(({ id }) => id)).toContain('volume');
  });
});

describe('the automatic layout', () => {
  it('covers no frame with anything that does not belong to it, whatever is grouped and collapsed', () => {
    const ids = Array.from({ length: 14 }, (_, index) => `n${index}`);
    const link = record({ from: constantFrom(...ids), to: constantFrom(...ids) });
    assert(
      property(
        array(nat(4), { minLength: 14, maxLength: 14 }),
        array(link, { maxLength: 24 }),
        nat(7),
        (owners, edges, closed) => {
          const groups = [0, 1, 2].flatMap((group) => {
            const nodes = ids.filter((_, index) => owners[index] === group);
            return nodes.length === 0
              ? []
              : [{ name: `g${group}`, nodes, ...((closed >> group) % 2 === 1 && { collapsed: true }) }];
          });
          const drawn = {
            nodes: ids.map((id) => ({ kind: 'aggregator', id, method: 'sum' })),
            edges,
            groups,
          };
          const graph = new GraphReader(grammar).read(drawn, drawn);
          const places = groupedLayout(graph);
          expect([...places.keys()].toSorted()).toEqual(ids.toSorted());
          const open = graph.groups.filter(({ collapsed }) => !collapsed);
          const hidden = new Set(
            graph.groups.filter((each) => each.collapsed).flatMap(({ members }) => members),
          );
          for (const group of open) {
            const frame = frameAround(graph, group, (key) => places.get(key))!;
            for (const node of graph.nodes) {
              if (group.members.includes(node.key) || hidden.has(node.key)) continue;
              expect(overlaps(frame, { ...places.get(node.key)!, ...sizeOf(node) }), node.key).toBe(false);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('edits of the list', () => {
  it('leave a model without groups as it is', () => {
    expect(leaveGroups(model, new Set(['price']))).toBe(model);
    expect(leaveGroups(grouped, new Set(['cost']))).toBe(grouped);
  });

  it('count on from the number a name ends with', () => {
    expect(freeName({ groups: [{ name: 'Costs' }, { name: 'Costs 2' }] }, 'Costs')).toBe('Costs 3');
    expect(freeName({}, 'Costs')).toBe('Costs');
  });
});
