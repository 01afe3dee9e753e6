// Server-sent events to one reader. One that stops reading is cut off, never waited for.

import { encodeJson } from '@holdfast/protocol';
import type { ServerResponse } from 'node:http';
import { securityHeaders } from './access.ts';

/** Text waiting for one reader at most; beyond it the stream is closed. */
const bufferMaxBytes = 1024 * 1024;
/** Comment lines that keep proxies from closing a quiet stream. */
export const heartbeatMs = 15_000;
/** What the browser waits before it reconnects. */
const retryMs = 1000;

/** Writes events to one response; `push` answers false when the reader has fallen too far behind. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${retryMs}\n\n`);
  }

  push(type: string, data: unknown, id?: number): boolean {
    return this.#write(
      `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${encodeJson(data)}\n\n`,
    );
  }

  /** Whether the reader has taken all that was written. */
  get idle(): boolean {
    return this.#response.writableLength === 0;
  }

  /** Resolves when the reader has taken what was written, or is gone. */
  drained(): Promise<void> {
    const response = this.#response;
    if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }

  heartbeat(): boolean {
    return this.#write(': still here\n\n');
  }

  #write(text: string): boolean {
    this.#response.write(text);
    return this.#response.writableLength <= bufferMaxBytes;
  }
}
