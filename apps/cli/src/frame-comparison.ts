// Two recordings side by side, bit by bit.
import { channelSize, type Frame } from '@holdfast/core';
import type { ModelView } from '@holdfast/protocol';

/** The first place at which two recordings differ. */
export interface Difference {
  readonly sequence: number;
  readonly time: number;
  /** With the index of the element where a channel has several; `time` or `missing` where whole frames differ. */
  readonly channel: string;
  /** What the two frames hold there; null where there is no such number. */
  readonly kept: number | null;
  readonly again: number | null;
}

/** How many frames are equal, and what the first difference is. */
export interface Comparison {
  readonly verified: number;
  readonly frames: number;
  readonly difference: Difference | null;
}

/** Compares recordings bit by bit, up to the first difference. */
export async function compareFrames(
  kept: AsyncIterable<Frame>,
  again: AsyncIterable<Frame>,
  channels: ModelView['channels'],
): Promise<Comparison> {
  const others = again[Symbol.asyncIterator]();
  let verified = 0;
  let frames = 0;
  let difference: Comparison['difference'] = null;
  const differ = ({ sequence, time }: Frame, channel: string, values?: readonly [number, number]): void => {
    const [before = null, after = null] = values ?? [];
    difference ??= { sequence, time, channel, kept: before, again: after };
  };
  for await (const frame of kept) {
    frames++;
    if (difference !== null) continue;
    const other = (await others.next()).value as Frame | undefined;
    const at =
      other === undefined ? -1 : frame.values.findIndex((value, i) => !Object.is(value, other.values[i]));
    if (other === undefined) differ(frame, 'missing');
    else if (other.time !== frame.time) differ(frame, 'time', [frame.time, other.time]);
    else if (at >= 0) differ(frame, channelAt(channels, at), [frame.values[at]!, other.values[at]!]);
    else verified++;
  }
  const more = difference === null ? ((await others.next()).value as Frame | undefined) : undefined;
  if (more !== undefined) differ(more, 'not in the kept run');
  return { verified, frames, difference };
}

function channelAt(channels: ModelView['channels'], index: number): string {
  let start = 0;
  for (const channel of channels) {
    const size = channelSize(channel);
    if (index < start + size) return size === 1 ? channel.name : `${channel.name}[${index - start}]`;
    start += size;
  }
  return 'values';
}

/** A difference in one line. */
export function describeDifference({ sequence, time, channel, kept, again }: Difference): string {
  const values = kept === null || again === null ? '' : `: ${kept} kept, ${again} again`;
  return `frame ${sequence}, t = ${time}, ${channel}${values}`;
}
