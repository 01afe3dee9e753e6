// Every name an expression can mean, as one closed map: what is not in it does not exist.

import type { Ref } from '../program/program.ts';
import { functionTable } from './functions.ts';
import { wordOperators } from './tokens.ts';

/** What the surroundings of an expression offer it, by name. */
export interface ExpressionScope {
  /** Ports: `$inputs.name`, or `name` alone unless that is a constant, function or word operator. */
  readonly inputs: ReadonlyMap<string, Ref>;
  /** The node's own numeric fields: `$node.name`. */
  readonly node: ReadonlyMap<string, Ref>;
  /** Parameters of the model: `$params.name`. */
  readonly params: ReadonlyMap<string, Ref>;
  /** `$time`. */
  readonly time: Ref;
  /** `$iteration`, from 0. */
  readonly iteration: Ref;
}

export type SymbolKind = 'input' | 'field' | 'parameter' | 'variable' | 'constant';

/** A name with one line of help, for completion. */
export interface ExpressionSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly summary: string;
}

/** A name and what it stands for: an operation or a number. */
export type Binding = ExpressionSymbol &
  ({ readonly ref: Ref; readonly value?: never } | { readonly value: number; readonly ref?: never });

const constants: readonly Binding[] = [
  { name: 'pi', kind: 'constant', summary: 'Ratio of circumference to diameter, 3.14159...', value: Math.PI },
  { name: 'e', kind: 'constant', summary: 'Base of natural logarithms, 2.71828...', value: Math.E },
  { name: 'true', kind: 'constant', summary: 'The number 1.', value: 1 },
  { name: 'false', kind: 'constant', summary: 'The number 0.', value: 0 },
];

const reserved: ReadonlySet<string> = new Set([
  ...constants.map(({ name }) => name),
  ...functionTable.keys(),
  ...wordOperators,
]);

/** Namespaces and the kind of name each holds. */
export const namespaces: ReadonlyMap<string, SymbolKind> = new Map([
  ['$inputs', 'input'],
  ['$node', 'field'],
  ['$params', 'parameter'],
]);

/** All bindings of a scope by the name as written. */
export function bind(scope: ExpressionScope): ReadonlyMap<string, Binding> {
  const bindings: Binding[] = [
    ...[...scope.inputs].filter(([name]) => !reserved.has(name)).map(([name, ref]) => input(name, ref)),
    ...[...scope.inputs].map(([name, ref]) => input(`$inputs.${name}`, ref)),
    ...[...scope.node].map(([name, ref]): Binding => {
      return { name: `$node.${name}`, kind: 'field', summary: `Field ${name} of this node.`, ref };
    }),
    ...[...scope.params].map(([name, ref]): Binding => {
      return { name: `$params.${name}`, kind: 'parameter', summary: `Parameter ${name} of the model.`, ref };
    }),
    { name: '$time', kind: 'variable', summary: 'Time of the run.', ref: scope.time },
    {
      name: '$iteration',
      kind: 'variable',
      summary: 'Index of the iteration, from 0.',
      ref: scope.iteration,
    },
    ...constants,
  ];
  return new Map(bindings.map((binding) => [binding.name, binding]));
}

function input(name: string, ref: Ref): Binding {
  return { name, kind: 'input', summary: `Input port ${name.replace('$inputs.', '')}.`, ref };
}

/** Every name the scope offers, for completion; functions are listed apart. */
export function symbolsOf(scope: ExpressionScope): readonly ExpressionSymbol[] {
  return [...bind(scope).values()].map(({ name, kind, summary }) => ({ name, kind, summary }));
}
