// The automatic layout of a graph with groups: each group by itself, then all of them as if each were one node, so that no
// frame covers what does not belong to it.

import type { Graph, Point } from './graph-model.ts';
import { framePadding, shownGraph } from './groups.ts';
import { layeredLayout, type LayoutEdge, type LayoutNode } from './layered-layout.ts';
import { boundsOf, sizeOf, type Size } from './place.ts';

/** A place for every node of the graph. */
export function groupedLayout(graph: Graph): ReadonlyMap<string, Point> {
  const groups = graph.groups.filter(({ members }) => members.length > 0);
  if (groups.length === 0) return layeredLayout(graph.nodes.map(cellOf), linksOf(graph));
  const inner = new Map(groups.map(({ key, members }) => [key, insideOf(graph, new Set(members))]));
  // Every group as a block says which edges lead between them.
  const folded = shownGraph({
    ...graph,
    groups: groups.map((group) => ({ ...group, collapsed: true })),
  });
  const cells = folded.nodes.map((node): LayoutNode => {
    if (node.group === undefined) return cellOf(node);
    const open = graph.groups[node.group.index]?.collapsed === false;
    return { key: node.key, ...(open ? framed(inner.get(node.key)!.size) : sizeOf(node)) };
  });
  const outer = layeredLayout(cells, linksOf(folded));
  const places = new Map<string, Point>();
  for (const node of folded.nodes) {
    const at = outer.get(node.key)!;
    const open = graph.groups[node.group?.index ?? -1]?.collapsed === false;
    const [dx, dy] = open ? [framePadding.side, framePadding.top] : [0, 0];
    const own = node.group === undefined ? undefined : inner.get(node.key)?.places;
    if (own === undefined) places.set(node.key, at);
    else for (const [key, { x, y }] of own) places.set(key, { x: at.x + x + dx, y: at.y + y + dy });
  }
  return places;
}

function cellOf(node: Graph['nodes'][number]): LayoutNode {
  return { key: node.key, ...sizeOf(node) };
}

function linksOf({ edges }: Pick<Graph, 'edges'>): readonly LayoutEdge[] {
  return edges.flatMap(({ from, to }) =>
    from === undefined || to === undefined ? [] : [{ from: from.node, to: to.node }],
  );
}

function insideOf(
  graph: Graph,
  members: ReadonlySet<string>,
): { places: ReadonlyMap<string, Point>; size: Size } {
  const nodes = graph.nodes.filter(({ key }) => members.has(key));
  const places = layeredLayout(nodes.map(cellOf), linksOf(graph));
  const size = boundsOf(nodes.map((node) => ({ ...places.get(node.key)!, ...sizeOf(node) })));
  return { places, size: size ?? { width: 0, height: 0 } };
}

function framed({ width, height }: Size): Size {
  const { side, top, bottom } = framePadding;
  return { width: width + 2 * side, height: height + top + bottom };
}
