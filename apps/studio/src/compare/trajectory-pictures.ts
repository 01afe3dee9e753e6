// One quantity of several runs against time as a finding: lines, and a rule where a run first left the tolerance.

import type { Channel } from '@holdfast/core';
import { extent, spreadRows, withUnit, type FindingPicture, type PlotMark } from '@holdfast/pictures';
import { formatNumber } from '../design/format.ts';
import { readAt, type Divergence, type Trajectory } from './trajectories.ts';

/** Points of a line at most: two for each pixel of a wide panel. */
const pointsMost = 1600;

function pointsOf(run: Trajectory, channel: Channel): readonly (readonly [time: number, value: number])[] {
  const step = Math.max(1, Math.ceil(run.frames.length / pointsMost));
  return run.frames
    .filter((_, index) => index % step === 0 || index === run.frames.length - 1)
    .flatMap(({ time }): (readonly [number, number])[] => {
      const value = readAt(run, channel, time)?.values[0];
      return value === undefined || !Number.isFinite(value) ? [] : [[time, value]];
    });
}

function words(divergences: readonly Divergence[], channel: string, unit: string, timeUnit: string): string {
  return divergences
    .map(({ letter, channels }) => {
      const own = channels.find((each) => each.channel === channel);
      if (own === undefined) return '';
      const far = `${formatNumber(own.largest, 3)}${unit === '' ? '' : ` ${unit}`}`;
      if (own.largest === 0) return `${letter} is equal to A, bit for bit.`;
      if (own.first === undefined) return `${letter} stays within the tolerance; at most ${far} away.`;
      return `${letter} leaves the tolerance at ${formatNumber(own.first, 6)} ${timeUnit}; at most ${far} away, at ${formatNumber(own.largestAt, 6)} ${timeUnit}.`;
    })
    .join(' ');
}

/** The picture of one quantity; its first number where it has several. */
export function trajectoryPicture(
  runs: readonly Trajectory[],
  channel: Channel,
  divergences: readonly Divergence[],
  timeUnit: string,
): FindingPicture {
  const lines = runs.map((run) => pointsOf(run, channel));
  const rules = divergences.flatMap(({ letter, channels }): readonly PlotMark[] => {
    const first = channels.find((each) => each.channel === channel.name)?.first;
    if (first === undefined) return [];
    return [{ kind: 'rule', on: 'x', at: first, label: `${letter} diverges`, tone: 'bad' }];
  });
  const times = lines.flatMap((points) => points.map(([time]) => time));
  return {
    title: channel.name,
    summary: words(divergences, channel.name, channel.unit, timeUnit),
    plot: {
      x: { label: timeUnit, ...extent([Math.min(...times), Math.max(...times)], 0) },
      y: {
        label: withUnit(channel.name, channel.unit),
        ...extent(lines.flatMap((points) => points.map(([, value]) => value))),
      },
      marks: [...lines.map((points, tone): PlotMark => ({ kind: 'line', points, tone })), ...rules],
      readings: spreadRows(lines[0]?.length ?? 0).flatMap((index) => {
        const [time, value] = lines[0]?.[index] ?? [];
        if (time === undefined || value === undefined) return [];
        const others = runs
          .slice(1)
          .map(
            (run) => `${run.letter} ${formatNumber(readAt(run, channel, time)?.values[0] ?? Number.NaN, 6)}`,
          );
        const text = `at ${formatNumber(time, 6)} ${timeUnit}: A ${formatNumber(value, 6)}, ${others.join(', ')}`;
        return [{ x: time, y: value, text }];
      }),
      legend: runs.map(({ letter }, tone) => ({ tone, text: letter, as: 'line' })),
    },
    table: {
      columns: [timeUnit, ...runs.map(({ letter }) => letter)],
      rows: spreadRows(runs[0]?.frames.length ?? 0).map((index) => {
        const time = runs[0]?.frames[index]?.time ?? Number.NaN;
        return [
          formatNumber(time, 8),
          ...runs.map((run) => {
            const value = readAt(run, channel, time)?.values[0];
            return value === undefined ? '–' : formatNumber(value, 7);
          }),
        ];
      }),
    },
  };
}
