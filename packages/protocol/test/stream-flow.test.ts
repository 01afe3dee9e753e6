import type { Channel } from '@holdfast/core';
import { StreamChains, streamLayout, StreamReceiver, StreamSender, streamTiers } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';

const bodies = 100;
const channels: readonly Channel[] = [
  { name: 'bodies', unit: '', shape: [bodies, 7], role: 'pose', subject: 'bodies' },
];
const layouts = streamTiers.map((tier) => streamLayout(channels, tier));

/** Bodies that swing, each in its own way. */
function frameAt(time: number) {
  const values = new Float64Array(7 * bodies);
  for (let i = 0; i < bodies; i++) {
    const angle = Math.sin(time * (1 + i / 40) + i);
    values.set([Math.cos(time + i), i, angle, Math.cos(angle / 2), Math.sin(angle / 2), 0, 0], 7 * i);
  }
  return { sequence: Math.round(time * 60), time, values };
}

interface Link {
  readonly bytesPerSecond: number;
  readonly delayMs: number;
}

/** Runs a sender and a receiver over a link for `seconds`; the greatest staleness of what is shown, in ms, from `from` on. */
function follow(sender: StreamSender, link: (atMs: number) => Link, seconds: number, from = 3) {
  const receiver = new StreamReceiver(layouts);
  const arriving: { readonly at: number; readonly bytes: Uint8Array; readonly madeAt: number }[] = [];
  const acknowledgements: { readonly at: number; readonly sequence: number }[] = [];
  let free = 0;
  let shownAt = 0;
  let stale = 0;
  for (let step = 0; step < seconds * 60; step++) {
    const now = (step * 1000) / 60;
    const { bytesPerSecond, delayMs } = link(now);
    while (arriving[0] !== undefined && arriving[0].at <= now) {
      const { bytes, madeAt } = arriving.shift()!;
      const got = receiver.receive(bytes);
      if (got === undefined) sender.askKey();
      else acknowledgements.push({ at: now + delayMs, sequence: got.sequence });
      shownAt = madeAt;
    }
    while (acknowledgements[0] !== undefined && acknowledgements[0].at <= now)
      sender.acknowledge(acknowledgements.shift()!.sequence, now);
    const bytes = sender.offer(frameAt(now / 1000), now);
    if (bytes !== undefined) {
      free = Math.max(free, now) + (1000 * bytes.length) / bytesPerSecond;
      arriving.push({ at: free + delayMs, bytes, madeAt: now });
    }
    if (now > 1000 * from) stale = Math.max(stale, now - shownAt);
  }
  return { receiver, stale };
}

