// The main thread's end of one database thread. When the thread dies, every request in flight fails at once.

import { Worker } from 'node:worker_threads';
import { SimulationError, type ErrorCode } from '@holdfast/core';
import { storeFailure, unavailable } from '../failures.ts';
import type { ThreadError, ThreadReply, ThreadRequest, ThreadTask } from './thread-messages.ts';

/** Built beside this file's output; found from `src` too, so that tests use it. */
const threadFile = new URL('../../dist/pglite/database-thread.js', import.meta.url);

interface Pending {
  resolve(rows: readonly object[]): void;
  reject(error: Error): void;
}

type Call = ThreadRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never;

function revive(error: ThreadError): Error {
  if (error.registered) return new SimulationError(error.code as ErrorCode, error.details);
  return storeFailure(Object.assign(new Error(error.message), error.code === '' ? {} : { code: error.code }));
}

function startThread(task: ThreadTask): Worker {
  return new Worker(threadFile, { workerData: task, execArgv: [], name: 'holdfast-database' });
}

/** Makes a new database in a thread of its own, which gives back the memory this takes. */
export function createInThread(directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = startThread({ task: 'create', directory });
    worker.on('message', (reply: ThreadReply) => {
      if (reply.kind === 'failed') reject(revive(reply.error));
    });
    worker.on('error', (error) => reject(unavailable(error.message, error)));
    worker.on('exit', (status) => {
      if (status === 0) resolve();
      else reject(unavailable('the database could not be created'));
    });
  });
}

/** One running database thread. */
export class DatabaseLink {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #sent = 0;
  #dead: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#end(unavailable('the database thread has ended'));
        resolve();
      });
    });
    worker.on('error', (error) => this.#end(unavailable(error.message, error)));
    worker.on('message', (reply: ThreadReply) => this.#take(reply));
  }

  /** Resolves when the database is open and recovered. */
  static async open(directory: string): Promise<DatabaseLink> {
    const worker = startThread({ task: 'serve', directory });
    const link = new DatabaseLink(worker);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (reply: ThreadReply) => {
        if (reply.kind === 'ready') resolve();
        else if (reply.kind === 'failed' && reply.id === null) reject(revive(reply.error));
      });
      void link.#exited.then(() => reject(link.#dead));
    });
    return link;
  }

  get alive(): boolean {
    return this.#dead === undefined;
  }

  /** Resolves when the thread is gone and nothing touches the directory any more. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  call(request: Call): Promise<readonly object[]> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    const id = this.#sent++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id } satisfies ThreadRequest, []);
    });
  }

  /** Ends the thread as a crash would; the next one recovers. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
    await this.#exited;
  }

  #take(reply: ThreadReply): void {
    if (reply.kind === 'ready' || reply.id === null) return;
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.kind === 'rows') pending?.resolve(reply.rows);
    else pending?.reject(revive(reply.error));
  }

  #end(reason: Error): void {
    this.#dead ??= reason;
    for (const pending of this.#pending.values()) pending.reject(this.#dead);
    this.#pending.clear();
  }
}
