// Compiles and evaluates expressions for tests, with the inputs offered in any of three ways.

import { compileExpression } from '../../src/expression/expression.ts';
import type { ExpressionProblem, ExpressionScope } from '../../src/expression/expression.ts';
import { createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder } from '../../src/program/program.ts';
import type { Ref } from '../../src/program/program.ts';

/** Whether a number is known when compiling, when the run begins, or only in each iteration. */
export type Offering = 'constant' | 'parameter' | 'column';

export function offer(builder: ProgramBuilder, values: readonly number[], how: Offering): readonly Ref[] {
  return values.map((value, index) => {
    if (how === 'constant') return builder.constant(value);
    if (how === 'parameter') return builder.parameter(index);
    const key = `test column ${index}`;
    const fill = (out: Float64Array, _: readonly Float64Array[], count: number): void => {
      out.fill(value, 0, count);
    };
    return builder.call({ key, arity: 1, cost: 1, evaluate: fill }, [builder.iteration()]);
  });
}

export function scopeOf(builder: ProgramBuilder, names: Partial<ExpressionScope> = {}): ExpressionScope {
  return {
    inputs: new Map(),
    node: new Map(),
    params: new Map(),
    time: builder.parameter(1000),
    iteration: builder.iteration(),
    ...names,
  };
}

/** Value of an expression in iteration 0. Names become bare input ports. */
export function valueOf(
  source: string,
  names: Readonly<Record<string, number>> = {},
  how: Offering = 'column',
): number {
  const builder = new ProgramBuilder();
  const values = Object.values(names);
  const refs = offer(builder, values, how);
  const inputs = new Map(Object.keys(names).map((name, index) => [name, refs[index]]));
  const compiled = compileExpression(source, scopeOf(builder, { inputs }), builder);
  if (!compiled.ok) throw new Error(`${source}: ${compiled.problems.map((p) => p.message).join('; ')}`);
  const program = builder.build([compiled.ref]);
  const evaluator = createEvaluator(program, { seed: 1, parameters: Float64Array.from(values) });
  evaluator.evaluate(0, 1);
  return evaluator.column(0)[0];
}

/** Problems of an expression over the given bare ports, node fields and parameters. */
export function problemsIn(
  source: string,
  names: { inputs?: readonly string[]; node?: readonly string[]; params?: readonly string[] } = {},
): readonly ExpressionProblem[] {
  const builder = new ProgramBuilder();
  const one = builder.constant(1);
  const mapOf = (list: readonly string[] = []): ReadonlyMap<string, Ref> =>
    new Map(list.map((name) => [name, one]));
  const scope = scopeOf(builder, {
    inputs: mapOf(names.inputs),
    node: mapOf(names.node),
    params: mapOf(names.params),
  });
  const before = builder.size;
  const compiled = compileExpression(source, scope, builder);
  if (compiled.ok) return [];
  if (builder.size !== before) throw new Error('a refused expression left operations behind');
  return compiled.problems;
}
