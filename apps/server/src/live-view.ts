// What one live client is sent of a run's numbers: whole frames, the compressed stream it acknowledges, or the steps from which it
// computes them itself. Whichever it is, little waits for a client that does not read.

import type { Frame, RecordedInput, RunRecord } from '@holdfast/core';
import {
  encodeJson,
  frameDigest,
  ownTier,
  secondsOf,
  StreamSender,
  streamTiers,
  type LiveMessage,
  type StreamView,
  type StreamWish,
  type WatchRequest,
} from '@holdfast/protocol';
import { engineName, type LiveRun } from '@holdfast/runtime';
import type { RouteContext } from './api.ts';
import type { Seat } from './stream-rooms.ts';

/** What a view needs of its socket. */
export interface Outlet {
  /** False when it was left out, because too much waits for the client. */
  send(bytes: Uint8Array): boolean;
  /** Whether too much waits for the client, or it is gone. */
  readonly isBlocked: boolean;
  tell(message: LiveMessage): void;
}

export interface LiveView {
  /** Frames per second taken at most. */
  readonly rateHz: number;
  /** Frames per second the run is asked to show; as many as are taken when absent. */
  readonly wishHz?: number;
  rate(hz: number): void;
  /** False when the frame was left out because the client is slow. */
  frame(bytes: Uint8Array, frame: Frame): boolean;
  shown(sequence: number): void;
  key(): void;
  /** Says how the client is served, where it changed; called every second. */
  report(): void;
  /** Last call before the end of the run is told. */
  ended(record: RunRecord): void;
  close(): void;
}

/** Where a client left a shared stream. */
export interface Resumption {
  readonly stream: string;
  readonly shown: number;
}

/** Whole frames. */
class FrameView implements LiveView {
  rateHz: number;
  readonly #outlet: Outlet;

  constructor(outlet: Outlet, rateHz: number) {
    this.#outlet = outlet;
    this.rateHz = rateHz;
  }

  rate(hz: number): void {
    this.rateHz = hz;
  }

  frame(bytes: Uint8Array): boolean {
    return this.#outlet.send(bytes);
  }

  shown(): void {}
  key(): void {}
  report(): void {}
  ended(): void {}
  close(): void {}
}

/** What compressed views have of their server. */
interface Shared {
  readonly seat: Seat;
  readonly clock: () => number;
  /** Is told how the number of frames under way changes. */
  readonly count: (change: number) => void;
}

/** The compressed stream; thinned by its own clock, so that clients of one rate are given the same frames. */
class CompressedView implements LiveView {
  readonly rateHz = Infinity;
  readonly #outlet: Outlet;
  readonly #seat: Seat;
  readonly #sender: StreamSender;
  readonly #clock: () => number;
  readonly #tier: number;
  readonly #count: (change: number) => void;
  #counted = 0;
  #told = '';

