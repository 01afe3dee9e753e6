// One run followed over a WebSocket that comes back by itself: events without gaps or repeats, frames as they come.

import { SimulationError, type Frame, type Input, type RunEvent, type StopReason } from '@holdfast/core';
import {
  checkLengths,
  decodeJson,
  encodeJson,
  liveMessageSchema,
  type LiveMessage,
  type LiveRequest,
  type LiveWatch,
  type MetricsView,
  type ModelView,
  type PaceRequest,
  type RunReached,
  type RunView,
  type StreamTierName,
  type StreamView,
  type WatchRequest,
} from '@holdfast/protocol';
import { LiveFrames, type TakenFrame } from './live-frames.ts';
import { RequestError } from './request-error.ts';
import { Retry } from './retry.ts';
import type { LiveSocket, Transport } from './transport.ts';

export interface LiveOptions {
  /** Frames per second at most, 0.1 .. 60, 20 when absent. The run shows as many while it keeps its pace. */
  readonly rateHz?: number;
  /** Sequence of the last event already known; all events when absent. */
  readonly after?: number;
  /** `frames` whole, the default; a compressed `stream` that keeps up on slow links; or `steps`, for who computes the run. */
  readonly watch?: LiveWatch;
  /** How closely the stream follows; by the model when absent. The server lowers it where the link is too slow. */
  readonly tier?: StreamTierName;
  /** Inputs of the log already known to who computes the run. */
  readonly inputs?: number;
  /** First of all, and again after each reconnection. */
  readonly onModel?: (run: RunView, model: ModelView) => void;
  readonly onRun?: (run: RunView) => void;
  readonly onFrame?: (frame: Frame) => void;
  readonly onMetrics?: (metrics: MetricsView) => void;
  readonly onEvent?: (event: RunEvent) => void;
  /** Frames the server has left out so far because this client was slow. */
  readonly onDropped?: (frames: number) => void;
  /** How the stream serves this client: what it sees now, what it asked for, and at what cost. Once a second at most, and before
   * the first frame of another tier. */
  readonly onStream?: (stream: StreamView) => void;
  /** Of `steps`: family and version of the numbers, again after each reconnection. */
  readonly onEngine?: (engine: string) => void;
  /** Of `steps`: how far the run is, without gaps in its inputs. */
  readonly onReached?: (reached: RunReached) => void;
  /** The connection is lost (`waiting`) or there again (`open`). */
  readonly onLink?: (link: 'open' | 'waiting') => void;
  /** Last call: the run has ended. */
  readonly onEnded?: (stop: StopReason) => void;
  /** Last call: the run cannot be followed any more. */
  readonly onError?: (error: SimulationError) => void;
}

export interface LiveHandle {
  /** Asks for another frame rate, 0.1 .. 60 per second. */
  setRate(hz: number): void;
  /** Watches another way from now on. */
  watch(request: WatchRequest): void;
  /** Changes parameters of the run; resolves when the change is stored. Rejects when it is refused, and with
   * `server.unreachable` when the connection is lost before the answer: then it may have taken effect. */
  input(inputs: readonly Input[]): Promise<void>;
  /** Changes how fast the run goes and how often it is shown. Rejects as `input` does. */
  pace(pace: PaceRequest): Promise<void>;
  /** Ends following; no callback is called afterwards. Harmless when repeated. */
  close(): void;
}

/** Status of a refusal told inside a connection that had begun well. */
const answerStatus = 101;

/** Close code of a request the server does not understand (RFC 6455 7.4.1); trying again cannot help. */
const policyViolation = 1008;

export class LiveConnection implements LiveHandle {
  readonly #transport: Transport;
  readonly #id: string;
  readonly #options: LiveOptions;
  readonly #retry = new Retry();
  #socket: LiveSocket | undefined;
  #open = false;
  #closed = false;
  #cancelTimer: (() => void) | undefined;
  #rateHz: number | undefined;
  #after: number | undefined;
  #watch: WatchRequest;
  #inputs: number | undefined;
  #stream: StreamView | undefined;
  readonly #frames = new LiveFrames();
  /** What came since the first streamed frame while that cannot be decoded yet; bounded, because it is not acknowledged. */
  #early: (string | Uint8Array)[] | undefined;
  #run: RunView | undefined;
  #dropped = 0;
  #droppedBefore = 0;
  #requests = 0;
  readonly #asked = new Map<number, { resolve(): void; reject(error: SimulationError): void }>();

