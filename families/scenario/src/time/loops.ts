// Loops that are solved: the groups of nodes that reach each other through edges with "feedback". Each is one system of
// equations, whatever the number of its edges.

import type { Link } from '../graph.ts';
import type { IssueList } from '../issues.ts';
import type { NodeEntry } from '../shape.ts';

export interface FeedbackLoop {
  /** Id of the node that the first of its edges leads to; figures are reported under `loop:name`. */
  readonly name: string;
  /** Indices of its nodes. */
  readonly nodes: ReadonlySet<number>;
}

/** Loops in document order of their first edge. An edge with "feedback" outside of every loop is an issue. */
export function findLoops(
  nodes: readonly NodeEntry[],
  links: readonly Link[],
  issues: IssueList,
): readonly FeedbackLoop[] {
  const closing = links.filter(({ when }) => when === 'solved');
  if (closing.length === 0) return [];
  const component = components(
    nodes.length,
    links.filter(({ when }) => when !== 'late'),
  );
  const found = new Map<number, FeedbackLoop>();
  for (const { edge, from, to } of closing) {
    const group = component[to]!;
    if (component[from] !== group) {
      issues.add(
        ['model', 'edges', edge, 'feedback'],
        'edge.idle-attribute',
        '"feedback" has no effect: the edge closes no loop',
        { remedy: 'Remove it.' },
      );
    } else if (!found.has(group)) {
      const members = [...component.keys()].filter((node) => component[node] === group);
      found.set(group, { name: nodes[to]!.id!, nodes: new Set(members) });
    }
  }
  return [...found.values()];
}

/** A number for each node, equal for nodes that reach each other. R. Tarjan (1972), doi:10.1137/0201010, without recursion. */
function components(count: number, links: readonly Link[]): Int32Array {
  const targets = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of links) targets[from]!.push(to);
  const component = new Int32Array(count).fill(-1);
  const reached = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const open: number[] = [];
  let clock = 0;
  const visit = (start: number): void => {
    const path = [{ node: start, next: 0 }];
    while (path.length > 0) {
      const at = path.at(-1)!;
      const { node } = at;
      if (at.next === 0) {
        reached[node] = lowest[node] = clock++;
        open.push(node);
      }
      const target = targets[node]![at.next++];
      if (target !== undefined) {
        if (reached[target] === -1) path.push({ node: target, next: 0 });
        else if (component[target] === -1) lowest[node] = Math.min(lowest[node]!, reached[target]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[node]!);
      if (lowest[node] !== reached[node]) continue;
      for (let member = -1; member !== node;) component[(member = open.pop()!)] = node;
    }
  };
  for (let node = 0; node < count; node++) if (reached[node] === -1) visit(node);
  return component;
}
