// What a chunk keeps beside moments, sketches and counts: replicates of a design and correlations of outputs. Every back end
// takes blocks in here by the same plain code.

import { PairBlocks, type PairRecords } from './correlation/pair-tally.ts';
import type { Plan } from './plan.ts';
import { blockSize } from './program/evaluator.ts';
import { ReplicateBlocks, type ChunkRecords as ReplicateRecords } from './sampling/replicate-tally.ts';
import type { Tally } from './tally.ts';

/** Whether the plan asks for anything that is kept here. */
export function keepsRecords({ replicates, correlation }: Plan): boolean {
  return replicates !== undefined || correlation !== undefined;
}

export class ChunkRecords {
  readonly #replicates: ReplicateBlocks | undefined;
  readonly #pairs: PairBlocks | undefined;
  #ofReplicates: ReplicateRecords | undefined;
  #ofPairs: PairRecords | undefined;

  constructor(plan: Plan) {
    this.#replicates = plan.replicates && new ReplicateBlocks(plan, plan.replicates, blockSize);
    this.#pairs = plan.correlation && new PairBlocks(plan.correlation, plan.outputs, blockSize);
  }

  /** Begins the next chunk. */
  begin(): void {
    this.#ofReplicates = this.#replicates?.begin();
    this.#ofPairs = this.#pairs?.begin();
  }

  /** Takes in the first `count` values of every column. */
  add(tally: Tally, columnOf: (column: number) => Float64Array, first: number, count: number): void {
    if (this.#ofReplicates !== undefined) {
      this.#replicates!.add(tally.replicates!, this.#ofReplicates, columnOf, first, count);
    }
    if (this.#ofPairs !== undefined) this.#pairs!.add(tally.pairs!, this.#ofPairs, columnOf, first, count);
  }

  /** Takes the chunk into the tally. */
  end(tally: Tally): void {
    if (this.#ofReplicates !== undefined) tally.replicates!.addChunk(this.#ofReplicates);
    if (this.#ofPairs !== undefined) tally.pairs!.addChunk(this.#ofPairs);
  }
}