  constructor(transport: Transport, id: string, options: LiveOptions) {
    this.#transport = transport;
    this.#id = id;
    this.#options = options;
    this.#rateHz = options.rateHz;
    this.#after = options.after;
    const { watch = 'frames', tier, inputs } = options;
    this.#watch = { watch, tier, inputs };
    this.#inputs = inputs;
    this.#connect();
  }

  setRate(hz: number): void {
    this.#rateHz = hz;
    this.#say({ type: 'rate', hz });
  }

  watch(request: WatchRequest): void {
    this.#watch = request;
    this.#inputs = request.inputs;
    this.#stream = undefined;
    this.#say({ type: 'watch', ...request });
  }

  async input(inputs: readonly Input[]): Promise<void> {
    checkLengths(inputs);
    return this.#ask((request) => ({ type: 'inputs', request, inputs: [...inputs] }));
  }

  pace(pace: PaceRequest): Promise<void> {
    return this.#ask((request) => ({ type: 'pace', request, pace }));
  }

  close(): void {
    this.#closed = true;
    this.#loseAnswers();
    this.#cancelTimer?.();
    this.#socket?.close();
    this.#socket = undefined;
  }

  #say(request: LiveRequest): void {
    if (this.#open) this.#socket?.send(encodeJson(request));
  }

