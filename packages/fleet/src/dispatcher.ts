// The host's end of the board: posts the spans of this host's runs, collects their partials, and gives back what nobody computes.
// A trouble of the board or of its workers is never a trouble of a run: the span is declined and its own process computes it.

import { SimulationError, type Input } from '@holdfast/core';
import type { Clock, Fleet, FleetRun, FleetWork, Span, SpanAnswer } from '@holdfast/runtime';
import type { Bell } from './bell.ts';
import type { BoardPort, Collected, Task } from './board.ts';
import { taskOf, workOf } from './span-task.ts';

export interface DispatcherPorts {
  readonly board: BoardPort;
  readonly clock: Clock;
  /** Rung for workers in the same process. */
  readonly bell: Bell;
}

/** How often the board is looked at: soon after an answer, less often while none comes, seldom while none is awaited, ms. */
const lookMs = { least: 5, most: 20, idle: 250 };
/** How often this host says that it is alive and counts the workers, ms. */
const beatMs = 1000;
/** How often what dead processes left is swept, ms. */
const sweepMs = 60_000;

interface Asked {
  readonly task: Task;
  readonly settle: (answer: SpanAnswer) => void;
}

/** One open work: its own row on the board, and what is asked of it. */
interface Errand {
  readonly run: FleetRun;
  readonly asked: Map<string, Asked>;
  posted: Set<string>;
  /** The board may have a row for it, also when the word of that was lost. */
  tried: boolean;
  /** The board has said that it has. */
  open: boolean;
  closed: boolean;
  toldOf: string | undefined;
}

export class Dispatcher implements Fleet {
  readonly #ports: DispatcherPorts;
  readonly #errands = new Map<string, Errand>();
  /** Seats by engine; undefined until it is known, empty while the board does not answer. */
  #crew: ReadonlyMap<string, number> | undefined;
  #beatAt = -Infinity;
  #sweptAt = -Infinity;
  #turning: Promise<void> | undefined;
  /** Something was asked or ended since the last round began. */
  #asked = false;
  #waitMs = lookMs.least;
  #closed = false;

  constructor(ports: DispatcherPorts) {
    this.#ports = ports;
  }

  open(run: FleetRun): FleetWork {
    const { name } = workOf(run);
    const errand: Errand = {
      run,
      asked: new Map(),
      posted: new Set(),
      tried: false,
      open: false,
      closed: this.#closed,
      toldOf: undefined,
    };
    this.#errands.set(name, errand);
    this.#wake();
    return {
      compute: (span, inputs) => this.#compute(errand, span, inputs),
      close: () => {
        errand.closed = true;
        decline(errand, 'the run needs it no more');
        this.#wake();
      },
    };
  }

