// The socket of one viewer: what waits for a slow one is bounded, and one that has gone is noticed.

import type { ViewerMessage } from '@holdfast/protocol';
import type { WebSocket } from 'ws';
import type { Host } from '../host.ts';

/** A frame is skipped while this much waits for the viewer. */
const frameBacklogBytes = 256 * 1024;
/** The viewer is closed when this much waits. */
const backlogBytes = 1024 * 1024;
/** A viewer that has not answered a ping by the next one is gone. */
const pingMs = 15_000;
const closeGraceMs = 2000;

export class ViewerLink {
  readonly #socket: Pick<WebSocket, 'bufferedAmount' | 'send' | 'ping' | 'close' | 'terminate' | 'once'>;
  readonly #stopPings: () => void;
  #answered = true;
  #over = false;

  constructor(socket: WebSocket, host: Pick<Host, 'every'>) {
    this.#socket = socket;
    socket.on('pong', () => (this.#answered = true));
    socket.on('error', () => socket.terminate());
    this.#stopPings = host.every(pingMs, () => this.#ping());
  }

  /** Whether another frame may be sent now. */
  get hasRoom(): boolean {
    return !this.#over && this.#socket.bufferedAmount <= frameBacklogBytes;
  }

  /** Sends what must not be left out; a viewer that cannot take it is closed with 1013. */
  send(message: string | Uint8Array): void {
    if (this.#over) return;
    this.#socket.send(message);
    if (this.#socket.bufferedAmount > backlogBytes) this.close(1013, 'too slow');
  }

  /** Sends a part of a frame, for which there was room when the frame began. */
  show(message: Uint8Array): void {
    if (!this.#over) this.#socket.send(message);
  }

  say(message: ViewerMessage): void {
    this.send(JSON.stringify(message));
  }

  /** Resolves when there is room again. */
  drained(): Promise<void> {
    if (this.#over || this.hasRoom) return Promise.resolve();
    return new Promise((resolve) => this.#socket.ping(undefined, undefined, () => resolve()));
  }

  /** Ends the connection; harmless when repeated. Codes are those of RFC 6455 7.4.1. */
  close(code: number, reason: string): void {
    if (this.#over) return;
    this.stop();
    this.#socket.close(code, reason);
    // one that has stopped reading never answers the close
    const giveUp = setTimeout(() => this.#socket.terminate(), closeGraceMs);
    this.#socket.once('close', () => clearTimeout(giveUp));
  }

  /** Sends nothing more; harmless when repeated. */
  stop(): void {
    this.#over = true;
    this.#stopPings();
  }

  #ping(): void {
    if (!this.#answered) {
      this.#socket.terminate();
      return;
    }
    this.#answered = false;
    this.#socket.ping();
  }
}
