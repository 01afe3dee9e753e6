// A run as fast as it can go for minutes (--minutes n) or hours, of the living network or another example (--example name): whether it, or the
// server beside it, holds more memory as time passes. Nothing that ends is measured: the end lies beyond any soak (--until where a document bounds it).

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askJson, spawnServer } from '../apps/server/test/fixtures/kill-loop.js';
import { judged, memorySlope } from './parts/memory-slope.js';

/** %/h that a run may grow by. */
const goal = 1;
const everyMs = 2000;

export async function run(print, _, { minutes = '1', example = 'neural-living', until: end = '1e12' } = {}) {
  const document = JSON.parse(
    await readFile(new URL(`../examples/${example}.json`, import.meta.url), 'utf8'),
  );
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-soak-'));
  const server = await spawnServer({ HOLDFAST_DATA_DIR: directory }, 'products');
  try {
    const { run: begun } = await askJson(server.url, '/api/v1/runs', { document, until: Number(end) });
    const until = performance.now() + 60_000 * Number(minutes);
    const samples = [];
    let last = begun;
    while (performance.now() < until) {
      await sleep(everyMs);
      last = (await askJson(server.url, `/api/v1/runs/${begun.id}`)).run;
      if (last.status === 'ended') throw new Error('the run ended');
      if (last.memoryMb === null) continue;
      const health = await askJson(server.url, '/health');
      samples.push({ at: performance.now() / 1000, memoryMb: last.memoryMb, hostMb: health.memory.rss });
    }
    print(`${example}: ${minutes} min, to ${last.time} in the unit of its time, ${samples.length} samples`);
    const runs = memorySlope('the run', samples, 'memoryMb');
    print(`${runs.line}; goal ${goal} %/h: ${judged(runs, goal)}`);
    print(memorySlope('the server', samples, 'hostMb').line);
  } finally {
    await server.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
}
