// The numbers pictures are drawn from: a bounded history of frames, read channel by channel at the time looked at.

import { channelOffsets, channelSize, frameSize, type Channel } from '@holdfast/core';
import { FrameHistory } from './frame-history.ts';

/** What a picture reads. */
export interface PictureNumbers {
  readonly history: FrameHistory | undefined;
  /** The time looked at; null is the newest. */
  readonly cursor: number | null;
  /** Where a channel starts in a frame. */
  offset(channel: Channel): number;
  /** Index in the history of the frame to show; -1 when there is none. */
  shownIndex(): number;
  /** Numbers of a channel in the frame to show, and that frame's time; undefined when there is none. */
  shown(channel: Channel): { readonly time: number; readonly values: Float64Array } | undefined;
}

/** The frames of one run; whoever holds it pushes frames and moves the cursor. */
export class RunNumbers implements PictureNumbers {
  readonly history: FrameHistory;
  cursor: number | null = null;
  readonly #offsets: ReadonlyMap<string, number>;

  /** @param bytes upper bound of the history
   * @param most frames kept at most */
  constructor(channels: readonly Channel[], bytes: number, most?: number) {
    this.history = new FrameHistory(frameSize(channels), bytes, most);
    this.#offsets = channelOffsets(channels);
  }

  offset(channel: Channel): number {
    return this.#offsets.get(channel.name) ?? 0;
  }

  shownIndex(): number {
    const { cursor, history } = this;
    if (cursor === null) return history.count - 1;
    return Math.max(history.indexAt(cursor), Math.min(0, history.count - 1));
  }

  shown(channel: Channel): { readonly time: number; readonly values: Float64Array } | undefined {
    const index = this.shownIndex();
    if (index < 0) return undefined;
    const start = this.offset(channel);
    return {
      time: this.history.timeAt(index),
      values: this.history.valuesAt(index).subarray(start, start + channelSize(channel)),
    };
  }
}
