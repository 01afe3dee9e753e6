import { SimulationError, type RunRecord, type RunSpec } from '@holdfast/core';
import { encodeResult } from '@holdfast/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Subscriber } from '../src/run-host.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';
import { World, type Host } from './fixtures/world.ts';

const long = specOf('sampler', { until: 1e7 });
const short = specOf('sampler', { until: 2000 });

let world: World;
let host: Host;
beforeEach(() => {
  world = new World(3);
  host = world.startHost('host');
});

/** Serves the world until `promise` settles. */
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
const statusOf = (id: string): string | undefined => host.supervisor.live(id)?.record.status;
const eventsOf = (id: string): readonly string[] =>
  [...world.store.runs.get(id)!.events.values()].map(({ kind, message }) =>
    kind === 'status' ? message : kind,
  );

async function bytesAgree(record: RunRecord): Promise<void> {
  const { result } = await undisturbed(record.spec, record.result!.inputs);
  expect(encodeResult(record.result!)).toBe(encodeResult(result));
}

describe('starting', () => {
  test('refuses what lies outside bounds or names nothing, before anything is stored', async () => {
    const refusals: [RunSpec, string][] = [
      [{ ...short, limits: { memoryMb: 1 } }, 'limit.out-of-bounds'],
      [{ ...short, workers: 0 }, 'limit.out-of-bounds'],
      [{ ...short, parameters: [{ parameter: 'nothing', value: 1 }] }, 'input.unknown'],
      [{ ...short, parameters: [{ parameter: 'gain', value: 99 }] }, 'input.out-of-range'],
      [{ ...short, document: { ...short.document, family: 'nothing' } }, 'document.unknown-family'],
      [{ ...short, document: { ...short.document, model: { broken: true } } }, 'document.invalid'],
    ];
    for (const [spec, code] of refusals) {
      await expect(host.supervisor.start(spec)).rejects.toMatchObject({ code });
    }
    expect(world.store.runs.size).toBe(0);
  });

  test('queues runs while all slots are taken, serves them in order and refuses more than the queue holds', async () => {
    host = world.startHost('small', { queueMax: 2 });
    const ids: string[] = [];
    for (let run = 0; run < 3; run++) ids.push((await start({ ...short, until: 20_000, seed: run })).id);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.map(statusOf).slice(1)).toEqual(['queued', 'queued']);
    await expect(host.supervisor.start(short)).rejects.toMatchObject({ code: 'run.too-many' });
    const order: string[] = [];
    await served(Promise.all(ids.map((id) => host.supervisor.ended(id).then(() => order.push(id)))));
    expect(order).toEqual(ids);
  });

  test('with a log replays its inputs at their times', async () => {
    const inputs = [
      { parameter: 'gain', value: 3, time: 0 },
      { parameter: 'gain', value: 7, time: 500 },
    ];
    const { id } = await start({ ...short, inputs });
    const record = await ended(id);
    expect(record.result!.inputs).toEqual(inputs);
    await bytesAgree(record);
  });
});

describe('pausing', () => {
  test('frees the slot for others, keeps the state, and resuming ends with the same bytes', async () => {
    const { id } = await start({ ...short, until: 4000 });
    await pass(20);
    await served(host.supervisor.pause(id));
    expect(statusOf(id)).toBe('paused');
    const other = await start(short);
    await ended(other.id);
    await served(host.supervisor.resume(id));
    await bytesAgree(await ended(id));
    expect(eventsOf(id).filter((kind) => kind === 'paused')).toHaveLength(1);
  });

  test('takes inputs at the time where the run stands', async () => {
    const { id } = await start({ ...short, until: 4000 });
    await pass(20);
    await served(host.supervisor.pause(id));
    const { time } = world.store.runs.get(id)!.checkpoints[0];
    await served(host.supervisor.input(id, [{ parameter: 'gain', value: 4 }]));
    expect(world.store.runs.get(id)!.inputs).toEqual([{ parameter: 'gain', value: 4, time }]);
    await served(host.supervisor.resume(id));
    const record = await ended(id);
    expect(record.result!.inputs).toHaveLength(1);
    await bytesAgree(record);
  });

  test('of a queued run needs no worker, and survives the host', async () => {
    await start(long);
    const { id } = await start(short);
    await served(host.supervisor.pause(id));
    world.killHost(host);
    host = world.startHost('next');
    expect(await served(host.supervisor.recover())).toBe(2);
    await pass(50);
    expect(statusOf(id)).toBe('paused');
    await served(host.supervisor.resume(id));
    expect(statusOf(id)).toBe('queued');
  });

  test('is refused while the disk refuses its checkpoint, and the run goes on', async () => {
    const { id } = await start(long);
    await pass(20);
    world.faults = { ...world.faults, diskFails: 1 };
    await expect(served(host.supervisor.pause(id))).rejects.toMatchObject({ code: 'checkpoint.unwritable' });
    expect(statusOf(id)).toBe('running');
    expect(eventsOf(id)).toContain('warning');
  });
});

