// Resolves edges to nodes and ports and puts the nodes in an order where every source comes before its targets.

import type { EdgeSpec, NodeSpec } from './document.ts';
import { suggestion, type IssueList, type Path } from './issues.ts';
import { hasInput, isReserved, portsOf, type Ports } from './ports.ts';
import type { Instance } from './hierarchy/instance.ts';
import { sortNodes } from './graph-order.ts';
import type { EdgeEntry, NodeEntry } from './shape.ts';
import { findLoops, type FeedbackLoop } from './time/loops.ts';
import { latePorts } from './time/ports.ts';

/** An edge whose ends exist. */
export interface Link {
  readonly edge: number;
  readonly spec: EdgeSpec;
  /** Of the part the edge is written in. */
  readonly instance: Instance | undefined;
  readonly from: number;
  readonly fromPort: string;
  readonly to: number;
  readonly toPort: string;
  /** Whether the target waits for the value of this step, reads earlier steps only, or closes a loop that is solved. */
  readonly when: 'now' | 'late' | 'solved';
}

export interface Graph {
  /** All nodes, sources first; by document order where the edges leave a choice. */
  readonly order: readonly number[];
  /** By target node, then port; links in document order. */
  readonly incoming: readonly ReadonlyMap<string, readonly Link[]>[];
  /** By target node: ports with an edge whose source could not be resolved; empty in a valid document. */
  readonly dangling: readonly ReadonlySet<string>[];
  readonly loops: readonly FeedbackLoop[];
}

/** Names offered for a misspelt one, at most. */
const namesMax = 2000;

export function linkGraph(
  { nodes, edges }: { readonly nodes: readonly NodeEntry[]; readonly edges: readonly EdgeEntry[] },
  issues: IssueList,
): Graph {
  const linker = new Linker(nodes, edges, issues);
  const links = edges.flatMap((entry, edge) => linker.link(entry, edge) ?? []);
  linker.requireInputs();
  const order = sortNodes(nodes, links, issues);
  return {
    order,
    incoming: linker.incoming,
    dangling: linker.dangling,
    loops: findLoops(nodes, links, issues),
  };
}

/** Leaves out nodes whose id is taken, so that edges never mean two nodes. */
export function dropDuplicates<Entry extends { readonly id: string | undefined; readonly node: unknown }>(
  nodes: readonly Entry[],
  issues: IssueList,
  path: Path,
): readonly (Entry | { readonly id: undefined; readonly node: undefined })[] {
  const places = new Map<string, number>();
  return nodes.map((entry, index) => {
    const { id } = entry;
    if (id === undefined) return entry;
    const first = places.get(id);
    if (first === undefined) {
      places.set(id, index);
      return entry;
    }
    const message = `node ${first} has the id "${id}" already`;
    issues.add([...path, 'nodes', index, 'id'], 'node.duplicate-id', message, {
      remedy: 'Rename one of them.',
    });
    return { id: undefined, node: undefined };
  });
}

interface End {
  readonly index: number;
  readonly node: NodeSpec;
  readonly port: string;
}

class Linker {
  readonly incoming: readonly Map<string, Link[]>[];
  readonly dangling: readonly Set<string>[];
  readonly #nodes: readonly NodeEntry[];
  readonly #edges: readonly EdgeEntry[];
  readonly #issues: IssueList;
  readonly #places = new Map<string, number>();
  readonly #ports = new Map<number, Ports>();
  readonly #late = new Map<number, ReadonlySet<string>>();
  /** By "from to". */
  readonly #known = new Map<string, number>();

  constructor(nodes: readonly NodeEntry[], edges: readonly EdgeEntry[], issues: IssueList) {
    this.#nodes = nodes;
    this.#edges = edges;
    this.#issues = issues;
    this.incoming = nodes.map(() => new Map<string, Link[]>());
    this.dangling = nodes.map(() => new Set<string>());
    for (const [index, { id }] of nodes.entries()) if (id !== undefined) this.#places.set(id, index);
  }

