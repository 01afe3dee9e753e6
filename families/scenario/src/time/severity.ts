// The sum of the sizes of events. How many there are varies, so their random numbers are keyed by the digits of one uniform
// of the step: the sum stays a function of its arguments, and the events of two steps have nothing to do with each other.

import { fillUniforms, type StreamKey } from '@holdfast/numerics';
import { blockSize, createEvaluator, type Evaluator } from '../program/evaluator.ts';
import type { Kernel, Program } from '../program/program.ts';

/** Events in one step whose sizes are summed; more give NaN, so that no iteration can go on without end. */
export const eventsMost = 1_000_000;

/** 2^32, and the 2^20 that are left of 52 digits. */
const word = 4_294_967_296;
const rest = 1_048_576;

/** Arguments are the uniform of the step and the number of events. `sizes` has one output, the size as a function of its
 * uniform; `key` names it. */
export function sumKernel(key: string, sizes: Program): Kernel {
  let evaluator: Evaluator | undefined;
  let present: StreamKey = { k0: 0, k1: 0 };
  const uniforms = {
    write(out: Float64Array, count: number, first: number, stream: number, draw: number): void {
      fillUniforms(out, count, first, stream, draw, present);
    },
  };
  const sum = (uniform: number, count: number): number => {
    if (!(count >= 0 && count <= eventsMost)) return Number.NaN;
    const digits = uniform * word;
    const k0 = Math.floor(digits);
    present = { k0, k1: Math.floor((digits - k0) * rest) };
    evaluator ??= createEvaluator(sizes, { seed: 0, parameters: new Float64Array(0), uniforms });
    let total = 0;
    for (let first = 0; first < count; first += blockSize) {
      const size = Math.min(blockSize, count - first);
      evaluator.evaluate(first, size);
      const values = evaluator.column(0);
      for (let i = 0; i < size; i++) total += values[i]!;
    }
    return total;
  };
  return {
    key,
    arity: 2,
    cost: 1000,
    evaluate(out, [uniform, number], count) {
      for (let i = 0; i < count; i++) out[i] = sum(uniform![i]!, number![i]!);
    },
  };
}
