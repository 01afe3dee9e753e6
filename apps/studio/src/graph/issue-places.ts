// Which node, edge or group an issue is about, by its JSON pointer.

import type { Issue } from '@holdfast/core';
import { pointerSegments } from '@holdfast/protocol';
import type { Graph } from './graph-model.ts';

/** Issues by key of the node, edge or group, for the graph that stands at `scope` in the document. */
export function issuesByKey(
  graph: Graph,
  issues: readonly Issue[],
  scope: readonly string[],
): ReadonlyMap<string, readonly Issue[]> {
  const found = new Map<string, Issue[]>();
  for (const issue of issues) {
    const segments = pointerSegments(issue.path) ?? [];
    if (scope.some((segment, index) => segments[index] !== segment)) continue;
    const [list, place] = segments.slice(scope.length);
    const index = Number(place);
    const part = list === 'nodes' || list === 'edges' || list === 'groups' ? graph[list][index] : undefined;
    const key = part?.key;
    if (key === undefined || place === undefined) continue;
    const own = found.get(key);
    if (own === undefined) found.set(key, [issue]);
    else own.push(issue);
  }
  return found;
}
