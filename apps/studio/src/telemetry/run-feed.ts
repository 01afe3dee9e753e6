// Everything one run page knows of its run. Coarse facts go to React, coalesced but for the end, which nobody should wait
// for; numbers stay here and are drawn by the pump.
// Memory is bounded: frames by the history's bytes, events by `eventsKept`.

import type { HoldfastClient, LiveHandle, LiveOptions } from '@holdfast/client';
import type { Channel, Frame, RunEvent } from '@holdfast/core';
import { displayModel, RunNumbers, type FrameHistory, type PictureNumbers } from '@holdfast/pictures';
import { liveHzUsual } from '@holdfast/protocol';
import type {
  LiveWatch,
  MetricsView,
  ModelView,
  RunView,
  StreamTierName,
  StreamView,
} from '@holdfast/protocol';
import { isUnreachable } from '../shell/problem.ts';
import { coarse } from './coarse.ts';
import type { FramePump } from './frame-pump.ts';

/** Upper bound of the frame history, shown on the page. */
const historyBytes = 48 * 2 ** 20;
const eventsKept = 1000;
const coalesceMs = 100;
const pageFrames = 500;

/** `waiting` lost the server and tries again; `resting` let go because nobody looks. */
export type Link = 'opening' | 'following' | 'waiting' | 'resting' | 'closed';

/** What React renders; replaced as a whole, at most ten times a second. */
export interface RunState {
  readonly run: RunView | undefined;
  /** With units as text. */
  readonly model: ModelView | undefined;
  readonly link: Link;
  readonly error: unknown;
  /** Oldest first, the newest thousand. */
  readonly events: readonly RunEvent[];
  /** True while recorded frames are being read. */
  readonly reading: boolean;
  /** Frames the server did not send because this page was slow. */
  readonly dropped: number;
  /** Tier of the stream while it is below what was asked for; undefined while the link keeps up. */
  readonly lowered: StreamTierName | undefined;
  readonly metricsKnown: boolean;
  /** Time looked at; null follows the run. */
  readonly cursor: number | null;
}

/** ms after which recorded frames are asked for again while the database has not got to the first live one. */
const askedAgainMs = [250, 1000, 3000] as const;

/** What is watched; `inputs` are those that one who computes knows. */
export interface FeedWatch {
  readonly watch: LiveWatch;
  readonly inputs?: number;
}

/** Who computes the frames of `steps` hears how far the run is, and by what it is computed. */
export type StepsListener = Required<Pick<LiveOptions, 'onReached' | 'onEngine'>>;

type FeedClient = Pick<HoldfastClient, 'live' | 'frames'>;

/** Follows one run from its first recorded frame to its end. */
export class RunFeed implements PictureNumbers {
  readonly id: string;
  readonly pump: FramePump;
  readonly #client: FeedClient;
  readonly #listeners = new Set<() => void>();
  #live: LiveHandle | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: RunState;
  #next: RunState;
  #numbers: RunNumbers | undefined;
  #held: Frame | undefined;
  #lastSequence = -1;
  #reading = false;
  /** Whether the recorded frames were asked for since the stream was opened. */
  #asked = false;
  /** Up to where frames were read from the recording, and the first one that came live after them. */
  #recordedTo = -1;
  #firstLive: Frame | undefined;
  #askedAgain = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #watch: FeedWatch = { watch: 'stream' };
  #hz = liveHzUsual;
  #listener: StepsListener | undefined;
  #closed = false;

  /** Newest view; its numbers move faster than the state's. */
  view: RunView | undefined;
  metrics: MetricsView | undefined;
  /** How this page is served, while it is. */
  stream: StreamView | undefined;
  /** Live frames that came from the server. */
  arrived = 0;
  /** The model as the server gave it, for files. */
  recorded: ModelView | undefined;

