import { SimulationError, type RunEvent, type RunRecord, type RunSpec } from '@holdfast/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { openModel } from '../src/open-model.ts';
import { Promised } from '../src/promised.ts';
import { RunSession } from '../src/run-session.ts';
import { simulators } from './fixtures/simulators.js';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';
import { Process, World, type Host } from './fixtures/world.ts';

const long = specOf('sampler', { until: 1e7 });
const short = specOf('sampler', { until: 2000 });

let world: World;
let host: Host;
let reports: string[];
beforeEach(() => {
  world = new World(5);
  reports = [];
  host = world.startHost('host', {
    slots: 2,
    report: (run, { code }) => void reports.push(`${run} ${code}`),
  });
});

async function served<T>(promise: Promise<T>, deadlineMs = 60_000): Promise<T> {
  const state = { settled: false };
  const watched = promise.finally(() => (state.settled = true));
  watched.catch(() => undefined);
  if (!(await world.serve(() => state.settled, deadlineMs))) throw new Error('nothing happens any more');
  return watched;
}

async function pass(ms: number): Promise<void> {
  const state = { over: false };
  world.schedule(ms, undefined, () => (state.over = true));
  await world.serve(() => state.over, ms + 1);
}

const start = (spec: RunSpec): Promise<RunRecord> => served(host.supervisor.start(spec));
const ended = (id: string): Promise<RunRecord> => served(host.supervisor.ended(id));
const eventsOf = (id: string): readonly RunEvent[] => [...world.store.runs.get(id)!.events.values()];
const poisoned = (): Promise<never> =>
  Promise.reject(new SimulationError('store.rejected', { reason: 'invalid byte sequence: 0x00' }));

describe('a write that the store refuses for good', () => {
  test.each([
    ['store.rejected', poisoned],
    ['server.internal', (): Promise<never> => Promise.reject(new TypeError('a mistake'))],
  ])('ends the run as failed with what is known (%s)', async (code, refuse) => {
    const { id } = await start(long);
    await pass(30);
    world.store.appendInputs = refuse;
    const input = host.supervisor.input(id, [{ parameter: 'gain', value: 2 }]);
    await expect(served(input)).rejects.toThrow(SimulationError);
    const { result } = await ended(id);
    expect(result).toMatchObject({ stop: { kind: 'failed', code }, partial: true, inputs: [] });
    expect(result!.metrics.find(({ name }) => name === 'n')!.value).toBe(result!.reached);
    const sequences = eventsOf(id).map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
    expect(eventsOf(id).at(-1)).toMatchObject({ kind: 'ended', details: { stop: 'failed', code } });
    await pass(50);
    expect(host.supervisor.live(id)).toBeUndefined();
    expect(host.workers.at(-1)!.alive).toBe(false);
  });

  test('because of its figures ends the run without them', async () => {
    const finish = world.store.finishRun.bind(world.store);
    world.store.finishRun = (id, epoch, result, at, events) =>
      result.metrics.length > 0 ? poisoned() : finish(id, epoch, result, at, events);
    const { id } = await start(short);
    const { result } = await ended(id);
    expect(result).toMatchObject({ stop: { kind: 'failed', code: 'store.rejected' }, metrics: [] });
    expect(reports).toEqual([]);
  });

  test('even when it only says so lets go of the run, reports it, and leaves others alone', async () => {
    const finish = world.store.finishRun.bind(world.store);
    const { id } = await start(short);
    const other = await start({ ...short, seed: 9 });
    world.store.finishRun = (run, ...rest) => (run === id ? poisoned() : finish(run, ...rest));
    await expect(ended(id)).rejects.toMatchObject({ code: 'store.rejected' });
    expect(reports).toEqual([`${id} store.rejected`]);
    expect(host.supervisor.live(id)).toBeUndefined();
    expect((await ended(other.id)).result!.stop).toEqual({ kind: 'reached-end' });
    const begun = world.now;
    await served(host.supervisor.close(10_000));
    expect(world.now - begun).toBeLessThan(1000);
  });
});

async function orphan(): Promise<string> {
  const { id } = await start({ ...short, until: 20_000 });
  await pass(30);
  return id;
}

