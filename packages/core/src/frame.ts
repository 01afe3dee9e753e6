// Values at an instant, in a layout fixed by the model's channels for the whole run.

import type { Channel } from './simulator.ts';

export interface Frame {
  /** Counts recorded frames from 0; a live frame repeats the sequence of the recorded frame before it. */
  readonly sequence: number;
  /** In the model's time unit. */
  readonly time: number;
  /** All channels flattened in order. */
  readonly values: Float64Array;
}

/** Numbers one channel takes in a frame. */
export function channelSize(channel: Channel): number {
  return channel.shape.reduce((size, extent) => size * extent, 1);
}

/** Numbers a whole frame holds. */
export function frameSize(channels: readonly Channel[]): number {
  return channels.reduce((size, channel) => size + channelSize(channel), 0);
}

/** Start of each channel in a frame, by channel name. */
export function channelOffsets(channels: readonly Channel[]): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  channels.reduce((offset, channel) => {
    offsets.set(channel.name, offset);
    return offset + channelSize(channel);
  }, 0);
  return offsets;
}
