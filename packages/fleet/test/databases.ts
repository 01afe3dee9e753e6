// Both databases as tests of the board use them: a directory on PGlite, a server of PostgreSQL.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@holdfast/conformance';
import { nodeClock } from '@holdfast/runtime';
import { openStore, type OpenStore } from '@holdfast/store';

export interface Database {
  open(): Promise<OpenStore>;
  remove(): Promise<void>;
}

const clock: Pick<typeof nodeClock, 'now' | 'after'> = nodeClock;
let owners = 0;
const owner = (): string => `fleet-test-${process.pid}-${owners++}`;

export const databases = {
  PGlite: () => {
    const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'holdfast-fleet-'));
    return Promise.resolve({
      open: () => openStore({ dataDirectory: directory }, { owner: owner(), clock }),
      remove: () => Promise.resolve(rmSync(directory, { recursive: true, force: true })),
    });
  },
  PostgreSQL: async () => {
    const server = await startPostgres();
    return {
      open: () => openStore({ databaseUrl: server.url }, { owner: owner(), clock }),
      remove: () => server.stop(),
    };
  },
} satisfies Record<string, () => Promise<Database>>;