  #ask(write: (request: number) => LiveRequest): Promise<void> {
    const request = this.#requests++;
    return new Promise((resolve, reject) => {
      if (!this.#open || this.#socket === undefined) {
        reject(new SimulationError('server.unreachable', { url: this.#transport.url }));
        return;
      }
      this.#asked.set(request, { resolve, reject });
      this.#socket.send(encodeJson(write(request)));
    });
  }

  #loseAnswers(): void {
    const error = new SimulationError('server.unreachable', { url: this.#transport.url });
    for (const asked of this.#asked.values()) asked.reject(error);
    this.#asked.clear();
  }

  #answered({ request, error }: LiveMessage & { type: 'answer' }): void {
    const asked = this.#asked.get(request);
    this.#asked.delete(request);
    if (error === undefined) asked?.resolve();
    else asked?.reject(new RequestError(answerStatus, error.code, error.message, error.remedy, error.issues));
  }

  #connect(): void {
    const path = `/api/v1/runs/${encodeURIComponent(this.#id)}/live`;
    const asked = this.#rateHz;
    const watched = this.#watch;
    const socket = this.#transport.socket(path, {
      rate: asked,
      after: this.#after,
      ...(watched.watch === 'frames' ? {} : { ...watched, inputs: this.#inputs }),
      ...this.#resumption(),
    });
    this.#socket = socket;
    this.#open = false;
    socket.binaryType = 'arraybuffer';
    this.#early = undefined;
    if (watched.watch === 'stream') void this.#prepare();
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      if (this.#closed || socket !== this.#socket) return;
      if (!this.#open) this.#opened(asked, watched);
      this.#hear(socket, typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
    });
    // What went wrong is said by the close that follows; without a listener Node would end the process.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ code }: { readonly code: number }) => {
      if (this.#closed || socket !== this.#socket) return;
      this.#socket = undefined;
      this.#loseAnswers();
      this.#droppedBefore += this.#dropped;
      this.#dropped = 0;
      if (code === policyViolation)
        this.#fail(new SimulationError('request.invalid', { reason: 'refused live request' }));
      else void this.#lost(this.#open);
    });
  }

  #opened(asked: number | undefined, watched: WatchRequest): void {
    this.#open = true;
    this.#options.onLink?.('open');
    if (this.#rateHz !== undefined && this.#rateHz !== asked) this.setRate(this.#rateHz);
    if (this.#watch !== watched) this.#say({ type: 'watch', ...this.#watch });
  }

  /** Where the stream of the connection before is taken up. */
  #resumption(): { readonly stream?: string; readonly shown?: number } {
    const { shown } = this.#frames;
    if (this.#watch.watch !== 'stream' || this.#stream === undefined || shown === undefined) return {};
    return { stream: this.#stream.stream, shown };
  }

  /** A refused handshake does not say why, so the same question is asked in a way that is answered. */
  async #lost(wasOpen: boolean): Promise<void> {
    this.#options.onLink?.('waiting');
    let failure = new SimulationError('server.unreachable', { url: this.#transport.url });
    if (!wasOpen) {
      try {
        await this.#transport.send(`/api/v1/runs/${encodeURIComponent(this.#id)}`, { method: 'GET' });
      } catch (error) {
        if (!(error instanceof SimulationError)) throw error;
        failure = error;
      }
    }
    if (this.#closed) return;
    const delay = failure.retry === 'never' ? undefined : this.#retry.delay();
    if (delay === undefined) this.#fail(failure);
    else this.#cancelTimer = this.#transport.timer(() => this.#connect(), delay);
  }

  #fail(error: SimulationError): void {
    if (this.#closed) return;
    this.close();
    this.#options.onError?.(error);
  }

  /** Loads what decodes a stream; where that fails the first streamed frame asks for whole ones. */
  async #prepare(): Promise<void> {
    await this.#frames.prepare().catch(() => undefined);
  }

  /** Takes everything in the order in which it came. */
  #hear(socket: LiveSocket, data: string | Uint8Array): void {
    if (this.#early !== undefined) this.#early.push(data);
    else if (typeof data === 'string' || !this.#frames.isEarly(data)) this.#receive(data);
    else void this.#hearLater(socket, data);
  }

  async #hearLater(socket: LiveSocket, first: Uint8Array): Promise<void> {
    const early: (string | Uint8Array)[] = [first];
    this.#early = early;
    await this.#prepare();
    if (early === this.#early) this.#early = undefined;
    for (const each of early) if (!this.#closed && socket === this.#socket) this.#receive(each);
  }

  #receive(data: string | Uint8Array): void {
    let message: LiveMessage | TakenFrame;
    try {
      message =
        typeof data === 'string' ? liveMessageSchema.parse(decodeJson(data)) : this.#frames.take(data);
    } catch (cause) {
      this.#fail(
        cause instanceof SimulationError
          ? cause
          : new SimulationError('protocol.malformed', { reason: 'a live message is not understood' }, cause),
      );
      return;
    }
    if ('type' in message) this.#understand(message);
    else this.#take(message);
  }

  /** What is shown is acknowledged afterwards, so that a client that cannot keep up with drawing is sent less. */
  #take({ frame, say }: TakenFrame): void {
    if (frame !== undefined) this.#options.onFrame?.(frame);
    if (say?.type === 'watch') this.#watch = say;
    if (say !== undefined) this.#say(say);
  }

  #understand(message: LiveMessage): void {
    // Not on the first message alone: a server that fails right after it would be asked again without pause.
    if (message.type !== 'model') this.#retry.succeeded();
    const { onModel, onRun, onEvent, onMetrics, onDropped, onEngine, onEnded } = this.#options;
    switch (message.type) {
      case 'model':
        this.#run = message.run;
        this.#frames.begin(message.model.channels);
        onModel?.(message.run, message.model);
        break;
      case 'run':
        this.#run = message.run;
        onRun?.(message.run);
        break;
      case 'event':
        if (this.#after !== undefined && message.event.sequence <= this.#after) break;
        this.#after = message.event.sequence;
        onEvent?.(message.event);
        break;
      case 'metrics': {
        const partial = this.#run?.status !== 'ended' || this.#run.partial;
        onMetrics?.({ time: message.time, partial, metrics: message.metrics });
        break;
      }
      case 'answer':
        this.#answered(message);
        break;
      case 'dropped':
        this.#dropped = message.frames;
        onDropped?.(this.#droppedBefore + message.frames);
        break;
      case 'stream': {
        const { type: _, ...stream } = message;
        this.#streams(stream);
        break;
      }
      case 'engine':
        onEngine?.(message.engine);
        break;
      case 'reached': {
        const { type: _, ...reached } = message;
        this.#inputs = reached.first + reached.inputs.length;
        this.#options.onReached?.(reached);
        break;
      }
      case 'ended':
        this.close();
        onEnded?.(message.stop);
        break;
    }
  }

  #streams(stream: StreamView): void {
    if (stream.stream !== this.#stream?.stream) this.#frames.renumber();
    this.#stream = stream;
    this.#options.onStream?.(stream);
  }
}
