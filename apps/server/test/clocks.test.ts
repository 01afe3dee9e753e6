// The plant on the wall clock in a whole server: what watching, load, kills, changes and forks do not change.

import { HoldfastClient, type ClientOptions } from '@holdfast/client';
import { catalog } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import { decodeJson, type RunRequest } from '@holdfast/protocol';
import { computePoint, openModel } from '@holdfast/runtime';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { readConfiguration, startServer, type RunningServer } from '../src/index.ts';
import { temporaryDirectory, until } from './fixture.ts';
import { killLoop } from './fixtures/kill-loop.js';

const file = new URL('../../../examples/buoyancy-plant.json', import.meta.url);
const document = decodeJson(readFileSync(file, 'utf8')) as ModelDocument;
const plant: RunRequest = { document, until: 60 };
const pendulum: RunRequest = {
  document: {
    family: 'pendulum',
    version: 1,
    name: 'pendulum',
    model: { mass: 1, length: 1, angle: 1, damping: 0.1 },
  },
  until: 20,
};
const networkFile = new URL('../../../examples/neural-living.json', import.meta.url);
const network = decodeJson(readFileSync(networkFile, 'utf8')) as ModelDocument;
const optionFile = new URL('../../../examples/european-option.json', import.meta.url);
const option: RunRequest = {
  document: decodeJson(readFileSync(optionFile, 'utf8')) as ModelDocument,
  until: 40_000,
};
/** Slow enough to be steered, fast enough to wait for. */
const slow = { factor: 5, mode: 'balanced', hard: false } as const;
const timeout = 240_000;

