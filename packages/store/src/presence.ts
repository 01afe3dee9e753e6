// Which owners are alive, answered without leases: an owner is a process, and its death frees something at once.

import type { Statements } from './sql.ts';

export interface Presence {
  /** Those of `owners` that are alive now. */
  alive(sql: Statements, owners: readonly string[]): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

/** Under an exclusive lock of the whole database nobody but its holder can be alive. */
export function solePresence(self: string): Presence {
  return {
    alive: (_, owners) => Promise.resolve(new Set(owners.filter((owner) => owner === self))),
    close: () => Promise.resolve(),
  };
}
