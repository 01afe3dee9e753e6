// The last frames shown of a run, for one who comes late: what is recorded of a long run may be minutes apart. Bounded, and no record.

import type { Frame } from '@holdfast/core';

/** Numbers held at most, 1 MiB, and frames: thirteen seconds at ten a second. */
const numbersMost = 2 ** 17;
const framesMost = 128;

export class RecentFrames {
  #frames: Frame[] = [];

  /** Oldest first. */
  get frames(): readonly Frame[] {
    return this.#frames;
  }

  push(frame: Frame): void {
    // A run that went back shows again what came after; that is another course of things until it has.
    if (frame.time <= (this.#frames.at(-1)?.time ?? -Infinity))
      this.#frames = this.#frames.filter(({ time }) => time < frame.time);
    this.#frames.push(frame);
    const most = Math.max(
      1,
      Math.min(framesMost, Math.floor(numbersMost / Math.max(1, frame.values.length))),
    );
    if (this.#frames.length > most) this.#frames = this.#frames.slice(-most);
  }
}
