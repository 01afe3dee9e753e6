// A copy of a run's simulation that computes spans in any order, under whatever inputs each of them names.

import type { Input, Model, Simulation, Snapshot } from '@holdfast/core';
import type { Span } from './chunk-pool.ts';
import type { ChunkSetup } from './living-run.ts';

export class SpanReplica {
  readonly #model: Model;
  readonly #setup: Omit<ChunkSetup, 'document'>;
  #simulation: Simulation;
  #applied: readonly Input[] = [];

  constructor(model: Model, setup: Omit<ChunkSetup, 'document'>) {
    this.#model = model;
    this.#setup = setup;
    this.#simulation = model.begin(setup);
  }

  /** Computes a span with exactly `inputs` applied: what is applied already is kept, anything else begins anew. */
  run({ first, count }: Span, inputs: readonly Input[]): Snapshot {
    if (!this.#applied.every((input, index) => same(input, inputs[index]))) this.#begin();
    for (const input of inputs.slice(this.#applied.length)) this.#simulation.apply(input);
    this.#applied = inputs;
    const { chunks } = this.#simulation;
    if (chunks === undefined) throw new Error('a replica has no chunks although its original has');
    return chunks.run(first, count);
  }

  dispose(): void {
    this.#simulation.dispose();
  }

  #begin(): void {
    this.#simulation.dispose();
    this.#simulation = this.#model.begin(this.#setup);
    this.#applied = [];
  }
}

function same(input: Input, other: Input | undefined): boolean {
  return input.parameter === other?.parameter && Object.is(input.value, other.value);
}
