// The estimate against time with its 95 % band, and any quantiles asked for: what the run knows, and how well.

import type { Channel } from '@holdfast/core';
import { estimateLine, formatCount, formatNumber, levelName } from './format.ts';
import {
  gap,
  seriesStyle,
  spreadNote,
  spreadRows,
  type Drawing,
  type Line,
  type Picture,
} from './picture.ts';
import type { PictureNumbers } from './run-numbers.ts';

/** Half width of a 95 % band in standard errors of a normal estimate. */
const z95 = 1.96;

export interface ConvergenceChoice {
  readonly estimate: Channel;
  readonly quantiles: Channel | undefined;
  /** Levels drawn as lines. */
  readonly levels: readonly number[];
  readonly logTime: boolean;
  /** Time the picture begins at: that of the last input, which begins the estimate anew, or 0. */
  readonly since: number;
  readonly timeUnit: string;
  /** Whether the title names the estimate: where its subject has several. */
  readonly named: boolean;
}

interface Track {
  readonly time: readonly number[];
  readonly value: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

function trackOf(numbers: PictureNumbers, choice: ConvergenceChoice): Track | undefined {
  const { history } = numbers;
  if (history === undefined) return undefined;
  const start = numbers.offset(choice.estimate);
  const rows = {
    time: [] as number[],
    value: [] as (number | null)[],
    low: [] as (number | null)[],
    high: [] as (number | null)[],
  };
  for (let index = 0; index < history.count; index += 1) {
    const time = history.timeAt(index) - choice.since;
    // At the start there is no estimate yet, and the frame at the moment of an input still shows the one before it.
    if (time <= 0) continue;
    const values = history.valuesAt(index);
    const value = values[start] ?? Number.NaN;
    const half = z95 * (values[start + 1] ?? Number.NaN);
    rows.time.push(time);
    rows.value.push(gap(value));
    rows.low.push(gap(value - half));
    rows.high.push(gap(value + half));
  }
  return rows.time.length === 0 ? undefined : rows;
}

/** The range that shows the band as a funnel: its extent once the first hundredth of the run is over. */
function funnelRange(
  track: Track,
  others: readonly Line[],
  logTime: boolean,
): readonly [number, number] | undefined {
  const from = (track.time.at(-1) ?? 0) * (logTime ? 0.002 : 0.01);
  let low = Infinity;
  let high = -Infinity;
  const widen = (value: number | null | undefined): void => {
    if (value === null || value === undefined) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  track.time.forEach((time, index) => {
    if (time < from) return;
    widen(track.low[index] ?? track.value[index]);
    widen(track.high[index] ?? track.value[index]);
    for (const line of others) widen(line.y[index]);
  });
  if (low > high) return undefined;
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

function quantileLines(numbers: PictureNumbers, choice: ConvergenceChoice, track: Track): readonly Line[] {
  const { history } = numbers;
  const { quantiles } = choice;
  if (history === undefined || quantiles === undefined) return [];
  return choice.levels.map((level, order) => {
    const column = history.column(numbers.offset(quantiles) + (quantiles.levels ?? []).indexOf(level));
    const skipped = column.length - track.time.length;
    return {
      label: levelName(level),
      y: track.time.map((_, index) => gap(column[index + skipped])),
      ...seriesStyle(order + 1),
    };
  });
}

/** Estimate, band and chosen quantiles of one subject. */
export function convergencePicture(numbers: PictureNumbers, choice: ConvergenceChoice): Picture {
  return {
    title: choice.named ? `Convergence of ${choice.estimate.name}` : 'Convergence, 95 % band',
    frame: {
      xLabel: choice.since > 0 ? `${choice.timeUnit} since the last input` : choice.timeUnit,
      logX: choice.logTime,
    },
    draw(): Drawing | undefined {
      const track = trackOf(numbers, choice);
      if (track === undefined) return undefined;
      const others = quantileLines(numbers, choice, track);
      const range = funnelRange(track, others, choice.logTime);
      const cursor = numbers.cursor;
      return {
        x: track.time,
        lines: [
          { label: '95 % low', y: track.low, tone: 'accent', width: 0.75 },
          { label: '95 % high', y: track.high, tone: 'accent', width: 0.75 },
          { label: 'estimate', y: track.value, tone: 'accent', width: 2 },
          ...others,
        ],
        bands: [[1, 0]],
        marks: cursor === null ? [] : [{ x: cursor - choice.since, label: '', tone: 'ink' }],
        ...(range === undefined ? {} : { yRange: range }),
        say(index) {
          const value = track.value[index];
          if (value == null) return '';
          const half = (track.high[index] ?? value) - value;
          const lines = others.map((line) => `${line.label} ${formatNumber(line.y[index] ?? Number.NaN, 5)}`);
          return [`${formatNumber(track.time[index] ?? 0)}: ${estimateLine(value, half)}`, ...lines].join(
            ', ',
          );
        },
      };
    },
    table() {
      const track = trackOf(numbers, choice);
      const count = track?.time.length ?? 0;
      return {
        columns: [choice.timeUnit, 'estimate', '95 % low', '95 % high'],
        rows: spreadRows(count).map((index) => [
          formatCount(track?.time[index] ?? 0),
          ...[track?.value, track?.low, track?.high].map((column) =>
            formatNumber(column?.[index] ?? Number.NaN, 7),
          ),
        ]),
        ...spreadNote(count),
      };
    },
    summary() {
      const shown = numbers.shown(choice.estimate);
      if (shown === undefined) return 'No frame yet.';
      const [value = Number.NaN, error = Number.NaN] = shown.values;
      const unit = choice.estimate.unit === '' ? '' : ` ${choice.estimate.unit}`;
      return `Estimate ${estimateLine(value, error)}${unit} after ${formatNumber(shown.time)} ${choice.timeUnit}; the band is plus or minus 1.96 standard errors.`;
    },
  };
}
