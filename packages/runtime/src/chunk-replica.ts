// One executor's own copy of the simulation: begun like the original, used for nothing but computing spans of chunks.

import type { Input, Simulation, Simulator, Snapshot } from '@holdfast/core';
import type { Span } from './chunk-pool.ts';
import type { ChunkSetup } from './living-run.ts';
import { openModel } from './open-model.ts';

export class ChunkReplica {
  readonly #simulation: Simulation;

  constructor(simulators: ReadonlyMap<string, Simulator>, { document, seed, until }: ChunkSetup) {
    this.#simulation = openModel(simulators, document).model.begin({ seed, until });
  }

  /** Applies what is new, then computes one span. */
  run({ first, count }: Span, inputs: readonly Input[]): Snapshot {
    for (const input of inputs) this.#simulation.apply(input);
    const { chunks } = this.#simulation;
    if (chunks === undefined) throw new Error('a replica has no chunks although its original has');
    return chunks.run(first, count);
  }
}
