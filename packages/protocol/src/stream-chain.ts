// Streamed frames that many clients share: of one run, at one tier and rate, each is encoded once, for whoever takes every one of
// them. Who missed one goes his own way until the next key frame. Time is passed in.

import type { Frame } from '@holdfast/core';
import { StreamEncoder } from './stream-encoder.ts';
import type { StreamLayout } from './stream-layout.ts';

export const keyEveryMs = 2000;
/** Bytes of past frames kept for clients that come back. */
const keptBytes = 64 * 1024;
/** Chains of a run kept at most; those that nobody follows go first. */
const chainsMost = 16;

/** A streamed frame as it travels. */
export interface SentFrame {
  readonly sequence: number;
  readonly key: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Encodes a frame that gets this number, as a key frame or after the one before. */
export type EncodeFrame = (frame: Frame, sequence: number, key: boolean) => Uint8Array<ArrayBuffer>;

/** Is told of every frame encoded: its tier, its bytes, and how long it took in ms. */
export type OnEncoded = (tier: number, bytes: number, tookMs: number) => void;

export interface StreamChainsOptions {
  /** By tier, the cheapest first. */
  readonly layouts: readonly StreamLayout[];
  /** Names the run and this incarnation of its streams; a client resumes only by the same name. */
  readonly name?: string;
  /** A clock in ms, for how long encoding takes. */
  readonly clock?: () => number;
  readonly encoded?: OnEncoded;
}

export class StreamChain {
  readonly id: string;
  readonly #encode: EncodeFrame;
  readonly #period: number;
  readonly #followers = new Set<object>();
  #kept: SentFrame[] = [];
  #sequence = 0;
  #looked: { readonly frame: Frame; readonly due: boolean } | undefined;
  #last: { readonly frame: Frame; readonly sent: SentFrame } | undefined;
  #nextAt = -Infinity;
  #keyAt = -Infinity;

  constructor(id: string, encode: EncodeFrame, hz: number) {
    this.id = id;
    this.#encode = encode;
    this.#period = 1000 / hz;
  }

  get isFollowed(): boolean {
    return this.#followers.size > 0;
  }

  /** Whether a frame is due, the same answer for everybody who asks for it. */
  isDue(frame: Frame, nowMs: number): boolean {
    if (this.#looked?.frame !== frame) {
      const due = nowMs >= this.#nextAt;
      if (due) this.#nextAt = Math.max(this.#nextAt + this.#period, nowMs + this.#period / 2);
      this.#looked = { frame, due };
    }
    return this.#looked.due;
  }

  /** Whether who has decoded the frame numbered `after` has this one. */
  isShown(frame: Frame, after: number | undefined): boolean {
    return this.#last?.frame === frame && this.#last.sent.sequence === after;
  }

  /** The frame for a client that has decoded the one numbered `after`; undefined when it could not decode this one. */
  take(who: object, frame: Frame, after: number | undefined, nowMs: number): SentFrame | undefined {
    const last = this.#last;
    if (last?.frame === frame) {
      const { sent } = last;
      return sent.key || sent.sequence === nextSequence(after) ? this.#follow(who, sent) : undefined;
    }
    const isLevel = last !== undefined && last.sent.sequence === after;
    const isAlone = this.#followers.size === (this.#followers.has(who) ? 1 : 0);
    const key = nowMs >= this.#keyAt || (!isLevel && isAlone);
    if (!key && !isLevel) return undefined;
    const sequence = this.#sequence++;
    const sent = { sequence, key, bytes: this.#encode(frame, sequence, key) };
    if (key) this.#keyAt = nowMs + keyEveryMs;
    this.#last = { frame, sent };
    this.#keep(sent);
    return this.#follow(who, sent);
  }

  /** What followed the frame of this number; undefined when it is not all kept, or nothing of it is known. */
  since(sequence: number): readonly SentFrame[] | undefined {
    const last = this.#kept.at(-1);
    if (last === undefined || sequence > last.sequence) return undefined;
    const missed = this.#kept.filter((sent) => sent.sequence > sequence);
    return missed.length === last.sequence - sequence ? missed : undefined;
  }

  leave(who: object): void {
    this.#followers.delete(who);
  }

  #follow(who: object, sent: SentFrame): SentFrame {
    this.#followers.add(who);
    return sent;
  }

  #keep(sent: SentFrame): void {
    this.#kept.push(sent);
    let bytes = this.#kept.reduce((sum, each) => sum + each.bytes.length, 0);
    while (bytes > keptBytes && this.#kept.length > 1) bytes -= this.#kept.shift()!.bytes.length;
  }
}

function nextSequence(after: number | undefined): number | undefined {
  return after === undefined ? undefined : after + 1;
}

/** All shared streams of one run. */
export class StreamChains {
  readonly layouts: readonly StreamLayout[];
  readonly #options: StreamChainsOptions;
  readonly #chains = new Map<string, StreamChain>();
  #made = 0;

  constructor(options: StreamChainsOptions) {
    this.layouts = options.layouts;
    this.#options = options;
  }

  /** The shared stream of this tier and rate. */
  at(tier: number, hz: number): StreamChain {
    const name = `${tier}@${hz}`;
    const known = this.#chains.get(name);
    if (known !== undefined) return known;
    const id = `${this.#options.name ?? ''}.${this.#made++}`;
    const chain = new StreamChain(id, this.encoder(tier), hz);
    this.#chains.set(name, chain);
    for (const [other, { isFollowed }] of this.#chains) {
      if (this.#chains.size <= chainsMost) break;
      if (!isFollowed && other !== name) this.#chains.delete(other);
    }
    return chain;
  }

  /** The shared stream of this name. */
  named(id: string): StreamChain | undefined {
    return [...this.#chains.values()].find((chain) => chain.id === id);
  }

  /** Begins an encoder of a tier, whose work is told like all others. */
  encoder(tier: number): EncodeFrame {
    const encoder = new StreamEncoder(this.layouts[tier]!, tier);
    const { clock = () => 0, encoded } = this.#options;
    return (frame, sequence, key) => {
      const began = clock();
      const bytes = encoder.encode(frame, sequence, key);
      encoded?.(tier, bytes.length, clock() - began);
      return bytes;
    };
  }
}
