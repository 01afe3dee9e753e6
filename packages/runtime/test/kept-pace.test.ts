// The pace asked for last survives the host that was asked, whether the run goes on, stands still or waits.
import type { RunEvent } from '@holdfast/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { paceAsked } from '../src/pace.ts';
import { readLog } from '../src/run-log.ts';
import { specOf } from './fixtures/specs.ts';
import { World, type Host } from './fixtures/world.ts';

const spec = {
  ...specOf('sampler', { until: 1e7 }),
  pace: { factor: 100, mode: 'balanced', hard: false },
} as const;

let world: World;
let host: Host;
beforeEach(() => {
  world = new World(3);
  host = world.startHost('host');
});

async function served<T>(promise: Promise<T>): Promise<T> {
  const state = { settled: false };
  const watched = promise.finally(() => (state.settled = true));
  watched.catch(() => undefined);
  if (!(await world.serve(() => state.settled, 60_000))) throw new Error('nothing happens any more');
  return watched;
}

/** Kills the host at once, and lets another take its runs. */
async function takenOver(): Promise<void> {
  world.killHost(host);
  host = world.startHost('next');
  expect(await served(host.supervisor.recover())).toBe(1);
}

describe('a pace', () => {
  test('that was changed in parts is that of the next host from its first word on', async () => {
    const { id } = await served(host.supervisor.start(spec));
    await served(host.supervisor.pace(id, { factor: 2 }));
    await served(
      Promise.all([
        host.supervisor.pace(id, { mode: 'performance' }),
        host.supervisor.pace(id, { factor: 3 }),
      ]),
    );
    const wanted = { factor: 3, mode: 'performance', hard: false };
    expect(host.supervisor.live(id)?.pace).toEqual(wanted);
    await takenOver();
    expect(host.supervisor.live(id)?.pace).toEqual(wanted);
    // and the worker keeps it
    const told = (): boolean => host.supervisor.live(id)?.clock !== undefined;
    expect(await world.serve(told, 60_000)).toBe(true);
    expect(host.supervisor.live(id)?.pace).toEqual(wanted);
    expect(host.supervisor.live(id)!.record.time).toBeLessThan(1000);
  });

  test('that was changed while the run stood still is kept, too', async () => {
    const { id } = await served(host.supervisor.start(spec));
    await served(host.supervisor.pause(id));
    await served(host.supervisor.pace(id, { factor: 7 }));
    await takenOver();
    expect(host.supervisor.live(id)?.record.status).toBe('paused');
    expect(host.supervisor.live(id)?.pace.factor).toBe(7);
  });

  test('that nobody changed is that of the request', async () => {
    const { id } = await served(host.supervisor.start(spec));
    await takenOver();
    expect(host.supervisor.live(id)?.pace).toEqual(spec.pace);
  });

  test('is found however many events came after it', async () => {
    const { id, epoch } = await served(host.supervisor.start(spec));
    await served(host.supervisor.pause(id));
    await served(host.supervisor.pace(id, { factor: 5 }));
    const { nextEvent } = await served(readLog(world.store, id));
    const later = Array.from({ length: 2345 }, (_, at): RunEvent => {
      const details = { lateMs: 120, slips: 1, slippedMs: 120 };
      return { sequence: nextEvent + at, kind: 'pace', time: 0, at: 0, message: 'late', details };
    });
    await served(world.store.appendEvents(id, epoch, later));
    expect((await served(readLog(world.store, id))).pace?.factor).toBe(5);
  });

  test('is read only from events that say a whole one', () => {
    const event = { sequence: 0, kind: 'pace', time: 0, at: 0, message: '' } as const;
    const details = { factor: 1, mode: 'accuracy', hard: true };
    expect(paceAsked({ ...event, details })).toEqual(details);
    expect(paceAsked({ ...event, details: { rung: 2 } })).toBeUndefined();
    expect(paceAsked({ ...event, details: { ...details, mode: 'leisure' } })).toBeUndefined();
    expect(paceAsked({ ...event, kind: 'warning', details })).toBeUndefined();
  });
});
