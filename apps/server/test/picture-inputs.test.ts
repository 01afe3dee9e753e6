// Lists as inputs of a run in a whole server: over HTTP and the WebSocket, bounded, followed in lock-step, killed with -9, replayed and forked.
import { catalog } from '@holdfast/catalog';
import { HoldfastClient } from '@holdfast/client';
import { placesMost, type ModelDocument, type RunResult } from '@holdfast/core';
import { writeChange } from '@holdfast/numerics';
import { frameDigest, type ErrorView } from '@holdfast/protocol';
import { Follower } from '@holdfast/runtime';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readConfiguration, startServer, type RunningServer } from '../src/index.ts';
import { childProcesses, temporaryDirectory, until } from './fixture.ts';

const directory = temporaryDirectory();
let server: RunningServer;
beforeAll(async () => {
  const settings = {
    HOLDFAST_PORT: '0',
    HOLDFAST_DATA_DIR: directory.path,
    HOLDFAST_LOG_LEVEL: 'silent',
    HOLDFAST_SPARE_WORKERS: '0',
    HOLDFAST_CHECKPOINT_MS: '200',
  };
  server = await startServer(readConfiguration(settings, {}));
});
afterAll(async () => {
  await server.close();
  directory.remove();
});

const ramp = Array.from({ length: 16 }, (_, at) => 17 * at);

it('a network sees the same pictures again, whoever was killed while it saw them', async () => {
  const client = new HoldfastClient({ url: server.url, webSocket: WebSocket });
  const path = new URL('../../../examples/neural-teaching.json', import.meta.url);
  const document = JSON.parse(readFileSync(path, 'utf8')) as ModelDocument;
  const { id } = await client.start({ document, until: 2000, pace: { factor: 20 } });
  const simulator = catalog.get('neural')!;
  const engine = `neural@${simulator.version}`;
  const { run } = await client.run(id);
  const spec = { document, seed: run.seed, until: run.until, parameters: run.parameters, limits: run.limits };
  const follower = await Follower.open(simulator, { spec, engine, checkpoint: () => client.checkpoint(id) });
  const ended = new Promise<void>((resolve, reject) => {
    client.live(id, {
      watch: 'steps',
      inputs: follower.inputs,
      onReached: (reached) => follower.hear(reached),
      onEnded: () => resolve(),
      onError: reject,
    });
  });
  const show = (value: readonly number[]) => client.input(id, [{ parameter: 'picture', value }]);
  await show(ramp);
  await expect(show(ramp.slice(1))).rejects.toMatchObject({
    code: 'input.wrong-length',
    message: 'picture takes a list of 16 (4 x 4), it was given a list of 15',
  });
  await expect(show(ramp.map((level) => level + 1))).rejects.toMatchObject({ code: 'input.out-of-range' });
  const long = Array.from({ length: placesMost + 1 }, () => 0);
  const words = 'holds 65537 numbers, at most 65536 numbers are taken at once';
  const posted = async (body: unknown) => {
    const answer = await fetch(`${server.url}/api/v1/runs/${id}/inputs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, ...((await answer.json()) as ErrorView) };
  };
  const code = 'input.too-long';
  const inputs = [
    { parameter: 'picture', value: ramp },
    { parameter: 'picture', value: long },
  ];
  expect(await posted({ inputs })).toMatchObject({
    status: 413,
    error: { code, message: `/inputs/1/value ${words}` },
  });
  // so much is not even read
  expect(await posted({ inputs: [], more: 'x'.repeat(9_000_000) })).toMatchObject({
    status: 413,
    error: {
      code,
      message: expect.stringMatching(/^the request holds 90\d+ bytes, at most 262144 numbers/) as string,
    },
  });
  await expect(show(long)).rejects.toMatchObject({ code, message: `/inputs/0/value ${words}` });

  process.kill(childProcesses()[0], 'SIGKILL');
  const live = client.live(id, {});
  await until('the connection', async () => {
    try {
      await live.input([{ parameter: 'picture', value: [...ramp].reverse() }]);
      return true;
    } catch {
      return undefined;
    }
  });
  await client.input(id, [{ parameter: 'brightness', value: 0.2 }]);
  const mixed = ramp.map((level, at) => (at % 2 === 0 ? level : -1));
  await show(mixed);
  const change = { change: writeChange(mixed, [9, ...mixed.slice(1)])! };
  await client.input(id, [{ parameter: 'picture', value: change }]);
  const beyond = { change: writeChange([...mixed, 1], [...mixed, 2])! };
  await expect(client.input(id, [{ parameter: 'picture', value: beyond }])).rejects.toMatchObject({
    code: 'input.wrong-length',
    message: 'picture takes what changes of a list of 16, it was given another change',
  });
  live.close();
  await client.pace(id, { factor: 0 });
  await ended;
  expect(await follower.advance()).toBe('ended');
  const result = await client.result(id);
  expect(result.inputs.map(({ parameter }) => parameter)).toEqual([
    'picture',
    'picture',
    'brightness',
    'picture',
    'picture',
  ]);
  expect(result.inputs.at(-1)?.value).toEqual(change);
  expect(result.inputs[1]?.value).toEqual([...ramp].reverse());
  const [last] = await client.frames(id, { after: result.frames - 2, limit: 1 });
  expect(frameDigest(follower.frame())).toBe(frameDigest(last));
  expect(follower.inputs).toBe(5);
  follower.dispose();
  const events = await client.events(id, { limit: 1000 });
  expect(events.some(({ kind }) => kind === 'recovery')).toBe(true);
  expect(events.find(({ kind }) => kind === 'input')).toMatchObject({
    message: 'picture = 16 numbers, 0 to 255',
    details: { parameter: 'picture', places: 16 },
  });

  const resultOf = async (other: string): Promise<RunResult> => {
    await until(`the end of ${other}`, async () => (await client.run(other)).run.stop ?? undefined);
    return client.result(other);
  };
  const again = await resultOf(
    (await client.start({ document, until: 2000, inputs: [...result.inputs] })).id,
  );
  expect(again.trail).toBe(result.trail);
  const fork = await resultOf(
    (await client.fork(id, { at: 1500, set: [{ parameter: 'picture', value: ramp }] })).id,
  );
  expect(fork.inputs.slice(0, 5)).toEqual(result.inputs);
  expect(fork.inputs.at(-1)).toEqual({ parameter: 'picture', value: ramp, time: 1500 });
  const begun = await resultOf(
    (await client.start({ document, until: 50, parameters: [{ parameter: 'picture', value: ramp }] })).id,
  );
  expect(begun.parameters).toEqual([{ parameter: 'picture', value: ramp }]);
});
