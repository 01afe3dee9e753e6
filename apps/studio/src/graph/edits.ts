// Changes of a document as pure functions: what is not changed stays the same object.

import { schemasAt, type Schema } from '../editor/schema-walk.ts';
import { leaveGroups } from './group-edits.ts';
import { listOf, recordOf, splitEnd, type Fields, type Point } from './graph-model.ts';

export type Path = readonly (string | number)[];

/** The value with another one at a path; undefined takes an entry of an object away. Objects on the way are made. */
export function setAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index === Number(key) ? setAt(item, rest, replacement) : item,
    );
  }
  const fields = recordOf(value);
  const changed = setAt(fields[key], rest, replacement);
  if (changed !== undefined) return { ...fields, [key]: changed };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== String(key)));
}

/** The value a path leads to; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((at, key) => (Array.isArray(at) ? at[Number(key)] : recordOf(at)[key]), value);
}

/** Keeps positions, whole numbers, in the order of the nodes; ports of a part stand in its drawing like nodes. */
export function withPositions(model: Fields, positions: ReadonlyMap<string, Point>): Fields {
  const before = recordOf(model['layout']);
  const ids = listOf(model['nodes']).map((node) => recordOf(node)['id']);
  const ports = listOf(model['inputs']).map((port) =>
    typeof port === 'string' ? port : recordOf(port)['name'],
  );
  const layout = [...ids, ...ports].flatMap((id) => {
    if (typeof id !== 'string') return [];
    const at = positions.get(id);
    const [x, y] = listOf(before[id]);
    if (at === undefined) return x === undefined ? [] : [[id, before[id]]];
    const next = [Math.round(at.x), Math.round(at.y)];
    return [[id, x === next[0] && y === next[1] ? before[id] : next]];
  });
  return { ...model, layout: Object.fromEntries(layout) as Fields };
}

export function addParts(model: Fields, nodes: readonly Fields[], edges: readonly Fields[]): Fields {
  return {
    ...model,
    nodes: [...listOf(model['nodes']), ...nodes],
    edges: [...listOf(model['edges']), ...edges],
  };
}

/** Adds members that the model of a document lacks. */
export function withMembers(document: Fields, members: Fields): Fields {
  const model = recordOf(document['model']);
  const lacking = Object.entries(members).filter(([name]) => !Object.hasOwn(model, name));
  if (lacking.length === 0) return document;
  return { ...document, model: { ...model, ...(Object.fromEntries(lacking) as Fields) } };
}

/** Takes nodes away with every edge at them, and further edges. */
export function removeParts(model: Fields, nodes: ReadonlySet<number>, edges: ReadonlySet<number>): Fields {
  const all = listOf(model['nodes']);
  const gone = new Set([...nodes].map((index) => recordOf(all[index])['id']));
  const meets = (text: unknown): boolean => typeof text === 'string' && gone.has(splitEnd(text).node);
  const kept: Fields = {
    ...leaveGroups(model, gone),
    nodes: all.filter((_, index) => !nodes.has(index)),
    edges: listOf(model['edges']).filter((each, index) => {
      const { from, to } = recordOf(each);
      return !edges.has(index) && !meets(from) && !meets(to);
    }),
  };
  if (model['layout'] === undefined) return kept;
  const layout = Object.entries(recordOf(model['layout'])).filter(([id]) => !gone.has(id));
  return { ...kept, layout: Object.fromEntries(layout) };
}

/** The other name wherever an edge names a port. */
export function renamePort(
  model: Fields,
  node: string,
  side: 'inputs' | 'outputs',
  before: string,
  after: string,
): Fields {
  const key = side === 'inputs' ? 'to' : 'from';
  const edges = listOf(model['edges']).map((each) => {
    const edge = recordOf(each);
    return edge[key] === `${node}.${before}` ? { ...edge, [key]: `${node}.${after}` } : each;
  });
  return { ...model, edges };
}

/** A schema, and where in what it describes a graph stands. */
export interface SchemaPlace {
  readonly schema: Schema;
  readonly path: readonly string[];
}

/** Renames a node and whatever the schema says refers to a node: ids, ways through parts, ends of edges, positions. */
export function renameNode(
  model: Fields,
  { schema, path: base }: SchemaPlace,
  before: string,
  after: string,
): Fields {
  // The schema is walked from the model, and what holds a part says nothing about its names.
  const root = setAt({}, base, model);
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (typeof value === 'string') {
      const rest = value.startsWith(before) ? value.slice(before.length) : undefined;
      if (rest === undefined || !/^([./]|$)/.test(rest)) return value;
      const formats = new Set(schemasAt(schema, [...base, ...path], root).map((each) => each['format']));
      const refers = formats.has('node-port') || (formats.has('node-id') && !rest.startsWith('.'));
      return refers ? after + rest : value;
    }
    if (Array.isArray(value)) return mapKept(value, (item, index) => walk(item, [...path, String(index)]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    // Parts inside have names of their own.
    const walked = entries.map(
      ([key, item]) => [key, key === 'subgraphs' ? item : walk(item, [...path, key])] as const,
    );
    const same = walked.every(([, item], index) => Object.is(item, entries[index]?.[1]));
    return same ? value : Object.fromEntries(walked);
  };
  const renamed = recordOf(walk(model, []));
  const layout = recordOf(renamed['layout']);
  if (!Object.hasOwn(layout, before)) return renamed;
  const moved = Object.entries(layout).map(([id, place]) => [id === before ? after : id, place]);
  return { ...renamed, layout: Object.fromEntries(moved) as Fields };
}

function mapKept(
  items: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  const changed = items.map(change);
  return changed.every((item, index) => Object.is(item, items[index])) ? items : changed;
}

/** `base`, or `base2`, `base3` where that is taken. */
export function freeId(base: string, taken: ReadonlySet<unknown>): string {
  const stem = base.replaceAll(/[^A-Za-z0-9_-]/g, '').replace(/^[^A-Za-z]+/, '') || 'node';
  if (!taken.has(stem)) return stem;
  const root = stem.replace(/\d+$/, '') || stem;
  for (let number = 2; ; number += 1) if (!taken.has(`${root}${number}`)) return `${root}${number}`;
}

/** The ids a model has. */
export function idsOf(model: Fields): ReadonlySet<unknown> {
  return new Set(listOf(model['nodes']).map((node) => recordOf(node)['id']));
}
