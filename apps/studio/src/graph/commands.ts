// What a person can do to a graph, each in one step of history. Pointer, keyboard and palette all end here.

import type { NodeStarter } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import { insertParts, partsText, pickParts, readParts, type Parts } from './clipboard.ts';
import {
  addParts,
  freeId,
  idsOf,
  removeParts,
  renameNode,
  renamePort,
  setAt,
  withPositions,
  type Path,
} from './edits.ts';
import { listOf, recordOf, type Fields, type GraphEnd, type GraphNode, type Point } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';
import { groupAt } from './group-commands.ts';
import { joinGroup } from './group-edits.ts';
import { groupedLayout } from './grouped-layout.ts';
import { drawnKeysOf, frameAround, nodeKeysOf } from './groups.ts';
import { complaint, familyComplaint } from './legal.ts';
import { boundsOf, nodeWidth, sizeOf, type Rect } from './place.ts';
import { freePlace } from './placement.ts';
import { rectOf } from './stage.ts';

/** Distance of a copy from what it copies. */
const copyOffset = 36;

/** Rectangles of all nodes as they are drawn and of the frames around them, or of some. */
export function rectsOf(session: GraphSession, keys?: ReadonlySet<string>): readonly Rect[] {
  const { shown, placement } = session.state();
  const frames = shown.groups.flatMap((group) => {
    const seen = !group.collapsed && (keys === undefined || group.members.some((key) => keys.has(key)));
    return (seen ? frameAround(shown, group, (key) => placement.get(key)) : undefined) ?? [];
  });
  return [...nodeRects(session, keys), ...frames];
}

function nodeRects(session: GraphSession, keys?: ReadonlySet<string>): readonly Rect[] {
  const { shown, placement } = session.state();
  return shown.nodes.flatMap((node) => {
    const at = placement.get(node.key);
    return at === undefined || keys?.has(node.key) === false ? [] : [{ ...at, ...sizeOf(node) }];
  });
}

/** Selected nodes; of a selected group, all of its nodes. */
export function selectedNodes(session: GraphSession): readonly GraphNode[] {
  const { graph, selection } = session.state();
  const keys = nodeKeysOf(graph, selection);
  return graph.nodes.filter(({ key }) => keys.has(key));
}

/** Adds a node with its upper left corner at or below `at`; returns its id. In the frame of a group it belongs to the group. */
export function addNode(session: GraphSession, starter: NodeStarter, at: Point): string | undefined {
  const { model } = session.state();
  const id = freeId(starter.title, idsOf(model));
  const { kind, ...fields } = starter.node;
  const node: Fields = { kind, id, ...fields };
  const group = groupAt(session, at);
  const beside = group === undefined ? undefined : new Set(group.members);
  const place = freePlace(
    { ...at, ...sizeOfFields(session, node) },
    beside === undefined ? rectsOf(session) : nodeRects(session, beside),
  );
  const added = session.edit(
    (before) => {
      const grown = withPositions(addParts(before, [node], []), new Map([[id, place]]));
      return group === undefined ? grown : joinGroup(grown, group.index, [id]);
    },
    { freeze: true, ...(starter.needs && { needs: starter.needs }) },
  );
  if (!added) return undefined;
  session.go(id);
  return id;
}

function sizeOfFields(session: GraphSession, fields: Fields): { width: number; height: number } {
  return sizeOf({ key: '', index: 0, fields, title: '', sketch: session.sketch(fields), frame: false });
}

/** An end as text: the port is named where it has to be. */
function endText(session: GraphSession, { node, port }: GraphEnd, side: 'inputs' | 'outputs'): string {
  const ports = session.state().graph.byKey.get(node)?.sketch[side] ?? [];
  return session.grammar.portMeant(ports, side) === port ? node : `${node}.${port}`;
}

/** Why an output and an input cannot be connected, as far as the drawing shows; undefined when they can. */
export function whyNot(session: GraphSession, from: GraphEnd, to: GraphEnd): string | undefined {
  return complaint(session.state().graph, from, to);
}

