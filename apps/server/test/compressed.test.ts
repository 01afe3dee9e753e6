import { HoldfastClient, type LiveHandle, type LiveOptions } from '@holdfast/client';
import type { Frame, Model } from '@holdfast/core';
import {
  decodeJson,
  liveMessageSchema,
  streamLayout,
  StreamReceiver,
  streamTiers,
  type StreamView,
} from '@holdfast/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { model, until, useServer } from './fixture.ts';
import { catalog, swarmAt } from './fixtures/simulators.js';
import { openSlowLink, type SlowLink } from './throttle.ts';

const server = useServer();
let run: string;
/** Steps of the swarm are sixtieths of a second. */
const hz = 60;

beforeAll(async () => {
  const request = { document: model('swarm', 0), until: 1e8, pace: { factor: hz } };
  run = (await server().start(request)).id;
  await server().reached(run, ({ status }) => status === 'running');
});
afterAll(() => server().post(`/api/v1/runs/${run}/cancel`));

interface Watched {
  readonly frames: Frame[];
  readonly streams: StreamView[];
  readonly links: string[];
  readonly handle: LiveHandle;
}

function watch(url: string, options: LiveOptions = {}): Watched {
  const seen: Omit<Watched, 'handle'> = { frames: [], streams: [], links: [] };
  const client = new HoldfastClient({ url, webSocket: WebSocket });
  const handle = client.live(run, {
    watch: 'stream',
    onFrame: (frame) => seen.frames.push(frame),
    onStream: (stream) => seen.streams.push(stream),
    onLink: (link) => seen.links.push(link),
    ...options,
  });
  return { ...seen, handle };
}

const frames = (watched: Watched, count: number) =>
  until(`${count} frames`, async () => (watched.frames.length >= count ? true : undefined));

/** The largest distance and angle between what was shown and where the bodies were. */
function errors({ values, time }: Frame): { readonly length: number; readonly angle: number } {
  const truth = swarmAt(Math.round(time));
  let [length, angle] = [0, 0];
  for (let at = 0; at < values.length; at += 7) {
    for (let i = at; i < at + 3; i++) length = Math.max(length, Math.abs(values[i] - truth[i]));
    const [plus, minus] = [1, -1].map((sign) =>
      Math.hypot(...[3, 4, 5, 6].map((i) => values[at + i] - sign * truth[at + i])),
    );
    angle = Math.max(angle, 4 * Math.asin(Math.min(1, Math.min(plus, minus) / 2)));
  }
  return { length, angle };
}

/** Steps between two of the last frames, in the middle. */
function stepsOf({ frames: seen }: Watched): number {
  const last = seen.slice(-12);
  const gaps = last.slice(1).map(({ time }, index) => time - last[index].time);
  return gaps.toSorted((a, b) => a - b)[5] ?? Infinity;
}

/** The first frames of a connection, as bytes, and the name of their stream. */
function hear(path: string, count: number): Promise<{ readonly frames: Buffer[]; readonly stream: string }> {
  const heard: Buffer[] = [];
  let stream = '';
  return new Promise((resolve, reject) => {
    const socket = server().socket(path);
    socket.on('error', reject);
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        const message = liveMessageSchema.parse(decodeJson(data.toString()));
        if (message.type === 'stream') stream = message.stream;
        return;
      }
      heard.push(data);
      if (heard.length < count) return;
      socket.terminate();
      resolve({ frames: heard.slice(0, count), stream });
    });
  });
}

