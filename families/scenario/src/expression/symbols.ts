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
  /** `$step`, from 0; absent in a model without time, as is what follows. */
  readonly step?: Ref;
  /** Values of the step before: `$prev.name`, and `$prev` by the empty name. */
  readonly previous?: ReadonlyMap<string, Ref>;
  /** `$iteration`, from 0. */
  readonly iteration: Ref;
}

export type SymbolKind = 'input' | 'field' | 'parameter' | 'variable' | 'previous' | 'constant';

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
  ['$prev', 'previous'],
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
    {
      name: '$time',
      kind: 'variable',
      summary: scope.step === undefined ? 'Time of the run.' : 'Time of the step.',
      ref: scope.time,
    },
    ...(scope.step === undefined ? [] : [step(scope.step)]),
    ...[...(scope.previous ?? [])].map(([name, ref]) => previous(name, ref)),
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

function step(ref: Ref): Binding {
  return { name: '$step', kind: 'variable', summary: 'Index of the step, from 0.', ref };
}

function previous(name: string, ref: Ref): Binding {
  return name === ''
    ? { name: '$prev', kind: 'previous', summary: 'Own value of the step before.', ref }
    : { name: `$prev.${name}`, kind: 'previous', summary: `Value of ${name} in the step before.`, ref };
}

function input(name: string, ref: Ref): Binding {
  return { name, kind: 'input', summary: `Input port ${name.replace('$inputs.', '')}.`, ref };
}

/** Every name the scope offers, for completion; functions are listed apart. */
export function symbolsOf(scope: ExpressionScope): readonly ExpressionSymbol[] {
  return [...bind(scope).values()].map(({ name, kind, summary }) => ({ name, kind, summary }));
}