/** The input an edge dropped on a node means: the one input that is free. */
export function freeInput(session: GraphSession, node: string): GraphEnd {
  const { graph } = session.state();
  const sketch = graph.byKey.get(node)?.sketch;
  const taken = new Set(graph.edges.flatMap(({ to }) => (to?.node === node ? [to.port] : [])));
  const port = sketch?.inputs.find((each) => sketch.gathers || !taken.has(each));
  return { node, port: port ?? sketch?.inputs[0] ?? '' };
}

/** Connects two ports, or says why not. */
export function connect(session: GraphSession, from: GraphEnd, to: GraphEnd): boolean {
  const edge = { from: endText(session, from, 'outputs'), to: endText(session, to, 'inputs') };
  const { document, model, scope } = session.state();
  const after = setAt(document, scope, addParts(model, [], [edge])) as ModelDocument;
  const why =
    whyNot(session, from, to) ??
    familyComplaint(session.grammar, document as unknown as ModelDocument, after);
  if (why !== undefined) {
    session.complain(why);
    return false;
  }
  const done = session.edit((before) => addParts(before, [], [edge]), { freeze: true });
  if (done) session.go(`edge ${listOf(model['edges']).length}`);
  return done;
}

/** Removes what is selected; the keyboard goes to a neighbour. */
export function removeSelected(session: GraphSession): number {
  const { graph, selection, focused } = session.state();
  const nodes = selectedNodes(session).filter(({ frame }) => !frame);
  const edges = graph.edges.filter(({ key, index }) => selection.has(key) && index >= 0);
  if (nodes.length + edges.length === 0) return 0;
  const next =
    graph.edges
      .flatMap(({ key, from, to }) => {
        if (key === focused) return [to?.node];
        return from?.node === focused ? [to?.node] : to?.node === focused ? [from?.node] : [];
      })
      .find((key) => key !== undefined && !selection.has(key)) ??
    session.state().shown.nodes.find(({ key }) => !selection.has(key))?.key;
  session.edit(
    (model) =>
      removeParts(model, new Set(nodes.map(({ index }) => index)), new Set(edges.map(({ index }) => index))),
    { freeze: true },
  );
  session.select([], undefined);
  if (next !== undefined) session.go(next);
  return nodes.length + edges.length;
}

/** Moves nodes, and all nodes of groups, by the same way. */
export function moveBy(
  session: GraphSession,
  keys: Iterable<string>,
  dx: number,
  dy: number,
  how: { readonly join?: boolean; readonly later?: boolean } = {},
): void {
  const { graph, placement } = session.state();
  const moved = new Map<string, Point>();
  for (const key of nodeKeysOf(graph, keys)) {
    const at = placement.get(key);
    if (at !== undefined) moved.set(key, { x: at.x + dx, y: at.y + dy });
  }
  if (moved.size > 0) session.edit((model) => withPositions(model, moved), { freeze: true, ...how });
}

/** Lays the whole graph out anew. */
export function arrangeAll(session: GraphSession): void {
  session.edit((model) => withPositions(model, groupedLayout(session.state().graph)));
}

/** Puts what is selected on one line, or the same distance apart; a group moves as a whole. */
export function align(session: GraphSession, how: 'left' | 'top' | 'distribute-x' | 'distribute-y'): void {
  const { graph, shown, placement, selection } = session.state();
  const parts = [...selection].flatMap((key) => {
    const at = rectOf(shown, placement, key);
    return at === undefined ? [] : [{ keys: nodeKeysOf(graph, [key]), ...at }];
  });
  if (parts.length < 2) return;
  const axis = how === 'left' || how === 'distribute-x' ? 'x' : 'y';
  const sorted = parts.toSorted((a, b) => a[axis] - b[axis]);
  const [first, last] = [sorted[0]![axis], sorted.at(-1)![axis]];
  const even = how.startsWith('distribute');
  const moved = sorted.flatMap((part, index) => {
    const by = (even ? first + ((last - first) * index) / (sorted.length - 1) : first) - part[axis];
    return [...part.keys].flatMap((key): [string, Point][] => {
      const at = placement.get(key);
      return at === undefined ? [] : [[key, { ...at, [axis]: at[axis] + by }]];
    });
  });
  session.edit((model) => withPositions(model, new Map(moved)), { freeze: true });
}