  /** Lets go of every work; resolves when the board knows. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const errand of this.#errands.values()) {
      errand.closed = true;
      decline(errand, 'the host is closing');
    }
    this.#wake();
    await this.#turning;
  }

  #compute(errand: Errand, span: Span, inputs: readonly Input[]): Promise<SpanAnswer> {
    if (errand.closed) return Promise.resolve({ declined: 'the run needs it no more' });
    if (this.#crew !== undefined && !this.#crew.has(errand.run.engine)) {
      return Promise.resolve({ declined: 'no worker of the fleet makes these numbers' });
    }
    const task = taskOf(span, inputs);
    return new Promise((settle) => {
      errand.asked.set(task.key, { task, settle });
      this.#wake();
    });
  }

  #wake(): void {
    this.#asked = true;
    this.#ports.bell.ring();
    this.#turning ??= this.#turn().finally(() => {
      this.#turning = undefined;
      if (this.#errands.size > 0) this.#wake();
    });
  }

  /** Serves the board while there is anything to serve. */
  async #turn(): Promise<void> {
    while (this.#errands.size > 0) {
      this.#asked = false;
      try {
        await this.#serve();
      } catch (error) {
        this.#giveUp(error);
        if (this.#closed) return this.#errands.clear();
      }
      if (!this.#asked && this.#errands.size > 0) await this.#ports.bell.wait(this.#waitMs);
    }
  }

  async #serve(): Promise<void> {
    const { board, clock } = this.#ports;
    if (clock.monotonic() - this.#beatAt >= beatMs) await this.#beat();
    for (const [name, errand] of this.#errands) await this.#bring(name, errand);
    const waiting = [...this.#errands].filter(([, errand]) => errand.asked.size > 0).map(([name]) => name);
    const collected = waiting.length === 0 ? [] : await board.collect(waiting);
    for (const one of collected) this.#settle(one);
    const awaited = [...this.#errands.values()].some(({ asked }) => asked.size > 0);
    if (!awaited) this.#waitMs = lookMs.idle;
    else this.#waitMs = collected.length > 0 ? lookMs.least : Math.min(2 * this.#waitMs, lookMs.most);
  }

  /** Brings one work's row and tasks to the board, or takes them off. */
  async #bring(name: string, errand: Errand): Promise<void> {
    const { board, bell } = this.#ports;
    if (errand.closed) {
      if (errand.tried) await board.close(name);
      this.#errands.delete(name);
      return;
    }
    const tasks = this.#unposted(errand);
    if (tasks.length === 0) return;
    errand.tried = true;
    if (!errand.open && !(await board.open(workOf(errand.run)))) {
      errand.closed = true;
      decline(errand, 'a later launch of the run has taken over');
      return;
    }
    errand.open = true;
    await board.post(name, tasks);
    for (const { key } of tasks) errand.posted.add(key);
    bell.ring();
  }

  #unposted({ asked, posted, closed }: Errand): readonly Task[] {
    if (closed) return [];
    return [...asked.values()].filter(({ task }) => !posted.has(task.key)).map(({ task }) => task);
  }

  /** Shows life, learns who works, and repairs what a crash of the database emptied. */
  async #beat(): Promise<void> {
    const { board, clock } = this.#ports;
    this.#beatAt = clock.monotonic();
    this.#crew = await board.crew();
    const open = [...this.#errands].filter(([, errand]) => errand.open);
    const known = open.length === 0 ? new Set() : await board.touch(open.map(([name]) => name));
    for (const [name, errand] of this.#errands) {
      if (errand.open && !known.has(name)) {
        errand.open = false;
        errand.posted = new Set();
      }
      if (!this.#crew.has(errand.run.engine) && errand.asked.size > 0) await this.#recall(name, errand);
    }
    if (clock.monotonic() - this.#sweptAt < sweepMs) return;
    this.#sweptAt = clock.monotonic();
    await board.sweep();
  }

  /** Takes back what was asked, because nobody is there to compute it. */
  async #recall(name: string, errand: Errand): Promise<void> {
    const keys = [...errand.asked.keys()];
    const posted = errand.posted.size > 0;
    decline(errand, 'no worker of the fleet is alive');
    if (!posted) return;
    this.#tell(errand, 'fleet.unavailable', { reason: 'none is alive' });
    await this.#ports.board.withdraw(name, keys);
  }

  #settle({ work, key, attempt, worker, reply, refusal }: Collected): void {
    const errand = this.#errands.get(work);
    errand?.posted.delete(key);
    const asked = errand?.asked.get(key);
    if (errand === undefined || asked === undefined) return;
    errand.asked.delete(key);
    const lost = attempt - (reply === null && refusal === null ? 0 : 1);
    if (lost > 0) this.#tell(errand, 'fleet.worker-lost', { times: lost });
    if (refusal !== null) this.#tell(errand, 'fleet.unavailable', { reason: `${worker}: ${refusal}` });
    asked.settle(reply === null ? { declined: refusal ?? 'its workers were lost' } : { partial: reply });
  }

  /** The database does not answer, or not as it should. */
  #giveUp(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#beatAt = this.#ports.clock.monotonic();
    this.#crew = new Map();
    this.#waitMs = lookMs.idle;
    for (const errand of this.#errands.values()) {
      if (errand.asked.size > 0) this.#tell(errand, 'fleet.unavailable', { reason });
      decline(errand, reason);
    }
  }

  /** The same thing is told of a launch once in a row. */
  #tell(
    errand: Errand,
    code: 'fleet.unavailable' | 'fleet.worker-lost',
    details: SimulationError['details'],
  ): void {
    const error = new SimulationError(code, details);
    if (errand.toldOf === error.message) return;
    errand.toldOf = error.message;
    errand.run.notice(error);
  }
}

function decline(errand: Errand, declined: string): void {
  const asked = [...errand.asked.values()];
  errand.asked.clear();
  errand.posted = new Set();
  for (const { settle } of asked) settle({ declined });
}
