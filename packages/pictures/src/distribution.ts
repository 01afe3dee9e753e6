// Histogram and cumulative distribution of one subject at the time looked at.

import type { Channel } from '@holdfast/core';
import { formatCount, formatNumber, formatShare, levelName } from './format.ts';
import { gap, type Drawing, type Line, type Mark, type NumberTable, type Picture } from './picture.ts';
import { quantileBand, type KnownQuantile } from './quantile-band.ts';
import type { PictureNumbers } from './run-numbers.ts';
import type { Range } from './scale.ts';

/** The channels that describe one distribution. */
export interface DistributionChannels {
  readonly estimate: Channel | undefined;
  readonly quantiles: Channel | undefined;
  readonly histogram: Channel | undefined;
  readonly unit: string;
  /** Quantiles with their errors, read whenever the distribution function is drawn. */
  readonly known: () => readonly KnownQuantile[];
}

interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly total: number;
}

function binsOf(numbers: PictureNumbers, channel: Channel | undefined): Bins | undefined {
  const values = channel === undefined ? undefined : numbers.shown(channel)?.values;
  if (values === undefined) return undefined;
  const [low = Number.NaN, high = Number.NaN, ...counts] = values;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!Number.isFinite(low) || !(high >= low) || !(total > 0)) return undefined;
  const width = (high - low || Math.abs(low) * 1e-6 || 1e-6) / counts.length;
  return {
    edges: Array.from({ length: counts.length + 1 }, (_, index) => low + index * width),
    counts,
    total,
  };
}

function levelsOf(
  numbers: PictureNumbers,
  channel: Channel | undefined,
): readonly { level: number; value: number }[] {
  const values = channel === undefined ? undefined : numbers.shown(channel)?.values;
  if (values === undefined) return [];
  return (channel?.levels ?? [])
    .map((level, index) => ({ level, value: values[index] ?? Number.NaN }))
    .filter((point) => Number.isFinite(point.value));
}

function meanMark(numbers: PictureNumbers, channels: DistributionChannels): readonly Mark[] {
  const mean = channels.estimate === undefined ? undefined : numbers.shown(channels.estimate)?.values[0];
  return mean === undefined || !Number.isFinite(mean) ? [] : [{ x: mean, label: 'mean', tone: 'ink' }];
}

/** Levels worth a mark: the median and the outermost pair inside 1 % .. 99 %. */
function markedLevels<Point extends { level: number }>(points: readonly Point[]): readonly Point[] {
  const inside = points.filter((point) => point.level >= 0.01 && point.level <= 0.99);
  const ends = [inside[0], inside.at(-1)].filter((point) => point !== undefined && point.level !== 0.5);
  return [...new Set(ends)].filter((point) => point !== undefined);
}

/** Share of the values that may lie outside of what is drawn, where few values would take most of the room. */
const tailShare = 0.01;
const roomMin = 0.6;

/** The drawn part of the bins, and the share of the values beyond it. Long tails are cut where what is left still fills
 * less than 0.6 of the whole. */
function drawnPart({ edges, counts, total }: Bins): { readonly range: Range; readonly beyond: number } {
  const sums: number[] = [0];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  const last = edges.length - 1;
  const first = Math.max(0, sums.findIndex((sum) => sum > (total * tailShare) / 2) - 1);
  const end = sums.findIndex((sum) => sum >= total * (1 - tailShare / 2));
  const at = (index: number): number => edges[index] ?? 0;
  const cut = at(end) - at(first) < roomMin * (at(last) - at(0));
  if (!cut) return { range: [at(0), at(last)], beyond: 0 };
  const inside = (sums[end] ?? 0) - (sums[first] ?? 0);
  return { range: [at(first), at(end)], beyond: 1 - inside / total };
}

