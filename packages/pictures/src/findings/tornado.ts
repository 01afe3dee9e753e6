// One parameter after another moved through its range: how far the figure swings, widest first.

import type { ReportOf } from '@holdfast/protocol';
import { formatNumber } from '../format.ts';
import {
  capital,
  countOf,
  figureWords,
  interval,
  reachOf,
  said,
  stands,
  withUnit,
  type Names,
} from './naming.ts';
import { extent, type FindingPicture, type Plot, type PlotMark, type Reading } from './plot.ts';

type Output = ReportOf<'tornado'>['outputs'][number];
type Bar = Output['bars'][number];

function span({ parameter, low, high }: Bar, names: Names): string {
  const { label, unit } = names.parameter(parameter);
  return `${label}, ${formatNumber(low.at, 4)} … ${formatNumber(high.at, 4)}${unit === '' ? '' : ` ${unit}`}`;
}

function marksOf(bar: Bar, row: number, base: number | null): readonly PlotMark[] {
  return [bar.low, bar.high].flatMap((end, side): readonly PlotMark[] => {
    if (end.value === null) return [];
    const whisker = interval(end);
    const lane = [row + 0.2, row + 0.8] as const;
    // Where both ends lie on one side of the base the shorter bar would hide: each keeps half of the row.
    const own = [row + (side === 0 ? 0.2 : 0.5), row + (side === 0 ? 0.5 : 0.8)] as const;
    const shared =
      base !== null &&
      bar.low.value !== null &&
      bar.high.value !== null &&
      (bar.low.value - base) * (bar.high.value - base) > 0;
    const y = shared ? own : lane;
    return [
      { kind: 'bar', from: base ?? end.value, to: end.value, y, tone: side },
      ...(whisker === undefined
        ? []
        : [
            {
              kind: 'whisker',
              along: 'x',
              at: (y[0] + y[1]) / 2,
              low: whisker[0],
              high: whisker[1],
              tone: 'ink',
            } as const,
          ]),
    ];
  });
}

function plotOf(output: Output, names: Names): Plot | undefined {
  const { base, bars, unit } = output;
  if (bars.length === 0) return undefined;
  const reached = [base.value, ...bars.flatMap(({ low, high }) => [...reachOf(low), ...reachOf(high)])];
  const figure = figureWords(output, names);
  return {
    x: { label: withUnit(capital(figure), unit), ...extent(reached) },
    y: { rows: bars.map((bar) => span(bar, names)) },
    marks: [
      ...bars.flatMap((bar, row) => marksOf(bar, row, base.value)),
      ...(base.value === null
        ? []
        : [
            {
              kind: 'rule',
              on: 'x',
              at: base.value,
              label: `as it is, ${formatNumber(base.value, 4)}`,
              tone: 'ink',
            } as const,
          ]),
    ],
    readings: bars.map(({ parameter, low, high, swing }, row): Reading => {
      const { label } = names.parameter(parameter);
      return {
        x: high.value ?? low.value ?? base.value ?? 0,
        y: row + 0.5,
        text: `${label}: ${said(low)} at ${formatNumber(low.at)}, ${said(high)} at ${formatNumber(high.at)}; swing ${said(swing)}`,
      };
    }),
    legend: [
      { tone: 0, text: 'at the low end', as: 'bar' },
      { tone: 1, text: 'at the high end', as: 'bar' },
    ],
  };
}

function summaryOf({ bars, base, unit }: Output, names: Names): string {
  const [widest] = bars;
  if (widest === undefined) return 'No parameter was moved.';
  const known = bars.map(({ swing }) => stands(swing));
  const clear = known.filter((stand) => stand === true).length;
  const { label } = names.parameter(widest.parameter);
  return `As it is: ${said(base)}${unit === '1' ? '' : ` ${unit}`}. ${label} moves it most, by ${said(widest.swing)}. ${capital(countOf(clear, bars.length, bars.length === 1 ? 'swing is' : 'swings are'))} told apart from none at 95 %; whiskers are 95 % intervals.`;
}

/** One picture for each output. */
export function tornadoPictures({ outputs }: ReportOf<'tornado'>, names: Names): readonly FindingPicture[] {
  return outputs.map((output) => ({
    title: `Tornado of the ${figureWords(output, names)}`,
    summary: summaryOf(output, names),
    plot: plotOf(output, names),
    table: {
      columns: ['parameter', 'low', 'high', 'at low', 'at high', 'swing'],
      rows: output.bars.map(({ parameter, low, high, swing }) => [
        names.parameter(parameter).label,
        formatNumber(low.at),
        formatNumber(high.at),
        said(low),
        said(high),
        said(swing),
      ]),
    },
  }));
}
