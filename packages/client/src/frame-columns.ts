// A recorded frame as a row of a table: a column for its number, its time, and each number of each channel.

import { channelSize, type Channel } from '@holdfast/core';
import type { ModelView } from '@holdfast/protocol';

export interface FrameColumn {
  /** The channel's name, with place, level or index in brackets where it holds several numbers. */
  readonly name: string;
  /** '' for none. */
  readonly unit: string;
}

function placesOf({ role, shape, levels, axis, ...channel }: Channel): readonly string[] {
  if (shape.length === 0) return [''];
  if (role === 'fan' && axis !== undefined) {
    const titles = ['mean', ...(levels ?? [])];
    return axis.at.flatMap((place) => titles.map((title) => `[${place}][${title}]`));
  }
  const size = channelSize({ ...channel, role, shape });
  return Array.from({ length: size }, (_, at) => `[${levels?.[at] ?? at}]`);
}

/** The columns of a model's frames. */
export function frameColumns({
  channels,
  timeUnit,
}: Pick<ModelView, 'channels' | 'timeUnit'>): readonly FrameColumn[] {
  const ofChannels = channels.flatMap((channel) =>
    placesOf(channel).map((place) => ({ name: `${channel.name}${place}`, unit: channel.unit })),
  );
  return [{ name: 'sequence', unit: '' }, { name: 'time', unit: timeUnit }, ...ofChannels];
}

/** A column's title where only the title can say its unit; none is said of a number without dimension. */
export function columnTitle({ name, unit }: FrameColumn): string {
  return unit === '' || unit === '1' ? name : `${name} [${unit}]`;
}
