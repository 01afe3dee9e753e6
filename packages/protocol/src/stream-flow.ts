// How many streamed frames a client gets, and how closely: pure state machines, time passed in. A sender never has more under way
// than the client's acknowledgements allow, because what waits in sockets cannot be seen or taken back.

import type { Frame } from '@holdfast/core';
import {
  keyEveryMs,
  type EncodeFrame,
  type SentFrame,
  type StreamChain,
  type StreamChains,
} from './stream-chain.ts';
import { StreamDecoder, type StreamedFrame } from './stream-decoder.ts';
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
const hzLeast = 2;
/** Up to this many frames a second are worth more than precision; further ones are given up first, and given back last. */
const hzCalm = 20;

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

type UnderWay = SentFrame & { readonly at: number };

/** Where the numbers of frames begin that are encoded for one client alone. */
const ownFirst = 2 ** 31;

/** What one client alone is sent since it missed a frame of the shared stream. */
interface OwnStream {
  readonly encode: EncodeFrame;
  keyAt: number;
}

/** One client's stream: decides whether a frame is worth sending, and takes it from the shared stream where the client can decode
 * it; otherwise it is encoded for the client alone. */
export class StreamSender {
  readonly #chains: StreamChains;
  #wish: StreamWish;
  #tier: number;
  #hz: number;
  #chain: StreamChain;
  /** Number of the frame of the chain that was sent last; undefined when the client cannot go on from there. */
  #after: number | undefined;
  #own: OwnStream | undefined;
  #ownNext = ownFirst;
  #underWay: UnderWay[] = [];
  #offered: Frame | undefined;
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

  /** `wish` is what the client gets as long as it keeps up. */
  constructor(chains: StreamChains, wish: StreamWish) {
    this.#chains = chains;
    this.#wish = wish;
    this.#tier = wish.tier;
    this.#hz = wish.hz;
    this.#chain = chains.at(wish.tier, wish.hz);
  }

  /** Name of the shared stream, by which a client resumes. */
  get chain(): string {
    return this.#chain.id;
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

  /** The bytes to send for a frame, or undefined: not due yet, or too much under way. `isBlocked` says that the link takes nothing. */
  offer(frame: Frame, nowMs: number, isBlocked = false): Uint8Array<ArrayBuffer> | undefined {
    if (frame === this.#offered || !this.#chain.isDue(frame, nowMs)) return undefined;
    this.#offered = frame;
    if (this.#chain.isShown(frame, this.#after)) return undefined;
    const isFull = isBlocked || this.#isFull(nowMs);
    this.#judge(isFull, nowMs);
    if (isFull) {
      this.#skipped += 1;
      return undefined;
    }
    const sent = this.#take(frame, nowMs);
    this.#underWay.push({ ...sent, at: nowMs });
    this.#bytes += sent.bytes.length;
    return sent.bytes;
  }

  /** The client has shown the frame of this sequence; ones that are not under way change nothing. */
  acknowledge(sequence: number, nowMs: number): void {
    const index = this.#underWay.findIndex((sent) => sent.sequence === sequence);
    const frame = this.#underWay[index];
    if (frame === undefined) return;
    this.#roundTripMs = nowMs - frame.at;
    this.#roundTripLeast = Math.min(this.#roundTripLeast, this.#roundTripMs);
    const arrived = this.#underWay.splice(0, index + 1);
    this.#measure(
      arrived.reduce((sum, { bytes }) => sum + bytes.length, 0),
      nowMs,
    );
  }

  /** The client cannot go on without a key frame. What was under way is of no use to it. */
  askKey(): void {
    this.#after = undefined;
    this.#own = undefined;
    this.#underWay = [];
    this.#chain.leave(this);
  }

  /** A client came back that has decoded `sequence` of the shared stream `chain` last. Gives what it missed where that is still
   * kept; otherwise nothing, and the next frame is a key frame. */
  resume(chain: string, sequence: number, nowMs: number): readonly Uint8Array<ArrayBuffer>[] {
    this.askKey();
    const missed = chain === this.#chain.id ? this.#chain.since(sequence) : undefined;
    if (missed === undefined) return [];
    this.#after = missed.at(-1)?.sequence ?? sequence;
    this.#underWay = missed.map((sent) => ({ ...sent, at: nowMs }));
    return missed.map(({ bytes }) => bytes);
  }

  /** Takes no more frames. */
  close(): void {
    this.#chain.leave(this);
  }

  /** What the client would like from now on. */
  ask(wish: StreamWish): void {
    this.#wish = wish;
    this.#raiseAfter = raiseAfterMs;
    this.#set(wish.tier, wish.hz);
  }

  #take(frame: Frame, nowMs: number): SentFrame {
    const shared = this.#chain.take(this, frame, this.#after, nowMs);
    if (shared !== undefined) {
      this.#after = shared.sequence;
      this.#own = undefined;
      return shared;
    }
    this.#chain.leave(this);
    this.#after = undefined;
    const own = (this.#own ??= { encode: this.#chains.encoder(this.#tier), keyAt: -Infinity });
    const key = nowMs >= own.keyAt;
    if (key) own.keyAt = nowMs + keyEveryMs;
    const sequence = this.#ownNext++;
    return { sequence, key, bytes: own.encode(frame, sequence, key) };
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
    if (this.#hz > hzCalm) this.#set(this.#tier, hzCalm);
    else if (this.#tier > 0) this.#set(this.#tier - 1, this.#hz);
    else this.#set(0, Math.max(hzLeast, this.#hz / 2));
    this.#restart(nowMs);
  }

  #raise(nowMs: number): void {
    const calm = Math.min(this.#wish.hz, hzCalm);
    if (this.#hz < calm) this.#set(this.#tier, Math.min(calm, this.#hz * 2));
    else if (this.#tier < this.#wish.tier) this.#set(this.#tier + 1, this.#hz);
    else if (this.#hz < this.#wish.hz) this.#set(this.#tier, this.#wish.hz);
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
    if (tier === this.#tier && hz === this.#hz) return;
    if (tier !== this.#tier) this.#own = undefined;
    this.#chain.leave(this);
    this.#after = undefined;
    this.#tier = tier;
    this.#hz = hz;
    this.#chain = this.#chains.at(tier, hz);
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
