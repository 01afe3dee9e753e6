// Hands chunks to executors and gives partials back in index order; who computed what, and when, leaves no trace.
// At most two chunks per executor are issued or waiting at any time.

import { SimulationError, type Input, type Snapshot } from '@holdfast/core';

/** Computes one chunk at a time on a replica of the simulation with `inputs` applied. */
export interface ChunkExecutor {
  /** Rejects with `ExecutorLost` when it died, with anything else when the chunk's own code failed. */
  run(index: number, inputs: readonly Input[]): Promise<Snapshot>;
  close(): void;
}

/** The executor died without an answer; its chunk may be computed by another. */
export class ExecutorLost extends Error {
  override readonly name = 'ExecutorLost';
}

/** Times one chunk may lose its executor before the run gives up. */
const lossesMost = 3;

type Outcome = { readonly partial: Snapshot } | { readonly error: unknown };

export class ChunkPool {
  readonly #open: () => ChunkExecutor;
  readonly #window: number;
  readonly #idle: ChunkExecutor[] = [];
  readonly #busy = new Set<ChunkExecutor>();
  readonly #issued = new Set<number>();
  readonly #outcomes = new Map<number, Outcome>();
  readonly #losses = new Map<number, number>();
  #inputs: readonly Input[];
  #revision = 0;
  #wake: () => void = () => undefined;
  #closed = false;

  constructor(open: () => ChunkExecutor, executors: number, inputs: readonly Input[]) {
    this.#open = open;
    this.#window = 2 * executors;
    this.#inputs = inputs;
    for (let i = 0; i < executors; i++) this.#idle.push(open());
  }

  /** Resolves with the partial of chunk `index`, computing ahead up to `end`. Call with growing indexes.
   * @throws what the chunk threw, or SimulationError `worker.crashed` when it kept losing its executor */
  async take(index: number, end: number): Promise<Snapshot> {
    const last = Math.min(end, index + this.#window);
    for (;;) {
      this.#issue(index, last);
      const outcome = this.#outcomes.get(index);
      if (outcome === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      this.#outcomes.delete(index);
      this.#losses.delete(index);
      if ('error' in outcome) throw outcome.error;
      this.#issue(index + 1, Math.min(end, last + 1));
      return outcome.partial;
    }
  }

  /** Forgets everything computed ahead: later chunks see these inputs too. */
  revise(inputs: readonly Input[]): void {
    this.#inputs = inputs;
    this.#revision++;
    this.#issued.clear();
    this.#outcomes.clear();
    this.#losses.clear();
  }

  close(): void {
    this.#closed = true;
    for (const executor of [...this.#idle, ...this.#busy]) executor.close();
  }

  #issue(from: number, end: number): void {
    for (let index = from; index < end && this.#idle.length > 0; index++) {
      if (this.#issued.has(index) || this.#outcomes.has(index)) continue;
      const executor = this.#idle.pop()!;
      this.#busy.add(executor);
      this.#issued.add(index);
      void this.#compute(executor, index, this.#revision);
    }
  }

  async #compute(executor: ChunkExecutor, index: number, revision: number): Promise<void> {
    const outcome: Outcome = await executor.run(index, this.#inputs).then(
      (partial) => ({ partial }),
      (error: unknown) => ({ error }),
    );
    const lost = 'error' in outcome && outcome.error instanceof ExecutorLost ? outcome.error : undefined;
    this.#busy.delete(executor);
    if (!this.#closed) this.#idle.push(lost === undefined ? executor : this.#replace(executor));
    if (revision === this.#revision) {
      this.#issued.delete(index);
      const settled = lost === undefined ? outcome : this.#lost(index, lost);
      if (settled !== undefined) this.#outcomes.set(index, settled);
    }
    this.#wake();
  }

  #replace(executor: ChunkExecutor): ChunkExecutor {
    executor.close();
    return this.#open();
  }

  /** Undefined when the chunk may be issued again. */
  #lost(index: number, error: ExecutorLost): Outcome | undefined {
    const losses = (this.#losses.get(index) ?? 0) + 1;
    this.#losses.set(index, losses);
    if (losses < lossesMost) return undefined;
    return { error: new SimulationError('worker.crashed', { reason: error.message }, error) };
  }
}
