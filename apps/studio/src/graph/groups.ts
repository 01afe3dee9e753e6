// Groups of a drawing: frames around nodes, or one block in their place. They change what is seen and nothing else.

import type { Graph, GraphEdge, GraphEnd, GraphGroup, GraphNode, Point } from './graph-model.ts';
import { boundsOf, sizeOf, type Rect } from './place.ts';
import type { Placement } from './placement.ts';

/** Free space between a frame and its nodes; above them there is room for the name. */
export const framePadding = { side: 16, top: 40, bottom: 16 } as const;
/** Rows of ports a block has at most on a side. */
const portsMax = 10;
/** Stands for the ports beyond. */
const otherPorts = 'others';

/** The group a node belongs to. */
export function groupOf(graph: Graph, key: string): GraphGroup | undefined {
  return graph.groups.find(({ members }) => members.includes(key));
}

/** A group in words. */
export function groupLabel({ name, members, collapsed }: GraphGroup): string {
  return `${name}: group of ${nodeCount(members)}${collapsed ? ', collapsed' : ''}`;
}

/** How many nodes a group has. */
export function nodeCount({ length }: GraphGroup['members']): string {
  return `${length} ${length === 1 ? 'node' : 'nodes'}`;
}

/** The frame around the members of a group, wherever they are; undefined for none. */
export function frameAround(
  graph: Graph,
  group: GraphGroup,
  at: (key: string) => Point | undefined,
): Rect | undefined {
  const bounds = boundsOf(
    group.members.flatMap((key) => {
      const [node, corner] = [graph.byKey.get(key), at(key)];
      return node === undefined || corner === undefined ? [] : [{ ...corner, ...sizeOf(node) }];
    }),
  );
  if (bounds === undefined) return undefined;
  const { side, top, bottom } = framePadding;
  return {
    x: bounds.x - side,
    y: bounds.y - top,
    width: bounds.width + 2 * side,
    height: bounds.height + top + bottom,
  };
}

/** Keys of nodes, with every group replaced by its members. */
export function nodeKeysOf(graph: Graph, keys: Iterable<string>): ReadonlySet<string> {
  const groups = new Map(graph.groups.map((group) => [group.key, group.members]));
  return new Set([...keys].flatMap((key) => groups.get(key) ?? (graph.byKey.has(key) ? [key] : [])));
}

/** What stands for nodes in the drawing: themselves, or the block they are in. */
export function drawnKeysOf(graph: Graph, keys: Iterable<string>): ReadonlySet<string> {
  const blocks = new Map(
    graph.groups
      .filter(({ collapsed }) => collapsed)
      .flatMap(({ key, members }) => members.map((id) => [id, key] as const)),
  );
  return new Set([...keys].map((key) => blocks.get(key) ?? key));
}

/** The graph with a block in place of every collapsed group; the same object where there is none. An edge between a member
 * and a node outside leads to the block, at a port with the name of the member; one between members is not seen. */
export function shownGraph(graph: Graph): Graph {
  const collapsed = graph.groups.filter(({ collapsed: closed, members }) => closed && members.length > 0);
  if (collapsed.length === 0) return graph;
  const owner = new Map(collapsed.flatMap((group) => group.members.map((id) => [id, group.key] as const)));
  const crossing = graph.edges.filter(
    ({ from, to }) => from === undefined || to === undefined || !sameBlock(owner, from.node, to.node),
  );
  const ports = { inputs: portsBy(owner, crossing, 'to'), outputs: portsBy(owner, crossing, 'from') };
  const blocks = collapsed.map((group) =>
    blockOf(group, ports.inputs.get(group.key) ?? [], ports.outputs.get(group.key) ?? []),
  );
  const nodes = [...graph.nodes.filter(({ key }) => !owner.has(key)), ...blocks];
  const led = (end: GraphEnd | undefined, side: 'inputs' | 'outputs'): GraphEnd | undefined => {
    const block = end && owner.get(end.node);
    if (end === undefined || block === undefined) return end;
    const shown = ports[side].get(block)?.includes(end.node) === true;
    return { node: block, port: shown ? end.node : otherPorts };
  };
  const edges = crossing.map((edge): GraphEdge => {
    const [from, to] = [led(edge.from, 'outputs'), led(edge.to, 'inputs')];
    return from === edge.from && to === edge.to ? edge : { ...edge, from, to };
  });
  return { ...graph, nodes, edges, byKey: new Map(nodes.map((node) => [node.key, node])) };
}

function sameBlock(owner: ReadonlyMap<string, string>, left: string, right: string): boolean {
  return owner.has(left) && owner.get(left) === owner.get(right);
}

/** Members with an edge to the outside, by block; beyond the last row there is one port for the others. */
function portsBy(
  owner: ReadonlyMap<string, string>,
  edges: readonly GraphEdge[],
  end: 'from' | 'to',
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const edge of edges) {
    const node = edge[end]?.node ?? '';
    const block = owner.get(node);
    if (block !== undefined) found.set(block, (found.get(block) ?? new Set()).add(node));
  }
  return new Map(
    [...found].map(([block, nodes]) => [
      block,
      nodes.size <= portsMax ? [...nodes] : [...[...nodes].slice(0, portsMax - 1), otherPorts],
    ]),
  );
}

function blockOf(group: GraphGroup, inputs: readonly string[], outputs: readonly string[]): GraphNode {
  const { key, name, members } = group;
  const detail = `of ${nodeCount(members)}, collapsed`;
  const sketch = { kind: 'group', detail, gathers: false, inputs, outputs };
  return { key, index: -1, fields: {}, title: name, sketch, frame: true, group };
}

/** Places with those of blocks: each where its upper left member is. */
export function withBlockPlaces(shown: Graph, placement: Placement): Placement {
  const blocks = shown.nodes.flatMap(({ key, group }): (readonly [string, Point])[] => {
    if (group === undefined) return [];
    const corners = group.members.flatMap((id) => placement.get(id) ?? []);
    const x = Math.min(...corners.map((corner) => corner.x));
    return [[key, { x, y: Math.min(...corners.map((corner) => corner.y)) }]];
  });
  return blocks.length === 0 ? placement : new Map([...placement, ...blocks]);
}
