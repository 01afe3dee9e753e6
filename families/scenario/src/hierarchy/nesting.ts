// How parts use one another: no part may hold itself, every part must be used, and what they expand to must stay within bounds.

import { documentLimits } from '../document.ts';
import type { IssueList, Path } from '../issues.ts';
import { hierarchyLimits } from './document.ts';
import type { Level, Levels } from './level.ts';

/** Uses that cannot be expanded, by the part they stand in and their id. */
export type ClosedUses = ReadonlySet<string>;

export function closedKey(level: Level, id: string): string {
  return `${level.name ?? ''} ${id}`;
}

/** Reports recursion, excessive depth and unused parts; returns the uses that would never end. */
export function checkNesting(model: Level, levels: Levels, issues: IssueList): ClosedUses {
  const closed = new Set<string>();
  const done = new Set<string>();
  const visit = (level: Level, trail: readonly string[]): void => {
    for (const [index, { id, node }] of level.nodes.entries()) {
      if (node?.kind !== 'subgraph' || id === undefined) continue;
      const part = levels.get(node.use);
      if (part === undefined) continue;
      const path: Path = [...level.path, 'nodes', index, 'use'];
      const from = trail.indexOf(node.use);
      if (from >= 0) {
        const cycle = [...trail.slice(from), node.use].join(' -> ');
        closed.add(closedKey(level, id));
        issues.add(path, 'subgraph.recursive', `a part cannot hold itself: ${cycle}`, {
          remedy: 'Remove one of these uses.',
        });
      } else if (!done.has(node.use)) {
        done.add(node.use);
        visit(part, [...trail, node.use]);
      }
    }
  };
  visit(model, []);
  for (const [name, part] of levels) {
    if (done.has(name) || part === undefined) continue;
    issues.add(['model', 'subgraphs', name], 'subgraph.unused', `no node uses the part "${name}"`, {
      remedy: 'Remove it, or use it in a node of kind "subgraph".',
    });
    done.add(name);
    visit(part, [name]);
  }
  return closed;
}

/** Whether the expanded model stays within the bounds of a document; counted, not built. */
export function checkSize(model: Level, levels: Levels, closed: ClosedUses, issues: IssueList): boolean {
  const known = new Map<Level, { nodes: number; edges: number; depth: number }>();
  const measure = (level: Level): { nodes: number; edges: number; depth: number } => {
    const before = known.get(level);
    if (before !== undefined) return before;
    const size = {
      nodes: level.inputs.size + level.nodes.length - level.uses.size,
      edges: level.edges.length,
      depth: 0,
    };
    for (const [id, { use }] of level.uses) {
      const part = closed.has(closedKey(level, id)) ? undefined : levels.get(use);
      const inner = part === undefined ? { nodes: 1, edges: 0, depth: 0 } : measure(part);
      size.nodes += inner.nodes;
      size.edges += inner.edges;
      size.depth = Math.max(size.depth, inner.depth + 1);
    }
    known.set(level, size);
    return size;
  };
  const { nodes, edges, depth } = measure(model);
  const refuse = (key: string, message: string): void =>
    issues.add(['model', key], 'model.too-large', message, { remedy: 'Use fewer parts, or smaller ones.' });
  if (nodes > documentLimits.nodes)
    refuse('nodes', `${nodes} nodes in all uses of parts, ${documentLimits.nodes} are allowed`);
  if (edges > documentLimits.edges)
    refuse('edges', `${edges} edges in all uses of parts, ${documentLimits.edges} are allowed`);
  if (depth > hierarchyLimits.depth)
    refuse('subgraphs', `parts in parts ${depth} deep, ${hierarchyLimits.depth} are allowed`);
  return nodes <= documentLimits.nodes && edges <= documentLimits.edges && depth <= hierarchyLimits.depth;
}
