// A document read as a drawing: nodes with ports, edges with ends, positions, whatever else may be wrong with it.

import type { GraphGrammar, NodeSketch } from '@holdfast/catalog';

export type Fields = Readonly<Record<string, unknown>>;

/** A node of the drawing. */
export interface GraphNode {
  /** Its id; where that is missing or taken, `#` and its place. */
  readonly key: string;
  readonly index: number;
  readonly fields: Fields;
  readonly title: string;
  readonly sketch: NodeSketch;
  /** True for a port of the part that is looked at: it stands in the drawing, but is no node of the document. */
  readonly frame: boolean;
  /** The collapsed group it stands for; a block of the drawing and no node of the document. */
  readonly group?: GraphGroup;
}

/** Nodes that are drawn together. */
export interface GraphGroup {
  readonly key: string;
  readonly index: number;
  readonly name: string;
  readonly color: string | undefined;
  /** Drawn as one block. */
  readonly collapsed: boolean;
  /** Keys of nodes, each in one group. */
  readonly members: readonly string[];
}

export interface GraphEnd {
  readonly node: string;
  readonly port: string;
}

/** An edge of the drawing. */
export interface GraphEdge {
  readonly key: string;
  readonly index: number;
  readonly fields: Fields;
  /** Undefined where there is no such node. A port that does not exist is kept, to be shown as broken. */
  readonly from: GraphEnd | undefined;
  readonly to: GraphEnd | undefined;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
  readonly byKey: ReadonlyMap<string, GraphNode>;
  /** Positions the document keeps. */
  readonly kept: ReadonlyMap<string, Point>;
}

