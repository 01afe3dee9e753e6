// The worker process's end of the fleet: asks its host for spans, and computes itself, in as many threads as the run has workers,
// what the fleet declines.

import type { Input, Snapshot } from '@holdfast/core';
import { decodeSnapshot } from '@holdfast/protocol';
import { ExecutorLost, type ChunkExecutor, type Span } from './chunk-pool.ts';
import type { SpanAnswer } from './fleet.ts';
import type { HostMessage, WorkerMessage } from './messages.ts';

/** Spans asked of the fleet at once for each worker of the run: while one is computed, others travel. */
export const spansAhead = 3;

export class RemoteSpans {
  readonly #post: (message: WorkerMessage) => void;
  readonly #waiting = new Map<number, (answer: SpanAnswer) => void>();
  #requests = 0;
  #served = false;

  constructor(post: (message: WorkerMessage) => void) {
    this.#post = post;
  }

  /** Whether an answer is awaited, so that silence is no endless loop. */
  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Whether the last answer was a partial. */
  get served(): boolean {
    return this.#served;
  }

  receive({ request, answer }: HostMessage & { readonly type: 'span' }): void {
    const settle = this.#waiting.get(request);
    this.#waiting.delete(request);
    settle?.(answer);
  }

  /** Gives executors that ask the fleet first, and share at most `locals` of those that `openLocal` opens. */
  executors(locals: number, openLocal: () => ChunkExecutor): () => ChunkExecutor {
    const own = new LocalExecutors(locals, openLocal);
    return () => ({
      run: async (span, inputs) => {
        const partial = decoded(await this.#ask(span, inputs));
        this.#served = partial !== undefined;
        return partial ?? own.run(span, inputs);
      },
      close: () => own.close(),
    });
  }

  #ask(span: Span, inputs: readonly Input[]): Promise<SpanAnswer> {
    const request = this.#requests++;
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      this.#post({ type: 'span', request, span, inputs });
    });
  }
}

/** A few executors for many askers, opened when they are needed. */
class LocalExecutors {
  readonly #open: () => ChunkExecutor;
  #unopened: number;
  readonly #idle: ChunkExecutor[] = [];
  readonly #turns: (() => void)[] = [];
  #inputs = 0;

  constructor(most: number, open: () => ChunkExecutor) {
    this.#unopened = most;
    this.#open = open;
  }

  async run(span: Span, inputs: readonly Input[]): Promise<Snapshot> {
    while (this.#idle.length === 0 && this.#unopened === 0) {
      await new Promise<void>((resolve) => this.#turns.push(resolve));
    }
    // Executors only ever add inputs; a span from before the newest input is one that nobody waits for any more.
    if (inputs.length < this.#inputs) {
      this.#turns.shift()?.();
      throw new ExecutorLost('the inputs have changed since the span was asked for');
    }
    this.#inputs = inputs.length;
    let executor = this.#idle.pop();
    if (executor === undefined) {
      this.#unopened--;
      executor = this.#open();
    }
    try {
      const partial = await executor.run(span, inputs);
      this.#idle.push(executor);
      return partial;
    } catch (error) {
      executor.close();
      this.#unopened++;
      throw error;
    } finally {
      this.#turns.shift()?.();
    }
  }

  close(): void {
    for (const executor of this.#idle.splice(0)) {
      executor.close();
      this.#unopened++;
    }
  }
}

/** Undefined for what was declined, and for bytes that are no snapshot. */
function decoded(answer: SpanAnswer): Snapshot | undefined {
  if ('declined' in answer) return undefined;
  try {
    return decodeSnapshot(answer.partial);
  } catch {
    return undefined;
  }
}
