// What is the same in every iteration, evaluated once for a set of parameters by the plain loops.

import { seedKey } from '@holdfast/numerics';
import { stepOf, withLoops } from '../program/evaluator.ts';
import { createPasses } from '../program/passes.ts';
import { plainUniforms } from '../sampling/uniform-source.ts';
import type { Program } from '../program/program.ts';

/** Values of the first `invariantCount` operations. */
export function invariantValues(program: Program, parameters: Float64Array): Float64Array {
  const { operations, loops, invariantCount } = program;
  const values = new Float64Array(invariantCount);
  const invariant = operations.slice(0, invariantCount);
  const columns = invariant.map((_, ref) => values.subarray(ref, ref + 1));
  // Nothing here draws, so any source will do; loops of the varying part are never begun.
  const passes = loops.map((loop) => createPasses(loop, columns));
  const context = { uniforms: plainUniforms(seedKey(0)), parameters, passes };
  const steps = invariant.map((operation, ref) => {
    const args = operation.operands.map((operand) => columns[operand]!);
    return stepOf(operation, columns[ref]!, args, context);
  });
  for (const step of withLoops(program, steps, passes, 0, invariantCount)) step(0, 1);
  return values;
}
