// The board on which hosts post tasks and workers take them: three tables of the runs' own database. Delivery is at least
// once; a task is named by its work (one launch of one run) and its key, so a stale or repeated answer changes nothing.

import type { Statements } from '@holdfast/store';
import { statements } from './board-statements.ts';

/** What one launch of a run wants computed elsewhere. */
export interface Work {
  /** Unique to run, epoch and launch. */
  readonly name: string;
  readonly run: string;
  readonly epoch: number;
  readonly launch: number;
  /** Family and version of its numbers; only workers that make the same numbers take its tasks. */
  readonly engine: string;
  /** Digest of the document in `setup`. */
  readonly document: string;
  /** JSON that every task of the work needs. */
  readonly setup: string;
}

export interface Task {
  /** Says what is to be computed, completely: tasks with equal keys have equal answers. */
  readonly key: string;
  /** JSON. */
  readonly request: string;
}

export interface Claim extends Task {
  readonly work: string;
  /** Counts from 1 how often the task was handed out. */
  readonly attempt: number;
}

/** A task taken off the board: with its answer, with why a worker refused it, or with neither when it was lost too often. */
export interface Collected {
  readonly work: string;
  readonly key: string;
  readonly attempt: number;
  readonly worker: string | null;
  readonly reply: Uint8Array | null;
  readonly refusal: string | null;
}

export interface BoardTimes {
  /** How long a worker may be silent before its tasks are handed out again, ms. */
  readonly leaseMs: number;
  /** How long a host may be silent before nobody computes for it, ms. */
  readonly hostMs: number;
  /** How long what nobody looks at any more is kept, ms. */
  readonly keepMs: number;
}

export const boardTimes: BoardTimes = { leaseMs: 6000, hostMs: 20_000, keepMs: 600_000 };

/** Times a task is handed out before it goes back to its host. */
export const attemptsMost = 2;

interface Counted {
  readonly count: number;
}

/** What hosts and workers ask of a board. */
export type BoardPort = { readonly [Name in keyof Board]: Board[Name] };

export class Board {
  readonly times: BoardTimes;
  readonly #sql: Statements;
  readonly #now: () => number | null;

  /** `now` replaces the database's clock in tests. */
  constructor(sql: Statements, times: BoardTimes = boardTimes, now: () => number | null = () => null) {
    this.#sql = sql;
    this.times = times;
    this.#now = now;
  }

  /** False when a later epoch or launch of the run is on the board. */
  async open({ name, run, epoch, launch, engine, document, setup }: Work): Promise<boolean> {
    const values = [this.#now(), name, run, epoch, launch, engine, document, setup];
    return (await this.#sql.query<Counted>(statements.open, values)).length > 0;
  }

  /** Posts what is not on the board already, in the order given. */
  async post(work: string, tasks: readonly Task[]): Promise<void> {
    const rows = tasks.map(({ key, request }) => `{"key":${JSON.stringify(key)},"request":${request}}`);
    await this.#sql.query(statements.post, [work, `[${rows.join(',')}]`]);
  }

  claim(worker: string, engines: readonly string[], limit: number): Promise<readonly Claim[]> {
    const { leaseMs, hostMs } = this.times;
    const names = JSON.stringify(engines);
    return this.#sql.query<Claim>(statements.claim, [
      this.#now(),
      worker,
      names,
      limit,
      leaseMs,
      attemptsMost,
      hostMs,
    ]);
  }

  /** Undefined when the work is over. */
  async setup(work: string): Promise<Pick<Work, 'setup' | 'document'> | undefined> {
    return (await this.#sql.query<Pick<Work, 'setup' | 'document'>>(statements.setup, [work]))[0];
  }

  async renew(worker: string, held: readonly Pick<Claim, 'work' | 'key'>[]): Promise<void> {
    const keys = held.map(({ work, key }) => ({ work, key }));
    const values = [this.#now(), worker, JSON.stringify(keys), this.times.leaseMs];
    await this.#sql.query(statements.renew, values);
  }

  /** False when the answer changes nothing: the work is over, or another answer was there first. */
  async answer({ work, key }: Pick<Claim, 'work' | 'key'>, reply: Uint8Array): Promise<boolean> {
    return (await this.#sql.query<Counted>(statements.answer, [work, key, reply])).length > 0;
  }

  /** False when the task is no longer this attempt's to refuse. */
  async refuse(worker: string, { work, key, attempt }: Claim, reason: string): Promise<boolean> {
    const values = [work, key, worker, attempt, reason];
    return (await this.#sql.query<Counted>(statements.refuse, values)).length > 0;
  }

  collect(works: readonly string[]): Promise<readonly Collected[]> {
    const values = [this.#now(), JSON.stringify(works), attemptsMost];
    return this.#sql.query<Collected>(statements.collect, values);
  }

  async withdraw(work: string, keys: readonly string[]): Promise<void> {
    await this.#sql.query(statements.withdraw, [work, JSON.stringify(keys)]);
  }

  /** Says that the host of these works is alive; returns those the board knows. */
  async touch(works: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#sql.query<{ name: string }>(statements.touch, [
      this.#now(),
      JSON.stringify(works),
    ]);
    return new Set(rows.map(({ name }) => name));
  }

  /** Takes a work and all its tasks off the board. */
  async close(work: string): Promise<void> {
    await this.#sql.query(statements.close, [work]);
  }

  async announce(worker: string, engines: readonly string[], seats: number): Promise<void> {
    const values = [this.#now(), worker, JSON.stringify(engines), seats];
    await this.#sql.query(statements.announce, values);
  }

  async leave(worker: string): Promise<void> {
    await this.#sql.query(statements.leave, [worker]);
  }

  /** Seats of living workers by engine. */
  async crew(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#sql.query<{ engine: string; seats: number }>(statements.crew, [
      this.#now(),
      this.times.leaseMs,
    ]);
    return new Map(rows.map(({ engine, seats }) => [engine, seats]));
  }

  /** Removes what dead hosts and workers left. */
  async sweep(): Promise<void> {
    const values = [this.#now(), this.times.keepMs];
    await this.#sql.query(statements.sweepWorks, values);
    await this.#sql.query(statements.sweepWorkers, values);
  }
}
