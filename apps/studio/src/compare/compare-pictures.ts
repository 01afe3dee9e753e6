// Distributions of one subject in several runs on one pair of axes: densities as steps, distribution functions as lines.

import type { Channel } from '@holdfast/core';
import { formatNumber, formatShare } from '../design/format.ts';
import {
  extent,
  withUnit,
  type FindingPicture,
  type LegendEntry,
  type Plot,
  type Reading,
} from '@holdfast/pictures';
import type { ComparedRun } from './compared-run.ts';

interface Bins {
  readonly letter: string;
  readonly seed: number;
  /** Place among the runs: its colour and dash everywhere on the page. */
  readonly tone: number;
  readonly low: number;
  readonly width: number;
  /** Shares of all values. */
  readonly shares: readonly number[];
  readonly quantiles: readonly { readonly level: number; readonly value: number }[];
}

/** A subject that at least two runs have a histogram of. */
export interface SharedSubject {
  readonly subject: string;
  readonly title: string;
  readonly unit: string;
}

const histogramOf = ({ model }: ComparedRun, subject: string): Channel | undefined =>
  model.channels.find((channel) => channel.role === 'histogram' && channel.subject === subject);

/** Subjects worth a picture, in the order of the first run. */
export function sharedSubjects(runs: readonly ComparedRun[]): readonly SharedSubject[] {
  const all = runs.flatMap(({ model }) => model.channels.filter(({ role }) => role === 'histogram'));
  const subjects = [...new Set(all.map(({ subject }) => subject))];
  return subjects.flatMap((subject) => {
    if (runs.filter((run) => histogramOf(run, subject) !== undefined).length < 2) return [];
    const labels = runs.flatMap(({ model }) =>
      model.channels.filter((channel) => channel.subject === subject),
    );
    const title = labels.find(({ label }) => label !== undefined)?.label ?? subject;
    return [{ subject, title, unit: all.find((channel) => channel.subject === subject)?.unit ?? '' }];
  });
}

function binsOf(run: ComparedRun, tone: number, subject: string): Bins | undefined {
  const channel = histogramOf(run, subject);
  const [low = Number.NaN, high = Number.NaN, ...counts] = (channel && run.values.get(channel.name)) ?? [];
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!Number.isFinite(low) || !(high >= low) || !(total > 0)) return undefined;
  const quantiles = run.model.channels.find((each) => each.role === 'quantiles' && each.subject === subject);
  const values = quantiles === undefined ? undefined : run.values.get(quantiles.name);
  return {
    letter: run.letter,
    seed: run.run.seed,
    tone,
    low,
    width: (high - low || Math.abs(low) * 1e-6 || 1e-6) / counts.length,
    shares: counts.map((count) => count / total),
    quantiles: (quantiles?.levels ?? []).map((level, at) => ({ level, value: values?.[at] ?? Number.NaN })),
  };
}

const edge = ({ low, width }: Bins, at: number): number => low + at * width;

function legendOf(all: readonly Bins[]): readonly LegendEntry[] {
  return all.map(({ tone, letter, seed }) => ({ tone, text: `${letter}, seed ${seed}`, as: 'line' }));
}

function rangeOf(all: readonly Bins[]): { readonly low: number; readonly high: number } {
  return extent(
    all.flatMap((bins) => [bins.low, edge(bins, bins.shares.length)]),
    0.01,
  );
}

