// How many streamed frames a client gets, and how closely: pure state machines, time passed in. A sender never has more under way
// than the client's acknowledgements allow, because what waits in sockets cannot be seen or taken back.

import type { Frame } from '@holdfast/core';
import { StreamDecoder, type StreamedFrame } from './stream-decoder.ts';
import { StreamEncoder } from './stream-encoder.ts';
import type { StreamLayout } from './stream-layout.ts';

/** Frames under way that need no acknowledgement; more only as far as the shortest round trip asks for. */
const windowLeast = 4;
const windowMost = 32;
/** Bytes under way that need no acknowledgement; more only as far as a share of a second of what is delivered asks for. */
const bytesLeast = 12_000;
const aheadSeconds = 0.6;
const rateEveryMs = 500;
/** Nothing more is sent while the oldest frame under way is older than this. */
const oldestMs = 500;
/** Skipping half of the due frames for this long lowers the quality. */
const lowerAfterMs = 2000;
/** Skipping none for this long raises it; the wait doubles each time raising did not hold. */
const raiseAfterMs = 5000;
const raiseAfterMostMs = 80_000;
const keyEveryMs = 2000;
const hzLeast = 2;

/** What a client gets of a stream. */
export interface StreamQuality {
  /** Index into the layouts; larger is closer. */
  readonly tier: number;
  readonly hz: number;
  readonly underWay: number;
  /** Frames not encoded because too many were under way. */
  readonly skipped: number;
  readonly bytes: number;
  /** Of the last acknowledged frame, in milliseconds; 0 before the first. */
  readonly roundTripMs: number;
}

export interface StreamWish {
  readonly tier: number;
  readonly hz: number;
}

interface UnderWay {
  readonly sequence: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
}

/** One client's stream: decides whether a frame is worth encoding, encodes it, keeps it until it is acknowledged. */
export class StreamSender {
  readonly #layouts: readonly StreamLayout[];
  #wish: StreamWish;
  #tier: number;
  #hz: number;
  #encoder: StreamEncoder;
  #sequence = 0;
  #underWay: UnderWay[] = [];
  #acknowledged = -1;
  #nextAt = -Infinity;
  #keyAt = -Infinity;
  #wantsKey = true;
  #skipped = 0;
  #bytes = 0;
  #roundTripMs = 0;
  #roundTripLeast = Infinity;
  /** Bytes per second that the client acknowledges. */
  #rate = 0;
  #delivered = 0;
  #deliveredSince = Number.NaN;
  #judgedAt = Number.NaN;
  #dueSince = 0;
  #skippedSince = 0;
  #calmSince = Number.NaN;
  #raiseAfter = raiseAfterMs;
  #raisedAt = -Infinity;

  /** `layouts` by tier, the cheapest first; `wish` is what the client gets as long as it keeps up. */
  constructor(layouts: readonly StreamLayout[], wish: StreamWish) {
    this.#layouts = layouts;
    this.#wish = wish;
    this.#tier = wish.tier;
    this.#hz = wish.hz;
    this.#encoder = new StreamEncoder(layouts[wish.tier]!, wish.tier);
  }

  get quality(): StreamQuality {
    return {
      tier: this.#tier,
      hz: this.#hz,
      underWay: this.#underWay.length,
      skipped: this.#skipped,
      bytes: this.#bytes,
      roundTripMs: this.#roundTripMs,
    };
  }

