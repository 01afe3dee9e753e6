// Gives one run's frames and events to its subscribers. Publishing only fills bounded slots and returns; delivery happens
// in a later turn, thinned to each subscriber's rate, so no subscriber can slow the run.

import type { Frame, RunEvent, RunRecord } from '@holdfast/core';
import { encodeFrame, liveHzMost } from '@holdfast/protocol';
import type { Clock } from './ports.ts';
import type { LiveRun, Subscriber } from './run-host.ts';

const eventsMost = 256;
const changedMs = 100;

/** A frame and its bytes, encoded at most once for all subscribers. */
class SharedFrame {
  readonly frame: Frame;
  #bytes: Uint8Array | undefined;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= encodeFrame(this.frame));
  }
}

/** What waits for one subscriber: the latest frame, a bounded queue of events, and whether anything else changed. */
class Feed {
  readonly subscriber: Subscriber;
  dropped = 0;
  #frame: SharedFrame | undefined;
  #frameAt = -Infinity;
  #events: RunEvent[] = [];
  #changed = false;
  #changedAt = -Infinity;

  constructor(subscriber: Subscriber) {
    this.subscriber = subscriber;
  }

  /** A subscriber without a rate takes no frames, so it misses none. */
  offer(frame: SharedFrame): void {
    if (!(this.subscriber.rateHz > 0)) return;
    if (this.#frame !== undefined) this.dropped++;
    this.#frame = frame;
  }

  tell(event: RunEvent): void {
    if (this.#events.length >= eventsMost) {
      this.#events.shift();
      this.dropped++;
    }
    this.#events.push(event);
  }

  touch(): void {
    this.#changed = true;
  }

  /** Delivers what is due; returns when the rest is. */
  deliver(now: number, live: (() => LiveRun) | undefined, last: boolean): number {
    const { subscriber } = this;
    const events = this.#events;
    this.#events = [];
    for (const event of events) subscriber.event(event);
    const frameDue = subscriber.rateHz > 0 ? this.#frameAt + 1000 / subscriber.rateHz : Infinity;
    if (this.#frame !== undefined && (last || now >= frameDue)) {
      const { bytes, frame } = this.#frame;
      this.#frame = undefined;
      this.#frameAt = now;
      if (!subscriber.frame(bytes, frame)) this.dropped++;
    }
    const changedDue = this.#changedAt + changedMs;
    if (this.#changed && live !== undefined && now >= changedDue) {
      this.#changed = false;
      this.#changedAt = now;
      subscriber.changed(live());
    }
    return Math.min(
      this.#frame === undefined ? Infinity : frameDue,
      this.#changed && live !== undefined ? changedDue : Infinity,
    );
  }
}

export class FrameHub {
  readonly #clock: Clock;
  readonly #wished: (hz: number) => void;
  #wishHz = 0;
  readonly #feeds = new Set<Feed>();
  #live: (() => LiveRun) | undefined;
  #ended: RunRecord | undefined;
  #latest: SharedFrame | undefined;
  #cancel: (() => void) | undefined;
  #wakeAt = Infinity;

  /** `wished` is told when the most frames per second that any subscriber asks for are others. */
  constructor(clock: Clock, wished: (hz: number) => void = () => undefined) {
    this.#clock = clock;
    this.#wished = wished;
  }

  /** Frames per second that the quickest subscriber asks for; 0 where nobody does. */
  get wishHz(): number {
    return this.#wishHz;
  }

  publish(frame: Frame): void {
    const shared = new SharedFrame(frame);
    this.#latest = shared;
    for (const feed of this.#feeds) feed.offer(shared);
    this.#listen();
    this.#wake(this.#clock.monotonic());
  }

  event(event: RunEvent): void {
    for (const feed of this.#feeds) feed.tell(event);
    this.#wake(this.#clock.monotonic());
  }

  /** Something that `live` tells is different now. */
  changed(live: () => LiveRun): void {
    this.#live = live;
    for (const feed of this.#feeds) feed.touch();
    this.#wake(this.#clock.monotonic());
  }

  /** Delivers everything that waits, then the end; subscribers that come later get the end too. */
  ended(record: RunRecord): void {
    this.#ended = record;
    this.#wake(this.#clock.monotonic());
  }

  /** Begins with the latest frame, however old it is. */
  subscribe(subscriber: Subscriber): { readonly dropped: number; close(): void } {
    const feed = new Feed(subscriber);
    this.#feeds.add(feed);
    if (this.#live !== undefined) feed.touch();
    if (this.#latest !== undefined) feed.offer(this.#latest);
    this.#listen();
    this.#wake(this.#clock.monotonic());
    return {
      get dropped() {
        return feed.dropped;
      },
      close: () => {
        this.#feeds.delete(feed);
        this.#listen();
      },
    };
  }

  #listen(): void {
    let most = 0;
    for (const { subscriber } of this.#feeds)
      most = Math.max(most, Math.min(liveHzMost, subscriber.wishHz ?? subscriber.rateHz));
    if (most === this.#wishHz) return;
    this.#wishHz = most;
    this.#wished(most);
  }

  #wake(at: number): void {
    if (this.#feeds.size === 0 || at >= this.#wakeAt) return;
    this.#cancel?.();
    this.#wakeAt = at;
    this.#cancel = this.#clock.after(Math.max(0, at - this.#clock.monotonic()), () => this.#flush());
  }

  #flush(): void {
    this.#wakeAt = Infinity;
    const now = this.#clock.monotonic();
    let next = Infinity;
    for (const feed of this.#feeds) {
      try {
        next = Math.min(next, feed.deliver(now, this.#live, this.#ended !== undefined));
        if (this.#ended === undefined) continue;
        this.#feeds.delete(feed);
        feed.subscriber.ended(this.#ended);
      } catch {
        // A subscriber that throws is broken; the run and the other subscribers go on without it.
        this.#feeds.delete(feed);
      }
    }
    if (next < Infinity) this.#wake(next);
  }
}
