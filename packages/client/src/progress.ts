// One run followed over server-sent events that resume after the last event seen: for places without WebSockets.

import { SimulationError, type RunEvent, type StopReason } from '@holdfast/core';
import { decodeJson, progressEventSchemas, type RunView } from '@holdfast/protocol';
import { readEventStream, type ServerSentEvent } from './event-stream.ts';
import { RequestError } from './request-error.ts';
import { Retry } from './retry.ts';
import type { Transport } from './transport.ts';

export interface ProgressOptions {
  /** Sequence of the last event already known; all events when absent. */
  readonly after?: number;
  readonly onProgress?: (run: RunView) => void;
  readonly onEvent?: (event: RunEvent) => void;
  /** Last call: the run has ended. */
  readonly onEnded?: (stop: StopReason) => void;
  /** Last call: the run cannot be followed any more. */
  readonly onError?: (error: SimulationError) => void;
}

export interface ProgressHandle {
  /** Ends following; no callback is called afterwards. Harmless when repeated. */
  close(): void;
}

/** Status of a failure told inside a stream that had begun well. */
const streamStatus = 200;

type Told =
  | { readonly kind: 'progress'; readonly run: RunView }
  | { readonly kind: 'event'; readonly event: RunEvent }
  | { readonly kind: 'ended'; readonly stop: StopReason };

function understand({ type, data }: ServerSentEvent): Told | undefined {
  switch (type) {
    case 'progress':
      return { kind: type, ...progressEventSchemas.progress.parse(decodeJson(data)) };
    case 'event':
      return { kind: type, event: progressEventSchemas.event.parse(decodeJson(data)) };
    case 'ended':
      return { kind: type, ...progressEventSchemas.ended.parse(decodeJson(data)) };
    case 'failed': {
      const { code, message, remedy, issues } = progressEventSchemas.failed.parse(decodeJson(data)).error;
      throw new RequestError(streamStatus, code, message, remedy, issues);
    }
    default:
      return undefined;
  }
}

export class ProgressConnection implements ProgressHandle {
  readonly #transport: Transport;
  readonly #id: string;
  readonly #options: ProgressOptions;
  readonly #retry = new Retry();
  readonly #abort = new AbortController();
  #after: number | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(transport: Transport, id: string, options: ProgressOptions) {
    this.#transport = transport;
    this.#id = id;
    this.#options = options;
    this.#after = options.after;
    void this.#follow();
  }

  close(): void {
    this.#cancelTimer?.();
    this.#abort.abort();
  }

  get #closed(): boolean {
    return this.#abort.signal.aborted;
  }

  async #follow(): Promise<void> {
    let failure = new SimulationError('server.unreachable', { url: this.#transport.url });
    try {
      for await (const told of this.#told()) this.#deliver(told);
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      failure = error;
    }
    if (this.#closed) return;
    const delay = failure.retry === 'never' ? undefined : this.#retry.delay();
    if (delay !== undefined) {
      this.#cancelTimer = this.#transport.timer(() => void this.#follow(), delay);
      return;
    }
    this.close();
    this.#options.onError?.(failure);
  }

  #deliver(told: Told): void {
    if (this.#closed) return;
    this.#retry.succeeded();
    if (told.kind === 'progress') this.#options.onProgress?.(told.run);
    else if (told.kind === 'event') {
      if (this.#after !== undefined && told.event.sequence <= this.#after) return;
      this.#after = told.event.sequence;
      this.#options.onEvent?.(told.event);
    } else {
      this.close();
      this.#options.onEnded?.(told.stop);
    }
  }

  /** What one connection tells, until it is cut. @throws SimulationError, nothing else */
  async *#told(): AsyncGenerator<Told, void, undefined> {
    const path = `/api/v1/runs/${encodeURIComponent(this.#id)}/progress`;
    const resume: Record<string, string> =
      this.#after === undefined ? {} : { 'last-event-id': String(this.#after) };
    const headers = { accept: 'text/event-stream', ...resume };
    const { signal } = this.#abort;
    try {
      const response = await this.#transport.send(path, { method: 'GET', headers, signal });
      if (response.body === null) return;
      for await (const event of readEventStream(response.body)) {
        const told = understand(event);
        if (told !== undefined) yield told;
      }
    } catch (cause) {
      if (signal.aborted) return;
      if (cause instanceof SimulationError) throw cause;
      if (cause instanceof TypeError)
        throw new SimulationError('server.unreachable', { url: this.#transport.url }, cause);
      throw new SimulationError(
        'protocol.malformed',
        { reason: 'a progress event is not understood' },
        cause,
      );
    }
  }
}
