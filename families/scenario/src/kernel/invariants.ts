// What is the same in every iteration, evaluated once for a set of parameters by the plain loops.

import { seedKey } from '@holdfast/numerics';
import { stepOf } from '../program/evaluator.ts';
import { plainUniforms } from '../sampling/uniform-source.ts';
import type { Program } from '../program/program.ts';

/** Values of the first `invariantCount` operations of a program without loops. */
export function invariantValues(program: Program, parameters: Float64Array): Float64Array {
  const { operations, invariantCount } = program;
  const values = new Float64Array(invariantCount);
  const columns = operations.slice(0, invariantCount).map((_, ref) => values.subarray(ref, ref + 1));
  // Nothing here draws, so any source will do.
  const context = { uniforms: plainUniforms(seedKey(0)), parameters, passes: [] };
  for (let ref = 0; ref < invariantCount; ref++) {
    const operation = operations[ref]!;
    const args = operation.operands.map((operand) => columns[operand]!);
    stepOf(operation, columns[ref]!, args, context)(0, 1);
  }
  return values;
}
