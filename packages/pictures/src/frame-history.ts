// Frames of a whole run inside a fixed number of bytes: when full, every other one goes and the stride doubles.
// The newest frame is always present, exact; memory never grows after construction.

import type { Frame } from '@holdfast/core';

/** A bounded history of frames, oldest first. */
export class FrameHistory {
  /** Most frames kept. */
  readonly capacity: number;
  /** Numbers per frame. */
  readonly size: number;
  #times: Float64Array;
  #sequences: Float64Array;
  #values: Float64Array;
  #count = 0;
  /** Keep one of this many arrivals. */
  #stride = 1;
  #arrivals = 0;
  /** True while the last slot holds a frame that the next arrival may replace. */
  #provisional = false;

  /** @param bytes upper bound for the three buffers together */
  constructor(size: number, bytes: number, most = 4096) {
    this.size = size;
    this.capacity = Math.max(8, Math.min(most, Math.floor(bytes / (8 * (size + 2)))));
    this.#times = new Float64Array(this.capacity);
    this.#sequences = new Float64Array(this.capacity);
    this.#values = new Float64Array(this.capacity * size);
  }

  get count(): number {
    return this.#count;
  }

  get stride(): number {
    return this.#stride;
  }

  /** Bytes held, the same from the first frame to the last. */
  get bytes(): number {
    return 8 * this.capacity * (this.size + 2);
  }

  /** Takes a frame in time order; an older one is ignored, one of the same time replaces the newest. */
  push(frame: Frame): void {
    const last = this.#count === 0 ? -Infinity : this.timeAt(this.#count - 1);
    if (frame.time < last || frame.values.length !== this.size) return;
    if (frame.time === last) {
      this.#write(this.#count - 1, frame);
      return;
    }
    if (this.#provisional) this.#count -= 1;
    if (this.#count === this.capacity) this.#halve();
    this.#write(this.#count, frame);
    this.#count += 1;
    this.#provisional = this.#arrivals % this.#stride !== 0;
    this.#arrivals += 1;
  }

  timeAt(index: number): number {
    return this.#times[index] ?? Number.NaN;
  }

  sequenceAt(index: number): number {
    return this.#sequences[index] ?? -1;
  }

  /** A view, valid until the next push. */
  valuesAt(index: number): Float64Array {
    return this.#values.subarray(index * this.size, (index + 1) * this.size);
  }

  /** Index of the last frame at or before `time`; -1 when there is none. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeAt(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** One number of every frame, oldest first. */
  column(offset: number): Float64Array {
    const column = new Float64Array(this.#count);
    for (let index = 0; index < this.#count; index += 1) {
      column[index] = this.#values[index * this.size + offset] ?? Number.NaN;
    }
    return column;
  }

  times(): Float64Array {
    return this.#times.slice(0, this.#count);
  }

  #write(slot: number, frame: Frame): void {
    this.#times[slot] = frame.time;
    this.#sequences[slot] = frame.sequence;
    this.#values.set(frame.values, slot * this.size);
  }

  #halve(): void {
    const kept = (this.#count + 1) >>> 1;
    for (let slot = 1; slot < kept; slot += 1) {
      this.#times[slot] = this.#times[slot * 2] ?? 0;
      this.#sequences[slot] = this.#sequences[slot * 2] ?? 0;
      this.#values.copyWithin(slot * this.size, slot * 2 * this.size, (slot * 2 + 1) * this.size);
    }
    this.#count = kept;
    // Slots now hold arrivals 0, s, 2s, ... of the doubled stride s; those in between are provisional.
    this.#stride *= 2;
  }
}
