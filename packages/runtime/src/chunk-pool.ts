// Hands spans of chunks to executors and gives partials back in index order; who computed what, and when, leaves no trace.
// At most two spans per executor, and as many more where this process computes too, are issued or waiting at any time.

import { SimulationError, type Input, type Snapshot } from '@holdfast/core';

/** A run of neighbouring chunks. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

/** Computes spans on a replica of the simulation with `inputs` applied, in the order in which they are given. */
export interface ChunkExecutor {
  /** Spans it takes at once, 1 unless it says more: while one is computed the others wait where they will be. */
  readonly places?: number;
  /** Resolves when it can compute at once; it is given nothing before. Rejects when it never will, as `run` does. */
  readonly ready?: Promise<void>;
  /** Rejects with `ExecutorLost` when it died, with anything else when the chunks' own code failed. */
  run(span: Span, inputs: readonly Input[]): Promise<Snapshot>;
  close(): void;
}

/** The executor died without an answer; its span may be computed by another. */
export class ExecutorLost extends Error {
  override readonly name = 'ExecutorLost';
}

/** A span and its partial, or none: then whoever asked computes it in place, which is cheaper. */
export interface Taken {
  readonly span: Span;
  readonly partial: Snapshot | undefined;
}

/** Times one span may lose its executor, and executors may be lost before they are ready, until the run gives up. */
const lossesMost = 3;

type Outcome = { readonly partial: Snapshot } | { readonly error: unknown };

/** A span that was cut: waiting for an executor, issued, or done. */
interface Ahead {
  readonly span: Span;
  readonly kept: boolean;
  issued: boolean;
  outcome: Outcome | undefined;
  losses: number;
}

export class ChunkPool {
  readonly #open: () => ChunkExecutor;
  readonly #own: ((span: Span) => Promise<Snapshot>) | undefined;
  readonly #window: number;
  /** One span in so many is kept for this process where it computes: in place, when its turn comes. */
  readonly #shares: number;
  #cuts = 0;
  readonly #executors = new Set<ChunkExecutor>();
  /** Executors, each as often as it takes another span; who waits longest comes first. */
  readonly #places: ChunkExecutor[] = [];
  /** By first chunk; each begins where another ends, from the span taken next. */
  #ahead = new Map<number, Ahead>();
  #inputs: readonly Input[];
  #wake: () => void = () => undefined;
  #closed = false;
  #stillborn = 0;
  #failure: unknown;

  /** With `own` this process computes too: what nobody has when its turn comes, and spans ahead while it waits. */
  constructor(
    open: () => ChunkExecutor,
    executors: number,
    inputs: readonly Input[],
    own?: (span: Span) => Promise<Snapshot>,
  ) {
    this.#open = open;
    this.#own = own;
    this.#shares = executors + 1;
    this.#window = (own === undefined ? 2 : 4) * executors;
    this.#inputs = inputs;
    for (let i = 0; i < executors; i++) this.#add();
  }

