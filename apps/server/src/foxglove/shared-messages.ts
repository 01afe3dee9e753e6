// Messages of a frame for all viewers of its run: each is written once, and only if somebody has subscribed to its topic.

import { decodeFrame, type FrameTopic } from '@holdfast/protocol';

const encoder = new TextEncoder();

export class SharedMessages {
  readonly #ofFrame = new WeakMap<Uint8Array, (Uint8Array | undefined)[]>();

  /** The message of the topic at index `at` for the frame in `bytes`, which all readers of a frame share. */
  of(bytes: Uint8Array, at: number, topic: FrameTopic): Uint8Array {
    let messages = this.#ofFrame.get(bytes);
    if (messages === undefined) this.#ofFrame.set(bytes, (messages = []));
    return (messages[at] ??= encoder.encode(topic.message(decodeFrame(bytes))));
  }
}
