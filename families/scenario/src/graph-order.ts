// Puts nodes in an order where every source comes before its targets. Links that carry earlier steps, and those that a loop
// is solved for, wait for nothing.

import type { IssueList } from './issues.ts';
import type { Link } from './graph.ts';
import type { NodeEntry } from './shape.ts';

/** Cycles reported at most. */
const cyclesMax = 20;

/** Kahn's algorithm; what it leaves over holds cycles, each reported once and then cut. */
export function sortNodes(
  nodes: readonly NodeEntry[],
  all: readonly Link[],
  issues: IssueList,
): readonly number[] {
  const links = all.filter(({ when }) => when === 'now');
  const outgoing = nodes.map((): Link[] => []);
  const waiting = new Int32Array(nodes.length);
  for (const link of links) {
    outgoing[link.from]!.push(link);
    waiting[link.to]!++;
  }
  const order: number[] = [];
  const placed = new Uint8Array(nodes.length);
  const place = (start: number): void => {
    const ready = [start];
    for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
      if (placed[node]) continue;
      placed[node] = 1;
      order.push(node);
      for (const { to } of outgoing[node]!.toReversed())
        if (--waiting[to]! === 0 && !placed[to]) ready.push(to);
    }
  };
  const sources = nodes.flatMap((_, index) => (waiting[index] === 0 ? [index] : []));
  for (const source of sources) place(source);
  for (let cycles = 0; order.length < nodes.length && cycles < cyclesMax; cycles++) {
    const cycle = findCycle(nodes.length, links, placed);
    reportCycle(cycle, nodes, issues);
    for (const { to } of cycle) place(to);
  }
  for (const node of nodes.keys()) place(node);
  return order;
}

/** Walks backwards through nodes not yet placed; each has such a source, so the walk must meet itself. */
function findCycle(nodeCount: number, links: readonly Link[], placed: Uint8Array): readonly Link[] {
  const source = new Map<number, Link>();
  for (const link of links)
    if (!placed[link.from] && !placed[link.to] && !source.has(link.to)) source.set(link.to, link);
  const visited = new Uint8Array(nodeCount);
  let node = placed.findIndex((done, index) => done === 0 && source.has(index));
  while (!visited[node]) {
    visited[node] = 1;
    node = source.get(node)!.from;
  }
  const cycle: Link[] = [];
  const start = node;
  do {
    const link = source.get(node)!;
    cycle.unshift(link);
    node = link.from;
  } while (node !== start);
  return cycle;
}

function reportCycle(cycle: readonly Link[], nodes: readonly NodeEntry[], issues: IssueList): void {
  const names = cycle.map(({ from }) => nodes[from]!.id);
  const loop = [...names, names[0]].join(' -> ');
  const shown = loop.length > 300 ? `${loop.slice(0, 300)}... (${cycle.length} nodes)` : loop;
  const closing = cycle.at(-1)!;
  const remedy =
    'Add "feedback": true to the edge that closes the loop, which is then solved in each iteration; or, in a model with time, "delay": 1.';
  issues.add(['model', 'edges', closing.edge], 'graph.cycle', `these nodes wait for each other: ${shown}`, {
    remedy,
  });
}
