// Where every node stands: as the document keeps it, else by the automatic layout, new ones beside what they belong to.

import type { Graph, Point } from './graph-model.ts';
import { groupedLayout } from './grouped-layout.ts';
import { nodeWidth, overlaps, sizeOf, type Rect } from './place.ts';

export type Placement = ReadonlyMap<string, Point>;

const gap = 26;

/** A place for every node of the graph. */
export function placementOf(graph: Graph): Placement {
  const { nodes, kept } = graph;
  const unplaced = nodes.filter(({ key }) => !kept.has(key));
  if (unplaced.length === 0) return kept;
  if (unplaced.length === nodes.length) return groupedLayout(graph);
  const placed = new Map(kept);
  const taken: Rect[] = nodes.flatMap((node) => {
    const at = kept.get(node.key);
    return at === undefined ? [] : [{ ...at, ...sizeOf(node) }];
  });
  for (const node of unplaced) {
    const size = sizeOf(node);
    const at = freePlace({ ...besideNeighbours(graph, placed, node.key), ...size }, taken);
    placed.set(node.key, at);
    taken.push({ ...at, ...size });
  }
  return placed;
}

/** The nearest place at or below the wanted one that nothing covers. */
export function freePlace(wanted: Rect, taken: readonly Rect[]): Point {
  let { x, y } = wanted;
  for (;;) {
    const here = { ...wanted, x, y };
    const blocking = taken.find((each) => overlaps({ ...each, height: each.height + gap }, here));
    if (blocking === undefined) return { x, y };
    y = blocking.y + blocking.height + gap + 1;
  }
}

function besideNeighbours({ edges }: Graph, placed: Placement, key: string): Point {
  for (const { from, to } of edges) {
    const source = to?.node === key && from !== undefined ? placed.get(from.node) : undefined;
    if (source !== undefined) return { x: source.x + nodeWidth + 76, y: source.y };
    const target = from?.node === key && to !== undefined ? placed.get(to.node) : undefined;
    if (target !== undefined) return { x: target.x - nodeWidth - 76, y: target.y };
  }
  return { x: 0, y: 0 };
}
