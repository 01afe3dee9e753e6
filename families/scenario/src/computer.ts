// Where iterations become a tally. Every implementation gives the bits of the plain one, which is the oracle of the others
// and serves wherever they cannot.

import { createMoments } from '@holdfast/numerics';
import type { Plan } from './plan.ts';
import { blockSize, createEvaluator, type Evaluator } from './program/evaluator.ts';
import { BlockTally } from './block-tally.ts';
import { ChunkRecords } from './chunk-records.ts';
import { uniformsOf } from './sampling/uniforms.ts';
import { chunkLength, type Tally } from './tally.ts';

/** Computes iterations of one sample; has memory of its own. */
export interface Computer {
  /** Replaces the parameter values for all that follows. */
  setParameters(values: Float64Array): void;
  /** Takes iterations first .. first + count - 1 into the tally; `first` begins a chunk. */
  compute(first: number, count: number, tally: Tally): void;
  /** Fills a column for each output of the plan with iterations first .. first + count - 1. */
  sample(first: number, count: number, columns: readonly Float64Array[]): void;
  /** Lets go of memory; harmless when repeated. */
  dispose(): void;
}

export interface ComputerOptions {
  readonly seed: number;
  /** Values by parameter index; copied. */
  readonly parameters: Float64Array;
}

/** Starts computers that share what was compiled once. */
export type ComputerSource = (options: ComputerOptions) => Computer;

/** Computers that evaluate block by block in plain TypeScript. */
export function plainComputers(plan: Plan): ComputerSource {
  return (options) => {
    const uniforms = uniformsOf(plan.design, options.seed);
    return new PlainComputer(plan, createEvaluator(plan.program, { ...options, uniforms }));
  };
}

class PlainComputer implements Computer {
  readonly #plan: Plan;
  readonly #evaluator: Evaluator;
  readonly #blocks: BlockTally;
  readonly #records: ChunkRecords;

  constructor(plan: Plan, evaluator: Evaluator) {
    this.#plan = plan;
    this.#evaluator = evaluator;
    this.#blocks = new BlockTally(plan);
    this.#records = new ChunkRecords(plan);
  }

  setParameters(values: Float64Array): void {
    this.#evaluator.setParameters(values);
  }

  compute(first: number, count: number, tally: Tally): void {
    for (let done = 0; done < count; done += chunkLength) {
      this.#chunk(first + done, Math.min(chunkLength, count - done), tally);
    }
  }

  sample(first: number, count: number, columns: readonly Float64Array[]): void {
    for (let done = 0; done < count; done += blockSize) {
      const size = Math.min(blockSize, count - done);
      this.#evaluator.evaluate(first + done, size);
      for (const [index, { column }] of this.#plan.outputs.entries()) {
        columns[index]!.set(this.#evaluator.column(column).subarray(0, size), done);
      }
    }
  }

  /** Nothing is held outside the garbage collector's reach. */
  dispose(): void {}

  #chunk(first: number, count: number, tally: Tally): void {
    const moments = this.#plan.outputs.map(() => createMoments());
    const columnOf = (column: number): Float64Array => this.#evaluator.column(column);
    this.#records.begin();
    for (let done = 0; done < count; done += blockSize) {
      const size = Math.min(blockSize, count - done);
      this.#evaluator.evaluate(first + done, size);
      this.#blocks.add(tally, moments, columnOf, size);
      this.#records.add(tally, columnOf, first + done, size);
    }
    for (const [index, record] of moments.entries()) tally.addChunk(index, record);
    this.#records.end(tally);
    tally.count += count;
  }
}
