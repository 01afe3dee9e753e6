// A second, independent reading of the expression language: a tree, a printer and a direct recursive evaluation.

import * as exact from '@holdfast/numerics';
import * as fc from 'fast-check';

export type Tree =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'prefix'; readonly op: string; readonly x: Tree }
  | { readonly kind: 'infix'; readonly op: string; readonly x: Tree; readonly y: Tree }
  | { readonly kind: 'conditional'; readonly c: Tree; readonly x: Tree; readonly y: Tree }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Tree[] };

/** Neither 0 nor NaN. */
export const truth = (x: number): boolean => Math.abs(x) > 0;
const bit = (x: boolean): number => (x ? 1 : 0);
/** A judgement of numbers, unknown when one of them is. */
const judge =
  (holds: (x: number, y: number) => boolean) =>
  (x: number, y: number): number =>
    Number.isNaN(x) || Number.isNaN(y) ? NaN : bit(holds(x, y));

/** `!x`. */
export const negation = (x: number): number => (Number.isNaN(x) ? NaN : bit(x === 0));

/** The chosen one of two values. */
export function choice(c: number, x: number, y: number): number {
  if (Number.isNaN(c)) return NaN;
  return truth(c) ? x : y;
}

function power(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y !== 0.5) return exact.pow(x, y);
  if (x === 0) return 0;
  return x === -Infinity ? Infinity : Math.sqrt(x);
}

function round(x: number): number {
  const size = Math.abs(x);
  const down = Math.floor(size);
  const nearest = size - down >= 0.5 ? down + 1 : down;
  return x < 0 || Object.is(x, -0) ? -nearest : nearest;
}

/** Meaning of each infix operator. */
export const infix: Readonly<Record<string, (x: number, y: number) => number>> = {
  '||': (x, y) => (truth(x) || truth(y) ? 1 : judge(() => false)(x, y)),
  '&&': (x, y) => (x === 0 || y === 0 ? 0 : judge(() => true)(x, y)),
  '==': judge((x, y) => x === y),
  '!=': judge((x, y) => x !== y),
  '<': judge((x, y) => x < y),
  '<=': judge((x, y) => x <= y),
  '>': judge((x, y) => x > y),
  '>=': judge((x, y) => x >= y),
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '%': (x, y) => x % y,
  '^': power,
};

const sum = (values: readonly number[]): number => values.slice(1).reduce((x, y) => x + y, values[0]);

/** Meaning of each function. */
export const functions: Readonly<Record<string, (...args: number[]) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  round,
  trunc: Math.trunc,
  sign: Math.sign,
  sqrt: Math.sqrt,
  cbrt: exact.cbrt,
  pow: power,
  exp: exact.exp,
  expm1: exact.expm1,
  log: exact.log,
  ln: exact.log,
  log1p: exact.log1p,
  log10: exact.log10,
  log2: exact.log2,
  sin: exact.sin,
  cos: exact.cos,
  tan: exact.tan,
  asin: exact.asin,
  acos: exact.acos,
  atan: exact.atan,
  atan2: exact.atan2,
  sinh: exact.sinh,
  cosh: exact.cosh,
  tanh: exact.tanh,
  min: Math.min,
  max: Math.max,
  clamp: (x, low, high) => Math.min(Math.max(x, low), high),
  sum: (...values) => sum(values),
  mean: (...values) => sum(values) / values.length,
  if: choice,
  coalesce: (x, y) => (Number.isNaN(x) ? y : x),
  isnan: (x) => bit(Number.isNaN(x)),
  step: judge((x, edge) => x >= edge),
};

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, true: 1, false: 0 };

/** Short-circuits: an arm or a side that is not needed is not evaluated at all. */
export function evaluate(tree: Tree, names: Readonly<Record<string, number>>): number {
  if (tree.kind === 'number') return Number(tree.text);
  if (tree.kind === 'name') return names[tree.name] ?? constants[tree.name];
  if (tree.kind === 'conditional') {
    const c = evaluate(tree.c, names);
    return Number.isNaN(c) ? NaN : evaluate(truth(c) ? tree.x : tree.y, names);
  }
  if (tree.kind === 'call') return functions[tree.name](...tree.args.map((arg) => evaluate(arg, names)));
  const x = evaluate(tree.x, names);
  if (tree.kind === 'prefix') {
    if (tree.op === '+') return x;
    return tree.op === '-' ? -x : negation(x);
  }
  if (tree.op === '&&' && x === 0) return 0;
  if (tree.op === '||' && truth(x)) return 1;
  return infix[tree.op](x, evaluate(tree.y, names));
}

