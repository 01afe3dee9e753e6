// Where the keyboard goes from a node or edge.

import type { GraphState } from './graph-session.ts';
import { rectOf } from './stage.ts';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const ways: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How much a step to the side counts against a step ahead. */
const sidewaysCost = 2.5;

/** The unit step of an arrow key; undefined for another key. */
export function wayOf(key: string): readonly [number, number] | undefined {
  return key in ways ? ways[key as Direction] : undefined;
}

/** The node that an arrow key leads to; undefined at the rim. */
export function nodeTowards(state: GraphState, direction: Direction): string | undefined {
  const { shown: graph, placement, focused } = state;
  const edge = graph.edges.find(({ key }) => key === focused);
  if (edge !== undefined) {
    if (direction === 'ArrowLeft') return edge.from?.node ?? edge.to?.node;
    if (direction === 'ArrowRight') return edge.to?.node ?? edge.from?.node;
    return nextEdge(state, direction === 'ArrowDown' ? 1 : -1);
  }
  const start = focused === undefined ? undefined : rectOf(graph, placement, focused);
  if (start === undefined) return graph.nodes[0]?.key;
  const [dx, dy] = ways[direction];
  let best: string | undefined;
  let least = Infinity;
  for (const { key } of graph.nodes) {
    const rect = key === focused ? undefined : rectOf(graph, placement, key);
    if (rect === undefined) continue;
    const x = rect.x + rect.width / 2 - start.x - start.width / 2;
    const y = rect.y + rect.height / 2 - start.y - start.height / 2;
    const ahead = x * dx + y * dy;
    if (ahead <= 1) continue;
    const cost = ahead + sidewaysCost * Math.abs(x * dy + y * dx);
    if (cost < least) [best, least] = [key, cost];
  }
  return best;
}

/** The edges of the focused node one after another; from an edge, the others at its ends. */
export function nextEdge({ shown: graph, focused }: GraphState, step: 1 | -1 = 1): string | undefined {
  const at = graph.edges.find(({ key }) => key === focused);
  const ends = at === undefined ? [focused] : [at.from?.node, at.to?.node];
  const near = graph.edges.filter(
    ({ from, to }) =>
      (from !== undefined && ends.includes(from.node)) || (to !== undefined && ends.includes(to.node)),
  );
  const place = near.findIndex(({ key }) => key === focused);
  return near.at((place + step) % near.length)?.key;
}