describe('recovering', () => {
  test('goes on with the next run when one cannot be read, and takes that one the next time', async () => {
    const ids = [await orphan(), await orphan()];
    world.killHost(host);
    host = world.startHost('next', {
      slots: 2,
      report: (run, { code }) => void reports.push(`${run} ${code}`),
    });
    const read = world.store.listInputs.bind(world.store);
    world.store.listInputs = (id) =>
      id === ids[0] ? Promise.reject(new SimulationError('store.unavailable', { reason: 'test' })) : read(id);
    expect(await served(host.supervisor.recover())).toBe(1);
    expect(reports).toEqual([`${ids[0]} store.unavailable`]);
    expect(ids.map((id) => host.supervisor.live(id) !== undefined)).toEqual([false, true]);
    world.store.listInputs = read;
    expect(await served(host.supervisor.recover())).toBe(1);
    expect(await served(host.supervisor.recover())).toBe(0);
    for (const id of ids) {
      const { result, spec } = await ended(id);
      expect(result!.trail).toBe((await undisturbed(spec)).result.trail);
    }
  });

  test('takes up a run whose start failed after it was claimed', async () => {
    const inputs = [{ parameter: 'gain', value: 3, time: 500 }];
    const append = world.store.appendInputs.bind(world.store);
    world.store.appendInputs = () =>
      Promise.reject(new SimulationError('store.unavailable', { reason: 'test' }));
    await expect(start({ ...short, inputs })).rejects.toMatchObject({ code: 'store.unavailable' });
    world.store.appendInputs = append;
    const [id] = world.store.runs.keys();
    expect(await served(host.supervisor.recover())).toBe(1);
    expect((await ended(id)).result!.inputs).toEqual(inputs);
  });

  test('ends a run whose family throws, and goes on', async () => {
    const broken = {
      ...simulators.get('sampler')!,
      parse: () => {
        throw new TypeError('a mistake');
      },
    };
    const ids = [(await start({ ...short, seed: 1 })).id, (await start(specOf('oscillator'))).id];
    world.killHost(host);
    host = world.startHost('next', { slots: 2, simulators: new Map([...simulators, ['sampler', broken]]) });
    expect(await served(host.supervisor.recover())).toBe(2);
    const record = await served(host.supervisor.ended(ids[0]));
    expect(record.result!.stop).toMatchObject({ kind: 'failed', code: 'server.internal' });
  });
});

test('a partial result names only the inputs that its figures contain', async () => {
  const { id } = await start(long);
  await pass(30);
  await served(host.supervisor.pause(id));
  await served(host.supervisor.input(id, [{ parameter: 'gain', value: 4 }]));
  await served(host.supervisor.resume(id));
  host.workers.at(-1)!.frozen = true;
  await served(host.supervisor.cancel(id));
  const { result } = await ended(id);
  expect(world.store.runs.get(id)!.inputs).toHaveLength(1);
  const { result: reference } = await undisturbed({ ...long, limits: { simulatedTime: result!.reached } });
  expect(result).toMatchObject({ inputs: [], metrics: reference.metrics });
});

test('a slot given back before its turn came starts no worker', async () => {
  const record = { ...(await start(short)), id: 'other' };
  const granted = new Promised<void>();
  const ticket = { granted: granted.promise, held: false, giveBack: () => (ticket.held = false) };
  let spawned = 0;
  const session = new RunSession(
    {
      store: world.store,
      clock: world.clock(new Process('host'), 0),
      spawner: {
        spawn: () => {
          spawned++;
          throw new Error('no worker here');
        },
      },
      slots: { ask: () => ticket } as never,
      options: { memoryMb: 100, checkpointMs: 10, unresponsiveMs: 100, graceMs: 10 },
      fleet: undefined,
      gone: () => undefined,
      gaveUp: () => undefined,
    },
    {
      record,
      open: openModel(simulators, record.spec.document),
      log: { run: record.id, epoch: 1, nextEvent: 0, inputs: [], checkpoints: [], recordedTo: -1 },
      stillAt: 0,
    },
  );
  session.begin();
  ticket.held = true;
  granted.resolve();
  ticket.giveBack();
  await pass(20);
  expect(spawned).toBe(0);
});
