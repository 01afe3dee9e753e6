// An owner is alive while one database session holds its lock. The server frees it when the process dies, within
// milliseconds of kill -9, so nobody has to renew a lease and nobody waits for one to expire.

import { createHash } from 'node:crypto';
import { Client } from 'pg';
import type { StoreClock } from '../clock.ts';
import { storeFailure } from '../failures.ts';
import type { Presence } from '../presence.ts';
import type { Statements } from '../sql.ts';
import { connectionConfig } from './postgres-sql.ts';

const retryMinMs = 100;
const retryMaxMs = 5000;

/** Settings of the session: it is idle by design, and a peer that vanished without a word is given up in about 10 s. */
const sessionSettings = `
  set statement_timeout = 0; set idle_session_timeout = 0;
  set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3`;

/** The advisory lock of an owner: 64 bits of its hash, as PostgreSQL's signed integer. */
function lockKey(owner: string): string {
  return createHash('sha256').update(owner).digest().readBigInt64BE().toString();
}

/** Holds the lock of one owner, again after every loss of the connection. */
export class OwnerSession implements Presence {
  readonly #url: string;
  readonly #owner: string;
  readonly #clock: StoreClock;
  #client: Client | undefined;
  #closed = false;
  #cancelRetry: () => void = () => undefined;

  private constructor(url: string, owner: string, clock: StoreClock) {
    this.#url = url;
    this.#owner = owner;
    this.#clock = clock;
  }

  /** @throws SimulationError `store.unavailable` */
  static async open(url: string, owner: string, clock: StoreClock, timeoutMs: number): Promise<OwnerSession> {
    const session = new OwnerSession(url, owner, clock);
    try {
      await session.#connect(timeoutMs);
    } catch (error) {
      throw storeFailure(error);
    }
    return session;
  }

  /** Asks the server which owners hold their lock; the own process is alive by the fact that it asks. */
  async alive(sql: Statements, owners: readonly string[]): Promise<ReadonlySet<string>> {
    const held = await sql.query<{ key: string }>(
      `select (classid::int8 << 32 | objid::int8)::text as key from pg_locks
       where locktype = 'advisory' and granted and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())`,
    );
    const keys = new Set(held.map(({ key }) => key));
    return new Set(owners.filter((owner) => owner === this.#owner || keys.has(lockKey(owner))));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(timeoutMs: number): Promise<void> {
    const client = new Client({ ...connectionConfig(this.#url), connectionTimeoutMillis: timeoutMs });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(sessionSettings);
      // Shared, so that a new session need not wait until the server has noticed the end of the old one.
      await client.query('select pg_advisory_lock_shared($1::int8)', [lockKey(this.#owner)]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) {
      await client.end();
      return;
    }
    this.#client = client;
    client.once('end', () => this.#reconnect(retryMinMs));
  }

  #reconnect(waitMs: number): void {
    if (this.#closed) return;
    this.#client = undefined;
    this.#cancelRetry = this.#clock.after(waitMs, () => {
      this.#connect(retryMaxMs).catch(() => this.#reconnect(Math.min(2 * waitMs, retryMaxMs)));
    });
  }
}
