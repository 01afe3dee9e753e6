// One live WebSocket: model first, then events in order, frames at the asked rate, numbers as they change.
// What is sent of the numbers is a view of its own, which may change. Frames are thinned when the client is slow and that is told; events are never dropped, a client that cannot take them is closed.

import type { Frame, RunEvent, RunRecord } from '@holdfast/core';
import {
  encodeFrame,
  encodeJson,
  liveRequestSchema,
  tooLong,
  type LiveMessage,
  type LiveRequest as LiveAsk,
  type WatchRequest,
} from '@holdfast/protocol';
import type { LiveRun } from '@holdfast/runtime';
import type { RawData, WebSocket } from 'ws';
import type { RouteContext } from './api.ts';
import { asFailure, errorView } from './failures.ts';
import { openView, type LiveView, type Outlet, type Resumption } from './live-view.ts';
import { RunFeed, type FeedReader } from './run-feed.ts';
import { modelView, runView } from './views.ts';

/** A frame is skipped while this much waits for the client. */
const frameBacklogBytes = 256 * 1024;
/** The client is closed when this much waits; it resumes with `after`. */
const eventBacklogBytes = 1024 * 1024;
/** A client that has not answered a ping by the next one is gone. */
const pingMs = 15_000;
const droppedNoticeMs = 1000;
const closeGraceMs = 2000;

/** Close codes, RFC 6455 7.4.1 and the registry it opens. */
const closeCode = {
  normal: 1000,
  goingAway: 1001,
  policy: 1008,
  internal: 1011,
  tryAgainLater: 1013,
} as const;

export interface LiveRequest {
  readonly record: RunRecord;
  readonly rateHz: number;
  /** Sequence of the last event the client has seen. */
  readonly after: number | undefined;
  readonly watch: WatchRequest;
  readonly from: Resumption | undefined;
}

export class LiveSocket implements FeedReader, Outlet {
  readonly #socket: WebSocket;
  readonly #context: RouteContext;
  readonly #record: RunRecord;
  #view: LiveView;
  #rateHz: number;
  readonly #feed: RunFeed;
  readonly #stops: (() => void)[];
  #answered = true;
  #skipped = 0;
  #toldSkipped = 0;
  #metricsTime = Number.NaN;
  #over = false;