describe('the clocks of a run', () => {
  const directory = temporaryDirectory();
  let server: RunningServer;
  let client: HoldfastClient;

  beforeAll(async () => {
    const settings = {
      HOLDFAST_PORT: '0',
      HOLDFAST_DATA_DIR: directory.path,
      HOLDFAST_LOG_LEVEL: 'silent',
      HOLDFAST_SPARE_WORKERS: '0',
      HOLDFAST_SLOTS: '4',
      HOLDFAST_CHECKPOINT_MS: '100',
    };
    server = await startServer(readConfiguration(settings, {}));
    const webSocket = WebSocket as unknown as NonNullable<ClientOptions['webSocket']>;
    client = new HoldfastClient({ url: server.url, webSocket });
  }, timeout);

  afterAll(async () => {
    await server.close();
    directory.remove();
  });

  const reached = (id: string, time: number): Promise<true> =>
    until(`time ${time}`, async () => ((await client.run(id)).run.time >= time ? true : undefined));

  const resultOf = async (id: string) => {
    await until(`the end of ${id}`, async () => (await client.run(id)).run.stop ?? undefined);
    return client.result(id);
  };

  it('give the same frames to 50 subscribers under load as to nobody', { timeout }, async () => {
    const short = { ...plant, until: 20 };
    const alone = await resultOf((await client.start(short)).id);
    const load = [
      await client.start({ ...option, until: 1e7 }),
      await client.start({ ...option, until: 1e7 }),
    ];
    const { id } = await client.start({ ...short, pace: { factor: 20, mode: 'accuracy' } });
    const seen = Array.from({ length: 50 }, () => 0);
    const handles = seen.map((_, at) =>
      client.live(id, { rateHz: 1 + at, onFrame: () => void (seen[at] = (seen[at] ?? 0) + 1) }),
    );
    const watched = await resultOf(id);
    for (const handle of handles) handle.close();
    for (const { id: other } of load) await client.cancel(other);
    expect(seen.every((frames) => frames > 0)).toBe(true);
    expect(watched.trail).toBe(alone.trail);
    expect(watched.metrics).toEqual(alone.metrics);
  });

  it('leave the bytes of the result alone when the server is killed with -9', { timeout }, async () => {
    const short = { ...plant, until: 20 };
    const { id } = await client.start(short);
    await resultOf(id);
    const whole = await (await fetch(`${server.url}/api/v1/runs/${id}/result`)).text();
    const place = temporaryDirectory();
    const environment = { HOLDFAST_DATA_DIR: place.path, HOLDFAST_CHECKPOINT_MS: '100' };
    const request = { ...short, pace: { factor: 10, mode: 'balanced' } };
    const { result, lost } = await killLoop({
      environment,
      family: 'products',
      request,
      kills: 1,
      seed: 1,
      waitMs: 300,
    });
    place.remove();
    expect(lost).toEqual([]);
    expect(result).toBe(whole);
  });

  it('tell pace, lag and profile while the run lives, and take another pace', { timeout }, async () => {
    const { id } = await client.start({ ...plant, pace: slow });
    const profile = await until('a profile', async () => {
      const found = await client.profile(id);
      return found !== null && found.costs.some(({ count }) => count > 0) ? found : undefined;
    });
    expect(profile.pace).toEqual(slow);
    expect(profile.costs.map(({ name }) => name)).toEqual(expect.arrayContaining(['step', 'show']));
    const { pace } = await client.pace(id, { factor: 0, mode: 'performance' });
    expect(pace).toEqual({ factor: 0, mode: 'performance', hard: false });
    expect((await resultOf(id)).stop.kind).toBe('reached-end');
    expect(await client.profile(id)).toBeNull();
    const events = await client.events(id);
    expect(
      events.find(({ kind, details }) => kind === 'pace' && details['mode'] === 'performance'),
    ).toBeDefined();
  });

  it(
    'tell of the worker that proposes connections, with whom a network lives the life it lives alone',
    { timeout },
    async () => {
      const pace = { factor: 300, mode: 'balanced', hard: false } as const;
      const { id } = await client.start({ document: network, until: 1e6, pace });
      const { assistance } = await until('answers in time', async () => {
        const found = await client.profile(id);
        return (found?.assistance?.answered ?? 0) > 2 ? found! : undefined;
      });
      expect(assistance).toMatchObject({ state: 'working', failures: { dead: 0, poisoned: 0 } });
      await client.cancel(id);
      const { reached: steps, metrics, seed } = await resultOf(id);
      const { model } = openModel(catalog, network);
      expect(metrics).toEqual(computePoint(model, { seed, until: steps, parameters: [] }));
    },
  );

  it('take inputs over the WebSocket, in the log and answered, and replay them', { timeout }, async () => {
    const { id } = await client.start({ ...plant, pace: slow });
    await reached(id, 1);
    const live = client.live(id, {});
    await until('the connection', async () => {
      try {
        await live.input([{ parameter: 'load', value: 1.2 }]);
        return true;
      } catch {
        return undefined;
      }
    });
    await expect(live.input([{ parameter: 'weight', value: 1 }])).rejects.toMatchObject({
      code: 'input.unknown',
    });
    await live.pace({ factor: 0 });
    live.close();
    const first = await resultOf(id);
    expect(first.inputs).toMatchObject([{ parameter: 'load', value: 1.2 }]);
    const again = await resultOf((await client.start({ ...plant, inputs: [...first.inputs] })).id);
    expect(again.trail).toBe(first.trail);
  });

  it('leave a fork its parent’s frames, whether a checkpoint is kept or not', { timeout }, async () => {
    const parent = await client.start({ ...plant, pace: slow });
    await reached(parent.id, 2);
    await client.input(parent.id, [{ parameter: 'load', value: 0.7 }]);
    await reached(parent.id, 10);
    await until('a checkpoint', async () =>
      (await client.checkpoints(parent.id)).length > 1 ? true : undefined,
    );
    const { time: at } = (await client.run(parent.id)).run;
    const early = await client.fork(parent.id, { at });
    expect(early.parent).toEqual({ run: parent.id, time: at });
    await client.pace(parent.id, { factor: 0 });
    const whole = await resultOf(parent.id);
    expect((await resultOf(early.id)).trail).toBe(whole.trail);

    const later = await client.fork(parent.id, { at: 30.01, set: [{ parameter: 'load', value: 1.4 }] });
    const changed = await resultOf(later.id);
    expect(changed.inputs).toMatchObject([{ value: 0.7 }, { value: 1.4, time: 30.01 }]);
    const [before, after] = await Promise.all([
      client.frames(parent.id, { limit: 1000 }),
      client.frames(later.id, { limit: 1000 }),
    ]);
    const shared = before.filter(({ time }) => time <= 30);
    expect(after.slice(0, shared.length)).toEqual(shared);
    expect(after.at(-1)).not.toEqual(before.at(-1));
  });

  it.each([
    ['a pendulum', pendulum, 'torque', 3],
    ['a scenario', option, 'strike', 90],
  ] as const)('fork %s as they fork a plant', { timeout }, async (_, request, parameter, value) => {
    const { id } = await client.start(request);
    const whole = await resultOf(id);
    const at = whole.reached / 3;
    const same = await client.fork(id, { at });
    expect((await resultOf(same.id)).trail).toBe(whole.trail);
    const other = await client.fork(id, { at, set: [{ parameter, value }] });
    expect((await resultOf(other.id)).metrics).not.toEqual(whole.metrics);
    await expect(client.fork(id, { at: whole.reached + 1 })).rejects.toMatchObject({
      code: 'run.not-there-yet',
    });
    await expect(client.fork(id, { at, set: [{ parameter: 'nothing', value: 1 }] })).rejects.toMatchObject({
      code: 'input.unknown',
    });
  });

  it('fork with a log that goes on and another end as if it had been run so', { timeout }, async () => {
    const parent = await client.start({ ...pendulum, inputs: [{ time: 2, parameter: 'torque', value: 1 }] });
    await resultOf(parent.id);
    const inputs = [
      { time: 5, parameter: 'torque', value: 3 },
      { time: 30, parameter: 'torque', value: 0 },
    ];
    const fork = await resultOf((await client.fork(parent.id, { at: 4, inputs, until: 40 })).id);
    expect(fork.reached).toBe(40);
    const log = [{ time: 2, parameter: 'torque', value: 1 }, ...inputs];
    const whole = await resultOf((await client.start({ ...pendulum, until: 40, inputs: log })).id);
    expect(fork.trail).toBe(whole.trail);
    const wrong = [
      { at: 6, inputs },
      { at: 4, inputs: inputs.toReversed() },
      { at: 4, until: 3 },
    ];
    for (const request of wrong)
      await expect(client.fork(parent.id, request)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