  link(entry: EdgeEntry, edge: number): Link | undefined {
    const path = ['model', 'edges', edge];
    const { spec } = entry;
    const from = spec === undefined ? undefined : this.#end(spec.from, 'outputs', [...path, 'from']);
    // The shape of an edge without spec is reported already.
    const toPath = spec === undefined ? undefined : [...path, 'to'];
    const to = entry.to === undefined ? undefined : this.#end(entry.to, 'inputs', toPath);
    if (to === undefined) return undefined;
    if (from === undefined || spec === undefined) {
      this.dangling[to.index]!.add(to.port);
      return undefined;
    }
    const { instance } = entry;
    const link: Link = {
      edge,
      spec,
      instance,
      from: from.index,
      fromPort: from.port,
      to: to.index,
      toPort: to.port,
      when: this.#whenOf(spec, to),
    };
    const key = `${from.node.id}.${from.port} ${to.node.id}.${to.port}`;
    const earlier = this.#known.get(key);
    if (earlier !== undefined) {
      const message = `edge ${this.#numberOf(earlier)} connects the same ports already`;
      this.#issues.add(path, 'edge.duplicate', message, { remedy: 'Remove one of them.' });
      return undefined;
    }
    this.#known.set(key, edge);
    this.#checkAttributes(spec, to.node, path);
    const links = this.incoming[to.index]!.get(to.port) ?? [];
    if (links.length > 0 && to.node.kind !== 'aggregator') {
      const message = `port "${to.port}" of "${to.node.id}" takes one edge and has edge ${this.#numberOf(links[0]!.edge)}`;
      this.#issues.add([...path, 'to'], 'edge.port-taken', message, {
        remedy: 'Combine the values in an aggregator.',
      });
      return undefined;
    }
    links.push(link);
    this.incoming[to.index]!.set(to.port, links);
    return link;
  }

  #whenOf(spec: EdgeSpec, { index, node, port }: End): Link['when'] {
    if (spec.delay !== undefined) return 'late';
    if (spec.feedback) return 'solved';
    const late = this.#late.get(index) ?? latePorts(node);
    this.#late.set(index, late);
    return late.has(port) ? 'late' : 'now';
  }

  #numberOf(edge: number): number {
    return this.#edges[edge]!.number ?? edge;
  }

  /** Something must be reported, and every node with a port "in" of its own must be fed. */
  requireInputs(): void {
    const outputs = this.#nodes.filter(({ node }) => node === undefined || node.kind === 'output');
    if (outputs.length === 0) {
      const remedy = 'Add a node of kind "output" and an edge to it.';
      this.#issues.add(['model', 'nodes'], 'model.no-outputs', 'no node is an output', { remedy });
    }
    for (const [index, { node }] of this.#nodes.entries()) {
      if (node === undefined || !hasInput(node)) continue;
      if (this.incoming[index]!.has('in') || this.dangling[index]!.has('in')) continue;
      const code = node.kind === 'output' ? 'graph.unreachable-output' : 'node.missing-input';
      const message = `nothing is connected to "${node.id}"`;
      const remedy = `Add an edge to "${node.id}".`;
      this.#issues.add(['model', 'nodes', index], code, message, { remedy });
    }
  }

  #end(text: string, side: 'inputs' | 'outputs', path: Path | undefined): End | undefined {
    const [id = '', named] = text.split('.');
    const index = this.#places.get(id);
    if (index === undefined) {
      if (path === undefined) return undefined;
      const remedy = suggestion(id, [...this.#places.keys()].slice(0, namesMax));
      this.#issues.add(path, 'edge.unknown-node', `no node has the id "${id}"`, { remedy });
      return undefined;
    }
    const { node } = this.#nodes[index]!;
    if (node === undefined) return undefined;
    const ports = this.#portsOf(index, node)[side];
    const port = named ?? defaultPort(ports, side);
    if (port !== undefined && ports.includes(port)) return { index, node, port };
    if (path !== undefined) this.#unknownPort(node, named, ports, side, path);
    return undefined;
  }

  #unknownPort(
    node: NodeSpec,
    named: string | undefined,
    ports: readonly string[],
    side: string,
    path: Path,
  ): void {
    const kind = side === 'inputs' ? 'input' : 'output';
    if (ports.length === 0) {
      const message = `"${node.id}" reads no inputs`;
      const remedy = 'Name the input in an expression, or remove the edge.';
      this.#issues.add(path, 'edge.unknown-port', message, { remedy });
    } else if (named === undefined) {
      const message = `"${node.id}" has several ${kind} ports`;
      const remedy = `Name one: ${ports.map((port) => `${node.id}.${port}`).join(', ')}.`;
      this.#issues.add(path, 'edge.port-needed', message, { remedy });
    } else {
      const message = `"${node.id}" has no ${kind} port "${named}"`;
      const reserved = side === 'inputs' && isReserved(named);
      const remedy = reserved
        ? `Read it as $inputs.${named}; "${named}" alone has a meaning of its own.`
        : suggestion(named, ports);
      this.#issues.add(path, 'edge.unknown-port', message, { remedy });
    }
  }

  /** Every attribute acts; one that cannot is a mistake. */
  #checkAttributes(spec: EdgeSpec, target: NodeSpec, path: Path): void {
    const idle = (key: string, why: string): void =>
      this.#issues.add([...path, key], 'edge.idle-attribute', `"${key}" has no effect: ${why}`, {
        remedy: 'Remove it.',
      });
    if (spec.otherwise !== undefined && spec.condition === undefined)
      idle('otherwise', 'the edge has no condition');
    if (target.kind !== 'aggregator') return;
    if (spec.otherwise !== undefined) idle('otherwise', 'an aggregator leaves the edge out');
    if (target.method !== 'count') return;
    if (spec.weight !== undefined) idle('weight', 'the aggregator counts edges');
    if (spec.transform !== undefined) idle('transform', 'the aggregator counts edges');
  }

  #portsOf(index: number, node: NodeSpec): Ports {
    const known = this.#ports.get(index) ?? portsOf(node);
    this.#ports.set(index, known);
    return known;
  }
}

/** The port an end means that names none. */
export function defaultPort(ports: readonly string[], side: 'inputs' | 'outputs'): string | undefined {
  const usual = side === 'inputs' ? 'in' : 'out';
  if (ports.includes(usual)) return usual;
  return ports.length === 1 ? ports[0] : undefined;
}
