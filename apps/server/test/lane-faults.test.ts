// A network whose steps are shared by threads of a real run process, while these threads and that process are lost in the middle of a pass.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDocument, RunEvent } from '@holdfast/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration, startServer } from '../src/index.ts';
import { temporaryDirectory, TestServer, until } from './fixture.ts';

/** Large enough to be shared, and lively. */
const document: ModelDocument = {
  family: 'neural',
  version: 1,
  name: 'lanes',
  model: {
    sensory: { width: 16, height: 16, pattern: 'flicker', brightness: 0.4 },
    workspace: { width: 4, height: 4 },
    dynamic: { count: 1000, energy: [5, 40] },
    capacity: { nodes: 2500, connections: 300_000 },
    life: { birthsMost: 20, starvation: 0.5, sweep: 3 },
    growth: { rate: 0.2, wither: 0.1 },
  },
};
const request = { document, until: 500, seed: 7 };
/** Steps a second while threads fail: the run is still there when the last has. */
const slow = { factor: 8 };
const timeout = 240_000;

describe('a run whose threads share each step', () => {
  const directory = temporaryDirectory();
  const fault = join(directory.path, 'fault');
  let server: TestServer;
  let undisturbed: string;

  const resultOf = async (id: string): Promise<string> => {
    await server.ended(id);
    return (await server.get(`/api/v1/runs/${id}/result`)).text;
  };
  const eventsOf = async (id: string): Promise<readonly RunEvent[]> =>
    (await server.get(`/api/v1/runs/${id}/events?limit=1000`)).json.events as readonly RunEvent[];
  const recoveries = async (id: string): Promise<readonly string[]> =>
    (await eventsOf(id)).filter(({ kind }) => kind === 'recovery').map(({ message }) => message);
  /** Has the next lane that begins a pass fail; answers what the run then says. */
  const fail = async (id: string, how: string, says: RegExp, where = fault): Promise<void> => {
    const before = (await recoveries(id)).length;
    writeFileSync(`${fault}-next`, how);
    renameSync(`${fault}-next`, where);
    await until(`what follows when a thread ${how}`, async () =>
      (await recoveries(id)).slice(before).find((message) => says.test(message)),
    );
    expect(existsSync(where)).toBe(false);
  };

  beforeAll(async () => {
    const settings = {
      HOLDFAST_PORT: '0',
      HOLDFAST_DATA_DIR: directory.path,
      HOLDFAST_LOG_LEVEL: 'silent',
      HOLDFAST_CHECKPOINT_MS: '300',
      HOLDFAST_SPARE_WORKERS: '0',
      HOLDFAST_MEMORY_MB: '256',
    };
    const workerEntry = new URL('./fixtures/lane-faults.js', import.meta.url);
    server = new TestServer(await startServer(readConfiguration(settings, {}), { workerEntry }));
    undisturbed = await resultOf((await server.start({ ...request, workers: 1 })).id);
  }, timeout);
  afterAll(async () => {
    await server.running.close();
    directory.remove();
  });

  it('ends as one computed by one thread, whatever happens to them', { timeout }, async () => {
    const { id } = await server.start({ ...request, workers: 2, pace: slow });
    await until('a checkpoint', async () => (await eventsOf(id)).find(({ kind }) => kind === 'checkpoint'));
    await fail(id, 'dies', /took a task and did not come back; .* with new threads/);
    await fail(id, 'stands', /took a task and did not come back; .* with new threads/);
    await fail(id, 'kill', /^resumed from checkpoint/);
    await fail(id, 'lies', /does not add up; .* with new threads/);
    await fail(id, 'throws', /could not compute its part of a step; .* with new threads/);
    await fail(id, 'heap', /took a task and did not come back; .* with new threads/);
    await fail(id, 'dies', /^resumed from checkpoint/, `${fault}-learn`);
    expect(await recoveries(id)).toContainEqual(expect.stringContaining('goes back to its last checkpoint'));
    expect((await server.run(id)).status).toBe('running');
    await server.post(`/api/v1/runs/${id}/pace`, { factor: 0 });
    expect(await resultOf(id)).toBe(undisturbed);
  });

  it(
    'ends at its bound when a pass takes all memory, and a fork of it as it would have',
    { timeout },
    async () => {
      const limits = { memoryMb: 256 };
      const { id } = await server.start({ ...request, workers: 2, pace: slow, limits });
      await server.reached(id, ({ time }) => time >= 8);
      writeFileSync(`${fault}-own`, 'hoard');
      const { stop, partial, time } = await server.ended(id);
      expect(stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: 256 });
      expect(partial).toBe(true);
      const fork = (await server.post(`/api/v1/runs/${id}/fork`, { at: time })).json.run;
      expect(JSON.parse(await resultOf(fork.id)).metrics).toEqual(JSON.parse(undisturbed).metrics);
    },
  );
});
