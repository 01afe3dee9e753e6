// The database port on PGlite. One connection, so transactions run one after another and single statements between them.

import { existsSync } from 'node:fs';
import { unavailable } from '../failures.ts';
import type { Sql, SqlValue, Statements } from '../sql.ts';
import { encodeValue } from '../values.ts';
import { createInThread, DatabaseLink } from './database-link.ts';

/** Statements on one thread only: after it has died the rest of a transaction must not reach its successor. */
function statementsOn(link: DatabaseLink, onWrite: (bytes: number) => void): Statements {
  return {
    async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
      const encoded = values.map(encodeValue);
      onWrite(encoded.reduce((sum, value) => sum + (value?.length ?? 0), 0));
      return (await link.call({ kind: 'query', text, values: encoded })) as readonly Row[];
    },
    async script(text) {
      await link.call({ kind: 'script', text });
    },
  };
}

async function transact<T>(statements: Statements, body: (statements: Statements) => Promise<T>): Promise<T> {
  await statements.script('begin');
  try {
    const value = await body(statements);
    await statements.script('commit');
    return value;
  } catch (error) {
    // A dead thread has rolled back already; its successor knows nothing of this transaction.
    await statements.script('rollback').catch(() => undefined);
    throw error;
  }
}

export class PGliteSql implements Sql {
  readonly #directory: string;
  readonly #onWrite: (bytes: number) => void;
  #link: DatabaseLink;
  /** Settles when the last one who waited for a turn has let the next one go. */
  #gate: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #closed: Promise<void> | undefined;

  private constructor(directory: string, link: DatabaseLink, onWrite: (bytes: number) => void) {
    this.#directory = directory;
    this.#link = link;
    this.#onWrite = onWrite;
  }

  /** Opens the database in `directory`, made first when there is none; `onWrite` learns how many bytes each statement
   * carries. @throws SimulationError `store.incompatible`, `store.unavailable` */
  static async open(directory: string, onWrite: (bytes: number) => void): Promise<PGliteSql> {
    if (!existsSync(directory)) await createInThread(directory);
    return new PGliteSql(directory, await DatabaseLink.open(directory), onWrite);
  }

  query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#enter(false, (link) => statementsOn(link, this.#onWrite).query<Row>(text, values));
  }

  script(text: string): Promise<void> {
    return this.#enter(false, (link) => statementsOn(link, this.#onWrite).script(text));
  }

  transaction<T>(body: (statements: Statements) => Promise<T>): Promise<T> {
    return this.#enter(true, (link) => transact(statementsOn(link, this.#onWrite), body));
  }

  close(): Promise<void> {
    this.#closed ??= this.#gate.then(() => this.#endThread());
    return this.#closed;
  }

  /** Ends the database thread as a crash would; the next statement starts another. */
  killThread(): Promise<void> {
    return this.#link.kill();
  }

  async #endThread(): Promise<void> {
    if (!this.#link.alive) return;
    await this.#link.call({ kind: 'close' });
    await this.#link.exited;
  }

  /** Runs `body` in its turn. An exclusive one holds back the others until it is done; a plain one only until it has
   * sent its request, since the thread answers in order. With nobody waiting a plain one goes at once. */
  #enter<T>(exclusive: boolean, body: (link: DatabaseLink) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(unavailable('the store is closed'));
    if (!exclusive && this.#waiting === 0 && this.#link.alive) return body(this.#link);
    this.#waiting += 1;
    const entered = this.#gate.then(() => this.#living()).then((link) => ({ done: body(link) }));
    this.#gate = entered
      .then(({ done }) => (exclusive ? done : undefined))
      .catch(() => undefined)
      .finally(() => (this.#waiting -= 1));
    return entered.then(({ done }) => done);
  }

  /** The running thread, or the successor of a dead one. Called in turn only, so there is never more than one. */
  async #living(): Promise<DatabaseLink> {
    if (!this.#link.alive) {
      await this.#link.exited;
      this.#link = await DatabaseLink.open(this.#directory);
    }
    return this.#link;
  }
}