describe('cancelling', () => {
  test('a running run gives its partial result', async () => {
    const { id } = await start(long);
    await pass(30);
    await served(host.supervisor.cancel(id));
    const { result } = await ended(id);
    expect(result).toMatchObject({ stop: { kind: 'cancelled' }, partial: true });
    expect(result!.metrics.find(({ name }) => name === 'n')!.value).toBe(result!.reached);
    expect(result!.reached).toBeGreaterThan(0);
  });

  test('a queued run ends it at once, and its place goes to the next', async () => {
    const { id: first } = await start(long);
    const { id } = await start(short);
    await served(host.supervisor.cancel(id));
    expect((await ended(id)).result).toMatchObject({ stop: { kind: 'cancelled' }, reached: 0, frames: 0 });
    await served(host.supervisor.cancel(first));
    await ended((await start(short)).id);
  });

  test('a paused run gives the numbers of where it stood, also in another host', async () => {
    const { id } = await start(long);
    await pass(30);
    await served(host.supervisor.pause(id));
    const { time } = world.store.runs.get(id)!.checkpoints[0];
    world.killHost(host);
    host = world.startHost('next');
    await served(host.supervisor.recover());
    await served(host.supervisor.cancel(id));
    const { result } = await ended(id);
    expect(result).toMatchObject({ stop: { kind: 'cancelled' }, reached: time });
    expect(result!.metrics.find(({ name }) => name === 'n')!.value).toBe(time);
  });

  test('a worker that does not listen kills it after the grace, with the last numbers known', async () => {
    const { id } = await start(long);
    await pass(700);
    host.workers.at(-1)!.frozen = true;
    await served(host.supervisor.cancel(id));
    const { result } = await ended(id);
    expect(result!.stop).toEqual({ kind: 'cancelled' });
    expect(result!.reached).toBeGreaterThan(0);
    expect(result!.metrics.find(({ name }) => name === 'n')!.value).toBe(result!.reached);
  });

  test('an ended run is refused', async () => {
    const { id } = await start(short);
    await ended(id);
    await expect(served(host.supervisor.cancel(id))).rejects.toMatchObject({ code: 'run.ended' });
    await expect(served(host.supervisor.input(id, []))).rejects.toMatchObject({ code: 'run.ended' });
    await expect(served(host.supervisor.pause('nothing'))).rejects.toMatchObject({ code: 'run.not-found' });
  });
});

describe('watching', () => {
  test('asks for the partial result at three quarters of the memory bound', async () => {
    const { id } = await start({ ...long, limits: { memoryMb: 100 } });
    await pass(30);
    world.rssMb = 76;
    const { result } = await ended(id);
    expect(result!.stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: 100 });
    expect(result!.metrics.find(({ name }) => name === 'n')!.value).toBe(result!.reached);
    const limit = [...world.store.runs.get(id)!.events.values()].find(({ kind }) => kind === 'limit');
    expect(limit!.details).toEqual({ limit: 'memoryMb', bound: 100, observedMb: 76, softMb: 75 });
  });

  test('kills at the bound and keeps the last numbers known', async () => {
    const { id } = await start({ ...long, limits: { memoryMb: 100 } });
    await pass(30);
    host.workers.at(-1)!.frozen = true;
    world.rssMb = 100;
    const { result } = await ended(id);
    expect(result!.stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: 100 });
    expect(result!.frames).toBe(world.store.runs.get(id)!.frames.size);
  });

  test('resumes a worker that stopped answering once, and gives up when it happens again', async () => {
    const { id } = await start(long);
    await pass(30);
    const freeze = (): void => {
      if (statusOf(id) === 'running') host.workers.at(-1)!.frozen = true;
      world.schedule(1, undefined, freeze);
    };
    freeze();
    const { result } = await ended(id);
    expect(result!.stop).toMatchObject({ kind: 'failed', code: 'worker.unresponsive' });
    // A run that gets further before it stops answering has earned another try.
    expect(host.workers.length).toBeGreaterThanOrEqual(2);
    expect(host.workers.length).toBeLessThanOrEqual(4);
  });

  test('waits for a worker that is ready to run and gets no processor', async () => {
    const { id } = await start({ ...short, until: 20_000 });
    await pass(30);
    const worker = host.workers.at(-1)!;
    worker.frozen = true;
    const starve = (): void => {
      world.waitedMs += 1;
      if (worker.frozen) world.schedule(1, undefined, starve);
    };
    starve();
    await pass(3000);
    expect(worker.alive).toBe(true);
    world.thaw(worker);
    await bytesAgree(await ended(id));
    expect(host.workers).toHaveLength(1);
  });

  test('ends a worker that ignores its limit on wall time', async () => {
    const { id } = await start({ ...long, limits: { wallMs: 60 } });
    await pass(40);
    host.workers.at(-1)!.frozen = true;
    expect((await ended(id)).result!.stop).toEqual({ kind: 'limit', limit: 'wallMs', bound: 60 });
  });
});

