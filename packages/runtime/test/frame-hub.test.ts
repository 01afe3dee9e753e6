import type { Frame, RunEvent, RunRecord } from '@holdfast/core';
import { decodeFrame } from '@holdfast/protocol';
import { describe, expect, test } from 'vitest';
import { FrameHub } from '../src/frame-hub.ts';
import type { LiveRun, Subscriber } from '../src/run-host.ts';
import { Process, World } from './fixtures/world.ts';

interface Seen {
  readonly frames: number[];
  readonly bytes: Uint8Array[];
  readonly events: number[];
  changes: number;
  readonly ended: string[];
}

function subscriber(change: Partial<Subscriber> = {}): Subscriber & { readonly seen: Seen } {
  const seen: Seen = { frames: [], bytes: [], events: [], changes: 0, ended: [] };
  return {
    seen,
    rateHz: 10,
    frame: (bytes, { sequence }) => {
      seen.frames.push(sequence);
      seen.bytes.push(bytes);
      return true;
    },
    event: ({ sequence }) => void seen.events.push(sequence),
    changed: () => void seen.changes++,
    ended: ({ id }) => void seen.ended.push(id),
    ...change,
  };
}

const frameOf = (sequence: number): Frame => ({
  sequence,
  time: sequence,
  values: Float64Array.of(sequence),
});
const eventOf = (sequence: number): RunEvent => ({
  sequence,
  kind: 'status',
  time: 0,
  at: 0,
  message: '',
  details: {},
});
const record = { id: 'run' } as RunRecord;
const live = {} as LiveRun;

function openHub(): { world: World; hub: FrameHub; pass: (ms: number) => Promise<boolean> } {
  const world = new World(1);
  const hub = new FrameHub(world.clock(new Process('host'), 0));
  const pass = (ms: number): Promise<boolean> => {
    let over = false;
    world.schedule(ms, undefined, () => (over = true));
    return world.serve(() => over, ms + 1);
  };
  return { world, hub, pass };
}

