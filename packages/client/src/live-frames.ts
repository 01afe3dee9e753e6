// Frames of a live connection, whole or compressed, told apart by their first byte: a server that knows no compressed stream sends
// whole frames whatever it was asked for. Says what the server is to be told of them.

import type { Channel, Frame } from '@holdfast/core';
import { decodeFrame, keyByte, type LiveRequest, type StreamReceiver } from '@holdfast/protocol';

/** First byte of a whole frame, "H". */
const wholeByte = 0x48;
/** Key frames in a row that cannot be decoded before whole frames are asked for: the two sides disagree. */
const lostMost = 3;

/** A frame, if the bytes are one that can be shown, and what to say to the server. */
export interface TakenFrame {
  readonly frame?: Frame;
  readonly say?: LiveRequest;
}

export class LiveFrames {
  #channels: readonly Channel[] | undefined;
  #loading: Promise<void> | undefined;
  #openReceiver: ((channels: readonly Channel[]) => StreamReceiver) | undefined;
  #receiver: StreamReceiver | undefined;
  #lost = 0;
  #asked = false;
  #shown: number | undefined;

  /** Of the last streamed frame, by which a connection resumes. */
  get shown(): number | undefined {
    return this.#shown;
  }

  /** A connection begins; what was decoded before stays, so that its stream may go on. */
  begin(channels: readonly Channel[]): void {
    this.#channels = channels;
  }

  /** Whether these bytes have to wait until `prepare` has resolved. */
  isEarly(bytes: Uint8Array): boolean {
    return this.#openReceiver === undefined && bytes[0] !== wholeByte && this.#channels !== undefined;
  }

  /** Loads what decodes a stream, once. Rejects where it cannot be loaded. */
  prepare(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    const { openReceiver } = await import('./stream-frames.ts');
    this.#openReceiver = openReceiver;
  }

  /** The numbers of frames count for another stream from now on. */
  renumber(): void {
    this.#shown = undefined;
  }

  /** @throws SimulationError `protocol.malformed` for bytes that are no frame of any kind */
  take(bytes: Uint8Array): TakenFrame {
    if (bytes[0] === wholeByte || this.#channels === undefined) return { frame: decodeFrame(bytes) };
    const receiver = (this.#receiver ??= this.#openReceiver?.(this.#channels));
    // What decodes it could not be loaded: whole frames need nothing.
    if (receiver === undefined) return { say: { type: 'watch', watch: 'frames' } };
    const got = receiver.receive(bytes);
    if (got !== undefined) {
      this.#lost = 0;
      this.#asked = false;
      this.#shown = got.sequence;
      return { frame: got.frame, say: { type: 'shown', sequence: got.sequence } };
    }
    // Whatever follows the lost frame is lost too, until the key frame that was asked for.
    if (this.#asked && bytes[0] !== keyByte) return {};
    this.#asked = true;
    this.#lost += 1;
    return { say: this.#lost > lostMost ? { type: 'watch', watch: 'frames' } : { type: 'key' } };
  }
}
