// Parts of a graph as text that another document, page or editor can take in.

import { decodeJson } from '@holdfast/protocol';
import { prettyJson } from '../start/pretty-json.ts';
import { addParts, freeId, idsOf, withPositions } from './edits.ts';
import { addGroup, freeName } from './group-edits.ts';
import { listOf, recordOf, splitEnd, type Fields, type Point } from './graph-model.ts';

/** Nodes with the edges and groups among them and where they stand. */
export interface Parts {
  readonly nodes: readonly Fields[];
  readonly edges: readonly Fields[];
  readonly layout: Readonly<Record<string, readonly [number, number]>>;
  /** Groups all of whose nodes are there. */
  readonly groups?: readonly Fields[];
}

/** The nodes of these ids and every edge between two of them. */
export function pickParts(
  model: Fields,
  ids: ReadonlySet<unknown>,
  positions: ReadonlyMap<string, Point>,
): Parts {
  const nodes = listOf(model['nodes'])
    .map(recordOf)
    .filter(({ id }) => ids.has(id));
  const inside = (text: unknown): boolean => typeof text === 'string' && ids.has(splitEnd(text).node);
  const edges = listOf(model['edges'])
    .map(recordOf)
    .filter(({ from, to }) => inside(from) && inside(to));
  const layout = [...positions]
    .filter(([id]) => ids.has(id))
    .map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]);
  const groups = wholeGroups(model['groups'], ids);
  return {
    nodes,
    edges,
    layout: Object.fromEntries(layout) as Parts['layout'],
    ...(groups.length > 0 && { groups }),
  };
}

function wholeGroups(groups: unknown, ids: ReadonlySet<unknown>): readonly Fields[] {
  return listOf(groups)
    .map(recordOf)
    .filter(({ nodes }) => listOf(nodes).length > 0 && listOf(nodes).every((id) => ids.has(id)));
}

export function partsText(parts: Parts): string {
  return prettyJson(parts);
}

/** Reads parts, or the nodes of a whole document; undefined for any other text. */
export function readParts(text: string): Parts | undefined {
  let value: Fields;
  try {
    value = recordOf(decodeJson(text));
  } catch {
    return undefined;
  }
  const { nodes, edges, layout, groups } = 'model' in value ? recordOf(value['model']) : value;
  if (!Array.isArray(nodes) || nodes.length === 0) return undefined;
  return {
    nodes: nodes.map(recordOf),
    edges: listOf(edges).map(recordOf),
    layout: recordOf(layout) as Parts['layout'],
    groups: wholeGroups(groups, new Set(nodes.map((node) => recordOf(node)['id']))),
  };
}

/** The model with the parts put in: ids that are taken change, and the edges among the parts with them. */
export function insertParts(
  model: Fields,
  parts: Parts,
  positionOf: (id: string, index: number) => Point,
): { readonly model: Fields; readonly ids: readonly string[] } {
  const taken = new Set(idsOf(model));
  const renamed = new Map<unknown, string>();
  const nodes = parts.nodes.map((node) => {
    const id = freeId(typeof node['id'] === 'string' ? node['id'] : 'node', taken);
    taken.add(id);
    renamed.set(node['id'], id);
    return { ...node, id };
  });
  const end = (text: unknown): unknown => {
    if (typeof text !== 'string') return text;
    const { node } = splitEnd(text);
    return (renamed.get(node) ?? node) + text.slice(node.length);
  };
  const edges = parts.edges.map((edge) => ({ ...edge, from: end(edge['from']), to: end(edge['to']) }));
  const positions = parts.nodes.map((node, index): readonly [string, Point] => [
    renamed.get(node['id']) ?? '',
    positionOf(typeof node['id'] === 'string' ? node['id'] : '', index),
  ]);
  let grown = withPositions(addParts(model, nodes, edges), new Map(positions));
  for (const { name, ...group } of parts.groups ?? []) {
    const members = listOf(group['nodes']).map((id) => renamed.get(id));
    grown = addGroup(grown, { name: freeName(grown, String(name)), ...group, nodes: members });
  }
  return {
    model: grown,
    ids: nodes.map(({ id }) => id),
  };
}
