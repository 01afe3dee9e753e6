// A stream of server-sent events that is followed until it says it is over, however often the connection is cut.

import { SimulationError } from '@holdfast/core';
import { decodeJson, errorViewSchema } from '@holdfast/protocol';
import { readEventStream, type ServerSentEvent } from './event-stream.ts';
import { RequestError } from './request-error.ts';
import { Retry } from './retry.ts';
import type { Transport } from './transport.ts';

export interface ProgressHandle {
  /** Ends following; no callback is called afterwards. Harmless when repeated. */
  close(): void;
}

/** What is followed and who is told. */
export interface FollowedStreamOptions {
  readonly path: string;
  /** Asked before each connection. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** What an event means, told by calling it: true from the last one. Throws where the event is not understood. */
  readonly understand: (event: ServerSentEvent) => (() => boolean) | undefined;
  readonly failed: (error: SimulationError) => void;
}

/** Status of a failure told inside a stream that had begun well. */
const streamStatus = 200;

export class FollowedStream implements ProgressHandle {
  readonly #transport: Transport;
  readonly #options: FollowedStreamOptions;
  readonly #retry = new Retry();
  readonly #abort = new AbortController();
  #cancelTimer: (() => void) | undefined;

  constructor(transport: Transport, options: FollowedStreamOptions) {
    this.#transport = transport;
    this.#options = options;
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
      for await (const tell of this.#told()) {
        if (this.#closed) return;
        this.#retry.succeeded();
        if (!tell()) continue;
        this.close();
        return;
      }
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
    this.#options.failed(failure);
  }

  /** What one connection tells, until it is cut. @throws SimulationError, nothing else */
  async *#told(): AsyncGenerator<() => boolean, void, undefined> {
    const { path } = this.#options;
    const headers = { accept: 'text/event-stream', ...this.#options.headers() };
    const { signal } = this.#abort;
    try {
      const response = await this.#transport.send(path, { method: 'GET', headers, signal });
      if (response.body === null) return;
      for await (const event of readEventStream(response.body)) {
        if (event.type === 'failed') throw failureOf(event);
        const tell = this.#options.understand(event);
        if (tell !== undefined) yield tell;
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

function failureOf({ data }: ServerSentEvent): RequestError {
  const { code, message, remedy, issues } = errorViewSchema.parse(decodeJson(data)).error;
  return new RequestError(streamStatus, code, message, remedy, issues);
}
