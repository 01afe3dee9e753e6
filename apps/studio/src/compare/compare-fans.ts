// What a subject does over time in several runs on one pair of axes: each run its median, or its mean where it has none, in the
// band between its outermost quantiles.

import type { Channel } from '@holdfast/core';
import {
  extent,
  pairedLevels,
  withUnit,
  type FindingPicture,
  type LegendEntry,
  type PlotMark,
  type Reading,
} from '@holdfast/pictures';
import { formatNumber, levelName } from '../design/format.ts';
import type { ComparedRun } from './compared-run.ts';

/** The fan of one run. */
interface Fan {
  readonly letter: string;
  readonly seed: number;
  /** Place among the runs: its colour and dash everywhere on the page. */
  readonly tone: number;
  readonly channel: Channel;
  readonly at: readonly number[];
  /** What the middle line is: a level's name, or `mean`. */
  readonly word: string;
  readonly middle: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Names of the levels the band lies between; absent where there is none. */
  readonly between: readonly [string, string] | undefined;
}

function fanOf({ letter, run, model, values }: ComparedRun, tone: number, subject: string): Fan | undefined {
  const channel = model.channels.find((each) => each.role === 'fan' && each.subject === subject);
  const numbers = channel && values.get(channel.name);
  const { axis, levels = [] } = channel ?? {};
  if (channel === undefined || numbers === undefined || axis === undefined) return undefined;
  const column = (offset: number): readonly number[] =>
    axis.at.map((_, row) => numbers[row * (1 + levels.length) + offset] ?? Number.NaN);
  const median = levels.indexOf(0.5);
  const [widest] = pairedLevels(levels);
  return {
    letter,
    seed: run.seed,
    tone,
    channel,
    at: axis.at,
    word: median < 0 ? 'mean' : 'median',
    middle: column(median < 0 ? 0 : 1 + median),
    low: widest === undefined ? [] : column(1 + widest[0]),
    high: widest === undefined ? [] : column(1 + widest[1]),
    between: widest && [levelName(levels[widest[0]] ?? 0), levelName(levels[widest[1]] ?? 1)],
  };
}

/** Places where all of the numbers are known. */
function known(fan: Fan, ...columns: readonly (readonly number[])[]): readonly number[] {
  return fan.at.flatMap((_, row) => (columns.every((each) => Number.isFinite(each[row])) ? [row] : []));
}

function marksOf(fan: Fan): readonly PlotMark[] {
  const { at, middle, low, high, tone } = fan;
  const band = known(fan, low, high).map((row) => [at[row]!, low[row]!, high[row]!] as const);
  const line = known(fan, middle).map((row) => [at[row]!, middle[row]!] as const);
  return [
    ...(band.length > 1 ? [{ kind: 'band', points: band, tone } as const] : []),
    { kind: 'line', points: line, tone },
  ];
}

function readingsOf(fan: Fan): readonly Reading[] {
  const { letter, at, word, middle, low, high, between } = fan;
  return known(fan, middle).map((row) => {
    const spread =
      between === undefined || !Number.isFinite(low[row]) || !Number.isFinite(high[row])
        ? ''
        : `, ${between[0]} to ${between[1]}: ${formatNumber(low[row]!, 4)} to ${formatNumber(high[row]!, 4)}`;
    return {
      x: at[row]!,
      y: middle[row]!,
      text: `${letter} at ${formatNumber(at[row]!, 6)}: ${word} ${formatNumber(middle[row]!, 5)}${spread}`,
    };
  });
}

function endWords(fan: Fan): string {
  const last = known(fan, fan.middle).at(-1);
  return last === undefined ? '' : `${fan.letter} ends at ${formatNumber(fan.middle[last]!, 5)}`;
}

function cell(numbers: readonly number[], row: number): string {
  const value = row < 0 ? undefined : numbers[row];
  return value === undefined || !Number.isFinite(value) ? '–' : formatNumber(value, 5);
}

function tableOf(fans: readonly Fan[]) {
  const places = [...new Set(fans.flatMap(({ at }) => at))].toSorted((a, b) => a - b);
  return {
    columns: [
      'at',
      ...fans.flatMap(({ letter, word, between }) => [
        `${letter}, ${word}`,
        ...(between ?? []).map((level) => `${letter}, ${level}`),
      ]),
    ],
    rows: places.map((place) => [
      formatNumber(place, 6),
      ...fans.flatMap(({ at, middle, low, high, between }) => {
        const row = at.indexOf(place);
        return [middle, ...(between === undefined ? [] : [low, high])].map((numbers) => cell(numbers, row));
      }),
    ]),
  };
}

/** A picture of every subject that at least two runs have over time, in the order of the first run. */
export function fanPictures(runs: readonly ComparedRun[]): readonly FindingPicture[] {
  const channels = runs.flatMap(({ model }) => model.channels.filter(({ role }) => role === 'fan'));
  return [...new Set(channels.map(({ subject }) => subject))].flatMap((subject) => {
    const fans = runs.flatMap((run, tone) => fanOf(run, tone, subject) ?? []);
    const [first] = fans;
    if (first === undefined || fans.length < 2) return [];
    const labels = runs.flatMap(({ model }) => model.channels.filter((each) => each.subject === subject));
    const title = labels.find(({ label }) => label !== undefined)?.label ?? subject;
    const { unit, axis } = first.channel;
    const [from, to] = [Math.min(...fans.flatMap(({ at }) => at)), Math.max(...fans.flatMap(({ at }) => at))];
    const legend = fans.map(({ tone, letter, seed, word }): LegendEntry => ({
      tone,
      text: `${letter}, ${word}, seed ${seed}`,
      as: 'line',
    }));
    const between =
      first.between === undefined ? '' : ` Bands go from ${first.between[0]} to ${first.between[1]}.`;
    return [
      {
        title: `${title} over time`,
        summary: `${fans.map(endWords).filter(Boolean).join(', ')}.${between}`,
        plot: {
          x: {
            label: axis?.unit === undefined || axis.unit === '' ? 'Time' : axis.unit,
            low: from,
            high: to,
          },
          y: {
            label: withUnit(title, unit),
            ...extent(fans.flatMap(({ middle, low, high }) => [...middle, ...low, ...high])),
          },
          marks: fans.flatMap(marksOf),
          readings: fans.flatMap(readingsOf),
          legend,
        },
        table: tableOf(fans),
      },
    ];
  });
}