export function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Splits "node.port"; the port is empty where none is named. */
export function splitEnd(text: string): GraphEnd {
  const dot = text.indexOf('.');
  return dot < 0 ? { node: text, port: '' } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** Reads models, keeping what is known of nodes and edges that did not change. */
export class GraphReader {
  readonly #grammar: GraphGrammar;
  #sketches = new WeakMap<object, NodeSketch>();
  #last: Graph | undefined;
  #root: unknown;
  #rest: readonly unknown[] = [];

  constructor(grammar: GraphGrammar) {
    this.#grammar = grammar;
  }

  /** Reads the graph `model`, a part of `root` or `root` itself. */
  read(model: unknown, root: unknown): Graph {
    this.#know(root);
    const { nodes, edges, groups, layout } = recordOf(model);
    const byKey = new Map<string, GraphNode>();
    for (const [index, fields] of listOf(nodes).map(recordOf).entries()) {
      const id = fields['id'];
      const key = typeof id === 'string' && id !== '' && !byKey.has(id) ? id : `#${index}`;
      byKey.set(key, this.#node(key, index, fields));
    }
    const frame = model === root ? { inputs: [], outputs: [] } : this.#grammar.frameOf(model);
    for (const name of frame.inputs) if (!byKey.has(name)) byKey.set(name, frameNode(name, name, 'outputs'));
    for (const { name } of frame.outputs) byKey.set(`out ${name}`, frameNode(`out ${name}`, name, 'inputs'));
    const own = listOf(edges).map((each, index) => this.#edge(recordOf(each), index, byKey));
    const led = frame.outputs.map(({ name, from }) => ({
      key: `edge out ${name}`,
      index: -1,
      fields: { from, to: name },
      from: this.#end(from, 'outputs', byKey),
      to: { node: `out ${name}`, port: 'in' },
    }));
    const graph: Graph = {
      nodes: [...byKey.values()],
      edges: [...own, ...led],
      groups: this.#groups(groups, byKey),
      byKey,
      kept: positions(layout, this.#last?.kept),
    };
    this.#last = graph;
    return graph;
  }

  /** The sketch of a node, made once for each object. */
  sketch(fields: Fields): NodeSketch {
    const known = this.#sketches.get(fields) ?? this.#grammar.sketch(fields, this.#root);
    this.#sketches.set(fields, known);
    return known;
  }

  #node(key: string, index: number, fields: Fields): GraphNode {
    const before = this.#last?.byKey.get(key);
    if (before?.fields === fields && before.index === index) return before;
    const { label, id } = fields;
    const title = typeof label === 'string' && label !== '' ? label : typeof id === 'string' ? id : key;
    return { key, index, fields, title, sketch: this.sketch(fields), frame: false };
  }

  /** What is known of nodes holds while the definitions beside them stay as they are. */
  #know(root: unknown): void {
    const { nodes: _nodes, edges: _edges, layout: _layout, groups: _groups, ...rest } = recordOf(root);
    const values = Object.values(rest);
    this.#root = root;
    if (values.length === this.#rest.length && values.every((value, index) => value === this.#rest[index]))
      return;
    this.#rest = values;
    this.#sketches = new WeakMap();
    this.#last = undefined;
  }

  #groups(written: unknown, nodes: ReadonlyMap<string, GraphNode>): readonly GraphGroup[] {
    const groups = readGroups(written, nodes);
    const before = this.#last?.groups ?? [];
    return groups.map((group, index) => (sameGroup(group, before[index]) ? before[index]! : group));
  }

  #edge(fields: Fields, index: number, nodes: ReadonlyMap<string, GraphNode>): GraphEdge {
    const from = this.#end(fields['from'], 'outputs', nodes);
    const to = this.#end(fields['to'], 'inputs', nodes);
    const before = this.#last?.edges[index];
    if (before?.fields === fields && sameEnd(before.from, from) && sameEnd(before.to, to)) return before;
    return { key: `edge ${index}`, index, fields, from, to };
  }

  #end(
    text: unknown,
    side: 'inputs' | 'outputs',
    nodes: ReadonlyMap<string, GraphNode>,
  ): GraphEnd | undefined {
    if (typeof text !== 'string') return undefined;
    const { node, port } = splitEnd(text);
    const found = nodes.get(node);
    if (found === undefined) return undefined;
    return { node, port: port || (this.#grammar.portMeant(found.sketch[side], side) ?? '') };
  }
}

/** A port of the part that is looked at, as a node of the drawing. */
function frameNode(key: string, title: string, side: 'inputs' | 'outputs'): GraphNode {
  const none = { inputs: [], outputs: [] };
  const port = side === 'outputs' ? { outputs: ['out'] } : { inputs: ['in'] };
  const kind = side === 'outputs' ? 'input of the part' : 'output of the part';
  const sketch = { kind, detail: '', gathers: false, ...none, ...port };
  return { key, index: -1, fields: {}, title, sketch, frame: true };
}

/** Groups as the document names them; members that do not exist are passed over, and so is a second membership. */
function readGroups(written: unknown, nodes: ReadonlyMap<string, GraphNode>): readonly GraphGroup[] {
  const taken = new Set<string>();
  return listOf(written)
    .map(recordOf)
    .map((fields, index): GraphGroup => {
      const members = listOf(fields['nodes']).filter((id): id is string => {
        if (typeof id !== 'string' || taken.has(id) || nodes.get(id)?.frame !== false) return false;
        taken.add(id);
        return true;
      });
      const { name, color } = fields;
      return {
        key: `group ${index}`,
        index,
        name: typeof name === 'string' ? name : '',
        color: typeof color === 'string' ? color : undefined,
        collapsed: fields['collapsed'] === true,
        members,
      };
    });
}

function sameGroup(left: GraphGroup, right: GraphGroup | undefined): boolean {
  return (
    left.name === right?.name &&
    left.color === right.color &&
    left.collapsed === right.collapsed &&
    left.members.length === right.members.length &&
    left.members.every((member, place) => member === right.members[place])
  );
}

function sameEnd(left: GraphEnd | undefined, right: GraphEnd | undefined): boolean {
  return left?.node === right?.node && left?.port === right?.port;
}

/** A place that did not change stays the same object, so that what stands there is not drawn again. */
function positions(layout: unknown, before: Graph['kept'] | undefined): Graph['kept'] {
  return new Map(
    Object.entries(recordOf(layout)).flatMap(([id, place]) => {
      const [x, y] = listOf(place);
      if (typeof x !== 'number' || typeof y !== 'number') return [];
      const old = before?.get(id);
      return [[id, old?.x === x && old.y === y ? old : { x, y }] as const];
    }),
  );
}
