// How a page comes to its numbers: it changes over to what it computes only when that is proven equal, and the stream goes on until then
// and whenever anything fails.
import type { LiveOptions } from '@holdfast/client';
import { SimulationError, type Channel, type Frame, type ModelDocument } from '@holdfast/core';
import type { Scene } from '@holdfast/catalog';
import type { RunView, WatchRequest } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { FramePump } from '../src/telemetry/frame-pump.ts';
import { RunFeed } from '../src/telemetry/run-feed.ts';
import type { FollowAnswer, FollowQuestion, FollowStanding } from '../src/views/physics/follow-messages.ts';
import type { EngineSeat } from '../src/views/physics/lock-step.ts';
import { RunWatch } from '../src/views/physics/run-watch.ts';

const channels: readonly Channel[] = [
  { name: 'poses', unit: 'm', shape: [1], role: 'pose', subject: 'bodies' },
];
const model = { timeUnit: 's', until: 9, channels, parameters: [] };
const running = {
  id: 'r',
  status: 'running',
  stop: null,
  partial: false,
  epoch: 1,
  seed: 1,
  until: 9,
  limits: {},
  parameters: [],
  time: 0,
  pace: { factor: 1 },
} as unknown as RunView;
const document = { family: 'physics', version: 1, name: 'One', model: {} } as ModelDocument;
const display = { requestFrame: () => 1, cancelFrame: () => undefined, hidden: () => false, clock: () => 0 };

const standing = (time: number, more: Partial<FollowStanding> = {}): FollowStanding => ({
  state: 'level',
  time,
  horizon: time,
  inputs: 0,
  equals: 0,
  equalAt: Number.NaN,
  mended: 0,
  rejoined: 0,
  ...more,
});
const followed = (time: number, now: FollowStanding, wrongAfter?: number): FollowAnswer => ({
  kind: 'followed',
  frames: { sequences: Float64Array.of(0), times: Float64Array.of(time), values: Float64Array.of(10 * time) },
  forces: [],
  standing: now,
  ...(wrongAfter === undefined ? {} : { wrongAfter }),
});

const frame = (time: number): Frame => ({ sequence: 0, time, values: Float64Array.of(time) });

/** A page with a run, a server and an engine that say what the test says. */
function stage(run: RunView = running, joints = 1, sparing = false, recent: readonly Frame[] = []) {
  const lives: { options: LiveOptions; asked: WatchRequest[]; closed: boolean }[] = [];
  const client = {
    live(_: string, options: LiveOptions) {
      const live = { options, asked: [] as WatchRequest[], closed: false };
      lives.push(live);
      return {
        setRate: () => undefined,
        watch: (request: WatchRequest) => void live.asked.push(request),
        input: async () => undefined,
        pace: async () => undefined,
        close: () => void (live.closed = true),
      };
    },
    frames: async () => [],
    checkpoint: async () => undefined,
    recentFrames: async () => recent,
  };
  const questions: FollowQuestion[] = [];
  const seats: { answer: (answer: FollowAnswer) => void; fail: () => void; gone: boolean }[] = [];
  const openSeat = (): EngineSeat => {
    const seat: (typeof seats)[number] = { answer: () => {}, fail: () => {}, gone: false };
    seats.push(seat);
    return {
      postMessage: (question) => void questions.push(question),
      addEventListener: (type: string, listener: never) => {
        if (type === 'message') seat.answer = (data) => (listener as (event: object) => void)({ data });
        else seat.fail = listener;
      },
      terminate: () => void (seat.gone = true),
    };
  };
  const feed = new RunFeed('r', client, new FramePump(display));
  const scene = { joints: Array.from({ length: joints }, () => ({ type: 'free' })) } as unknown as Scene;
  const isSparing = (): boolean => sparing;
  const watch = new RunWatch({ feed, client, scene, document, openSeat, isSparing, changed: () => {} });
  feed.subscribe(() => watch.settle());
  feed.open();
  const main = lives[0];
  const begin = async (): Promise<void> => {
    main.options.onModel?.(run, model);
    main.options.onLink?.('open');
    await expect.poll(() => feed.state().link).toBe('following');
    await expect.poll(() => feed.state().reading).toBe(false);
  };
  const newest = (): number => feed.history!.timeAt(feed.history!.count - 1);
  return { watch, feed, lives, main, questions, seats, begin, newest };
}

