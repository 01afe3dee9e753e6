// The database port on a PostgreSQL server, through a bounded pool. A broken connection is thrown away, never the process.

import { Pool, type ClientConfig, type PoolClient } from 'pg';
import { incompatible, storeFailure } from '../failures.ts';
import type { Sql, SqlValue, Statements } from '../sql.ts';
import { encodeValue, parsers } from '../values.ts';
import type { PoolOptions } from './pool-options.ts';

/** A server that is frozen or cut off does not enforce its own statement timeout; this much later the driver does. */
const graceMs = 5000;

const asText = (text: string): unknown => text;

/** What every connection shares: one way to parse values, and keepalives that notice a dead peer. */
export function connectionConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'holdfast',
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    types: { getTypeParser: (oid: number) => parsers[oid] ?? asText },
  };
}

/** Encoded values; the driver sends a Buffer in binary and anything else as text. */
function encode(values: readonly SqlValue[]): (string | Buffer | null)[] {
  return values.map((value) => {
    const encoded = encodeValue(value);
    return encoded instanceof Uint8Array
      ? Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength)
      : encoded;
  });
}

function statementsOn(client: PoolClient): Statements {
  return {
    async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
      return (await client.query<Row>(text, encode(values))).rows;
    },
    async script(text) {
      await client.query(text);
    },
  };
}

async function transact<T>(client: PoolClient, body: (statements: Statements) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const value = await body(statementsOn(client));
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

export class PostgresSql implements Sql {
  readonly #pool: Pool;
  #closed: Promise<void> | undefined;

  constructor(url: string, options: PoolOptions) {
    this.#pool = new Pool({
      ...connectionConfig(url),
      max: options.max,
      min: options.min,
      connectionTimeoutMillis: options.connectionTimeoutMs,
      idleTimeoutMillis: options.idleTimeoutMs,
      statement_timeout: options.statementTimeoutMs,
      query_timeout: options.statementTimeoutMs + graceMs,
    });
    // An idle connection that breaks is already out of the pool, and a busy one fails its statement; without listeners
    // either would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#use((client) => statementsOn(client).query<Row>(text, values));
  }

  script(text: string): Promise<void> {
    return this.#use((client) => statementsOn(client).script(text));
  }

  transaction<T>(body: (statements: Statements) => Promise<T>): Promise<T> {
    return this.#use((client) => transact(client, body));
  }

  close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    return this.#closed;
  }

  /** Lends a connection; one that failed for a reason of its own is not lent again. */
  async #use<T>(body: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    let fault: Error | undefined;
    try {
      client = await this.#pool.connect();
      return await body(client);
    } catch (error) {
      const failure = storeFailure(error);
      if (failure !== error) fault = failure;
      throw failure;
    } finally {
      client?.release(fault);
    }
  }
}

/** Refuses a server this SQL was not written for. @throws SimulationError `store.incompatible`, `store.unavailable` */
export async function checkServer(sql: Sql): Promise<void> {
  const [server] = await sql.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int4 as version, current_setting('server_encoding') as encoding`,
  );
  if (server === undefined || server.version < 150_000)
    throw incompatible(`PostgreSQL ${Math.floor((server?.version ?? 0) / 10_000)} is older than 15`);
  if (server.encoding !== 'UTF8')
    throw incompatible(`the database is encoded in ${server.encoding}, not UTF8`);
}
