// From an expanded node back to where it is written, for whoever shows a part with the values of one use.

import { pointer } from '../issues.ts';

/** Where an expanded node is written. */
export interface WrittenNode {
  /** JSON pointer into the document. */
  readonly path: string;
  /** Name of the part that holds it; undefined for the model itself. */
  readonly subgraph: string | undefined;
}

/** Finds an expanded node such as `plant/line-1/pump` in the `model` of a document, valid or not; an input port of a part
 * is a node too. Undefined when there is none. */
export function writtenNode(model: unknown, id: string): WrittenNode | undefined {
  const steps = id.split('/');
  let owner = model;
  let subgraph: string | undefined;
  for (const [depth, step] of steps.entries()) {
    const path = subgraph === undefined ? ['model'] : ['model', 'subgraphs', subgraph];
    const index = placeOf(owner, 'nodes', 'id', step);
    const last = depth === steps.length - 1;
    if (last && index >= 0) return { path: pointer([...path, 'nodes', index]), subgraph };
    if (last && subgraph !== undefined) {
      const port = placeOf(owner, 'inputs', 'name', step);
      if (port >= 0) return { path: pointer([...path, 'inputs', port]), subgraph };
    }
    const use = memberOf(listOf(owner, 'nodes')[index], 'use');
    if (last || typeof use !== 'string') return undefined;
    owner = memberOf(memberOf(model, 'subgraphs'), use);
    subgraph = use;
  }
  return undefined;
}

function placeOf(owner: unknown, list: string, key: string, name: string): number {
  return listOf(owner, list).findIndex((entry) => entry === name || memberOf(entry, key) === name);
}

function listOf(owner: unknown, key: string): readonly unknown[] {
  const list = memberOf(owner, key);
  return Array.isArray(list) ? list : [];
}

/** Own member of whatever was sent; undefined where there is none. */
export function memberOf(owner: unknown, key: string): unknown {
  if (typeof owner !== 'object' || owner === null || !Object.hasOwn(owner, key)) return undefined;
  return (owner as Readonly<Record<string, unknown>>)[key];
}
