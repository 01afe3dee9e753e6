// What a person can do to groups, each in one step of history.

import type { GraphNode, Point } from './graph-model.ts';
import { setAt } from './edits.ts';
import { addGroup, freeName, joinGroup, leaveGroups, removeGroups } from './group-edits.ts';
import { frameAround, groupOf, nodeKeysOf } from './groups.ts';
import { recordOf, type GraphGroup } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';

/** Name of a group nobody has named yet. */
const newName = 'Group';

/** Groups that are selected. */
export function selectedGroups(session: GraphSession): readonly GraphGroup[] {
  const { graph, selection } = session.state();
  return graph.groups.filter(({ key }) => selection.has(key));
}

function idsOfNodes(nodes: readonly GraphNode[]): readonly string[] {
  return nodes.flatMap(({ key, frame, fields }) => (frame || fields['id'] !== key ? [] : [key]));
}

/** Puts the selected nodes together, or into the one group that is selected with them. False where there are none. */
export function groupSelected(session: GraphSession): boolean {
  const { graph, selection } = session.state();
  const groups = selectedGroups(session);
  const single = idsOfNodes(graph.nodes.filter(({ key }) => selection.has(key)));
  if (groups.length === 1 && single.length > 0) {
    const [group] = groups;
    const done = session.edit((model) => joinGroup(model, group!.index, single), { freeze: true });
    const joined = groupOf(session.state().graph, single[0]!);
    if (joined !== undefined) session.go(joined.key);
    return done;
  }
  const keys = nodeKeysOf(graph, selection);
  const nodes = idsOfNodes(graph.nodes.filter(({ key }) => keys.has(key)));
  if (nodes.length === 0 || (groups.length === 1 && single.length === 0)) {
    session.complain('Select the nodes first; then group them.');
    return false;
  }
  const done = session.edit(
    (model) => addGroup(model, { name: freeName(model, groups[0]?.name ?? newName), nodes }),
    { freeze: true },
  );
  const last = session.state().graph.groups.at(-1);
  if (done && last !== undefined) session.go(last.key);
  return done;
}

/** Takes the selected groups away, or the selected nodes out of theirs. Returns how many nodes are free now. */
export function ungroupSelected(session: GraphSession): number {
  const { graph, selection } = session.state();
  const groups = selectedGroups(session);
  const freed = groups.length > 0 ? groups.flatMap(({ members }) => members) : [...selection];
  const nodes = freed.filter((key) => groupOf(graph, key) !== undefined);
  if (nodes.length === 0 && groups.length === 0) {
    session.complain('Select a group, or nodes of a group.');
    return 0;
  }
  session.edit(
    (model) =>
      groups.length > 0
        ? removeGroups(model, new Set(groups.map(({ index }) => index)))
        : leaveGroups(model, new Set(nodes)),
    { freeze: true },
  );
  session.select(nodes, nodes[0]);
  return nodes.length;
}

/** The group meant: one with this key, or the one of the node with it. */
export function groupMeant(session: GraphSession, key: string | undefined): GraphGroup | undefined {
  const { graph } = session.state();
  if (key === undefined) return undefined;
  return graph.groups.find((group) => group.key === key) ?? groupOf(graph, key);
}

/** Shows a group as one block, or its nodes again. False where none is meant. */
export function toggleGroup(session: GraphSession, key: string | undefined): boolean {
  const group = groupMeant(session, key);
  if (group === undefined) {
    session.complain('Select a group, or a node of a group.');
    return false;
  }
  const done = setGroup(session, group, 'collapsed', group.collapsed ? undefined : true);
  session.go(group.key);
  return done;
}

/** Sets a field of a group; undefined takes it away. */
export function setGroup(
  session: GraphSession,
  { index }: GraphGroup,
  field: 'name' | 'color' | 'collapsed',
  value: string | boolean | undefined,
  join = false,
): boolean {
  return session.edit((model) => recordOf(setAt(model, ['groups', index, field], value)), {
    freeze: true,
    join,
  });
}

/** Opens the block a node is in, so that the node is to be seen. */
export function unfold(session: GraphSession, key: string): void {
  const { graph, shown } = session.state();
  if (shown.byKey.has(key) || !graph.byKey.has(key)) return;
  const group = groupOf(graph, key);
  if (group !== undefined) setGroup(session, group, 'collapsed', undefined);
}

/** The expanded group whose frame holds a point of the drawing; the smallest of several. */
export function groupAt(session: GraphSession, { x, y }: Point): GraphGroup | undefined {
  const { graph, placement } = session.state();
  const holding = graph.groups.flatMap((group) => {
    const frame = group.collapsed ? undefined : frameAround(graph, group, (key) => placement.get(key));
    if (frame === undefined) return [];
    const inside = x >= frame.x && x < frame.x + frame.width && y >= frame.y && y < frame.y + frame.height;
    return inside ? [{ group, area: frame.width * frame.height }] : [];
  });
  return holding.toSorted((left, right) => left.area - right.area)[0]?.group;
}