describe('a frame hub', () => {
  test('delivers in a later turn, never inside publish', async () => {
    const { hub, pass } = openHub();
    const reader = subscriber();
    hub.subscribe(reader);
    hub.publish(frameOf(0));
    hub.event(eventOf(0));
    expect(reader.seen).toMatchObject({ frames: [], events: [] });
    await pass(1);
    expect(reader.seen).toMatchObject({ frames: [0], events: [0] });
  });

  test('says how many frames a second the quickest subscriber asks for, when that changes', async () => {
    const asked: number[] = [];
    const listening = new FrameHub(new World(1).clock(new Process('host'), 0), (hz) => asked.push(hz));
    const changing = { ...subscriber({ rateHz: 10 }) };
    const handles = [changing, subscriber({ rateHz: Infinity, wishHz: 30 })].map((each) =>
      listening.subscribe(each),
    );
    const boundless = listening.subscribe(subscriber({ rateHz: Infinity }));
    boundless.close();
    Object.assign(changing, { rateHz: 45 });
    listening.publish(frameOf(0));
    listening.publish(frameOf(1));
    for (const handle of handles) handle.close();
    expect(asked).toEqual([10, 30, 60, 30, 45, 30, 0]);
    expect(listening.wishHz).toBe(0);
  });

  test('thins frames to the rate of each subscriber, and the latest wins', async () => {
    const { hub, pass } = openHub();
    const slow = subscriber({ rateHz: 10 });
    const fast = subscriber({ rateHz: 50 });
    const handles = [slow, fast].map((reader) => hub.subscribe(reader));
    for (let sequence = 0; sequence < 100; sequence++) {
      hub.publish(frameOf(sequence));
      await pass(10);
    }
    await pass(200);
    expect(slow.seen.frames.length).toBeGreaterThanOrEqual(10);
    expect(slow.seen.frames.length).toBeLessThanOrEqual(12);
    expect(fast.seen.frames.length).toBeGreaterThanOrEqual(48);
    expect(fast.seen.frames.length).toBeLessThanOrEqual(52);
    for (const { seen } of [slow, fast]) expect(seen.frames.at(-1)).toBe(99);
    expect(handles.map(({ dropped }) => dropped)).toEqual(
      [slow, fast].map(({ seen }) => 100 - seen.frames.length),
    );
  });

  test('delivers to others at their rate beside a subscriber that takes no frames', async () => {
    const { hub, pass } = openHub();
    const without = subscriber({ rateHz: 0 });
    const reader = subscriber({ rateHz: 10 });
    const handle = hub.subscribe(without);
    hub.subscribe(reader);
    hub.changed(() => live);
    hub.publish(frameOf(0));
    await pass(1);
    hub.changed(() => live);
    hub.publish(frameOf(1));
    await pass(500);
    expect(reader.seen).toMatchObject({ frames: [0, 1], changes: 2 });
    hub.event(eventOf(0));
    hub.ended(record);
    await pass(1);
    expect(without.seen).toMatchObject({ frames: [], changes: 2, events: [0], ended: ['run'] });
    expect(handle.dropped).toBe(0);
  });

  test('encodes a frame once for all subscribers, and only when one takes it', async () => {
    const { hub, pass } = openHub();
    const readers = [subscriber(), subscriber(), subscriber()];
    for (const reader of readers) hub.subscribe(reader);
    hub.publish(frameOf(7));
    await pass(1);
    const [first, ...others] = readers.map(({ seen }) => seen.bytes[0]);
    expect(others.every((bytes) => bytes === first)).toBe(true);
    expect(decodeFrame(first)).toMatchObject({ sequence: 7 });
  });

  test('shows the latest frame to a subscriber that comes while nothing moves', async () => {
    const { hub, pass } = openHub();
    hub.publish(frameOf(1));
    hub.publish(frameOf(2));
    const late = subscriber();
    hub.subscribe(late);
    await pass(1);
    expect(late.seen.frames).toEqual([2]);
  });

  test('counts a frame that could not be taken as dropped and asks again with the next', async () => {
    const { hub, pass } = openHub();
    const stalled = subscriber({ frame: () => false });
    const handle = hub.subscribe(stalled);
    for (let sequence = 0; sequence < 5; sequence++) {
      hub.publish(frameOf(sequence));
      await pass(100);
    }
    expect(handle.dropped).toBe(5);
  });

  test('keeps a bounded number of events in one turn and counts the rest as dropped', async () => {
    const { hub, pass } = openHub();
    const reader = subscriber();
    const handle = hub.subscribe(reader);
    for (let sequence = 0; sequence < 1000; sequence++) hub.event(eventOf(sequence));
    await pass(1);
    expect(reader.seen.events).toEqual(Array.from({ length: 256 }, (_, index) => 744 + index));
    expect(handle.dropped).toBe(744);
  });

  test('tells of changes at most ten times a second', async () => {
    const { hub, pass } = openHub();
    const reader = subscriber();
    hub.subscribe(reader);
    for (let change = 0; change < 100; change++) {
      hub.changed(() => live);
      await pass(10);
    }
    expect(reader.seen.changes).toBeGreaterThanOrEqual(9);
    expect(reader.seen.changes).toBeLessThanOrEqual(11);
  });

  test('delivers what waits before the end, whatever the rate, and the end to those who come later', async () => {
    const { hub, pass } = openHub();
    const reader = subscriber({ rateHz: 0.1 });
    hub.subscribe(reader);
    hub.publish(frameOf(0));
    await pass(1);
    hub.publish(frameOf(1));
    hub.event(eventOf(0));
    hub.ended(record);
    await pass(1);
    expect(reader.seen).toMatchObject({ frames: [0, 1], events: [0], ended: ['run'] });
    const late = subscriber();
    hub.subscribe(late);
    await pass(1);
    expect(late.seen.ended).toEqual(['run']);
  });

  test('lets go of a subscriber that throws, and of one that closes', async () => {
    const { hub, pass } = openHub();
    let calls = 0;
    const broken = subscriber({
      frame: () => {
        calls++;
        throw new Error('broken');
      },
    });
    const healthy = subscriber();
    const leaving = subscriber();
    hub.subscribe(broken);
    hub.subscribe(healthy);
    hub.subscribe(leaving).close();
    for (let sequence = 0; sequence < 2; sequence++) {
      hub.publish(frameOf(sequence));
      await pass(100);
    }
    expect(calls).toBe(1);
    expect(healthy.seen.frames).toEqual([0, 1]);
    expect(leaving.seen.frames).toEqual([]);
  });
});