function densityPlot(all: readonly Bins[], label: string): Plot {
  const heights = all.flatMap(({ shares, width }) => shares.map((share) => share / width));
  return {
    x: { label, ...rangeOf(all) },
    y: { label: 'Density', low: 0, high: Math.max(...heights) * 1.06 },
    marks: all.map((bins) => {
      const steps = bins.shares.map((share, at) => [edge(bins, at), share / bins.width] as const);
      const end = edge(bins, bins.shares.length);
      return {
        kind: 'line',
        points: [[bins.low, 0] as const, ...steps, [end, steps.at(-1)?.[1] ?? 0] as const, [end, 0] as const],
        tone: bins.tone,
        steps: true,
      };
    }),
    readings: all.map((bins): Reading => {
      const peak = bins.shares.indexOf(Math.max(...bins.shares));
      const from = edge(bins, peak);
      return {
        x: from + bins.width / 2,
        y: (bins.shares[peak] ?? 0) / bins.width,
        text: `${bins.letter} is densest between ${formatNumber(from, 4)} and ${formatNumber(from + bins.width, 4)}, ${formatShare(bins.shares[peak] ?? 0)} of its values`,
      };
    }),
    legend: legendOf(all),
  };
}

function functionPlot(all: readonly Bins[], label: string): Plot {
  return {
    x: { label, ...rangeOf(all) },
    y: { label: 'Probability of staying at or below', low: 0, high: 1.02, share: true },
    marks: all.map((bins) => {
      let below = 0;
      const points = bins.shares.map((share, at) => [edge(bins, at + 1), (below += share)] as const);
      return { kind: 'line', points: [[bins.low, 0] as const, ...points], tone: bins.tone };
    }),
    readings: all.flatMap(({ letter, quantiles }) =>
      quantiles
        .filter(({ value }) => Number.isFinite(value))
        .map(({ level, value }) => ({
          x: value,
          y: level,
          text: `${letter}: ${formatShare(level)} lie at or below ${formatNumber(value, 5)}`,
        })),
    ),
    legend: legendOf(all),
  };
}

function quantileTable(all: readonly Bins[]) {
  const levels = [...new Set(all.flatMap(({ quantiles }) => quantiles.map(({ level }) => level)))].toSorted(
    (a, b) => a - b,
  );
  return {
    columns: ['probability', ...all.map(({ letter }) => letter)],
    rows: levels.map((level) => [
      formatShare(level),
      ...all.map(({ quantiles }) => {
        const found = quantiles.find((each) => each.level === level)?.value;
        return found === undefined || !Number.isFinite(found) ? '–' : formatNumber(found);
      }),
    ]),
  };
}

function medianWords({ letter, quantiles }: Bins): string {
  const median = quantiles.find(({ level }) => level === 0.5)?.value;
  return median === undefined ? '' : `${letter} has its median at ${formatNumber(median, 5)}`;
}

/** Density and distribution function of a subject; nothing where fewer than two runs have values. */
export function distributionPictures(
  runs: readonly ComparedRun[],
  { subject, title, unit }: SharedSubject,
): readonly FindingPicture[] {
  const all = runs.flatMap((run, tone) => binsOf(run, tone, subject) ?? []);
  if (all.length < 2) return [];
  const label = withUnit(title, unit);
  const medians = all.map(medianWords).filter((words) => words !== '');
  const [low, high] = [
    Math.min(...all.map((bins) => bins.low)),
    Math.max(...all.map((bins) => edge(bins, bins.shares.length))),
  ];
  return [
    {
      title: `Histograms of ${title}`,
      summary: `Values from ${formatNumber(low, 4)} to ${formatNumber(high, 4)}${unit === '' ? '' : ` ${unit}`}; heights are densities, because bins differ in width.`,
      plot: densityPlot(all, label),
      table: {
        columns: ['run', 'from', 'to', 'share'],
        rows: all.flatMap((bins) =>
          bins.shares.map((share, at) => [
            bins.letter,
            formatNumber(edge(bins, at), 5),
            formatNumber(edge(bins, at + 1), 5),
            formatShare(share),
          ]),
        ),
      },
    },
    {
      title: `Distribution functions of ${title}`,
      summary:
        medians.length === 0
          ? 'Curves further right are greater.'
          : `${medians.join(', ')}. Curves further right are greater.`,
      plot: functionPlot(all, label),
      table: quantileTable(all),
    },
  ];
}
