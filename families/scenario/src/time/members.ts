// Members of nodes that concern time: what may be an expression, what is drawn or recalled in each step.

import type { NodeOf, NodeSpec } from '../document.ts';
import { tokenize } from '../expression/tokens.ts';
import type { NodeExpression } from '../ports.ts';
import { timeKinds, type TimeNode } from './document.ts';

export function isTimeNode(node: NodeSpec): node is TimeNode {
  return timeKinds.has(node.kind);
}

/** Members of time nodes that may be expressions, in reading order. */
const members = ['initial', 'reset', 'rate', 'mean', 'drift', 'sd'] as const;

export function timeExpressions(node: TimeNode): readonly NodeExpression[] {
  const fields = node as Readonly<Record<string, unknown>>;
  return members.flatMap((member) => {
    const source = fields[member];
    return typeof source === 'string' ? [{ path: [member], source }] : [];
  });
}

/** Whether a random node draws anew in each step. */
export function isStepwise(node: NodeSpec | undefined): node is NodeOf<'distribution' | 'data'> {
  return (node?.kind === 'distribution' || node?.kind === 'data') && node.draw === 'step';
}

/** Nodes that can read `$prev`. */
type Recalling = Extract<NodeSpec, { kind: 'transformer' | 'decision' }>;

export function isRecalling(node: NodeSpec): node is Recalling {
  return node.kind === 'transformer' || node.kind === 'decision';
}

export function initialExpressions({ initial }: Recalling): readonly NodeExpression[] {
  if (typeof initial === 'string') return [{ path: ['initial'], source: initial }];
  if (typeof initial !== 'object') return [];
  return Object.entries(initial).flatMap(([name, source]) =>
    typeof source === 'string' ? [{ path: ['initial', name], source }] : [],
  );
}

/** Output ports that an expression of the node means by `$prev.name`. */
export function ownNames(node: NodeSpec): ReadonlySet<string> {
  return new Set(node.kind === 'transformer' ? Object.keys(node.outputs ?? {}) : []);
}

/** Names an expression reads one step late: `name` for `$prev.name`, the empty name for `$prev` alone. */
export function previousRead(source: string): readonly string[] {
  return tokenize(source).tokens.flatMap(({ kind, text }) => {
    if (kind !== 'name') return [];
    if (text === '$prev') return [''];
    return text.startsWith('$prev.') ? [text.slice('$prev.'.length)] : [];
  });
}
