// The shared compressed streams of the runs that somebody watches; those of a run nobody watches are kept a while, so that a client
// that was cut off resumes.

import type { Channel } from '@holdfast/core';
import { StreamChains, streamLayout, streamTiers } from '@holdfast/protocol';
import { randomUUID } from 'node:crypto';
import type { Measures } from './measures.ts';

/** How long streams outlive their last client. */
const keepMs = 20_000;

/** One client's place among those who watch a run. */
export interface Seat {
  readonly chains: StreamChains;
  /** Mean time to encode a frame of this run, ms. */
  readonly encodeMs: number;
  leave(): void;
}

interface Room {
  readonly chains: StreamChains;
  seats: number;
  emptyAt: number;
  frames: number;
  encodeMs: number;
}

export class StreamRooms {
  readonly #rooms = new Map<string, Room>();
  readonly #measures: Pick<Measures, 'frameEncoded'>;
  /** A clock in ms. */
  readonly #clock: () => number;

  constructor(measures: Pick<Measures, 'frameEncoded'>, clock: () => number) {
    this.#measures = measures;
    this.#clock = clock;
  }

  /** Takes a place at a run; `leave` gives it back. */
  enter(run: string, channels: readonly Channel[]): Seat {
    this.#sweep();
    const room = this.#rooms.get(run) ?? this.#open(run, channels);
    room.seats += 1;
    let isSeated = true;
    return {
      chains: room.chains,
      get encodeMs() {
        return room.frames === 0 ? 0 : room.encodeMs / room.frames;
      },
      leave: () => {
        if (!isSeated) return;
        isSeated = false;
        room.seats -= 1;
        room.emptyAt = this.#clock();
      },
    };
  }

  /** Runs whose streams are kept. */
  get size(): number {
    return this.#rooms.size;
  }

  #open(run: string, channels: readonly Channel[]): Room {
    const chains = new StreamChains({
      layouts: streamTiers.map((tier) => streamLayout(channels, tier)),
      name: randomUUID().slice(0, 8),
      clock: this.#clock,
      encoded: (tier, bytes, tookMs) => {
        room.frames += 1;
        room.encodeMs += tookMs;
        this.#measures.frameEncoded(streamTiers[tier]?.name ?? '', bytes, tookMs / 1000);
      },
    });
    const room: Room = { chains, seats: 0, emptyAt: 0, frames: 0, encodeMs: 0 };
    this.#rooms.set(run, room);
    return room;
  }

  #sweep(): void {
    const before = this.#clock() - keepMs;
    for (const [run, { seats, emptyAt }] of this.#rooms)
      if (seats === 0 && emptyAt < before) this.#rooms.delete(run);
  }
}
