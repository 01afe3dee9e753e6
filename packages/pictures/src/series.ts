// Plain quantities against time; those of one subject and one unit share a chart.

import type { Channel } from '@holdfast/core';
import { formatNumber } from './format.ts';
import { gap, seriesStyle, spreadNote, spreadRows, type Drawing, type Picture } from './picture.ts';
import type { PictureNumbers } from './run-numbers.ts';

/** Lines for channels of one number each. */
export function seriesPicture(
  numbers: PictureNumbers,
  channels: readonly Channel[],
  timeUnit: string,
): Picture {
  const unit = channels[0]?.unit ?? '';
  return {
    title: unit === '' ? 'Against time' : `Against time, ${unit}`,
    frame: { xLabel: timeUnit },
    draw(): Drawing | undefined {
      const { history } = numbers;
      if (history === undefined || history.count === 0) return undefined;
      const cursor = numbers.cursor;
      const x = [...history.times()];
      return {
        x,
        say: (index) => (x[index] === undefined ? '' : `at ${formatNumber(x[index])} ${timeUnit}`),
        lines: channels.map((channel, order) => ({
          label: channel.name,
          y: Array.from(history.column(numbers.offset(channel)), gap),
          ...seriesStyle(order),
        })),
        marks: cursor === null ? [] : [{ x: cursor, label: '', tone: 'ink' }],
      };
    },
    table() {
      const { history } = numbers;
      const count = history?.count ?? 0;
      return {
        columns: [
          timeUnit,
          ...channels.map((channel) =>
            channel.unit === '' ? channel.name : `${channel.name} [${channel.unit}]`,
          ),
        ],
        rows: spreadRows(count).map((index) => [
          formatNumber(history?.timeAt(index) ?? 0, 8),
          ...channels.map((channel) =>
            formatNumber(history?.valuesAt(index)[numbers.offset(channel)] ?? Number.NaN, 7),
          ),
        ]),
        ...spreadNote(count),
      };
    },
    summary() {
      const parts = channels.map((channel) => {
        const value = numbers.shown(channel)?.values[0];
        return `${channel.name} ${formatNumber(value ?? Number.NaN)}${channel.unit === '' ? '' : ` ${channel.unit}`}`;
      });
      return `${parts.join(', ')} at time ${formatNumber(numbers.history?.timeAt(numbers.shownIndex()) ?? 0)} ${timeUnit}.`;
    },
  };
}