  /** Resolves with the span that begins at chunk `first`, computing ahead up to `end`; `cut` says how many chunks a span
   * takes from its first. Call with the end of the span taken before.
   * @throws what the span threw, or SimulationError `worker.crashed` when executors kept getting lost */
  async take(first: number, end: number, cut: (first: number) => number): Promise<Taken> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const spans = this.#upcoming(first, end, cut);
      const [next] = spans as [Ahead, ...Ahead[]];
      const { span, outcome } = next;
      const untouched = this.#own === undefined ? [] : spans.filter(isUntouched);
      if (untouched[0] === next) next.issued = true;
      this.#issue(spans);
      if (outcome !== undefined || untouched[0] === next) {
        this.#ahead.delete(first);
        if (outcome === undefined) return { span, partial: undefined };
        if ('error' in outcome) throw outcome.error;
        this.#issue(this.#upcoming(first + span.count, end, cut));
        return { span, partial: outcome.partial };
      }
      const mine = untouched.find(isUntouched);
      if (mine === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else await this.#computeHere(mine);
    }
  }

  /** Forgets everything computed ahead: later spans see these inputs too. */
  revise(inputs: readonly Input[]): void {
    this.#inputs = inputs;
    this.#ahead = new Map();
  }

  close(): void {
    this.#closed = true;
    for (const executor of this.#executors) executor.close();
  }

  /** Spans of the window from chunk `from` on, cut where they were not. */
  #upcoming(from: number, end: number, cut: (first: number) => number): readonly Ahead[] {
    const spans: Ahead[] = [];
    for (let first = from; spans.length < this.#window && first < end;) {
      const ahead = this.#ahead.get(first) ?? this.#cut(first, Math.min(cut(first), end - first));
      spans.push(ahead);
      first += ahead.span.count;
    }
    return spans;
  }

  #cut(first: number, count: number): Ahead {
    const kept = this.#own !== undefined && this.#cuts++ % this.#shares === 0;
    const ahead = { span: { first, count }, kept, issued: false, outcome: undefined, losses: 0 };
    this.#ahead.set(first, ahead);
    return ahead;
  }

  /** Gives out what waits, as far as there are places: what this process means to compute itself only when nothing else is
   * left, and never the first of that. */
  #issue(spans: readonly Ahead[]): void {
    const waiting = spans.filter(({ issued }) => !issued);
    const isOurs = (ahead: Ahead): boolean => ahead.kept && isUntouched(ahead);
    const theirs = waiting.filter((ahead) => !isOurs(ahead));
    const ours = waiting.filter(isOurs).slice(1);
    const given = [...theirs, ...ours].slice(0, this.#places.length);
    for (const ahead of given.toSorted((a, b) => a.span.first - b.span.first)) {
      ahead.issued = true;
      void this.#compute(this.#places.shift()!, ahead);
    }
  }

  async #computeHere(ahead: Ahead): Promise<void> {
    ahead.issued = true;
    ahead.outcome = await outcomeOf(this.#own!(ahead.span));
  }

  async #compute(executor: ChunkExecutor, ahead: Ahead): Promise<void> {
    const outcome = await outcomeOf(executor.run(ahead.span, this.#inputs));
    const lost = 'error' in outcome && outcome.error instanceof ExecutorLost ? outcome.error : undefined;
    if (lost !== undefined) this.#replace(executor);
    else if (this.#executors.has(executor)) this.#places.push(executor);
    if (lost === undefined) ahead.outcome = outcome;
    else if (++ahead.losses < lossesMost) ahead.issued = false;
    else ahead.outcome = { error: crashed(lost) };
    this.#wake();
  }

  #add(): void {
    const executor = this.#open();
    this.#executors.add(executor);
    const join = (): void => {
      if (!this.#executors.has(executor)) return;
      for (let place = 0; place < (executor.places ?? 1); place++) this.#places.push(executor);
      this.#wake();
    };
    if (executor.ready === undefined) join();
    else executor.ready.then(join, (error: unknown) => this.#neverReady(executor, error));
  }

  #neverReady(executor: ChunkExecutor, error: unknown): void {
    if (error instanceof ExecutorLost && ++this.#stillborn < lossesMost) this.#replace(executor);
    else this.#failure ??= error instanceof ExecutorLost ? crashed(error) : error;
    this.#wake();
  }

  /** All spans of an executor are lost with it; it is replaced once. */
  #replace(executor: ChunkExecutor): void {
    if (this.#closed || !this.#executors.delete(executor)) return;
    for (let place = this.#places.length - 1; place >= 0; place--) {
      if (this.#places[place] === executor) this.#places.splice(place, 1);
    }
    executor.close();
    this.#add();
  }
}

/** A span that cost an executor is left to executors: it would cost this process as well. */
function isUntouched({ issued, losses }: Ahead): boolean {
  return !issued && losses === 0;
}

function outcomeOf(partial: Promise<Snapshot>): Promise<Outcome> {
  return partial.then(
    (partial) => ({ partial }),
    (error: unknown) => ({ error }),
  );
}

function crashed(lost: ExecutorLost): SimulationError {
  return new SimulationError('worker.crashed', { reason: lost.message }, lost);
}
