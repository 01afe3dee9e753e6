// Rows that belong to one process at a time, runs and experiments alike. Who claims one raises its epoch, and every write of
// an earlier epoch is refused from then on.

import { SimulationError, type Page } from '@holdfast/core';
import type { Presence } from './presence.ts';
import { pageLimit } from './records.ts';
import type { Sql } from './sql.ts';
import { textList } from './values.ts';

/** Texts of the statements on one table. */
export interface OwnedStatements {
  /** By id. */
  readonly get: string;
  /** Id to begin after or null, most rows; newest first. */
  readonly list: string;
  /** Owners of rows that have not ended. */
  readonly owners: string;
  /** Rows not ended of the given owners, oldest first. */
  readonly ownedBy: string;
  /** `owner` and `status` by id, locked. */
  readonly lock: string;
  /** Id, owner, time; returns the new epoch. */
  readonly claim: string;
}

/** Refuses a write of an epoch that has passed. */
export function stale(id: string, epoch: number): SimulationError {
  return new SimulationError('store.stale-epoch', { id, epoch });
}

/** Reads and claims the rows of one table. */
export class OwnedRows<Row extends object, Entry> {
  readonly #sql: Sql;
  readonly #presence: Presence;
  readonly #statements: OwnedStatements;
  readonly #read: (row: Row) => Entry;

  constructor(sql: Sql, presence: Presence, statements: OwnedStatements, read: (row: Row) => Entry) {
    this.#sql = sql;
    this.#presence = presence;
    this.#statements = statements;
    this.#read = read;
  }

  async get(id: string): Promise<Entry | undefined> {
    const [row] = await this.#sql.query<Row>(this.#statements.get, [id]);
    return row && this.#read(row);
  }

  /** Newest first. */
  async list(page: Page): Promise<readonly Entry[]> {
    const after = page.after === undefined ? null : String(page.after);
    const rows = await this.#sql.query<Row>(this.#statements.list, [after, pageLimit(page)]);
    return rows.map(this.#read);
  }

  /** Takes the row for `owner` and returns the new epoch; undefined when it has ended or its owner is alive elsewhere. */
  claim(id: string, owner: string, at: number): Promise<number | undefined> {
    const { lock, claim } = this.#statements;
    return this.#sql.transaction(async (sql) => {
      const [found] = await sql.query<{ owner: string; status: string }>(lock, [id]);
      if (found === undefined || found.status === 'ended') return undefined;
      const elsewhere =
        found.owner !== owner && (await this.#presence.alive(sql, [found.owner])).has(found.owner);
      if (elsewhere) return undefined;
      const [claimed] = await sql.query<{ epoch: number }>(claim, [id, owner, at]);
      return claimed?.epoch;
    });
  }

  /** Rows not ended whose owner is no longer alive, oldest first. */
  async orphaned(): Promise<readonly Entry[]> {
    const { owners: all, ownedBy } = this.#statements;
    const owners = (await this.#sql.query<{ owner: string }>(all)).map(({ owner }) => owner);
    const alive = await this.#presence.alive(this.#sql, owners);
    const dead = owners.filter((owner) => !alive.has(owner));
    if (dead.length === 0) return [];
    return (await this.#sql.query<Row>(ownedBy, [textList(dead)])).map(this.#read);
  }
}
