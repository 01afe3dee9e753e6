// Plain quantities against time; those of one subject and one unit share a chart.

import type { Channel } from '@holdfast/core';
import { dashes } from '../design/palette.ts';
import { formatNumber } from '../design/format.ts';
import { gap, spreadNote, spreadRows, type Drawing, type Picture } from '../plots/picture.ts';
import type { RunFeed } from '../telemetry/run-feed.ts';

/** Lines for channels of one number each. */
export function seriesPicture(feed: RunFeed, channels: readonly Channel[], timeUnit: string): Picture {
  return {
    frame: { xLabel: timeUnit },
    draw(palette): Drawing | undefined {
      const { history } = feed;
      if (history === undefined || history.count === 0) return undefined;
      const cursor = feed.cursor;
      const x = [...history.times()];
      return {
        x,
        say: (index) => (x[index] === undefined ? '' : `at ${formatNumber(x[index])} ${timeUnit}`),
        lines: channels.map((channel, order) => ({
          label: channel.name,
          y: Array.from(history.column(feed.offset(channel)), gap),
          colour: palette.series[order % palette.series.length] ?? 'currentColor',
          dash: dashes[order % dashes.length] ?? [],
        })),
        marks: cursor === null ? [] : [{ x: cursor, label: '', colour: palette.token.ink }],
      };
    },
    table() {
      const { history } = feed;
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
            formatNumber(history?.valuesAt(index)[feed.offset(channel)] ?? Number.NaN, 7),
          ),
        ]),
        ...spreadNote(count),
      };
    },
    summary() {
      const parts = channels.map((channel) => {
        const value = feed.shown(channel)?.values[0];
        return `${channel.name} ${formatNumber(value ?? Number.NaN)}${channel.unit === '' ? '' : ` ${channel.unit}`}`;
      });
      return `${parts.join(', ')} at time ${formatNumber(feed.history?.timeAt(feed.shownIndex()) ?? 0)} ${timeUnit}.`;
    },
  };
}
