// What nodes read of which step. A port read only for later steps does not make its node wait, so loops may pass through it.

import type { NodeSpec } from '../document.ts';
import { tokenize } from '../expression/tokens.ts';
import { expressionsOf, hasInput, inputsRead } from '../ports.ts';
import { ownNames, previousRead } from './members.ts';

/** Whether an expression may differ from step to step by itself: it reads an input or the time. */
export function readsStep(source: string): boolean {
  const { tokens } = tokenize(source);
  return inputsRead(source).length > 0 || tokens.some(({ text }) => text === '$time' || text === '$step');
}

/** Members whose expressions only settle later steps. */
const settling: Readonly<Record<string, readonly string[]>> = {
  growth: ['rate'],
  'random-walk': ['drift', 'sd'],
};

/** Input ports whose value of a step has no effect on the node in that step. */
export function latePorts(node: NodeSpec): ReadonlySet<string> {
  const own = ownNames(node);
  const late = new Set<string>();
  const now = new Set<string>();
  if (hasInput(node)) {
    const waits = node.kind !== 'delay' && (node.kind !== 'integrator' || node.method === 'trapezoid');
    (waits ? now : late).add('in');
  }
  for (const { path, source } of expressionsOf(node)) {
    const settles = settling[node.kind]?.includes(String(path[0])) ?? false;
    for (const name of previousRead(source)) if (!own.has(name)) late.add(name);
    for (const name of presentRead(source)) (settles ? late : now).add(name);
  }
  return new Set([...late].filter((name) => !now.has(name)));
}

/** Input names an expression reads as they are in the present step. */
function presentRead(source: string): readonly string[] {
  return inputsRead(source, new Set(previousRead(source)));
}
