// The names an expression of a node or edge may use, with one line of help each, for completion and hover.

import { symbolsOf, type ExpressionSymbol } from '../expression/expression.ts';
import { inputsRead } from '../ports.ts';
import { sketch } from './sketch.ts';

/** A name, and the input port it reads where it reads one. */
export interface ExpressionName extends ExpressionSymbol {
  readonly port?: string;
}

/** Where an expression stands: in a node with what is connected to it, or on an edge. */
export type ExpressionPlace =
  | { readonly on: 'node'; readonly node: unknown; readonly connected: readonly string[] }
  | { readonly on: 'edge' };

export function expressionNames(model: unknown, place: ExpressionPlace): readonly ExpressionName[] {
  const node = place.on === 'node' ? recordOf(place.node) : {};
  const ports = place.on === 'node' ? [...new Set([...place.connected, ...sketch(node, model).inputs])] : [];
  const names = symbolsOf({
    inputs: refs(ports),
    node: refs(Object.keys(recordOf(node['fields']))),
    params: refs(parameterNames(model)),
    time: 0,
    iteration: 0,
  });
  const own = names.map((name): ExpressionName => {
    if (name.kind !== 'input') return name;
    return { ...name, port: inputsRead(name.name)[0] ?? name.name };
  });
  if (place.on === 'node') return own;
  return [{ name: 'value', kind: 'input', summary: 'The value that passes.' }, ...own];
}

function parameterNames(model: unknown): readonly string[] {
  const declared = listOf(recordOf(model)['parameters']).map((each) => recordOf(each)['name']);
  const nodes = listOf(recordOf(model)['nodes'])
    .map(recordOf)
    .filter(({ kind, parameter }) => kind === 'parameter' && parameter === undefined)
    .map(({ id }) => id);
  return [...declared, ...nodes].filter((name) => typeof name === 'string');
}

/** What a name refers to does not matter here. */
function refs(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name) => [name, 0]));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
