// Kills a whole server 20 times with -9 while it executes one run of a real document, on the embedded database and on
// PostgreSQL; then compares the result byte for byte with an undisturbed run.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@holdfast/conformance';
import { killLoop, undisturbed } from '../apps/server/test/fixtures/kill-loop.js';

const kills = 20;

/** Repeats the loop on one store; answers whether everything held. */
async function onStore(print, label, request, environment) {
  const directories = [];
  const place = async () => {
    const directory = await mkdtemp(join(tmpdir(), 'holdfast-kill-'));
    directories.push(directory);
    return { HOLDFAST_DATA_DIR: directory, HOLDFAST_CHECKPOINT_MS: '250', ...environment };
  };
  try {
    const options = { family: 'products', request, deadlineMs: 600_000 };
    const reference = await undisturbed({ ...options, environment: await place() });
    const killed = await killLoop({ ...options, environment: await place(), kills, seed: 20 });
    const sorted = killed.restartMs.sort((a, b) => a - b);
    print(
      `${label}: ${kills} kills, ${killed.lost.length} acknowledged checkpoints lost, result ` +
        `${killed.result === reference ? 'equal byte for byte' : 'DIFFERS'}, up again in ` +
        `${Math.round(sorted[sorted.length >> 1])} ms (median), ${Math.round(sorted.at(-1))} ms (longest)`,
    );
    return killed.lost.length === 0 && killed.result === reference;
  } finally {
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  }
}

export async function run(print, iterations = 60_000_000) {
  const text = await readFile(new URL('../examples/portfolio.json', import.meta.url), 'utf8');
  const request = { document: JSON.parse(text), seed: 7, until: iterations };
  const embedded = await onStore(print, 'PGlite', request, { HOLDFAST_DATABASE_URL: '' });
  const server = await startPostgres();
  try {
    const shared = await onStore(print, 'PostgreSQL', request, { HOLDFAST_DATABASE_URL: server.url });
    if (!(embedded && shared)) throw new Error('a kill lost something');
  } finally {
    await server.stop();
  }
}
