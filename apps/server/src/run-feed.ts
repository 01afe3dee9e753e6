// Follows one run for one reader: stored events first, then live ones, in order and without gaps,
// wherever the run is executed and however often it changes hands.

import { SimulationError, type Frame, type RunEvent, type RunRecord, type Store } from '@holdfast/core';
import type { LiveRun, RunHost } from '@holdfast/runtime';

/** Where a feed delivers. Calls return at once; a reader that cannot keep up with live events closes its feed. */
export interface FeedReader {
  /** Frames per second at most. */
  readonly rateHz: number;
  /** Frames per second the run is asked to show; as many as are taken when absent. */
  readonly wishHz?: number;
  /** Answers false when the frame could not be taken now. `bytes` are those of `frame`, shared by all readers. */
  frame(bytes: Uint8Array, frame: Frame): boolean;
  event(event: RunEvent): void;
  /** Resolves when the reader has room for another page of stored events. */
  drained(): Promise<void>;
  /** Status, time, rate or metrics changed; `live` is undefined while the run is not executed here. */
  changed(record: RunRecord, live: LiveRun | undefined): void;
  /** Last call: every event has been delivered. */
  ended(record: RunRecord): void;
  /** Last call: the run cannot be followed any more. */
  failed(error: unknown): void;
}

export interface FeedSource {
  readonly store: Pick<Store, 'getRun' | 'listEvents'>;
  readonly runs: Pick<RunHost, 'live' | 'subscribe'>;
  /** Timer port; answers how to stop. */
  every(intervalMs: number, action: () => void): () => void;
}

const pageSize = 500;
/** Live events kept while stored ones are read; further ones are read from the store as well. */
const aheadMax = 256;
/** How often a run that is not executed here is looked at, and a gap is looked for again. */
const lookMs = 1000;

/** One reader's view of one run, from the event after `after` on (from the first when undefined). */
export class RunFeed {
  readonly #source: FeedSource;
  readonly #id: string;
  readonly #reader: FeedReader;
  readonly #ahead = new Map<number, RunEvent>();
  readonly #stopLooking: () => void;
  #last: number | undefined;
  #final: RunRecord | undefined;
  #subscription: { close(): void } | undefined;
  #reading = false;
  #again = false;
  #closed = false;

  constructor(source: FeedSource, record: RunRecord, after: number | undefined, reader: FeedReader) {
    this.#source = source;
    this.#id = record.id;
    this.#reader = reader;
    this.#last = after;
    this.#final = record.status === 'ended' ? record : undefined;
    this.#stopLooking = source.every(lookMs, () => void this.#look());
    this.#attach();
    void this.#read();
  }

  /** Stops every delivery; harmless when repeated. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopLooking();
    this.#detach();
    this.#ahead.clear();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#reader.failed(error);
  }

  #deliver(event: RunEvent): void {
    this.#ahead.delete(event.sequence);
    this.#last = event.sequence;
    this.#reader.event(event);
  }

  /** Delivers the live events that continue what has been delivered. */
  #deliverAhead(): void {
    while (!this.#closed && this.#last !== undefined) {
      const next = this.#ahead.get(this.#last + 1);
      if (next === undefined) return;
      this.#deliver(next);
    }
  }

  async #readStored(): Promise<void> {
    for (;;) {
      const after = this.#last === undefined ? {} : { after: this.#last };
      const page = await this.#source.store.listEvents(this.#id, { ...after, limit: pageSize });
      for (const event of page) if (!this.#closed) this.#deliver(event);
      if (this.#closed || page.length < pageSize) return;
      await this.#reader.drained();
    }
  }

  async #read(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        const final = this.#final;
        await this.#readStored();
        this.#deliverAhead();
        if (final !== undefined && !this.#closed) {
          this.close();
          this.#reader.ended(final);
        }
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#reading = false;
    }
  }

  #receive(event: RunEvent): void {
    if (this.#closed || (this.#last !== undefined && event.sequence <= this.#last)) return;
    if (this.#ahead.size < aheadMax) this.#ahead.set(event.sequence, event);
    if (!this.#reading) this.#deliverAhead();
    if (this.#last === undefined || this.#last < event.sequence) void this.#read();
  }

  #attach(): void {
    if (this.#subscription !== undefined || this.#source.runs.live(this.#id) === undefined) return;
    const reader = this.#reader;
    this.#subscription = this.#source.runs.subscribe(this.#id, {
      get rateHz() {
        return reader.rateHz;
      },
      get wishHz() {
        return reader.wishHz ?? reader.rateHz;
      },
      frame: (bytes, frame) => this.#closed || reader.frame(bytes, frame),
      event: (event) => this.#receive(event),
      changed: (live) => {
        if (!this.#closed) reader.changed(live.record, live);
      },
      ended: (record) => {
        this.#final = record;
        void this.#read();
      },
    });
  }

  #detach(): void {
    this.#subscription?.close();
    this.#subscription = undefined;
  }

  /** Finds out what a subscription cannot tell: another process executes the run, or it came back to this one. */
  async #look(): Promise<void> {
    if (this.#closed || this.#reading) return;
    const here = this.#source.runs.live(this.#id) !== undefined;
    if (here && this.#subscription !== undefined && this.#ahead.size === 0) return;
    if (!here) this.#detach();
    this.#attach();
    try {
      const record = await this.#source.store.getRun(this.#id);
      if (this.#closed) return;
      if (record === undefined) throw new SimulationError('run.not-found', { id: this.#id });
      if (record.status === 'ended') this.#final = record;
      else if (!here) this.#reader.changed(record, undefined);
    } catch (error) {
      this.#fail(error);
    }
    await this.#read();
  }
}
