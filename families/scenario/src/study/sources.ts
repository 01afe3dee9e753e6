// Independent sources of randomness. Nodes that draw together are one source: only together can they be drawn anew without
// breaking what holds between them.

import type { NodeSpec } from '../document.ts';
import type { Draft } from '../lower.ts';
import { streamNameOf } from '../sampling/design.ts';
import { isStepwise } from '../time/members.ts';

export interface Source {
  /** Id of the node, `group:name` or `dependence:name`. */
  readonly name: string;
  /** Ids of the nodes that draw one value from it in each iteration. */
  readonly inputs: readonly string[];
  /** Names of its random streams. */
  readonly streams: readonly string[];
}

/** Names of the streams of a node, its own first; none for a node that draws nothing. */
function streamsOf(node: NodeSpec): readonly string[] {
  const { id } = node;
  if (node.kind === 'random-walk') return [id];
  if (node.kind === 'autoregressive') return [id, `${id}:start`];
  if (node.kind === 'events') return [id, `${id}:severity`];
  const name = streamNameOf(node);
  // What is drawn by rejection draws from the stream of its id.
  return name === undefined ? [] : [...new Set([name, id])];
}

/** In document order. */
export function sourcesOf({ nodes, dependence }: Pick<Draft, 'nodes' | 'dependence'>): readonly Source[] {
  const sources = new Map<string, { inputs: string[]; streams: Set<string> }>();
  for (const { node } of nodes) {
    const [own, ...more] = node === undefined ? [] : streamsOf(node);
    if (node === undefined || own === undefined) continue;
    const group = dependence.find(({ members }) => members.includes(node.id));
    const name = group === undefined ? own : `dependence:${group.name}`;
    const known = sources.get(name) ?? { inputs: [], streams: new Set<string>() };
    const { id, kind } = node;
    if ((kind === 'distribution' || kind === 'data') && !isStepwise(node)) known.inputs.push(id);
    for (const stream of [own, ...more, ...(group === undefined ? [] : [name])]) known.streams.add(stream);
    sources.set(name, known);
  }
  return [...sources].map(([name, { inputs, streams }]) => ({ name, inputs, streams: [...streams] }));
}