describe('watching a run', () => {
  it('joins a paced run in lock-step, and shows what the server sends until a digest was equal', async () => {
    const { watch, feed, lives, main, questions, seats, begin, newest } = stage();
    await begin();
    expect(watch.isJoining).toBe(true);
    const probe = lives[1];
    expect(probe.options).toMatchObject({ watch: 'steps', inputs: 0 });
    probe.options.onEngine?.('physics@1');
    expect(questions.at(-1)).toMatchObject({ kind: 'follow', start: { seed: 1, engine: 'physics@1' } });
    main.options.onFrame?.(frame(1));
    seats[0].answer(followed(2, standing(2)));
    expect([watch.used, newest(), main.asked.length]).toEqual(['stream', 1, 0]);
    seats[0].answer(followed(3, standing(3, { equals: 1, equalAt: 3, inputs: 4 })));
    expect([watch.used, newest(), probe.closed]).toEqual(['steps', 3, true]);
    expect(main.asked).toEqual([{ watch: 'steps', inputs: 4 }]);
    main.options.onReached?.({ time: 4, first: 4, inputs: [] });
    expect(questions.at(-1)).toEqual({ kind: 'reached', reached: { time: 4, first: 4, inputs: [] } });
    // A streamed frame that was still on its way is older, so it is not shown again.
    main.options.onFrame?.(frame(2.5));
    expect([newest(), feed.history!.count]).toEqual([3, 2]);
    watch.dispose();
    expect(main.asked.at(-1)).toEqual({ watch: 'stream' });
  });

  it.each([
    ['another engine', 'the run is computed by physics@0, here is physics@1: they are not mixed'],
    ['numbers that are not equal', 'what is computed here is not equal to the run'],
  ])('goes on with the stream after %s, says why, and keeps the picture', async (_, why) => {
    const { watch, main, seats, begin, newest } = stage();
    await begin();
    main.options.onFrame?.(frame(1));
    seats[0].answer(followed(2, standing(2, { equals: 1, equalAt: 2 })));
    seats[0].answer({ kind: 'refused', message: why });
    expect([watch.used, watch.why, newest()]).toEqual(['stream', why, 2]);
    expect(main.asked.map((asked) => asked.watch)).toEqual(['steps', 'stream']);
    expect(seats[0].gone).toBe(true);
    // It is not tried again and again, but when somebody asks for it.
    watch.settle();
    expect(seats).toHaveLength(1);
    watch.choose('steps');
    expect(seats).toHaveLength(2);
    watch.dispose();
  });

  it('stays with the stream where the engine does not load or the server refuses', async () => {
    for (const fail of ['seat', 'probe'] as const) {
      const { watch, lives, main, seats, begin } = stage();
      await begin();
      if (fail === 'seat') seats[0].fail();
      else lives[1].options.onError?.(new SimulationError('server.unreachable', { url: 'x' }));
      expect(watch.used).toBe('stream');
      expect(watch.why).not.toBe('');
      expect(main.asked).toEqual([]);
      watch.dispose();
    }
  });

  it('takes back what was shown and was not equal, and says that it was repaired', async () => {
    const { watch, feed, seats, begin, newest } = stage();
    await begin();
    seats[0].answer(followed(2, standing(2, { equals: 1, equalAt: 2 })));
    seats[0].answer(followed(2.5, standing(2.5, { equals: 1, equalAt: 2 })));
    expect(newest()).toBe(2.5);
    seats[0].answer(followed(2.4, standing(2.4, { equals: 1, equalAt: 2, mended: 1 }), 2));
    expect([newest(), feed.history!.count, watch.repairedAt]).toEqual([2.4, 2, 2.4]);
    watch.dispose();
  });

  it.each([
    ['as fast as it can', { ...running, pace: { factor: 0 } }, 1, false, /faster/],
    ['with a thousand bodies', running, 1000, false, /6000 degrees of freedom/],
    ['over a link to be spared', running, 1, true, /spared/],
  ] as const)(
    'leaves a run that goes %s to the stream, unless somebody asks',
    async (_, run, joints, sparing, why) => {
      const { watch, seats, begin } = stage(run as RunView, joints, sparing);
      await begin();
      expect(seats).toHaveLength(0);
      expect(watch.why).toMatch(why);
      watch.choose('steps');
      expect(seats).toHaveLength(1);
      watch.choose('frames');
      expect([watch.used, watch.why, seats[0].gone]).toEqual(['frames', '', true]);
      watch.dispose();
    },
  );

  it('has the last frames shown before it came, where they belong', async () => {
    const { watch, feed, main, begin } = stage(running, 1, false, [frame(0.5), frame(1), frame(1.5)]);
    await begin();
    main.options.onFrame?.(frame(2));
    await expect.poll(() => [...feed.history!.times()]).toEqual([0.5, 1, 1.5, 2]);
    watch.dispose();
  });

  it('lets the engine go when nobody looks or the run has ended, and begins anew when somebody does', async () => {
    const { watch, feed, lives, main, seats, begin } = stage();
    await begin();
    seats[0].answer(followed(2, standing(2, { equals: 1, equalAt: 2 })));
    feed.rest();
    await expect.poll(() => seats[0].gone).toBe(true);
    feed.open();
    const again = lives.at(-1)!;
    expect(again.options.watch).toBe('stream');
    again.options.onModel?.(running, model);
    again.options.onLink?.('open');
    await expect.poll(() => seats.length).toBe(2);
    again.options.onRun?.({ ...running, status: 'ended' });
    await expect.poll(() => seats[1].gone).toBe(true);
    expect(main.closed).toBe(true);
    watch.dispose();
  });
});