/** Share of the values in each bin, with mean and outer quantiles marked. */
export function histogramPicture(numbers: PictureNumbers, channels: DistributionChannels): Picture {
  return {
    title: 'Histogram',
    frame: { xLabel: channels.unit, yShare: true },
    draw(): Drawing | undefined {
      const bins = binsOf(numbers, channels.histogram);
      if (bins === undefined) return undefined;
      const shares = bins.counts.map((count) => count / bins.total);
      return {
        x: bins.edges,
        lines: [{ label: 'share', y: [...shares, null], tone: 'fill', kind: 'bars' }],
        marks: [
          ...meanMark(numbers, channels),
          ...markedLevels(levelsOf(numbers, channels.quantiles)).map(({ level, value }): Mark => ({
            x: value,
            label: levelName(level),
            tone: 'ink-2',
            dash: [3, 3],
          })),
        ],
        xRange: drawnPart(bins).range,
        yRange: [0, Math.max(...shares) * 1.08],
        say: (index) =>
          shares[index] === undefined
            ? ''
            : `${formatNumber(bins.edges[index] ?? 0, 4)} to ${formatNumber(bins.edges[index + 1] ?? 0, 4)}: ${formatShare(shares[index])}`,
      };
    },
    table(): NumberTable {
      const bins = binsOf(numbers, channels.histogram);
      return {
        columns: ['from', 'to', 'count', 'share'],
        rows: (bins?.counts ?? []).map((count, index) => [
          formatNumber(bins?.edges[index] ?? Number.NaN),
          formatNumber(bins?.edges[index + 1] ?? Number.NaN),
          formatCount(count),
          formatShare(count / (bins?.total ?? 1)),
        ]),
      };
    },
    summary() {
      const bins = binsOf(numbers, channels.histogram);
      if (bins === undefined) return 'No values yet.';
      const peak = bins.counts.indexOf(Math.max(...bins.counts));
      const { beyond } = drawnPart(bins);
      const rest = beyond > 0 ? ` ${formatShare(beyond)} lie further out than is drawn.` : '';
      return `${formatCount(bins.total)} values from ${formatNumber(bins.edges[0] ?? 0)} to ${formatNumber(bins.edges.at(-1) ?? 0)}; most lie between ${formatNumber(bins.edges[peak] ?? 0)} and ${formatNumber(bins.edges[peak + 1] ?? 0)}.${rest}`;
    },
  };
}

interface CumulativePoint {
  readonly value: number;
  readonly probability: number;
  /** True for a reported quantile, false for a bin edge. */
  readonly reported: boolean;
}

function cumulative(numbers: PictureNumbers, channels: DistributionChannels): readonly CumulativePoint[] {
  const bins = binsOf(numbers, channels.histogram);
  const points: CumulativePoint[] = [];
  if (bins !== undefined) {
    let below = 0;
    points.push({ value: bins.edges[0] ?? 0, probability: 0, reported: false });
    bins.counts.forEach((count, index) => {
      below += count;
      points.push({ value: bins.edges[index + 1] ?? 0, probability: below / bins.total, reported: false });
    });
  }
  for (const { level, value } of levelsOf(numbers, channels.quantiles))
    points.push({ value, probability: level, reported: true });
  return points.toSorted((left, right) => left.value - right.value || left.probability - right.probability);
}

/** Points of the picture from left to right: those known, and the places at which the band bends. */
function withCorners(
  points: readonly CumulativePoint[],
  corners: readonly number[],
): readonly (CumulativePoint | { readonly value: number })[] {
  return [...points, ...corners.map((value) => ({ value }))].toSorted(
    (left, right) => left.value - right.value,
  );
}

/** Probability of staying at or below a value: the line from the histogram, the dots from the reported quantiles, the band
 * from their errors. */
export function cumulativePicture(numbers: PictureNumbers, channels: DistributionChannels): Picture {
  return {
    title: 'Cumulative',
    frame: { xLabel: channels.unit, yShare: true },
    draw(): Drawing | undefined {
      const exact = cumulative(numbers, channels);
      if (exact.length === 0) return undefined;
      const bins = binsOf(numbers, channels.histogram);
      const lined = exact.some((point) => !point.reported);
      const band = quantileBand(
        exact.filter((point) => !lined || !point.reported),
        channels.known(),
      );
      const points = withCorners(exact, band?.corners ?? []);
      const edge = (label: string, at: ((value: number) => number | null) | undefined): Line => ({
        label,
        y: points.map(({ value }) => at?.(value) ?? null),
        tone: 'accent',
        width: 0.75,
      });
      return {
        x: points.map((point) => point.value),
        lines: [
          edge('95 % low', band?.low),
          edge('95 % high', band?.high),
          {
            label: 'probability',
            y: points.map((point) =>
              !('probability' in point) || (lined && point.reported) ? null : gap(point.probability),
            ),
            tone: 'accent',
            width: 2,
          },
          {
            label: 'quantile',
            y: points.map((point) => ('probability' in point && point.reported ? point.probability : null)),
            tone: 'ink',
            kind: 'points',
          },
        ],
        bands: [[1, 0]],
        marks: meanMark(numbers, channels),
        ...(bins === undefined ? {} : { xRange: drawnPart(bins).range }),
        yRange: [0, 1.02],
        say(index) {
          const point = points[index];
          return point === undefined || !('probability' in point)
            ? ''
            : `≤ ${formatNumber(point.value, 4)}: ${formatShare(point.probability)}`;
        },
      };
    },
    table(): NumberTable {
      return {
        columns: ['value', 'probability', 'from'],
        rows: cumulative(numbers, channels).map((point) => [
          formatNumber(point.value),
          formatShare(point.probability),
          point.reported ? levelName(point.probability) : 'bin edge',
        ]),
      };
    },
    summary() {
      const reported = levelsOf(numbers, channels.quantiles);
      if (reported.length === 0) return 'No quantiles yet.';
      return `Quantiles: ${reported.map(({ level, value }) => `${levelName(level)} ${formatNumber(value)}`).join(', ')}.`;
    },
  };
}
