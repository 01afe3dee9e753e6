// Checkpoints as files, one directory per run. A file appears whole or not at all and is on the medium when a write
// resolves: temporary file, fdatasync, rename, then fsync of the directory.

import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckpointDisk } from '../ports.ts';

/** Mark of a file that was not finished: it is listed, so that it can be removed, and never read. */
const unfinished = '.partial';

/** Keeps checkpoints below `directory`, which is made when first needed. */
export function createCheckpointDisk(directory: string): CheckpointDisk {
  const place = (run: string): string => join(directory, basename(run));
  const file = (run: string, name: string): string => join(place(run), basename(name));
  return {
    write: (run, name, bytes) => writeDurably(place(run), basename(name), bytes),
    read: (run, name) => readFile(file(run, name)),
    remove: (run, name) => rm(file(run, name), { force: true }),
    list: (run) => readdir(place(run)).catch(() => []),
  };
}

async function writeDurably(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const created = await mkdir(directory, { recursive: true });
  if (created !== undefined) await syncDirectory(join(directory, '..'));
  const temporary = join(directory, name + unfinished);
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(directory, name));
  await syncDirectory(directory);
}

/** Makes names in a directory durable; a file system that cannot sync a directory keeps its own promise. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync().catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EINVAL' && code !== 'EPERM') throw error;
    });
  } finally {
    await handle.close();
  }
}
