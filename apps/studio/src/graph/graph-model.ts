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
  readonly #sketches = new WeakMap<object, NodeSketch>();
  #last: Graph | undefined;

  constructor(grammar: GraphGrammar) {
    this.#grammar = grammar;
  }

  read(model: unknown): Graph {
    const { nodes, edges, layout } = recordOf(model);
    const byKey = new Map<string, GraphNode>();
    for (const [index, fields] of listOf(nodes).map(recordOf).entries()) {
      const id = fields['id'];
      const key = typeof id === 'string' && id !== '' && !byKey.has(id) ? id : `#${index}`;
      byKey.set(key, this.#node(key, index, fields));
    }
    const graph: Graph = {
      nodes: [...byKey.values()],
      edges: listOf(edges).map((each, index) => this.#edge(recordOf(each), index, byKey)),
      byKey,
      kept: positions(layout),
    };
    this.#last = graph;
    return graph;
  }

  /** The sketch of a node, made once for each object. */
  sketch(fields: Fields): NodeSketch {
    const known = this.#sketches.get(fields) ?? this.#grammar.sketch(fields);
    this.#sketches.set(fields, known);
    return known;
  }

  #node(key: string, index: number, fields: Fields): GraphNode {
    const before = this.#last?.byKey.get(key);
    if (before?.fields === fields && before.index === index) return before;
    const { label, id } = fields;
    const title = typeof label === 'string' && label !== '' ? label : typeof id === 'string' ? id : key;
    return { key, index, fields, title, sketch: this.sketch(fields) };
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

function sameEnd(left: GraphEnd | undefined, right: GraphEnd | undefined): boolean {
  return left?.node === right?.node && left?.port === right?.port;
}

function positions(layout: unknown): ReadonlyMap<string, Point> {
  return new Map(
    Object.entries(recordOf(layout)).flatMap(([id, place]) => {
      const [x, y] = listOf(place);
      return typeof x === 'number' && typeof y === 'number' ? [[id, { x, y }] as const] : [];
    }),
  );
}
