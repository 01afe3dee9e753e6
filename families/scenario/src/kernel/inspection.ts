// Counts the invalid values of a block. A second kernel of the same program keeps every counted column to the end of the
// block; it is compiled when the first block is suspected, so models without invalid values never pay for it.

import { countInvalid } from '../block-tally.ts';
import type { Plan } from '../plan.ts';
import type { Ref } from '../program/program.ts';
import { BlockEvaluator, type BlockEvaluatorOptions, type TakingCalls } from './block-evaluator.ts';

/** Nothing is taken into accounts here. */
const noCalls: TakingCalls = Object.freeze({
  irregular: () => undefined,
  keep: () => undefined,
  suspect: () => undefined,
  taken: () => undefined,
  page: () => 0,
});

/** The columns of the plan whose invalid values differ from iteration to iteration. */
export function varyingCounted({ counted, program }: Plan): readonly { index: number; ref: Ref }[] {
  return counted
    .map(({ column }, index) => ({ index, ref: program.outputs[column]! }))
    .filter(({ ref }) => ref >= program.invariantCount);
}

export class Inspection {
  readonly #evaluator: BlockEvaluator;
  readonly #counted: readonly { readonly index: number; readonly values: Float64Array }[];

  /** `options` hold the kernel for inspection. */
  constructor(plan: Plan, options: BlockEvaluatorOptions) {
    this.#evaluator = new BlockEvaluator(options, noCalls);
    this.#counted = varyingCounted(plan).map(({ index, ref }) => ({
      index,
      values: this.#evaluator.column(ref),
    }));
  }

  setParameters(parameters: Float64Array): void {
    this.#evaluator.setParameters(parameters);
  }

  /** Adds [NaN, +Infinity, -Infinity] of the first `count` iterations of the block at `first`, by counted column. */
  count(first: number, count: number, invalid: Float64Array): void {
    this.#evaluator.evaluate(first);
    for (const { index, values } of this.#counted) countInvalid(values, count, invalid, 3 * index);
  }
}