describe('a stream sender', () => {
  it('keeps a client of 20 KB/s within a second of live and says at which tier', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 3, hz: 60 });
    const { stale } = follow(sender, () => ({ bytesPerSecond: 20_000, delayMs: 30 }), 12);
    expect(stale).toBeLessThan(1000);
    expect(sender.quality.tier).toBeLessThan(3);
    expect(sender.quality.bytes).toBeLessThan(13 * 20_000);
  });

  it('gives a quick client everything it asked for, over a long way too', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 2, hz: 60 });
    const { receiver, stale } = follow(sender, () => ({ bytesPerSecond: 1e7, delayMs: 150 }), 10, 1);
    expect(sender.quality).toMatchObject({ tier: 2, hz: 60 });
    expect(stale).toBeLessThan(250);
    expect(receiver.latest!.sequence).toBeGreaterThan(550);
  });

  it('stops encoding for a client that has stalled, and holds only its window', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 1, hz: 60 });
    const sent = Array.from({ length: 6000 }, (_, i) => sender.offer(frameAt(i / 60), (i * 1000) / 60));
    const bytes = sent.filter((each) => each !== undefined);
    expect(bytes).toHaveLength(4);
    expect(sender.quality.underWay).toBe(4);
    expect(bytes.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(10_000);
  });

  it('gives back what it took when the link recovers', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 1, hz: 60 });
    follow(sender, (at) => ({ bytesPerSecond: at < 6000 ? 3000 : 1e6, delayMs: 5 }), 30);
    expect(sender.quality).toMatchObject({ tier: 1, hz: 60 });
  });

  it('gives up frames beyond twenty a second before precision, and gives them back last', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 1, hz: 60 });
    const seen: string[] = [];
    const link = (at: number): Link => {
      const { tier, hz } = sender.quality;
      const name = `${tier}@${hz}`;
      if (seen.at(-1) !== name) seen.push(name);
      return { bytesPerSecond: at < 5000 ? 3000 : 1e6, delayMs: 5 };
    };
    follow(sender, link, 40);
    expect(seen.slice(0, 3)).toEqual(['1@60', '1@20', '0@20']);
    expect(seen.slice(-3)).toEqual(['0@20', '1@20', '1@60']);
  });

  it('sends a client that comes back what it missed, bit for bit', () => {
    const chains = new StreamChains({ layouts, name: 'run' });
    const sender = new StreamSender(chains, { tier: 1, hz: 60 });
    const receiver = new StreamReceiver(layouts);
    const frames = [0, 1, 2, 3].map((i) => frameAt(i / 60));
    const bytes = frames.map((frame, i) => sender.offer(frame, i * 17)!);
    receiver.receive(bytes[0]);
    receiver.receive(bytes[1]);
    const { chain } = sender;
    sender.close();
    const back = new StreamSender(chains, { tier: 1, hz: 60 });
    const missed = back.resume(chain, 1, 100);
    expect(missed).toEqual(bytes.slice(2));
    for (const each of missed) expect(receiver.receive(each)).toBeDefined();
    expect(receiver.latest!.sequence).toBe(3);
    // It has the newest frame already.
    expect(back.offer(frames[3], 110)).toBeUndefined();
    expect(receiver.receive(back.offer(frameAt(1), 120)!)).toMatchObject({ key: false, sequence: 4 });
  });

  it('begins anew with a key frame where what a client missed is gone', () => {
    const chains = new StreamChains({ layouts, name: 'run' });
    const sender = new StreamSender(chains, { tier: 1, hz: 60 });
    for (let i = 0; i < 3; i++) sender.offer(frameAt(i / 60), i * 17);
    for (const [at, chain, sequence] of [
      [1000, sender.chain, 7],
      [1100, 'another.0', 1],
    ] as const) {
      const back = new StreamSender(chains, { tier: 1, hz: 60 });
      expect(back.resume(chain, sequence, at)).toEqual([]);
      const receiver = new StreamReceiver(layouts);
      expect(receiver.receive(back.offer(frameAt(at / 1000), at)!)).toMatchObject({ key: true });
    }
  });

  it('is served from frames encoded once for all who take each of them', () => {
    let encoded = 0;
    const chains = new StreamChains({ layouts, encoded: () => encoded++ });
    const clients = Array.from({ length: 4 }, () => ({
      sender: new StreamSender(chains, { tier: 1, hz: 60 }),
      receiver: new StreamReceiver(layouts),
    }));
    let keys = 0;
    for (let step = 0; step < 360; step++) {
      const now = (step * 1000) / 60;
      const frame = frameAt(now / 1000);
      for (const [index, { sender, receiver }] of clients.entries()) {
        // The last one comes a second later; the first takes nothing for a while, and loses what the others go on with.
        if (index === 3 && step < 60) continue;
        const bytes = sender.offer(frame, now, index === 0 && step >= 200 && step < 205);
        if (bytes === undefined) continue;
        const got = receiver.receive(bytes)!;
        expect(got.frame.time).toBeCloseTo(frame.time, 5);
        if (got.key) keys += 1;
        sender.acknowledge(got.sequence, now);
      }
    }
    for (const { receiver } of clients) expect(receiver.lost).toBe(0);
    // Three shared keys for four clients, one own key for each of the two that went their own way.
    expect(keys).toBeLessThanOrEqual(3 * 4 + 2);
    // Two own streams of at most two seconds beside the shared one.
    expect(encoded).toBeGreaterThan(360);
    expect(encoded).toBeLessThan(360 + 2 * 125);
  });

  it('takes no notice of acknowledgements that cannot be', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 1, hz: 60 });
    sender.offer(frameAt(0), 0);
    for (const wrong of [7, -3, 2 ** 31, Number.NaN]) sender.acknowledge(wrong, 10);
    expect(sender.quality.underWay).toBe(1);
  });

  it('offers no more frames than asked for', () => {
    const sender = new StreamSender(new StreamChains({ layouts }), { tier: 0, hz: 10 });
    let sent = 0;
    for (let i = 0; i < 600; i++) {
      if (sender.offer(frameAt(i / 60), (i * 1000) / 60) === undefined) continue;
      sender.acknowledge(sent, (i * 1000) / 60);
      sent += 1;
    }
    expect(sent).toBeGreaterThanOrEqual(98);
    expect(sent).toBeLessThanOrEqual(102);
  });
});
