// Chooses the adapter and puts a store together: lock, database, migrations, upkeep; undone in reverse when one fails.

import { join } from 'node:path';
import type { Store } from '@holdfast/core';
import type { StoreClock } from './clock.ts';
import { SqlExperimentStore, type ExperimentStore } from './experiment-store.ts';
import { migrate } from './migrate.ts';
import { lockDirectory } from './pglite/directory-lock.ts';
import { Maintenance, maintenanceDefaults, type MaintenanceBounds } from './pglite/maintenance.ts';
import { PGliteSql } from './pglite/pglite-sql.ts';
import { checkedPool, type PoolOptions } from './postgres/pool-options.ts';
import { solePresence, type Presence } from './presence.ts';
import { SqlStore } from './sql-store.ts';
import type { Sql, Statements } from './sql.ts';

/** Where the store is: a directory of this machine, or a PostgreSQL 15+ server. */
export type StorePlace =
  | { readonly dataDirectory: string; readonly maintenance?: MaintenanceBounds }
  | { readonly databaseUrl: string; readonly pool?: Partial<PoolOptions> };

export interface StoreContext {
  /** Names this process; must be new each time a process starts, or the runs of its predecessor look alive. */
  readonly owner: string;
  readonly clock: StoreClock;
}

export interface OpenStore extends Store {
  readonly kind: 'pglite' | 'postgres';
  readonly experiments: ExperimentStore;
  /** Single statements on the same database, for tables that are not the store's own. */
  readonly sql: Statements;
  /** Lets readers of the data directory find this process's server; does nothing on PostgreSQL. */
  publishHolder(url: string): void;
}

class PlacedStore extends SqlStore implements OpenStore {
  readonly kind: OpenStore['kind'];
  readonly experiments: ExperimentStore;
  readonly sql: Statements;
  readonly #publish: (url: string) => void;
  readonly #release: () => Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(
    base: { readonly sql: Sql; readonly presence: Presence; readonly owner: string },
    place: { kind: OpenStore['kind']; publish: (url: string) => void; release: () => Promise<void> },
  ) {
    super(base.sql, base.presence, base.owner);
    this.experiments = new SqlExperimentStore(base.sql, base.presence, base.owner);
    this.kind = place.kind;
    this.sql = base.sql;
    this.#publish = place.publish;
    this.#release = place.release;
  }

  publishHolder(url: string): void {
    this.#publish(url);
  }

  override close(): Promise<void> {
    this.#closed ??= super.close().finally(() => this.#release());
    return this.#closed;
  }
}

async function openDirectory(
  place: Extract<StorePlace, { dataDirectory: string }>,
  { owner, clock }: StoreContext,
): Promise<OpenStore> {
  const lock = await lockDirectory(place.dataDirectory, owner);
  const maintenance = new Maintenance(clock, place.maintenance ?? maintenanceDefaults);
  let sql: PGliteSql | undefined;
  const release = async (): Promise<void> => {
    await maintenance.stop();
    await lock.release();
  };
  try {
    sql = await PGliteSql.open(join(place.dataDirectory, 'database'), (bytes) => maintenance.wrote(bytes));
    await migrate(sql, clock.now());
  } catch (error) {
    await sql?.close();
    await release();
    throw error;
  }
  maintenance.start(sql);
  const publish = (url: string): void => lock.publish(url);
  return new PlacedStore({ sql, presence: solePresence(owner), owner }, { kind: 'pglite', publish, release });
}

async function openServer(
  place: Extract<StorePlace, { databaseUrl: string }>,
  { owner, clock }: StoreContext,
): Promise<OpenStore> {
  const options = checkedPool(place.pool);
  // Whoever keeps runs in a directory need not load the client of a server.
  const [{ OwnerSession }, { checkServer, PostgresSql }] = await Promise.all([
    import('./postgres/owner-session.ts'),
    import('./postgres/postgres-sql.ts'),
  ]);
  const sql = new PostgresSql(place.databaseUrl, options);
  try {
    await checkServer(sql);
    await migrate(sql, clock.now());
    const presence = await OwnerSession.open(place.databaseUrl, owner, clock, options.connectionTimeoutMs);
    return new PlacedStore(
      { sql, presence, owner },
      { kind: 'postgres', publish: () => undefined, release: () => Promise.resolve() },
    );
  } catch (error) {
    await sql.close();
    throw error;
  }
}

/** Opens the store at `place`, making or migrating it first.
 * @throws SimulationError `store.locked`, `store.incompatible`, `store.too-new`, `store.unavailable`, `limit.out-of-bounds` */
export function openStore(place: StorePlace, context: StoreContext): Promise<OpenStore> {
  return 'dataDirectory' in place ? openDirectory(place, context) : openServer(place, context);
}
