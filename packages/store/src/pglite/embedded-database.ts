// PGlite as a database that may be trusted: fsync on, small buffers, and the end of the thread when anything is unsure.

import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { incompatible } from '../failures.ts';
import { parsers } from '../values.ts';
import { DurableFiles, syncPath, syncTree, type FsyncObserver } from './durable-files.ts';

/** PostgreSQL major inside the pinned PGlite; it fixes the format of the files. */
const major = '18';

/** Exit status of PGlite's longjmp out of a failed statement (pglitec.c, POSTGRES_MAIN_LONGJMP). */
const statementFailed = 100;

/** PostgreSQL settings on top of PGlite's own. WAL is synced by plain fsync because only that call reaches the file
 * system; 16 MB of buffers instead of 128 MB keep the process small. */
const settings = [
  'fsync=on',
  'wal_sync_method=fsync',
  'synchronous_commit=on',
  'full_page_writes=on',
  'shared_buffers=16MB',
  'min_wal_size=32MB',
  'max_wal_size=64MB',
];

/** PGlite's own parameters without -F, which turns fsync off. */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...settings.flatMap((setting) => ['-c', setting]),
];

/** Segments of the log of 4 MB instead of 16: an idle database takes 27 MB instead of 39. Fixed when it is made. */
const initParams = ['--wal-segsize=4'];

export interface EmbeddedOptions {
  readonly onFsync: FsyncObserver;
  /** The engine is in an unknown state: nothing it says from now on may be believed. */
  readonly onBroken: (error: unknown) => void;
}

/** PGlite swallows every exception of its WASM loop and goes on; only a failed statement's may be swallowed. */
function reportBreakage(database: PGlite, onBroken: EmbeddedOptions['onBroken']): void {
  const module = database.Module as unknown as { _PostgresMainLoopOnce: () => void };
  const loop = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      loop();
    } catch (error) {
      if ((error as { status?: unknown }).status !== statementFailed) onBroken(error);
      throw error;
    }
  };
}

async function start(directory: string, options: EmbeddedOptions): Promise<PGlite> {
  const database = await PGlite.create({
    fs: new DurableFiles(directory, options.onFsync),
    startParams,
    initDbStartParams: initParams,
    parsers: { ...parsers },
    // Bytes go to the server as they are; PGlite binds whatever is no string in binary.
    serializers: { 17: (bytes: unknown) => bytes as string },
  });
  reportBreakage(database, options.onBroken);
  return database;
}

/** Ends the making of a database: its draft is thrown away next time. */
function giveUp(error: unknown): never {
  throw error;
}

/** A product of the build: the database as it is made, copied in a tenth of a second where making one takes two. */
const emptyDatabase = fileURLToPath(new URL(`../empty-database-${major}`, import.meta.url));

async function makeDatabase(directory: string): Promise<void> {
  const database = await start(directory, { onFsync: () => undefined, onBroken: giveUp });
  await database.close();
}

/** Makes the database that new ones are copied from, unless it is there. */
export async function prepareEmptyDatabase(): Promise<void> {
  if (existsSync(emptyDatabase)) return;
  const draft = `${emptyDatabase}.new`;
  rmSync(draft, { recursive: true, force: true });
  await makeDatabase(draft);
  renameSync(draft, emptyDatabase);
}

/** Makes a new database beside `directory` and moves it there once every byte is on disk: it appears whole or not at all. */
export async function createDatabase(directory: string): Promise<void> {
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  if (existsSync(emptyDatabase)) cpSync(emptyDatabase, draft, { recursive: true });
  else await makeDatabase(draft);
  syncTree(draft);
  renameSync(draft, directory);
  syncPath(dirname(directory));
}

/** Opens an existing database and recovers it if it was not closed. @throws SimulationError `store.incompatible` */
export async function openDatabase(directory: string, options: EmbeddedOptions): Promise<PGlite> {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (found !== major)
    throw incompatible(
      `${directory} was written by PostgreSQL ${found}, this version holds PostgreSQL ${major}`,
    );
  return start(directory, options);
}
