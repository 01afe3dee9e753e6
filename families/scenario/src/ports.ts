// The ports of a node. Input ports are the names its expressions read; kinds without expressions have one port "in".

import { isMixture } from './distributions/document.ts';
import type { NodeKind, NodeSpec } from './document.ts';
import { symbolsOf } from './expression/expression.ts';
import { functionTable } from './expression/functions.ts';
import { tokenize } from './expression/tokens.ts';
import type { Path } from './issues.ts';
import { initialExpressions, isTimeNode, ownNames, timeExpressions } from './time/members.ts';

/** A text of a node that is compiled over its inputs. */
export interface NodeExpression {
  /** Below the node. */
  readonly path: Path;
  readonly source: string;
}

export interface Ports {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Every expression of a node, in reading order. */
export function expressionsOf(node: NodeSpec): readonly NodeExpression[] {
  if (node.kind === 'transformer') {
    const outputs = Object.entries(node.outputs ?? {});
    return [
      ...optional('expression', node.expression),
      ...outputs.map(([name, source]) => ({ path: ['outputs', name], source })),
      ...initialExpressions(node),
    ];
  }
  if (node.kind === 'decision') {
    return [
      { path: ['condition'], source: node.condition },
      { path: ['then'], source: node.then },
      { path: ['else'], source: node.else },
      ...initialExpressions(node),
    ];
  }
  if (node.kind === 'constraint') return optional('expression', node.expression);
  if (isTimeNode(node)) return timeExpressions(node);
  if (node.kind !== 'distribution') return [];
  if (!isMixture(node)) return texts(node.parameters, ['parameters']);
  return node.parameters.components.flatMap(({ weight, parameters }, index) => {
    const path = ['parameters', 'components', index];
    return [...texts({ weight }, path), ...texts(parameters, [...path, 'parameters'])];
  });
}

/** Entries that are expressions. */
function texts(entries: Readonly<Record<string, unknown>>, path: Path): readonly NodeExpression[] {
  return Object.entries(entries).flatMap(([name, source]) =>
    typeof source === 'string' ? [{ path: [...path, name], source }] : [],
  );
}

export function portsOf(node: NodeSpec): Ports {
  return { inputs: inputsOf(node), outputs: outputsOf(node) };
}

const withoutInputs: ReadonlySet<NodeKind> = new Set(['constant', 'parameter', 'data']);
const withInput: ReadonlySet<NodeKind> = new Set([
  'aggregator',
  'lookup',
  'output',
  'delay',
  'accumulator',
  'integrator',
]);

/** Whether a node has a port "in" that no expression names. */
export function hasInput(node: NodeSpec): boolean {
  return withInput.has(node.kind) || (node.kind === 'constraint' && node.expression === undefined);
}

function inputsOf(node: NodeSpec): readonly string[] {
  if (withoutInputs.has(node.kind)) return [];
  const own = ownNames(node);
  const read = expressionsOf(node).flatMap(({ source }) => inputsRead(source, own));
  return [...new Set(hasInput(node) ? ['in', ...read] : read)];
}

function outputsOf(node: NodeSpec): readonly string[] {
  if (node.kind === 'output') return ['value'];
  if (node.kind === 'events') return node.severity === undefined ? ['count'] : ['count', 'total'];
  if (node.kind === 'transformer' && node.outputs !== undefined) return Object.keys(node.outputs);
  if (node.kind !== 'constraint') return ['out'];
  return node.min === undefined && node.max === undefined ? ['satisfied'] : ['satisfied', 'margin'];
}

function optional(key: string, source: string | undefined): readonly NodeExpression[] {
  return source === undefined ? [] : [{ path: [key], source }];
}

const nothing: ReadonlyMap<string, number> = new Map();
const constantNames: ReadonlySet<string> = new Set(
  symbolsOf({ inputs: nothing, node: nothing, params: nothing, time: 0, iteration: 0 })
    .filter(({ kind }) => kind === 'constant')
    .map(({ name }) => name),
);

/** Names that alone mean a constant or a function; an input of this name is read as `$inputs.name`. */
export function isReserved(name: string): boolean {
  return constantNames.has(name) || functionTable.has(name);
}

/** Input names an expression reads, as `$inputs.name`, as `name` alone, or one step late as `$prev.name` unless that is one
 * of the node's `own` outputs. */
export function inputsRead(source: string, own: ReadonlySet<string> = new Set()): readonly string[] {
  const { tokens } = tokenize(source);
  const names: string[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'name' || tokens[index + 1]?.text === '(') continue;
    const port = /^\$inputs\.([^.$]+)$/.exec(text)?.[1];
    const late = text.startsWith('$prev.') ? text.slice('$prev.'.length) : undefined;
    if (port !== undefined) names.push(port);
    else if (late !== undefined && !own.has(late)) names.push(late);
    else if (!/[.$]/.test(text) && !isReserved(text)) names.push(text);
  }
  return names;
}

/** Names an expression reads as `$params.name`. */
export function parametersRead(source: string): readonly string[] {
  return tokenize(source).tokens.flatMap(({ kind, text }) =>
    kind === 'name' && text.startsWith('$params.') ? [text.slice('$params.'.length)] : [],
  );
}
