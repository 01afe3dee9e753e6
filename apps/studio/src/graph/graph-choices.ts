// What the lists of the graph editor offer: connections of a node with others, and nodes to go to.

import { whyNot } from './commands.ts';
import type { GraphEnd } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';
import { groupLabel } from './groups.ts';

/** One line of a list, with a few words about it. */
export interface Pick {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** Why it cannot be chosen. */
  readonly unavailable?: string | undefined;
}

/** What typing is compared with. */
export const wordsOf = ({ title, note }: Pick): string => `${title} ${note}`;

export interface Connection extends Pick {
  readonly from: GraphEnd;
  readonly to: GraphEnd;
}

/** Every connection of a node with another, those that cannot be last. */
export function connectionsOf(session: GraphSession, key: string): readonly Connection[] {
  const { graph } = session.state();
  const own = graph.byKey.get(key);
  if (own === undefined) return [];
  const text = ({ node, port }: GraphEnd): string => `${graph.byKey.get(node)?.title ?? node} · ${port}`;
  const pair = (from: GraphEnd, to: GraphEnd, note: string): Connection => ({
    id: `${from.node}.${from.port} ${to.node}.${to.port}`,
    title: `${text(from)} → ${text(to)}`,
    note,
    unavailable: whyNot(session, from, to),
    from,
    to,
  });
  const others = graph.nodes.filter((node) => node.key !== key);
  const onward = own.sketch.outputs.flatMap((output) =>
    others.flatMap((node) =>
      node.sketch.inputs.map((input) =>
        pair({ node: key, port: output }, { node: node.key, port: input }, node.sketch.kind),
      ),
    ),
  );
  const inward = own.sketch.inputs.flatMap((input) =>
    others.flatMap((node) =>
      node.sketch.outputs.map((output) =>
        pair({ node: node.key, port: output }, { node: key, port: input }, node.sketch.kind),
      ),
    ),
  );
  const all = [...onward, ...inward];
  return [
    ...all.filter(({ unavailable }) => unavailable === undefined),
    ...all.filter(({ unavailable }) => unavailable !== undefined),
  ];
}

/** Every node, found by its title, id, kind and what it does, and every group by its name. */
export function nodeChoices(session: GraphSession): readonly Pick[] {
  const { nodes, groups } = session.state().graph;
  const found = nodes.map(({ key, title, sketch }) => ({
    id: key,
    title,
    note: `${key} ${sketch.kind} ${sketch.detail}`,
  }));
  return [
    ...groups.map((group) => ({ id: group.key, title: group.name, note: groupLabel(group) })),
    ...found,
  ];
}