describe('handing over', () => {
  test('closing checkpoints and stops every run; the next host takes them to the same end', async () => {
    const { id } = await start({ ...short, until: 20_000 });
    await pass(30);
    const waiting = host.supervisor.ended(id);
    waiting.catch(() => undefined);
    await served(host.supervisor.close(1000));
    await expect(waiting).rejects.toMatchObject({ code: 'server.draining' });
    await expect(host.supervisor.start(short)).rejects.toMatchObject({ code: 'server.draining' });
    expect(host.workers.every(({ alive }) => !alive || host.workers.length === 1)).toBe(true);
    const stored = world.store.runs.get(id)!;
    expect(stored.checkpoints[0].time).toBeGreaterThan(0);
    world.killHost(host);
    host = world.startHost('next');
    expect(await served(host.supervisor.recover())).toBe(1);
    await bytesAgree(await ended(id));
    expect(eventsOf(id)).toContain('recovery');
  });

  test('closing kills what does not stop in time', async () => {
    const { id } = await start(long);
    await pass(30);
    host.workers.at(-1)!.frozen = true;
    await served(host.supervisor.close(100), 200);
    await pass(10);
    expect(host.workers.at(-1)!.alive).toBe(false);
    expect(world.store.runs.get(id)!.record.status).not.toBe('ended');
  });

  test('a damaged checkpoint is passed over for the one before, and said', async () => {
    const { id } = await start({ ...short, until: 20_000 });
    const stored = world.store.runs.get(id)!;
    await world.serve(() => stored.checkpoints.length === 2, 5000);
    const [newest] = stored.checkpoints;
    world.files.get(`${id}/${newest.file}`)![40] ^= 4;
    world.damaged.add(`${id}/${newest.file}`);
    world.kill(host.workers.at(-1)!);
    const record = await ended(id);
    await bytesAgree(record);
    const recoveries = [...stored.events.values()].filter(
      ({ details }) => details['code'] === 'checkpoint.corrupt',
    );
    expect(recoveries.map(({ details }) => details['file'])).toEqual([newest.file]);
  });

  test('a host that was taken over lets go of the run and of those who wait for it', async () => {
    const { id } = await start(long);
    await pass(30);
    const waiting = host.supervisor.ended(id);
    waiting.catch(() => undefined);
    world.store.alive.delete('host');
    const next = world.startHost('next');
    await served(next.supervisor.recover());
    await expect(served(waiting)).rejects.toMatchObject({ code: 'store.stale-epoch' });
    expect(host.supervisor.live(id)).toBeUndefined();
    await expect(served(host.supervisor.cancel(id))).rejects.toMatchObject({ code: 'run.not-here' });
    await pass(20);
    expect(host.workers.at(-1)!.alive).toBe(false);
  });

  test('a run that this version cannot open any more ends with the reason', async () => {
    const spec = { ...short, document: { ...short.document, family: 'forgotten' } };
    await world.store.createRun({
      id: 'old',
      spec,
      document: '',
      family: 'forgotten',
      name: '',
      createdAt: 0,
    });
    expect(await served(host.supervisor.recover())).toBe(1);
    const { result } = await ended('old');
    expect(result!.stop).toMatchObject({ kind: 'failed', code: 'document.unknown-family' });
  });
});

describe('following', () => {
  test('shows model, frames, numbers, rate and the end', async () => {
    const seen = { frames: 0, events: [] as number[], rates: [] as number[], ended: '' };
    const subscriber: Subscriber = {
      rateHz: 60,
      frame: () => {
        seen.frames++;
        return true;
      },
      event: ({ sequence }) => void seen.events.push(sequence),
      changed: ({ rate }) => void seen.rates.push(rate),
      ended: ({ id }) => void (seen.ended = id),
    };
    const { id } = await start({ ...short, until: 60_000 });
    host.supervisor.subscribe(id, subscriber);
    await pass(600);
    expect(host.supervisor.live(id)).toMatchObject({
      model: { timeUnit: 'iteration', channels: [{ name: 'sum' }], parameters: [{ name: 'gain' }] },
      metrics: { metrics: [{ name: 'sum' }, { name: 'n' }] },
      latest: { sequence: expect.any(Number) as number },
      etaMs: expect.any(Number) as number,
    });
    await ended(id);
    await pass(20);
    expect(seen.ended).toBe(id);
    expect(seen.frames).toBeGreaterThan(5);
    expect(Math.max(...seen.rates)).toBeGreaterThan(0);
    expect(seen.events).toEqual(seen.events.toSorted((a, b) => a - b));
    expect(() => host.supervisor.subscribe('nothing', subscriber)).toThrow(SimulationError);
    seen.ended = '';
    host.supervisor.subscribe(id, subscriber);
    await pass(1);
    expect(seen.ended).toBe(id);
  });
});
