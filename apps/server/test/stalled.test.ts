import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, model, openStalled, temporaryDirectory, until } from './fixture.ts';
import { spawnServer } from './fixtures/kill-loop.js';

/** Clients that stall at once; with unbounded queues each would hold what the kernel does not. */
const clients = 8;
/** Frames of 256 KB that pass while they stall: 12 MB for each. */
const framesMeant = 48;
const megabyte = 1024 * 1024;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: Awaited<ReturnType<typeof spawnServer>>;
beforeAll(async () => {
  directory = temporaryDirectory();
  server = await spawnServer({ HOLDFAST_DATA_DIR: directory.path });
});
afterAll(async () => {
  await server.kill('SIGTERM');
  directory.remove();
});

const counter = async (name: string): Promise<number> => {
  const { text } = await ask(server.url, 'GET', '/metrics');
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
};

it('a client that never reads costs the server less than 8 MB, and slows nobody', async () => {
  const { json } = await ask(server.url, 'POST', '/api/v1/runs', {
    body: { document: model('wide', 1000, 5), until: 1e8 },
  });
  const path = `/api/v1/runs/${json.run.id}/live?rate=60`;
  const reader = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, ['holdfast.live.1']);
  let frames = 0;
  let bytes = 0;
  reader.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return;
    frames += 1;
    bytes = data.length;
  });

  /** Lowest memory seen while frames flow: garbage comes and goes, what is held stays. */
  async function heldWhileFlowing(): Promise<number> {
    const from = frames;
    let lowest = Infinity;
    await until(
      'frames to flow',
      async () => {
        const health = await ask(server.url, 'GET', '/health');
        lowest = Math.min(lowest, health.json.memory.rss);
        return frames >= from + framesMeant ? true : undefined;
      },
      120_000,
    );
    return lowest;
  }

  await heldWhileFlowing();
  const before = await heldWhileFlowing();
  expect(bytes).toBeGreaterThan(256 * 1024);
  const stalled: Socket[] = [];
  for (let k = 0; k < clients; k++) stalled.push(await openStalled(server.url, path));
  await until(
    'every client to stall',
    async () => ((await counter('holdfast_frames_dropped_total')) > clients ? true : undefined),
    120_000,
  );
  const dropped = await counter('holdfast_frames_dropped_total');
  const after = await heldWhileFlowing();
  const skipped = (await counter('holdfast_frames_dropped_total')) - dropped;

  const each = (after - before) / clients;
  const offered = (framesMeant * bytes) / megabyte;
  console.log(
    `stalled client: ${each.toFixed(2)} MB each while ${offered.toFixed(0)} MB passed it by, ${skipped} frames skipped`,
  );
  expect(each).toBeLessThan(8);
  expect(skipped).toBeGreaterThan(0.8 * clients * framesMeant);
  for (const socket of stalled) socket.destroy();
  reader.terminate();
}, 600_000);