const counter = async (name: string): Promise<number> => {
  const { text } = await server().get('/metrics');
  return Number(new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (\\S+)`, 'm').exec(text)?.[1]);
};

describe('the compressed stream of a run', () => {
  it('brings sixty frames a second to one who asks for them, and twenty to one beside him who does not', async () => {
    const usual = watch(server().url);
    const quick = watch(server().url, { rateHz: 60 });
    await until('a frame of each step', async () => (stepsOf(quick) === 1 ? true : undefined));
    await frames(usual, 12);
    expect(stepsOf(usual)).toBeGreaterThanOrEqual(2);
    for (const { handle } of [usual, quick]) handle.close();
    expect(quick.streams.at(-1)).toMatchObject({ hz: 60 });
    expect(usual.streams.at(-1)).toMatchObject({ hz: 20 });
  });

  it('keeps the bounds of its tier from the run to the client, for whoever comes early or late', async () => {
    const early = watch(server().url, { tier: 'default' });
    await frames(early, 20);
    const late = watch(server().url, { tier: 'default' });
    await frames(late, 10);
    await frames(early, 45);
    for (const watched of [early, late]) watched.handle.close();
    for (const frame of [...early.frames, ...late.frames]) {
      const { length, angle } = errors(frame);
      expect(length).toBeLessThanOrEqual(5e-4);
      expect(angle).toBeLessThanOrEqual(5e-3);
    }
    const times = early.frames.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(early.streams.at(-1)).toMatchObject({ tier: 'default', asked: 'default', skipped: 0 });
    expect(early.streams.at(-1)!.bytes).toBeGreaterThan(0);
    expect(await counter('holdfast_stream_encoded_bytes_total{tier="default"}')).toBeGreaterThan(0);
    expect(await counter('holdfast_stream_encode_seconds_count{tier="default"}')).toBeGreaterThan(0);
    expect(await counter('holdfast_frames_published_bytes_total')).toBeGreaterThan(0);
  });

  it('follows at the tier of the model where a client names none', async () => {
    const watched = watch(server().url);
    await frames(watched, 1);
    watched.handle.close();
    expect(watched.streams[0]).toMatchObject({ tier: 'fine', asked: 'fine' });
  });

  it('is gone on with by the client after a cut', async () => {
    const link = await openSlowLink(server().url, 1e6);
    const watched = watch(link.url, { tier: 'coarse' });
    await frames(watched, 8);
    link.cut();
    await until('the link to be back', async () => (watched.links.length >= 3 ? true : undefined));
    await frames(watched, watched.frames.length + 4);
    watched.handle.close();
    const times = watched.frames.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(new Set(watched.streams.map(({ stream }) => stream)).size).toBe(1);
    await link.close();
  });

  it('goes on for who comes back with the frame after the last one shown, without a key frame', async () => {
    const path = `/api/v1/runs/${run}/live?watch=stream&tier=fine&rate=7`;
    const swarm: Model = catalog.get('fixture')!.compile({ kind: 'swarm' });
    const receiver = new StreamReceiver(streamTiers.map((tier) => streamLayout(swarm.channels, tier)));
    const first = await hear(path, 3);
    for (const bytes of first.frames) expect(receiver.receive(bytes)).toBeDefined();
    const { sequence } = receiver.latest!;
    const second = await hear(`${path}&stream=${first.stream}&shown=${sequence}`, 2);
    expect(second.stream).toBe(first.stream);
    const resumed = second.frames.map((bytes) => receiver.receive(bytes)!);
    expect(resumed.map((got) => [got.sequence, got.key])).toEqual([
      [sequence + 1, false],
      [sequence + 2, false],
    ]);
    const anew = await hear(`${path}&stream=other.0&shown=${sequence}`, 1);
    expect(receiver.receive(anew.frames[0])).toMatchObject({ key: true });
  });

  it('is thinned and lowered for a client of 20 KB/s, which stays within a second of live and is told its tier', async () => {
    const link: SlowLink = await openSlowLink(server().url, 20_000);
    const quick = watch(server().url, { tier: 'fine' });
    const slow = watch(link.url, { tier: 'exact' });
    await until('a lower tier', async () =>
      slow.streams.at(-1)?.tier === 'exact' ? undefined : slow.streams.at(-1),
    );
    const lags: number[] = [];
    await frames(slow, slow.frames.length + 5);
    for (let look = 0; look < 10; look++) {
      await frames(slow, slow.frames.length + 1);
      lags.push((quick.frames.at(-1)!.time - slow.frames.at(-1)!.time) / hz);
    }
    const told = slow.streams.at(-1)!;
    // The worst is bounded under virtual time, in the test of the sender; here the machine may stand still for a while.
    lags.sort((a, b) => a - b);
    expect(lags[5]).toBeLessThan(1);
    expect(told.tier).not.toBe('exact');
    expect(told.asked).toBe('exact');
    expect(told.skipped).toBeGreaterThan(0);
    for (const watched of [quick, slow]) watched.handle.close();
    await link.close();
  });

  it('sends a client that acknowledges nothing four frames, and no more', async () => {
    const silent = server().socket(`/api/v1/runs/${run}/live?watch=stream&tier=default&rate=60`);
    let bytes = 0;
    let sent = 0;
    let skipped = 0;
    silent.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        sent += 1;
        bytes += data.length;
        return;
      }
      const message = liveMessageSchema.parse(decodeJson(data.toString()));
      if (message.type === 'stream') skipped = message.skipped;
    });
    const quick = watch(server().url, { tier: 'default' });
    await frames(quick, 50);
    await until('frames to be left out', async () => (skipped > 20 ? true : undefined));
    expect(sent).toBeLessThanOrEqual(4);
    expect(bytes).toBeLessThan(12_000);
    expect(await counter('holdfast_stream_frames_under_way')).toBeLessThanOrEqual(4 + 4);
    silent.terminate();
    quick.handle.close();
    await until('nothing to be under way', async () =>
      (await counter('holdfast_stream_frames_under_way')) === 0 ? true : undefined,
    );
  });

  it('gives way to whole frames and back when asked', async () => {
    const watched = watch(server().url, { watch: 'frames' });
    await frames(watched, 2);
    expect(watched.frames[1].values).toEqual(swarmAt(watched.frames[1].time));
    watched.handle.watch({ watch: 'stream', tier: 'coarse' });
    await until('a stream', async () => watched.streams[0]);
    await frames(watched, watched.frames.length + 5);
    expect(errors(watched.frames.at(-1)!).length).toBeLessThanOrEqual(2e-3);
    expect(watched.frames.at(-1)!.values).not.toEqual(swarmAt(watched.frames.at(-1)!.time));
    watched.handle.close();
  });
});
