// Poses at any time between the frames held: places along straight lines, orientations the short way round.

import type { FrameHistory } from '@holdfast/pictures';

/** What a track needs of a history. */
export type Held = Pick<FrameHistory, 'count' | 'timeAt' | 'valuesAt' | 'indexAt'>;

/** Mixes two rows of poses into `out`. */
export function mixPoses(out: Float64Array, a: Float64Array, b: Float64Array, share: number): void {
  for (let row = 0; row + 7 <= out.length; row += 7) {
    for (let at = row; at < row + 3; at++) out[at] = a[at]! + (b[at]! - a[at]!) * share;
    let toward = 0;
    for (let at = row + 3; at < row + 7; at++) toward += a[at]! * b[at]!;
    const sign = toward < 0 ? -1 : 1;
    let length = 0;
    for (let at = row + 3; at < row + 7; at++) {
      const mixed = a[at]! + (sign * b[at]! - a[at]!) * share;
      out[at] = mixed;
      length += mixed * mixed;
    }
    const by = length > 0 ? 1 / Math.sqrt(length) : 0;
    for (let at = row + 3; at < row + 7; at++) out[at]! *= by;
  }
}

export class PoseTrack {
  readonly poses: Float64Array;
  readonly #offset: number;

  /** @param offset where the poses begin in a frame */
  constructor(bodies: number, offset: number) {
    this.poses = new Float64Array(7 * bodies);
    this.#offset = offset;
  }

  /** Sets `poses` to those at a time, at most those of the newest frame. @returns false while there is no frame */
  goTo(history: Held, time: number): boolean {
    if (history.count === 0) return false;
    const before = Math.max(0, history.indexAt(time));
    const after = Math.min(history.count - 1, before + 1);
    const [from, to] = [history.timeAt(before), history.timeAt(after)];
    const share = to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 0;
    mixPoses(this.poses, this.#at(history, before), this.#at(history, after), share);
    return true;
  }

  #at(history: Held, index: number): Float64Array {
    return history.valuesAt(index).subarray(this.#offset, this.#offset + this.poses.length);
  }
}