  constructor(id: string, client: FeedClient, pump: FramePump) {
    this.id = id;
    this.pump = pump;
    this.#client = client;
    this.#state = {
      run: undefined,
      model: undefined,
      link: 'opening',
      error: undefined,
      events: [],
      reading: false,
      dropped: 0,
      lowered: undefined,
      metricsKnown: false,
      cursor: null,
    };
    this.#next = this.#state;
  }

  readonly state = (): RunState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The time looked at, ahead of the coalesced state. */
  get cursor(): number | null {
    return this.#next.cursor;
  }

  get history(): FrameHistory | undefined {
    return this.#numbers?.history;
  }

  /** Where a channel starts in a frame. */
  offset(channel: Channel): number {
    return this.#numbers?.offset(channel) ?? 0;
  }

  /** Index in the history of the frame to show: at the cursor, else the newest; -1 when there is none. */
  shownIndex(): number {
    return this.#numbers?.shownIndex() ?? -1;
  }

  /** Numbers of a channel in the frame to show, and that frame's time; undefined when there is none. */
  shown(channel: Channel): { readonly time: number; readonly values: Float64Array } | undefined {
    return this.#numbers?.shown(channel);
  }

  /** Moves the time looked at; null follows the run again. */
  look(cursor: number | null): void {
    if (cursor === this.#next.cursor) return;
    if (this.#numbers !== undefined) this.#numbers.cursor = cursor;
    this.#change({ cursor });
    this.pump.touch();
  }

  /** Opens the stream, or opens it again after `rest`. */
  open(): void {
    if (this.#closed || this.#live !== undefined) return;
    const last = this.#next.events.at(-1);
    this.#change({ link: 'opening', error: undefined });
    this.#live = this.#client.live(this.id, {
      rateHz: this.#rateHz,
      ...this.#watch,
      onEngine: (engine) => this.#listener?.onEngine(engine),
      onReached: (reached) => this.#listener?.onReached(reached),
      ...(last === undefined ? {} : { after: last.sequence }),
      onModel: (run, model) => this.#begin(run, model),
      onRun: (run) => this.#show(run),
      onFrame: (frame) => {
        this.arrived += 1;
        this.#take(frame);
      },
      onMetrics: (metrics) => this.#measure(metrics),
      onEvent: (event) => this.#note(event),
      onLink: (link) => this.#change({ link: link === 'open' ? 'following' : 'waiting' }),
      onDropped: (dropped) => this.#change({ dropped }),
      onStream: (stream) => this.#serve(stream),
      onEnded: () => this.#finish(),
      onError: (error) => this.#fail(error),
    });
  }

  /** Watches another way from now on, when it is opened again too. */
  watch(request: FeedWatch, listener?: StepsListener): void {
    this.#watch = request;
    this.#listener = listener;
    this.stream = undefined;
    this.#change({ lowered: undefined });
    this.#live?.watch(request);
    this.#live?.setRate(this.#rateHz);
  }

  /** Asks for this many frames a second, where they are sent. */
  quicken(hz: number): void {
    if (hz === this.#hz) return;
    this.#hz = hz;
    this.#live?.setRate(this.#rateHz);
  }

  /** Takes a frame of the run that was computed in this page. */
  put(frame: Frame): void {
    this.#take(frame);
  }

  /** Puts frames of the run where they belong among those that are held. */
  fill(frames: readonly Frame[]): void {
    if (frames.length > 0) this.#rebuild((held) => [...frames, ...held].toSorted((a, b) => a.time - b.time));
  }

  /** Leaves out what is held after a time: it was not the run's. */
  forget(after: number): void {
    this.#rebuild((held) => held.filter(({ time }) => time <= after));
  }

  /** Lets go of the stream while nobody looks; `open` fetches what was missed. */
  rest(): void {
    if (this.#live === undefined || this.#next.run?.status === 'ended') return;
    this.#live.close();
    this.#live = undefined;
    this.#change({ link: 'resting' });
  }

  close(): void {
    this.#closed = true;
    this.#live?.close();
    this.#live = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.#listeners.clear();
  }

  /** Who computes the frames makes as many as he likes of the usual words. */
  get #rateHz(): number {
    return this.#watch.watch === 'steps' ? liveHzUsual : this.#hz;
  }

  #begin(run: RunView, model: ModelView): void {
    if (this.#numbers === undefined) {
      this.#numbers = new RunNumbers(model.channels, historyBytes);
      this.#numbers.cursor = this.#next.cursor;
    }
    this.recorded = model;
    this.#change({ model: displayModel(model) });
    this.#asked = false;
    this.#firstLive = undefined;
    this.#recordedTo = Math.max(this.#recordedTo, this.#lastSequence);
    this.#askedAgain = 0;
    clearTimeout(this.#again);
    this.#show(run);
  }

  #show(run: RunView): void {
    this.view = run;
    // Nothing is recorded of a run that waits to begin; once it has begun, what was recorded before the first live frame counts.
    if (!this.#asked && run.status !== 'queued') {
      this.#asked = true;
      void this.#readRecorded();
    }
    if (coarse(run) !== coarse(this.#next.run)) {
      this.#change({ run });
      if (run.status === 'ended') this.#tell();
    }
    this.pump.touch();
  }

  #take(frame: Frame): void {
    this.#firstLive ??= frame;
    if (this.#reading || !this.#asked) this.#held = frame;
    else this.#keep(frame);
  }

  #keep(frame: Frame): void {
    this.#numbers?.history.push(frame);
    this.#lastSequence = Math.max(this.#lastSequence, frame.sequence);
    this.pump.touch();
  }

  /** Reads the recorded frames after the last known one; live frames wait meanwhile, only the newest of them counts. */
  async #readRecorded(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    this.#change({ reading: true });
    try {
      for (;;) {
        const after = this.#lastSequence < 0 ? {} : { after: this.#lastSequence };
        const page = await this.#client.frames(this.id, { limit: pageFrames, ...after });
        if (this.#closed) return;
        for (const frame of page) this.#keep(frame);
        this.#recordedTo = Math.max(this.#recordedTo, page.at(-1)?.sequence ?? -1);
        if (page.length < pageFrames) break;
      }
    } catch (error) {
      if (!isUnreachable(error)) this.#change({ error });
    }
    this.#reading = false;
    if (this.#held !== undefined) this.#keep(this.#held);
    this.#held = undefined;
    this.#change({ reading: false });
    this.#askAgain();
  }

  /** The database is behind the run: what was recorded before the first live frame may be told of later. */
  #askAgain(): void {
    const delay = askedAgainMs[this.#askedAgain];
    const first = this.#firstLive;
    const isWhole = first === undefined || this.#recordedTo >= first.sequence;
    if (isWhole || delay === undefined || this.#live === undefined || this.#closed) return;
    this.#askedAgain += 1;
    this.#again = setTimeout(() => void this.#readBetween(first), delay);
  }

  /** Reads recorded frames up to a live one, and puts them where they belong. */
  async #readBetween(first: Frame): Promise<void> {
    const limit = Math.min(pageFrames, first.sequence - this.#recordedTo);
    const after = this.#recordedTo < 0 ? {} : { after: this.#recordedTo };
    try {
      const page = await this.#client.frames(this.id, { limit, ...after });
      if (this.#closed) return;
      this.#recordedTo = Math.max(this.#recordedTo, page.at(-1)?.sequence ?? -1);
      this.fill(page.filter(({ time }) => time < first.time));
    } catch (error) {
      if (!isUnreachable(error)) this.#change({ error });
    }
    this.#askAgain();
  }

  /** Holds other frames from now on, in order of time. */
  #rebuild(change: (held: readonly Frame[]) => readonly Frame[]): void {
    const [numbers, model] = [this.#numbers, this.recorded];
    if (numbers === undefined || model === undefined) return;
    const { history, cursor } = numbers;
    const held = Array.from({ length: history.count }, (_, index) => ({
      sequence: history.sequenceAt(index),
      time: history.timeAt(index),
      values: history.valuesAt(index),
    }));
    this.#numbers = new RunNumbers(model.channels, historyBytes);
    this.#numbers.cursor = cursor;
    for (const frame of change(held)) this.#numbers.history.push(frame);
    this.pump.touch();
  }

  #measure(metrics: MetricsView): void {
    this.metrics = metrics;
    if (!this.#next.metricsKnown) this.#change({ metricsKnown: true });
    this.pump.touch();
  }

  #serve(stream: StreamView): void {
    this.stream = stream;
    const lowered = stream.tier === stream.asked ? undefined : stream.tier;
    if (lowered !== this.#next.lowered) this.#change({ lowered });
  }

  #note(event: RunEvent): void {
    const { events } = this.#next;
    if (event.sequence <= (events.at(-1)?.sequence ?? -1)) return;
    this.#change({ events: [...events.slice(1 - eventsKept), event] });
    this.pump.touch();
  }

  #finish(): void {
    this.#live?.close();
    this.#live = undefined;
    this.#change({ link: 'closed' });
    this.pump.settle();
    void this.#readRecorded();
  }

  #fail(error: unknown): void {
    this.#live?.close();
    this.#live = undefined;
    this.#change({ link: 'closed', error });
  }

  #change(change: Partial<RunState>): void {
    this.#next = { ...this.#next, ...change };
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => this.#tell(), this.#state.run === undefined ? 0 : coalesceMs);
  }

  /** Gives the listeners the newest state. */
  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed) return;
    this.#state = this.#next;
    for (const listener of this.#listeners) listener();
  }
}
