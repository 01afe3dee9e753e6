import type { LiveOptions } from '@holdfast/client';
import type { Channel, Frame } from '@holdfast/core';
import type { ModelView, RunView } from '@holdfast/protocol';
import { describe, expect, it, vi } from 'vitest';
import { FramePump } from '../src/telemetry/frame-pump.ts';
import { RunFeed } from '../src/telemetry/run-feed.ts';

const channel: Channel = { name: 'x', unit: '', shape: [2], role: 'estimate', subject: 'x' };

const model: ModelView = {
  timeUnit: 'steps',
  until: 100,
  channels: [channel],
  parameters: [],
};

const run = {
  id: 'r',
  status: 'running',
  stop: null,
  partial: false,
  epoch: 1,
  parameters: [],
  time: 0,
} as unknown as RunView;

const frame = (sequence: number, time = sequence * 10): Frame => ({
  sequence,
  time,
  values: Float64Array.of(time, 1),
});

const event = (sequence: number) =>
  ({ sequence, kind: 'status', time: 0, at: 0, message: '', details: {} }) as const;

/** A server with recorded frames whose answers wait until the test lets them go. */
function fakeServer(recorded: Frame[]) {
  const asked: (number | undefined)[] = [];
  const gates: (() => void)[] = [];
  let options: LiveOptions = {};
  let closed = 0;
  const client = {
    live(_: string, given: LiveOptions) {
      options = given;
      return { setRate: () => undefined, close: () => (closed += 1) };
    },
    async frames(_: string, page: { after?: number | undefined } = {}) {
      asked.push(page.after);
      await new Promise<void>((resolve) => gates.push(resolve));
      return recorded.filter(({ sequence }) => sequence > (page.after ?? -1));
    },
  };
  return {
    client,
    asked,
    recorded,
    get options() {
      return options;
    },
    get closed() {
      return closed;
    },
    async release() {
      gates.shift()?.();
      await vi.waitFor(() => expect(gates).toEqual([]));
      await Promise.resolve();
    },
  };
}

const still = { requestFrame: () => 1, cancelFrame: () => undefined, hidden: () => true };

function open(recorded: Frame[]) {
  const server = fakeServer(recorded);
  const feed = new RunFeed('r', server.client, new FramePump(still));
  feed.open();
  return { server, feed };
}

const times = (feed: RunFeed): readonly number[] => [...(feed.history?.times() ?? [])];

describe('RunFeed', () => {
  it('joins late: recorded frames first, then the newest live one that came meanwhile', async () => {
    const { server, feed } = open([frame(0), frame(1), frame(2)]);
    server.options.onModel?.(run, model);
    server.options.onFrame?.(frame(2, 24));
    server.options.onFrame?.(frame(2, 27));
    expect(times(feed)).toEqual([]);
    await server.release();
    await vi.waitFor(() => expect(times(feed)).toEqual([0, 10, 20, 27]));
  });

  it('reads the gap, and only the gap, after it has rested', async () => {
    const { server, feed } = open([frame(0), frame(1)]);
    server.options.onModel?.(run, model);
    await server.release();
    await vi.waitFor(() => expect(feed.state().reading).toBe(false));
    feed.rest();
    expect(server.closed).toBe(1);
    server.recorded.push(frame(2), frame(3));
    feed.open();
    server.options.onModel?.(run, model);
    await server.release();
    await vi.waitFor(() => expect(times(feed)).toEqual([0, 10, 20, 30]));
    expect(server.asked).toEqual([undefined, 1]);
  });

  it('shows the frame at the cursor, and the newest one when it follows again', async () => {
    const { server, feed } = open([frame(0), frame(1), frame(2)]);
    server.options.onModel?.(run, model);
    await server.release();
    await vi.waitFor(() => expect(feed.history?.count).toBe(3));
    feed.look(14);
    expect(feed.shown(channel)?.time).toBe(10);
    feed.look(null);
    expect(feed.shown(channel)?.time).toBe(20);
  });

  it('keeps a bounded list of events and skips the ones it has', () => {
    vi.useFakeTimers();
    const { server, feed } = open([]);
    for (let sequence = 0; sequence < 1500; sequence += 1) server.options.onEvent?.(event(sequence));
    server.options.onEvent?.(event(3));
    vi.runAllTimers();
    vi.useRealTimers();
    const { events } = feed.state();
    expect(events).toHaveLength(1000);
    expect([events[0]?.sequence, events.at(-1)?.sequence]).toEqual([500, 1499]);
  });

  it('says at once that the run has ended, while other changes are gathered', () => {
    vi.useFakeTimers();
    const { server, feed } = open([]);
    server.options.onModel?.(run, model);
    vi.runAllTimers();
    server.options.onRun?.({ ...run, status: 'paused' });
    expect(feed.state().run?.status).toBe('running');
    server.options.onRun?.({ ...run, status: 'ended' });
    expect(feed.state().run?.status).toBe('ended');
    vi.useRealTimers();
  });

  it('asks for no recorded frames of a run that waits to begin', () => {
    const { server } = open([]);
    server.options.onModel?.({ ...run, status: 'queued' }, model);
    expect(server.asked).toEqual([]);
    server.options.onModel?.(run, model);
    expect(server.asked).toEqual([undefined]);
  });

  it('asks again for recorded frames that the database did not have yet, and puts them where they belong', async () => {
    vi.useFakeTimers();
    const { server, feed } = open([frame(0)]);
    server.options.onModel?.(run, model);
    server.options.onFrame?.(frame(3, 30));
    await vi.waitFor(() => server.release());
    await vi.waitFor(() => expect(times(feed)).toEqual([0, 30]));
    server.options.onFrame?.(frame(4, 40));
    server.recorded.push(frame(1));
    await vi.advanceTimersByTimeAsync(300);
    await server.release();
    await vi.waitFor(() => expect(times(feed)).toEqual([0, 10, 30, 40]));
    server.recorded.push(frame(2), frame(3), frame(4));
    await vi.advanceTimersByTimeAsync(1100);
    await server.release();
    await vi.waitFor(() => expect(times(feed)).toEqual([0, 10, 20, 30, 40]));
    // Everything before the first live frame is there, so nothing more is asked for.
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(server.asked).toEqual([undefined, 0, 1]);
  });

  it('gives React a new state for a new status but not for progress alone', () => {
    vi.useFakeTimers();
    const { server, feed } = open([]);
    let told = 0;
    feed.subscribe(() => (told += 1));
    server.options.onModel?.(run, model);
    vi.runAllTimers();
    const before = told;
    for (let time = 1; time < 50; time += 1) server.options.onRun?.({ ...run, time });
    vi.runAllTimers();
    expect(told).toBe(before);
    expect(feed.view?.time).toBe(49);
    server.options.onRun?.({ ...run, status: 'paused' });
    vi.runAllTimers();
    vi.useRealTimers();
    expect(told).toBe(before + 1);
  });
});