const levels: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 4,
  '!=': 4,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '+': 6,
  '-': 6,
  '*': 7,
  '/': 7,
  '%': 7,
  '^': 9,
};
const prefixLevel = 8;
const notLevel = 3;
const chains = (level: number): boolean => level !== 4 && level !== 5;
const spelled: Readonly<Record<string, string>> = { '||': 'or', '&&': 'and' };

/** Prints with the fewest parentheses the grammar allows; `words` picks `and`, `or`, `not` over `&&`, `||`, `!`. */
export function print(tree: Tree, words: boolean, weakest = 0): string {
  const wrap = (level: number, text: string): string => (level < weakest ? `(${text})` : text);
  const inner = (child: Tree, level: number): string => print(child, words, level);
  if (tree.kind === 'number') return tree.text;
  if (tree.kind === 'name') return tree.name;
  if (tree.kind === 'call') return `${tree.name}(${tree.args.map((arg) => inner(arg, 0)).join(', ')})`;
  if (tree.kind === 'conditional') {
    return wrap(0, `${inner(tree.c, 1)} ? ${inner(tree.x, 0)} : ${inner(tree.y, 0)}`);
  }
  if (tree.kind === 'prefix') {
    if (words && tree.op === '!') return wrap(notLevel, `not ${inner(tree.x, notLevel)}`);
    return wrap(prefixLevel, `${tree.op}${inner(tree.x, prefixLevel)}`);
  }
  const level = levels[tree.op];
  const op = words ? (spelled[tree.op] ?? tree.op) : tree.op;
  if (tree.op === '^') return wrap(level, `${inner(tree.x, 10)}^${inner(tree.y, prefixLevel)}`);
  return wrap(level, `${inner(tree.x, chains(level) ? level : level + 1)} ${op} ${inner(tree.y, level + 1)}`);
}

const fixedArity: Readonly<Record<string, number>> = {
  pow: 2,
  atan2: 2,
  clamp: 3,
  if: 3,
  coalesce: 2,
  step: 2,
};
const variadic = new Set(['min', 'max', 'sum', 'mean']);

/** Random expressions over the given names. */
export function trees(names: readonly string[]): fc.Arbitrary<Tree> {
  const number = fc.constantFrom('0', '1', '2', '0.5', '.5', '3', '1e3', '2.5E-3', '7.25', '1e308', '5e-324');
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
    const x = tie('tree');
    const call = fc.constantFrom(...Object.keys(functions)).chain((name) => {
      const [least, most] = variadic.has(name) ? [2, 4] : [fixedArity[name] ?? 1, fixedArity[name] ?? 1];
      return fc
        .array(x, { minLength: least, maxLength: most })
        .map((args): Tree => ({ kind: 'call', name, args }));
    });
    return {
      tree: fc.oneof(
        { depthSize: 'medium', maxDepth: 6, withCrossShrink: true },
        fc.constantFrom(...names, ...Object.keys(constants)).map((name): Tree => ({ kind: 'name', name })),
        number.map((text): Tree => ({ kind: 'number', text })),
        fc
          .constantFrom('-', '+', '!')
          .chain((op) => x.map((operand): Tree => ({ kind: 'prefix', op, x: operand }))),
        fc
          .tuple(fc.constantFrom(...Object.keys(infix)), x, x)
          .map(([op, left, right]): Tree => ({ kind: 'infix', op, x: left, y: right })),
        fc.tuple(x, x, x).map(([c, left, right]): Tree => ({ kind: 'conditional', c, x: left, y: right })),
        call,
      ),
    };
  });
  return tree;
}

/** Numbers with a good share of the ones that break things. */
export const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 2, 2.5, -2.5, 5e-324, 1.7e308, 2 ** 53),
  fc.integer({ min: -20, max: 20 }),
  fc.double({ min: -100, max: 100 }),
  fc.double(),
);
