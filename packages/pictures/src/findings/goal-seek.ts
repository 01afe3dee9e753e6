// The search for a parameter at which a figure takes a target: every value tried, the target, and where it ended.

import type { ReportOf } from '@holdfast/protocol';
import { formatNumber } from '../format.ts';
import { capital, figureWords, interval, reachOf, said, withUnit, z95, type Names } from './naming.ts';
import { extent, type FindingPicture, type Plot, type PlotMark } from './plot.ts';

type GoalSeek = ReportOf<'goal-seek'>;

const outcomes: Readonly<Record<GoalSeek['outcome'], string>> = {
  reached: 'Reached',
  unreachable: 'Out of reach: no crossing lies inside the range',
  budget: 'Not reached within the budget',
  resolution: 'As near as the steps of the parameter allow',
};

function plotOf(report: GoalSeek, names: Names): Plot | undefined {
  const { path, target, at, atStandardError, parameter, unit } = report;
  const known = path.filter(({ value }) => value !== null).toSorted((a, b) => a.at - b.at);
  if (known.length === 0) return undefined;
  const { label, unit: of } = names.parameter(parameter);
  const y = extent([target, ...known.flatMap(reachOf)], 0.06);
  const marks: PlotMark[] = [
    { kind: 'line', points: known.map((point) => [point.at, point.value!]), tone: 'quiet', thin: true },
  ];
  if (at !== null && atStandardError !== null && atStandardError > 0) {
    const half = z95 * atStandardError;
    marks.push({
      kind: 'band',
      points: [
        [at - half, y.low, y.high],
        [at + half, y.low, y.high],
      ],
      tone: 1,
    });
  }
  marks.push({ kind: 'rule', on: 'y', at: target, label: `target ${formatNumber(target)}`, tone: 'ink' });
  for (const point of known) {
    const whisker = interval(point);
    if (whisker !== undefined)
      marks.push({ kind: 'whisker', along: 'y', at: point.at, low: whisker[0], high: whisker[1], tone: 0 });
    const chosen = point.at === at;
    marks.push({ kind: 'dot', x: point.at, y: point.value!, tone: chosen ? 1 : 0, hollow: !chosen });
  }
  return {
    x: {
      label: withUnit(label, of),
      ...extent(
        known.map((point) => point.at),
        0.06,
      ),
    },
    y: { label: withUnit(capital(figureWords(report, names)), unit), ...y },
    marks,
    readings: known.map((point) => ({
      x: point.at,
      y: point.value!,
      text: `${label} ${formatNumber(point.at)}: ${said(point)}${point.at === at ? ', the answer' : ''}`,
    })),
    legend: [
      { tone: 1, text: 'the answer and its 95 % interval', as: 'dot' },
      { tone: 0, text: 'tried on the way', as: 'ring' },
    ],
  };
}

/** One picture. */
export function goalSeekPictures(report: GoalSeek, names: Names): readonly FindingPicture[] {
  const { parameter, target, outcome, at, atStandardError, achieved, monotone, path } = report;
  const { label, unit } = names.parameter(parameter);
  const figure = figureWords(report, names);
  const answer =
    at === null
      ? ''
      : ` ${label} = ${said({ value: at, standardError: atStandardError })}${unit === '' ? '' : ` ${unit}`} gives ${said(achieved)}.`;
  return [
    {
      title: `${capital(figure)} = ${formatNumber(target)}`,
      summary: `${outcomes[outcome]}.${answer}${monotone ? '' : ' The figure rises and falls on the way: there may be other solutions.'} ${path.length} values tried.`,
      plot: plotOf(report, names),
      table: {
        columns: [withUnit(label, unit), withUnit(figure, report.unit)],
        rows: path.map((point) => [formatNumber(point.at), said(point)]),
      },
    },
  ];
}
