// Two sides beside each other: the difference of each figure in per cent of the first, and of single iterations where paired.

import type { Estimate, ReportOf } from '@holdfast/protocol';
import { formatShare } from '../format.ts';
import { capital, countOf, figureWords, said, stands, withUnit, type Names } from './naming.ts';
import { rowDots } from './row-dots.ts';
import { extent, type FindingPicture, type Plot, type PlotMark } from './plot.ts';

type Row = ReportOf<'compare'>['rows'][number];

const pairings: Readonly<Record<Row['pairing'], string>> = {
  iterations: 'by iteration',
  replicates: 'by replicate',
  none: 'not paired: upper bound',
};

/** Whether a difference exceeds its error, in words. */
export function differenceWords(difference: Estimate): string {
  const stand = stands(difference);
  return stand === undefined ? 'error not known' : stand ? 'differs' : 'not told apart';
}

function relative({ first, difference }: Row): Estimate {
  const base = first.value;
  if (base === null || base === 0 || difference.value === null) return { value: null, standardError: null };
  const scale = 100 / Math.abs(base);
  const { value, standardError } = difference;
  return { value: value * scale, standardError: standardError === null ? null : standardError * scale };
}

function summaryOf(rows: readonly Row[]): string {
  const apart = rows.filter(({ difference }) => stands(difference) === true).length;
  const loose = rows.filter(({ pairing }) => pairing === 'none').length;
  const bound =
    loose === 0
      ? 'Errors are those of paired differences.'
      : 'Where the sides are not paired the error is the sum of both, an upper bound; replicates make it smaller.';
  return `${capital(countOf(apart, rows.length, rows.length === 1 ? 'figure differs' : 'figures differ'))} by more than twice the error. ${bound}`;
}

function singlePlot(rows: readonly Row[], unit: string, names: Names): Plot | undefined {
  const known = rows.filter(
    ({ paired }) => paired !== null && paired.p05.value !== null && paired.p95.value !== null,
  );
  if (known.length === 0) return undefined;
  const ends = known.flatMap(({ paired }) => [paired!.p05.value, paired!.p95.value]);
  return {
    x: { label: withUnit('Second minus first, in one iteration', unit), ...extent([0, ...ends], 0.06) },
    y: { rows: known.map((row) => names.subject(row.subject)) },
    marks: [
      ...known.flatMap(({ paired }, row): readonly PlotMark[] => [
        { kind: 'bar', from: paired!.p05.value!, to: paired!.p95.value!, y: [row + 0.3, row + 0.7], tone: 0 },
        ...(paired!.p50.value === null
          ? []
          : [{ kind: 'dot', x: paired!.p50.value, y: row + 0.5, tone: 'ink' } as const]),
      ]),
      { kind: 'rule', on: 'x', at: 0, label: '', tone: 'ink' },
    ],
    readings: known.map(({ paired, subject }, row) => ({
      x: paired!.p50.value ?? 0,
      y: row + 0.5,
      text: `${names.subject(subject)}: p5 ${said(paired!.p05)}, median ${said(paired!.p50)}, p95 ${said(paired!.p95)}; the second is above in ${paired!.above.value === null ? '–' : formatShare(paired!.above.value)}`,
    })),
    legend: [
      { tone: 0, text: 'p5 to p95', as: 'bar' },
      { tone: 'ink', text: 'median', as: 'dot' },
    ],
  };
}

function singlePictures(rows: readonly Row[], names: Names): readonly FindingPicture[] {
  const paired = rows.filter((row) => row.paired !== null);
  const units = [...new Set(paired.map(({ unit }) => unit))];
  return units.map((unit) => {
    const own = paired.filter((row) => row.unit === unit);
    const above = own.map(
      (row) =>
        `${names.subject(row.subject)} in ${row.paired!.above.value === null ? '–' : formatShare(row.paired!.above.value)}`,
    );
    return {
      title: 'Difference of single iterations',
      summary: `How often the second is above the first: ${above.join(', ')} of the iterations.`,
      plot: singlePlot(own, unit, names),
      table: {
        columns: ['subject', 'p5', 'median', 'p95', 'second is above'],
        rows: own.map((row) => [
          names.subject(row.subject),
          ...[row.paired!.p05, row.paired!.p50, row.paired!.p95, row.paired!.above].map(said),
        ]),
      },
    };
  });
}

/** Differences of figures, then of single iterations. */
export function comparePictures({ rows }: ReportOf<'compare'>, names: Names): readonly FindingPicture[] {
  return [
    {
      title: 'Second against first',
      summary: summaryOf(rows),
      plot: rowDots(
        rows.map((row) => ({
          label: figureWords(row, names),
          estimate: relative(row),
          text: `${figureWords(row, names)}: ${said(row.first)}, then ${said(row.second)}; difference ${said(row.difference)}, ${differenceWords(row.difference)}`,
        })),
        'Second minus first, % of the first',
      ),
      table: {
        columns: ['figure', 'first', 'second', 'difference', 'error', 'verdict'],
        rows: rows.map((row) => [
          withUnit(figureWords(row, names), row.unit),
          said(row.first),
          said(row.second),
          said(row.difference),
          pairings[row.pairing],
          differenceWords(row.difference),
        ]),
      },
    },
    ...singlePictures(rows, names),
  ];
}
