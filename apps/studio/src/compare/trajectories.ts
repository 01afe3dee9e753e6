// Runs against time, held against the first: how far each quantity is away, and when it first was further than tolerated.
// Frames are compared at equal times; where the other run has none there, it is read off the straight line between two.

import { channelOffsets, channelSize, type Channel, type Frame } from '@holdfast/core';

export interface Trajectory {
  /** How the page calls the run. */
  readonly letter: string;
  /** All of the run's channels, in order. */
  readonly channels: readonly Channel[];
  /** By ascending time. */
  readonly frames: readonly Frame[];
}

export interface ChannelDivergence {
  readonly channel: string;
  readonly unit: string;
  /** Largest absolute value in the first run: what the tolerance is a share of. */
  readonly scale: number;
  readonly largest: number;
  readonly largestAt: number;
  /** Time of the first difference beyond the tolerance. */
  readonly first: number | undefined;
}

export interface Divergence {
  readonly letter: string;
  /** Times compared. */
  readonly compared: number;
  /** How many of them were read between two frames of the other run. */
  readonly between: number;
  readonly channels: readonly ChannelDivergence[];
  /** The channel that left its tolerance first. */
  readonly first: ChannelDivergence | undefined;
}

/** Two times are the same within this share. */
const sameTime = 1e-9;

/** Quantities against time that all runs have, of the same size. */
export function sharedQuantities(all: readonly Trajectory[]): readonly Channel[] {
  const [first, ...others] = all;
  return (first?.channels ?? []).filter(
    (channel) =>
      (channel.role === 'scalar' || channel.role === 'field') &&
      others.every(({ channels }) =>
        channels.some(({ name, unit, ...own }) => {
          const same = name === channel.name && unit === channel.unit && own.role === channel.role;
          return same && channelSize({ name, unit, ...own }) === channelSize(channel);
        }),
      ),
  );
}

/** Numbers of a channel at a time; undefined outside of the run. */
export function readAt(
  { frames, channels }: Trajectory,
  channel: Channel,
  time: number,
): { readonly values: Float64Array; readonly between: boolean } | undefined {
  const slack = sameTime * Math.max(1, Math.abs(time));
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (frames[middle]!.time < time - slack) low = middle + 1;
    else high = middle;
  }
  const after = frames[low];
  if (after === undefined) return undefined;
  const start = channelOffsets(channels).get(channel.name) ?? 0;
  const of = (frame: Frame): Float64Array => frame.values.subarray(start, start + channelSize(channel));
  if (after.time <= time + slack) return { values: of(after), between: false };
  const before = frames[low - 1];
  if (before === undefined) return undefined;
  const share = (time - before.time) / (after.time - before.time);
  const [from, to] = [of(before), of(after)];
  return { values: from.map((value, at) => value + (to[at]! - value) * share), between: true };
}

/** Largest difference of two lists; a number against none is an infinite one. */
function distance(left: Float64Array, right: Float64Array): number {
  return left.reduce((most, value, at) => {
    const other = right[at]!;
    if (Object.is(value, other)) return most;
    const gap = Math.abs(value - other);
    return Math.max(most, Number.isNaN(gap) ? Infinity : gap);
  }, 0);
}

/** Holds `other` against `base`. @param tolerance share of each quantity's own size in `base`; 0 asks for equal bits */
export function divergenceOf(
  base: Trajectory,
  other: Trajectory,
  quantities: readonly Channel[],
  tolerance: number,
): Divergence {
  let [compared, between] = [0, 0];
  const channels = quantities.map((channel, order): ChannelDivergence => {
    let [scale, largest, largestAt] = [0, 0, Number.NaN];
    const gaps: (readonly [time: number, gap: number])[] = [];
    for (const { time } of base.frames) {
      const own = readAt(base, channel, time);
      const found = readAt(other, channel, time);
      if (own === undefined || found === undefined) continue;
      if (order === 0) [compared, between] = [compared + 1, between + (found.between ? 1 : 0)];
      const gap = distance(own.values, found.values);
      for (const value of own.values) if (Number.isFinite(value)) scale = Math.max(scale, Math.abs(value));
      if (gap > largest) [largest, largestAt] = [gap, time];
      gaps.push([time, gap]);
    }
    const first = gaps.find(([, gap]) => gap > tolerance * scale)?.[0];
    return { channel: channel.name, unit: channel.unit, scale, largest, largestAt, first };
  });
  const first = channels
    .filter((each) => each.first !== undefined)
    .toSorted((left, right) => left.first! - right.first!)[0];
  return { letter: other.letter, compared, between, channels, first };
}
