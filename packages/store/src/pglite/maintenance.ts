// What PostgreSQL's background processes would do and PGlite has none for: bound the log, reclaim dead rows.

import type { StoreClock } from '../clock.ts';
import type { Sql } from '../sql.ts';

export interface MaintenanceBounds {
  readonly everyMs: number;
  /** Also after this much has been sent to the database, so that the log stays bounded under load. */
  readonly everyBytes: number;
}

export const maintenanceDefaults: MaintenanceBounds = { everyMs: 300_000, everyBytes: 64 * 1024 * 1024 };

/** Counted for each statement on top of its values: row headers, index entries and commit record in the log. */
const statementBytes = 512;

/** Runs VACUUM and CHECKPOINT by time and by volume, never twice at once. */
export class Maintenance {
  readonly #bounds: MaintenanceBounds;
  readonly #clock: StoreClock;
  #sql: Sql | undefined;
  #cancel: () => void = () => undefined;
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(clock: StoreClock, bounds: MaintenanceBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  start(sql: Sql): void {
    this.#sql = sql;
    this.#arm();
  }

  /** Counts a statement that carried `bytes` of values. */
  wrote(bytes: number): void {
    this.#bytes += bytes + statementBytes;
    if (this.#bytes >= this.#bounds.everyBytes) void this.run();
  }

  /** Runs now; a failure waits for the next time, since the statements of the store meet it too. */
  run(): Promise<void> {
    this.#running ??= this.#maintain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#sql = undefined;
    await this.#running;
  }

  async #maintain(): Promise<void> {
    this.#bytes = 0;
    try {
      await this.#sql?.script('vacuum');
      await this.#sql?.script('checkpoint');
    } catch {
      // Reported by the next statement that matters: maintenance itself has no reader.
    }
  }

  #arm(): void {
    this.#cancel = this.#clock.after(this.#bounds.everyMs, () => {
      this.#arm();
      void this.run();
    });
  }
}
