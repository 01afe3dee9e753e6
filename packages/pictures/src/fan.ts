// A distribution along an axis at the time looked at: the median, bands between the quantiles of either side, and the mean.

import type { Channel } from '@holdfast/core';
import { formatNumber, levelName } from './format.ts';
import { gap, spreadNote, spreadRows, type Drawing, type Line, type Picture } from './picture.ts';
import type { PictureNumbers } from './run-numbers.ts';

interface Fan {
  readonly at: readonly number[];
  readonly mean: readonly number[];
  /** By level, then place. */
  readonly quantiles: readonly (readonly number[])[];
}

function fanOf(numbers: PictureNumbers, channel: Channel): Fan | undefined {
  const values = numbers.shown(channel)?.values;
  const { levels = [], axis } = channel;
  if (values === undefined || axis === undefined) return undefined;
  const width = 1 + levels.length;
  const column = (offset: number): readonly number[] =>
    axis.at.map((_, row) => values[row * width + offset] ?? Number.NaN);
  return { at: axis.at, mean: column(0), quantiles: levels.map((_, index) => column(1 + index)) };
}

/** Pairs of levels as far from one half on either side, the widest first. */
export function pairedLevels(levels: readonly number[]): readonly (readonly [low: number, high: number])[] {
  return levels.flatMap((level, low) => {
    const high = levels.findIndex((other) => Math.abs(other + level - 1) < 1e-9);
    return high > low ? [[low, high] as const] : [];
  });
}

function line(label: string, y: readonly number[], more: Partial<Line>): Line {
  return { label, y: y.map(gap), tone: 'accent', ...more };
}

/** The fan of one channel. */
export function fanPicture(numbers: PictureNumbers, channel: Channel): Picture {
  const { levels = [], axis } = channel;
  const pairs = pairedLevels(levels);
  const median = levels.indexOf(0.5);
  const place = axis === undefined || axis.unit === '' ? 'time' : axis.unit;
  return {
    title: axis === undefined || axis.unit === '' ? 'Over time' : `Over time, by ${axis.unit}`,
    frame: { xLabel: place },
    draw(): Drawing | undefined {
      const fan = fanOf(numbers, channel);
      if (fan === undefined) return undefined;
      const edges = levels.map((level, index) =>
        line(levelName(level), fan.quantiles[index] ?? [], { width: index === median ? 2 : 0.5 }),
      );
      return {
        x: fan.at,
        lines: [...edges, line('mean', fan.mean, { tone: 'ink', dash: [4, 3] })],
        bands: pairs.map(([low, high]) => [high, low] as const),
        say(index) {
          if (fan.at[index] === undefined) return '';
          const parts = edges.map(({ label, y }) => `${label} ${formatNumber(y[index] ?? Number.NaN, 4)}`);
          const mean = `mean ${formatNumber(fan.mean[index] ?? Number.NaN, 4)}`;
          return `${place} ${fan.at[index]}: ${[mean, ...parts].join(', ')}`;
        },
      };
    },
    table() {
      const fan = fanOf(numbers, channel);
      const count = fan?.at.length ?? 0;
      return {
        columns: [place, 'mean', ...levels.map(levelName)],
        rows: spreadRows(count).map((row) => [
          String(fan?.at[row] ?? ''),
          ...[fan?.mean, ...(fan?.quantiles ?? [])].map((column) =>
            formatNumber(column?.[row] ?? Number.NaN, 7),
          ),
        ]),
        ...spreadNote(count),
      };
    },
    summary() {
      const fan = fanOf(numbers, channel);
      if (fan === undefined) return 'No frame yet.';
      const said = (row: number): string => {
        const middle =
          median < 0 ? '' : `, median ${formatNumber(fan.quantiles[median]?.[row] ?? Number.NaN)}`;
        return `mean ${formatNumber(fan.mean[row] ?? Number.NaN)}${middle} at ${place} ${fan.at[row]}`;
      };
      const unit = channel.unit === '' ? '' : ` ${channel.unit}`;
      return `From ${said(0)} to ${said(fan.at.length - 1)}${unit}.`;
    },
  };
}
