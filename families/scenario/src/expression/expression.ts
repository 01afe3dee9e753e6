// The expression language from text to operation: tokens, tree, check, lowering. Every mistake is a value; nothing is thrown.

import type { ProgramBuilder, Ref } from '../program/program.ts';
import { check } from './check.ts';
import { lower } from './lower.ts';
import { parse } from './parse.ts';
import { problemsOf } from './problem.ts';
import type { ExpressionProblem, Fault } from './problem.ts';
import { bind } from './symbols.ts';
import type { ExpressionScope } from './symbols.ts';
import { tokenize } from './tokens.ts';

export { expressionFunctions } from './functions.ts';
export type { FunctionHelp } from './functions.ts';
export type { ExpressionProblem, ProblemCode } from './problem.ts';
export { symbolsOf } from './symbols.ts';
export type { ExpressionScope, ExpressionSymbol, SymbolKind } from './symbols.ts';

/** Bounds on one expression. */
export interface ExpressionLimits {
  /** UTF-16 units of source. */
  readonly characters: number;
  /** Parentheses, arguments, arms, prefix operators and exponents inside one another. */
  readonly nesting: number;
  /** Operators, calls, names and numbers. */
  readonly operations: number;
  /** Problems reported at most. */
  readonly problems: number;
}

export const expressionLimits: ExpressionLimits = {
  characters: 10_000,
  nesting: 200,
  operations: 10_000,
  problems: 50,
};

export type CompiledExpression =
  | { readonly ok: true; readonly ref: Ref }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

/** Adds the operations of an expression to `builder`, or reports every problem found and adds none. */
export function compileExpression(
  source: string,
  scope: ExpressionScope,
  builder: ProgramBuilder,
  limits: ExpressionLimits = expressionLimits,
): CompiledExpression {
  const refused = (faults: readonly Fault[]): CompiledExpression => ({
    ok: false,
    problems: problemsOf(source, faults, limits.problems),
  });
  if (source.length > limits.characters) {
    const message = `the expression has ${source.length} characters, ${limits.characters} are allowed`;
    const remedy = 'Split it over several nodes.';
    const start = limits.characters;
    return refused([{ code: 'expression.too-long', message, remedy, start, length: source.length - start }]);
  }
  if (source.trim() === '') {
    return refused([
      { code: 'expression.empty', message: 'the expression is empty', start: 0, length: source.length },
    ]);
  }
  const { tokens, faults } = tokenize(source);
  const tree = parse(source, tokens, limits.nesting);
  const excess = tree.nodes[limits.operations];
  if (excess !== undefined) {
    const message = `the expression has more than ${limits.operations} operations`;
    const remedy = 'Split it over several nodes.';
    const { start, length } = excess;
    return refused([{ code: 'expression.too-large', message, remedy, start, length }]);
  }
  const bindings = bind(scope);
  const found = [...faults, ...tree.faults, ...check(tree.nodes, bindings, limits.problems)];
  return found.length > 0 ? refused(found) : { ok: true, ref: lower(tree.nodes, bindings, builder) };
}