/** The selected nodes as text; undefined when none is selected. */
export function copySelected(session: GraphSession): string | undefined {
  const parts = selectedParts(session);
  return parts === undefined ? undefined : partsText(parts);
}

function selectedParts(session: GraphSession): Parts | undefined {
  const { model, placement } = session.state();
  const ids = new Set(selectedNodes(session).map(({ fields }) => fields['id']));
  return ids.size === 0 ? undefined : pickParts(model, ids, placement);
}

/** Puts parts in; at a point of the drawing, or a little beside where they were. Returns how many nodes. */
export function paste(session: GraphSession, text: string, at?: Point): number {
  const parts = readParts(text);
  return parts === undefined ? 0 : insert(session, parts, at);
}

export function duplicateSelected(session: GraphSession): number {
  const parts = selectedParts(session);
  return parts === undefined ? 0 : insert(session, parts);
}

function insert(session: GraphSession, parts: Parts, at?: Point): number {
  const corner = boundsOf(
    Object.values(parts.layout).map(([x, y]) => ({ x, y, width: nodeWidth, height: nodeWidth })),
  );
  const dx = at === undefined ? copyOffset : at.x - (corner?.x ?? 0);
  const dy = at === undefined ? copyOffset : at.y - (corner?.y ?? 0);
  let ids: readonly string[] = [];
  const done = session.edit(
    (model) => {
      const inserted = insertParts(model, parts, (id, index) => {
        const [x, y] = parts.layout[id] ?? [corner?.x ?? 0, (corner?.y ?? 0) + index * 120];
        return { x: x + dx, y: y + dy };
      });
      ids = inserted.ids;
      return inserted.model;
    },
    { freeze: true },
  );
  if (!done) return 0;
  const [first, ...others] = drawnKeysOf(session.state().graph, ids);
  session.select([...(first === undefined ? [] : [first]), ...others], first);
  return ids.length;
}

/** Gives a node another id, and every reference with it. Says why where that cannot be. */
export function rename(session: GraphSession, node: GraphNode, id: string): boolean {
  const { model } = session.state();
  const before = node.fields['id'];
  if (id === before) return true;
  if (idsOf(model).has(id)) {
    session.complain(`Another node has the id “${id}”.`);
    return false;
  }
  const { schema } = session.grammar;
  const { scope } = session.state();
  const done = session.edit(
    (each) => {
      const renamed =
        typeof before === 'string' && node.key === before
          ? renameNode(each, { schema, path: scope.slice(1) }, before, id)
          : each;
      return recordOf(setAt(renamed, ['nodes', node.index, 'id'], id));
    },
    { freeze: true },
  );
  if (done) session.go(id);
  return done;
}

/** Sets a field of a node or edge. Where that gives one port another name, its edges follow. */
export function setField(
  session: GraphSession,
  part: { readonly list: 'nodes' | 'edges'; readonly index: number },
  path: Path,
  value: unknown,
  join = false,
): boolean {
  return session.edit(
    (model) => {
      const changed = recordOf(setAt(model, [part.list, part.index, ...path], value));
      return part.list === 'nodes' ? followPorts(session, model, changed, part.index) : changed;
    },
    { join },
  );
}

function followPorts(session: GraphSession, before: Fields, after: Fields, index: number): Fields {
  const nodeAt = (model: Fields): Fields => recordOf((model['nodes'] as readonly unknown[])[index]);
  const [old, now] = [session.sketch(nodeAt(before)), session.sketch(nodeAt(after))];
  const id = nodeAt(after)['id'];
  if (typeof id !== 'string') return after;
  let model = after;
  for (const side of ['inputs', 'outputs'] as const) {
    const gone = old[side].filter((port) => !now[side].includes(port));
    const come = now[side].filter((port) => !old[side].includes(port));
    if (gone.length === 1 && come.length === 1) model = renamePort(model, id, side, gone[0]!, come[0]!);
  }
  return model;
}