  constructor(outlet: Outlet, { seat, clock, count }: Shared, wish: StreamWish, from?: Resumption) {
    this.#outlet = outlet;
    this.#seat = seat;
    this.#clock = clock;
    this.#count = count;
    this.#tier = wish.tier;
    this.#sender = new StreamSender(seat.chains, wish);
    this.report();
    if (from !== undefined)
      for (const bytes of this.#sender.resume(from.stream, from.shown, clock())) outlet.send(bytes);
    this.#recount();
  }

  /** A client that cannot keep up asks for no more than it gets. */
  get wishHz(): number {
    return this.#sender.quality.hz;
  }

  rate(hz: number): void {
    this.#sender.ask({ tier: this.#tier, hz });
  }

  frame(_: Uint8Array, frame: Frame): boolean {
    const { tier, hz, skipped } = this.#sender.quality;
    const bytes = this.#sender.offer(frame, this.#clock(), this.#outlet.isBlocked);
    const now = this.#sender.quality;
    // Said before the frame that is the first of its kind.
    if (now.tier !== tier || now.hz !== hz) this.report();
    if (bytes !== undefined) this.#outlet.send(bytes);
    this.#recount();
    return now.skipped === skipped;
  }

  shown(sequence: number): void {
    this.#sender.acknowledge(sequence, this.#clock());
    this.#recount();
  }

  key(): void {
    this.#sender.askKey();
    this.#recount();
  }

  report(): void {
    const { tier, hz, bytes, underWay, skipped, roundTripMs } = this.#sender.quality;
    const counts = { bytes, underWay, skipped, roundTripMs, encodeMs: this.#seat.encodeMs };
    const names = { tier: nameOf(tier), asked: nameOf(this.#tier) };
    const view: StreamView = { stream: this.#sender.chain, ...names, hz, ...counts };
    const text = encodeJson(view);
    if (text === this.#told) return;
    this.#told = text;
    this.#outlet.tell({ type: 'stream', ...view });
  }

  ended(): void {
    this.report();
  }

  close(): void {
    this.#sender.close();
    this.#seat.leave();
    this.#count(-this.#counted);
    this.#counted = 0;
  }

  #recount(): void {
    const { underWay } = this.#sender.quality;
    this.#count(underWay - this.#counted);
    this.#counted = underWay;
  }
}

function nameOf(tier: number): StreamView['tier'] {
  return streamTiers[tier]?.name ?? 'exact';
}

/** No numbers at all: how far the run is, what was changed on the way, and a digest each second of its own time. */
class StepsView implements LiveView {
  rateHz: number;
  readonly #outlet: Outlet;
  readonly #live: () => LiveRun | undefined;
  /** Inputs of the log that were told. */
  #known: number;
  #digestAt = -Infinity;

  constructor(
    outlet: Outlet,
    live: () => LiveRun | undefined,
    engine: string,
    rateHz: number,
    known: number,
  ) {
    this.#outlet = outlet;
    this.#live = live;
    this.#known = known;
    this.rateHz = rateHz;
    outlet.tell({ type: 'engine', engine });
  }

  rate(hz: number): void {
    this.rateHz = hz;
  }

  frame(_: Uint8Array, frame: Frame): boolean {
    if (this.#outlet.isBlocked) return false;
    const live = this.#live();
    if (live === undefined) return true;
    const { inputs, isOver, model } = live;
    // A frame of a run that goes on was shown before inputs of its own time.
    const past = isOver ? inputs : inputs.filter(({ time }) => time < frame.time);
    const isDue = !isOver && frame.time >= this.#digestAt;
    if (isDue) this.#digestAt = frame.time + 1 / secondsOf(model.timeUnit);
    this.#tell(frame.time, past, isDue ? { digest: frameDigest(frame) } : {});
    return true;
  }

  shown(): void {}
  key(): void {}
  report(): void {}

  ended({ result }: RunRecord): void {
    if (result !== null) this.#tell(result.reached, result.inputs, {});
  }

  close(): void {}

  #tell(time: number, inputs: readonly RecordedInput[], said: { readonly digest?: string }): void {
    const first = this.#known;
    this.#known = Math.max(first, inputs.length);
    this.#outlet.tell({ type: 'reached', time, first, inputs: inputs.slice(first), ...said });
  }
}

/** Opens what a client asked for. */
export function openView(
  outlet: Outlet,
  { host, rooms, clock, measures }: Pick<RouteContext, 'host' | 'rooms' | 'clock' | 'measures'>,
  record: RunRecord,
  { watch, tier, inputs = 0 }: WatchRequest,
  rateHz: number,
  from?: Resumption,
): LiveView {
  if (watch === 'frames') return new FrameView(outlet, rateHz);
  if (watch === 'steps') {
    const simulator = host.catalog.get(record.family);
    const engine = simulator === undefined ? (record.result?.engine ?? '') : engineName(simulator);
    return new StepsView(outlet, () => host.runs.live(record.id), engine, rateHz, inputs);
  }
  const { channels } = host.modelOf(record);
  const asked = tier === undefined ? ownTier(channels) : streamTiers.findIndex(({ name }) => name === tier);
  const seat = rooms.enter(record.id, channels);
  const shared = { seat, clock, count: (change: number) => measures.framesUnderWay(change) };
  return new CompressedView(outlet, shared, { tier: asked, hz: rateHz }, from);
}
