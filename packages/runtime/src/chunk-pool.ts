// Hands spans of chunks to executors and gives partials back in index order; who computed what, and when, leaves no trace.
// At most two spans per executor are issued or waiting at any time.

import { SimulationError, type Input, type Snapshot } from '@holdfast/core';

/** A run of neighbouring chunks. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

/** Computes one span at a time on a replica of the simulation with `inputs` applied. */
export interface ChunkExecutor {
  /** Rejects with `ExecutorLost` when it died, with anything else when the chunks' own code failed. */
  run(span: Span, inputs: readonly Input[]): Promise<Snapshot>;
  close(): void;
}

/** The executor died without an answer; its span may be computed by another. */
export class ExecutorLost extends Error {
  override readonly name = 'ExecutorLost';
}

/** Times one span may lose its executor before the run gives up. */
const lossesMost = 3;

type Outcome = { readonly partial: Snapshot } | { readonly error: unknown };

/** A span that was cut: waiting for an executor, issued, or done. */
interface Ahead {
  readonly span: Span;
  issued: boolean;
  outcome: Outcome | undefined;
  losses: number;
}

export class ChunkPool {
  readonly #open: () => ChunkExecutor;
  readonly #window: number;
  readonly #idle: ChunkExecutor[] = [];
  readonly #busy = new Set<ChunkExecutor>();
  /** By first chunk; each begins where another ends, from the span taken next. */
  #ahead = new Map<number, Ahead>();
  #inputs: readonly Input[];
  #wake: () => void = () => undefined;
  #closed = false;

  constructor(open: () => ChunkExecutor, executors: number, inputs: readonly Input[]) {
    this.#open = open;
    this.#window = 2 * executors;
    this.#inputs = inputs;
    for (let i = 0; i < executors; i++) this.#idle.push(open());
  }

  /** Resolves with the partial of the span that begins at chunk `first`, computing ahead up to `end`; `cut` says how many
   * chunks a span takes from its first. Call with the end of the span taken before.
   * @throws what the span threw, or SimulationError `worker.crashed` when it kept losing its executor */
  async take(
    first: number,
    end: number,
    cut: (first: number) => number,
  ): Promise<{ readonly span: Span; readonly partial: Snapshot }> {
    for (;;) {
      this.#issue(first, end, cut);
      const { span, outcome } = this.#ahead.get(first)!;
      if (outcome === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      this.#ahead.delete(first);
      if ('error' in outcome) throw outcome.error;
      this.#issue(first + span.count, end, cut);
      return { span, partial: outcome.partial };
    }
  }

  /** Forgets everything computed ahead: later spans see these inputs too. */
  revise(inputs: readonly Input[]): void {
    this.#inputs = inputs;
    this.#ahead = new Map();
  }

  close(): void {
    this.#closed = true;
    for (const executor of [...this.#idle, ...this.#busy]) executor.close();
  }

  #issue(from: number, end: number, cut: (first: number) => number): void {
    let first = from;
    for (let place = 0; place < this.#window && first < end; place++) {
      const ahead = this.#ahead.get(first) ?? this.#cut(first, Math.min(cut(first), end - first));
      if (!ahead.issued && this.#idle.length > 0) {
        ahead.issued = true;
        void this.#compute(this.#idle.pop()!, ahead);
      }
      first += ahead.span.count;
    }
  }

  #cut(first: number, count: number): Ahead {
    const ahead = { span: { first, count }, issued: false, outcome: undefined, losses: 0 };
    this.#ahead.set(first, ahead);
    return ahead;
  }

  async #compute(executor: ChunkExecutor, ahead: Ahead): Promise<void> {
    this.#busy.add(executor);
    const outcome: Outcome = await executor.run(ahead.span, this.#inputs).then(
      (partial) => ({ partial }),
      (error: unknown) => ({ error }),
    );
    const lost = 'error' in outcome && outcome.error instanceof ExecutorLost ? outcome.error : undefined;
    this.#busy.delete(executor);
    if (!this.#closed) this.#idle.push(lost === undefined ? executor : this.#replace(executor));
    if (lost === undefined) ahead.outcome = outcome;
    else if (++ahead.losses < lossesMost) ahead.issued = false;
    else ahead.outcome = { error: new SimulationError('worker.crashed', { reason: lost.message }, lost) };
    this.#wake();
  }

  #replace(executor: ChunkExecutor): ChunkExecutor {
    executor.close();
    return this.#open();
  }
}
