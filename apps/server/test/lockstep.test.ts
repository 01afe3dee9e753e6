import { catalog } from '@holdfast/catalog';
import { HoldfastClient } from '@holdfast/client';
import type { ModelDocument } from '@holdfast/core';
import { frameDigest, type RunReached } from '@holdfast/protocol';
import { Follower } from '@holdfast/runtime';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readConfiguration, startServer, type RunningServer } from '../src/index.ts';
import { childProcesses, temporaryDirectory, until } from './fixture.ts';

const seconds = 60;
const directory = temporaryDirectory();
let server: RunningServer;
beforeAll(async () => {
  server = await startServer(
    readConfiguration(
      {
        HOLDFAST_PORT: '0',
        HOLDFAST_DATA_DIR: directory.path,
        HOLDFAST_LOG_LEVEL: 'silent',
        HOLDFAST_SPARE_WORKERS: '0',
        HOLDFAST_CHECKPOINT_MS: '300',
      },
      {},
    ),
  );
});
afterAll(async () => {
  await server.close();
  directory.remove();
});

it('one who comes late to a world of bodies is equal to it over 60 simulated seconds, though it is steered and killed', async () => {
  const client = new HoldfastClient({ url: server.url, webSocket: WebSocket });
  const path = new URL('../../../examples/double-pendulum.json', import.meta.url);
  const document = JSON.parse(readFileSync(path, 'utf8')) as ModelDocument;
  const { id } = await client.start({ document, until: seconds, pace: { factor: 6 } });
  const change = (value: number) => client.input(id, [{ parameter: 'gravity.x', value }]);
  await change(3);
  await until('a checkpoint', async () => client.checkpoint(id));
  await change(-2);
  const { run } = await client.run(id);
  const simulator = catalog.get(document.family)!;
  const spec = { document, seed: run.seed, until: run.until, parameters: run.parameters, limits: run.limits };
  const checkpoint = () => client.checkpoint(id);
  await expect(
    Follower.open(simulator, { spec, engine: `${document.family}@0`, checkpoint }),
  ).rejects.toMatchObject({ code: 'follow.other-engine' });
  const engine = `${document.family}@${simulator.version}`;
  const follower = await Follower.open(simulator, { spec, engine, checkpoint });
  expect(follower.time).toBeGreaterThan(0);

  const heard: RunReached[] = [];
  const engines: string[] = [];
  let frames = 0;
  const ended = new Promise<void>((resolve, reject) => {
    client.live(id, {
      watch: 'steps',
      inputs: follower.inputs,
      onEngine: (name) => engines.push(name),
      onFrame: () => (frames += 1),
      onReached: (reached) => {
        heard.push(reached);
        follower.hear(reached);
      },
      onEnded: () => resolve(),
      onError: reject,
    });
  });
  await until('words of the run', async () => (heard.length > 5 ? true : undefined));
  await change(1);
  expect(await follower.advance()).toBe('level');
  process.kill(childProcesses()[0], 'SIGKILL');
  await ended;
  expect(await follower.advance()).toBe('ended');

  expect(engines).toEqual([engine]);
  expect(frames).toBe(0);
  expect(follower.mended).toBe(0);
  expect(heard.filter(({ digest }) => digest !== undefined).length).toBeGreaterThan(3);
  const result = await client.result(id);
  const recoveries = (await client.events(id, { limit: 1000 })).filter(({ kind }) => kind === 'recovery');
  expect(recoveries.length).toBeGreaterThan(0);
  expect(result.inputs).toHaveLength(3);
  expect(follower.inputs).toBe(3);
  expect(follower.time).toBe(result.reached);
  const [last] = await client.frames(id, { after: result.frames - 2, limit: 1 });
  expect(frameDigest(follower.frame())).toBe(frameDigest(last));
  follower.dispose();
});