  /** The bytes to send for a frame, or undefined: not due yet, or too much under way. */
  offer(frame: Frame, nowMs: number): Uint8Array<ArrayBuffer> | undefined {
    if (nowMs < this.#nextAt) return undefined;
    this.#nextAt = Math.max(this.#nextAt + 1000 / this.#hz, nowMs + 500 / this.#hz);
    const isFull = this.#isFull(nowMs);
    this.#judge(isFull, nowMs);
    if (isFull) {
      this.#skipped += 1;
      return undefined;
    }
    const key = this.#wantsKey || nowMs >= this.#keyAt;
    const sequence = this.#sequence++;
    const bytes = this.#encoder.encode(frame, sequence, key);
    if (key) {
      this.#wantsKey = false;
      this.#keyAt = nowMs + keyEveryMs;
    }
    this.#underWay.push({ sequence, bytes, at: nowMs });
    this.#bytes += bytes.length;
    return bytes;
  }

  /** The client has shown the frame of this sequence; ones that were never sent or are known already change nothing. */
  acknowledge(sequence: number, nowMs: number): void {
    if (!(sequence > this.#acknowledged) || sequence >= this.#sequence) return;
    const frame = this.#underWay.find((sent) => sent.sequence === sequence);
    if (frame !== undefined) {
      this.#roundTripMs = nowMs - frame.at;
      this.#roundTripLeast = Math.min(this.#roundTripLeast, this.#roundTripMs);
    }
    this.#acknowledged = sequence;
    const arrived = this.#underWay.filter((sent) => sent.sequence <= sequence);
    this.#underWay = this.#underWay.slice(arrived.length);
    this.#measure(
      arrived.reduce((sum, { bytes }) => sum + bytes.length, 0),
      nowMs,
    );
  }

  /** The client cannot go on without a key frame. What was under way is of no use to it. */
  askKey(): void {
    this.#wantsKey = true;
    this.#underWay = [];
    this.#nextAt = -Infinity;
  }

  /** A client came back that has decoded `sequence` last. Gives what it missed where that is still kept; otherwise nothing, and
   * the next frame is a key frame. */
  resume(sequence: number, nowMs: number): readonly Uint8Array<ArrayBuffer>[] {
    const isKept = sequence >= this.#acknowledged && sequence < this.#sequence;
    if (!isKept || this.#wantsKey) {
      this.askKey();
      return [];
    }
    this.#acknowledged = sequence;
    this.#underWay = this.#underWay
      .filter((sent) => sent.sequence > sequence)
      .map((sent) => ({ ...sent, at: nowMs }));
    return this.#underWay.map(({ bytes }) => bytes);
  }

  /** What the client would like from now on. */
  ask(wish: StreamWish): void {
    this.#wish = wish;
    this.#raiseAfter = raiseAfterMs;
    this.#set(wish.tier, wish.hz);
  }

  #measure(bytes: number, nowMs: number): void {
    if (Number.isNaN(this.#deliveredSince)) this.#deliveredSince = nowMs;
    this.#delivered += bytes;
    const elapsed = nowMs - this.#deliveredSince;
    if (elapsed < rateEveryMs) return;
    this.#rate = (1000 * this.#delivered) / elapsed;
    this.#delivered = 0;
    this.#deliveredSince = nowMs;
  }

  #isFull(nowMs: number): boolean {
    const oldest = this.#underWay[0];
    if (oldest === undefined) return false;
    // The round trip of an empty link plus a frame or two; a slow link does not widen its own window.
    const trip = this.#roundTripLeast < Infinity ? (1.5 * this.#roundTripLeast * this.#hz) / 1000 : 0;
    const window = Math.min(windowMost, Math.max(windowLeast, Math.ceil(trip) + 2));
    const patience = Math.max(oldestMs, this.#roundTripLeast < Infinity ? 2 * this.#roundTripLeast : 0);
    const bytes = this.#underWay.reduce((sum, sent) => sum + sent.bytes.length, 0);
    const isHeavy = bytes >= Math.max(bytesLeast, aheadSeconds * this.#rate);
    return isHeavy || this.#underWay.length >= window || nowMs - oldest.at > patience;
  }

  #judge(isFull: boolean, nowMs: number): void {
    if (Number.isNaN(this.#judgedAt)) this.#restart(nowMs);
    this.#dueSince += 1;
    if (isFull) {
      this.#skippedSince += 1;
      this.#calmSince = nowMs;
    }
    if (nowMs - this.#judgedAt >= lowerAfterMs) {
      const isSlow = 2 * this.#skippedSince >= this.#dueSince;
      if (isSlow) this.#lower(nowMs);
      this.#judgedAt = nowMs;
      this.#dueSince = 0;
      this.#skippedSince = 0;
    }
    if (nowMs - this.#calmSince >= this.#raiseAfter) this.#raise(nowMs);
  }

  #lower(nowMs: number): void {
    if (nowMs - this.#raisedAt < 2 * lowerAfterMs)
      this.#raiseAfter = Math.min(raiseAfterMostMs, 2 * this.#raiseAfter);
    if (this.#tier > 0) this.#set(this.#tier - 1, this.#hz);
    else this.#set(0, Math.max(hzLeast, this.#hz / 2));
    this.#restart(nowMs);
  }

  #raise(nowMs: number): void {
    if (this.#hz < this.#wish.hz) this.#set(this.#tier, Math.min(this.#wish.hz, this.#hz * 2));
    else if (this.#tier < this.#wish.tier) this.#set(this.#tier + 1, this.#hz);
    else return;
    this.#raisedAt = nowMs;
    this.#restart(nowMs);
  }

  #restart(nowMs: number): void {
    this.#judgedAt = nowMs;
    this.#calmSince = nowMs;
    this.#dueSince = 0;
    this.#skippedSince = 0;
  }

  #set(tier: number, hz: number): void {
    this.#hz = hz;
    if (tier === this.#tier) return;
    this.#tier = tier;
    this.#encoder = new StreamEncoder(this.#layouts[tier]!, tier);
    this.#wantsKey = true;
  }
}

/** The client's side: decodes in order, says what to acknowledge, and asks for a key frame when it has lost the thread. */
export class StreamReceiver {
  readonly #decoder: StreamDecoder;
  #latest: StreamedFrame | undefined;
  #lost = 0;

  constructor(layouts: readonly StreamLayout[]) {
    this.#decoder = new StreamDecoder(layouts);
  }

  /** The last frame decoded; its sequence is what a client acknowledges once it has shown it, and resumes by. */
  get latest(): StreamedFrame | undefined {
    return this.#latest;
  }

  /** Frames that could not be decoded. */
  get lost(): number {
    return this.#lost;
  }

  /** Decodes what arrived; undefined means that a key frame has to be asked for. */
  receive(bytes: Uint8Array): StreamedFrame | undefined {
    try {
      this.#latest = this.#decoder.decode(bytes);
      return this.#latest;
    } catch {
      // The decoder's only error: damaged, or out of order.
      this.#lost += 1;
      return undefined;
    }
  }
}