  constructor(socket: WebSocket, context: RouteContext, asked: LiveRequest) {
    const { record, rateHz, after, watch, from } = asked;
    this.#socket = socket;
    this.#context = context;
    this.#record = record;
    this.#rateHz = rateHz;
    const { host, measures, streams } = context;
    this.#stops = [
      measures.streamOpened('live'),
      streams.add(() => this.#close(closeCode.goingAway, 'server.draining')),
      host.every(pingMs, () => this.#ping()),
      host.every(droppedNoticeMs, () => this.#tellDropped()),
    ];
    socket.on('pong', () => (this.#answered = true));
    socket.on('message', (data, isBinary) => this.#listen(isBinary ? undefined : asText(data)));
    socket.on('close', () => this.#stop());
    socket.on('error', () => socket.terminate());
    const live = host.runs.live(record.id);
    const model = live === undefined ? host.modelOf(record) : modelView(live.model);
    const run = runView(record, live);
    const first: LiveMessage = { type: 'model', run, model };
    socket.send(encodeJson(first));
    this.#view = openView(this, context, record, watch, rateHz, from);
    if (live?.latest !== undefined) this.frame(encodeFrame(live.latest), live.latest);
    this.#feed = new RunFeed(host, record, after, this);
  }

  frame(bytes: Uint8Array, frame: Frame): boolean {
    if (this.#over) return false;
    const isTaken = this.#view.frame(bytes, frame);
    if (isTaken) return true;
    this.#skipped += 1;
    this.#context.measures.frameDropped();
    return false;
  }

  send(bytes: Uint8Array): boolean {
    if (this.isBlocked) return false;
    this.#socket.send(bytes);
    this.#context.measures.framePublished(bytes.length);
    return true;
  }

  get isBlocked(): boolean {
    return this.#over || this.#socket.bufferedAmount > frameBacklogBytes;
  }

  get rateHz(): number {
    return this.#view.rateHz;
  }

  get wishHz(): number {
    return this.#view.wishHz ?? this.#view.rateHz;
  }

  event(event: RunEvent): void {
    this.tell({ type: 'event', event });
  }

  drained(): Promise<void> {
    if (this.#over || this.#socket.bufferedAmount <= frameBacklogBytes) return Promise.resolve();
    return new Promise((resolve) => this.#socket.ping(undefined, undefined, () => resolve()));
  }

  changed(record: RunRecord, live: LiveRun | undefined): void {
    this.tell({ type: 'run', run: runView(record, live) });
    const metrics = live?.metrics;
    if (metrics === undefined || metrics.time === this.#metricsTime) return;
    this.#metricsTime = metrics.time;
    this.tell({ type: 'metrics', time: metrics.time, metrics: [...metrics.metrics] });
  }

  ended(record: RunRecord): void {
    this.#tellDropped();
    this.#view.ended(record);
    this.tell({ type: 'run', run: runView(record, undefined) });
    if (record.result !== null) {
      const { reached, metrics, stop } = record.result;
      this.tell({ type: 'metrics', time: reached, metrics: [...metrics] });
      this.tell({ type: 'ended', stop });
    }
    this.#close(closeCode.normal, 'ended');
  }

  failed(error: unknown): void {
    this.#close(closeCode.internal, asFailure(error).code);
  }

  tell(message: LiveMessage): void {
    if (this.#over) return;
    this.#socket.send(encodeJson(message));
    if (this.#socket.bufferedAmount > eventBacklogBytes) this.#close(closeCode.tryAgainLater, 'too slow');
  }

  #listen(text: string | undefined): void {
    const request = text === undefined ? undefined : parseRequest(text);
    if (request?.type === 'refused')
      this.tell({ type: 'answer', request: request.request, ...errorView(request.error) });
    else if (request === undefined) this.#close(closeCode.policy, 'request.invalid');
    else if (request.type === 'shown') this.#view.shown(request.sequence);
    else if (request.type === 'key') this.#view.key();
    else if (request.type === 'watch') this.#watch(request);
    else if (request.type === 'rate') this.#view.rate((this.#rateHz = request.hz));
    else void this.#steer(request);
  }

  /** Shows the run another way, from the newest frame on. */
  #watch(request: WatchRequest): void {
    this.#view.close();
    this.#view = openView(this, this.#context, this.#record, request, this.#rateHz);
    const latest = this.#context.host.runs.live(this.#record.id)?.latest;
    if (latest !== undefined) this.frame(encodeFrame(latest), latest);
  }

  /** Answers when the change is stored, or why it was refused. */
  async #steer(asked: Extract<LiveAsk, { request: number }>): Promise<void> {
    const { runs } = this.#context.host;
    const { type, request } = asked;
    try {
      if (type === 'inputs') await runs.input(this.#record.id, asked.inputs);
      else await runs.pace(this.#record.id, asked.pace);
      this.tell({ type: 'answer', request });
    } catch (error) {
      this.tell({ type: 'answer', request, ...errorView(asFailure(error)) });
    }
  }

  #ping(): void {
    if (!this.#answered) {
      this.#socket.terminate();
      return;
    }
    this.#answered = false;
    this.#socket.ping();
  }

  #tellDropped(): void {
    if (!this.isBlocked) this.#view.report();
    if (this.#skipped === this.#toldSkipped || this.#socket.bufferedAmount > frameBacklogBytes) return;
    this.#toldSkipped = this.#skipped;
    this.tell({ type: 'dropped', frames: this.#skipped });
  }

  #close(code: number, reason: string): void {
    this.#stop();
    this.#socket.close(code, reason);
    // A client that has stopped reading never answers the close.
    const giveUp = setTimeout(() => this.#socket.terminate(), closeGraceMs);
    this.#socket.once('close', () => clearTimeout(giveUp));
  }

  #stop(): void {
    if (this.#over) return;
    this.#over = true;
    for (const stop of this.#stops) stop();
    this.#view.close();
    this.#feed.close();
  }
}

/** The library's default is one buffer per message. */
function asText(data: RawData): string | undefined {
  return Buffer.isBuffer(data) ? data.toString('utf8') : undefined;
}

/** What was asked; what may be answered with a refusal, where a list is too long; undefined for what is not understood. */
function parseRequest(text: string) {
  try {
    const asked: unknown = JSON.parse(text);
    const { data, error } = liveRequestSchema.safeParse(asked);
    if (data !== undefined) return data;
    const refused = tooLong(error, asked);
    const request: unknown = Reflect.get(Object(asked), 'request');
    if (refused === undefined || typeof request !== 'number') return undefined;
    return { type: 'refused', request, error: refused } as const;
  } catch {
    return undefined;
  }
}
