// Numbers of a run by the names of its channels, at the time looked at or at any frame held.

import { channelSize, type Channel } from '@holdfast/core';
import type { PictureNumbers } from '@holdfast/pictures';

export class RunReader {
  readonly #numbers: PictureNumbers;
  readonly #channels: ReadonlyMap<string, Channel>;

  constructor(numbers: PictureNumbers, channels: readonly Channel[]) {
    this.#numbers = numbers;
    this.#channels = new Map(channels.map((channel) => [channel.name, channel]));
  }

  get numbers(): PictureNumbers {
    return this.#numbers;
  }

  channel(name: string): Channel | undefined {
    return this.#channels.get(name);
  }

  /** Number of a channel in the frame shown; NaN where there is none. */
  now(name: string): number {
    return this.at(this.#numbers.shownIndex(), name);
  }

  /** Number of a channel in a frame held; NaN where there is none. */
  at(index: number, name: string): number {
    return this.field(index, name)[0] ?? Number.NaN;
  }

  /** Numbers of a channel in a frame held; a view that is valid until the next frame comes. */
  field(index: number, name: string): Float64Array {
    const channel = this.#channels.get(name);
    const { history } = this.#numbers;
    if (channel === undefined || history === undefined || index < 0) return new Float64Array();
    const start = this.#numbers.offset(channel);
    return history.valuesAt(index).subarray(start, start + channelSize(channel));
  }

  /** Time of the frame shown; NaN where there is none. */
  get time(): number {
    return this.#numbers.history?.timeAt(this.#numbers.shownIndex()) ?? Number.NaN;
  }
}
