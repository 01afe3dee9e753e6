// Where the variance of a figure comes from: parameters moved over their ranges (Sobol), or random inputs drawn anew.

import type { Estimate, Interval, ReportOf } from '@holdfast/protocol';
import { formatCount, formatNumber, formatShare } from '../format.ts';
import { capital, figureWords, interval, plain, said, type Names } from './naming.ts';
import { rowDots } from './row-dots.ts';
import { shareBars } from './share-bars.ts';
import type { FindingPicture } from './plot.ts';

function part({ value, low, high }: Interval): string {
  if (value === null) return '–';
  const around = low === null || high === null ? '' : ` (${plain(low, 3)} … ${plain(high, 3)})`;
  return `${plain(value, 3)}${around}`;
}

function percent(value: number | null): string {
  return value === null ? '–' : formatShare(value);
}

/** One picture for each output. */
export function sobolPictures(
  { outputs, rows: count, confidence }: ReportOf<'sobol'>,
  names: Names,
): readonly FindingPicture[] {
  return outputs.map((output) => {
    const figure = figureWords(output, names);
    const level = `${formatNumber(100 * confidence)} %`;
    const rows = output.indices.map(({ parameter, first, total }) => {
      const { label } = names.parameter(parameter);
      return { label, first, total, text: `${label}: alone ${part(first)}, in all ${part(total)}` };
    });
    const [most] = output.indices;
    const alone = output.indices.reduce((sum, { first }) => sum + (first.value ?? 0), 0);
    const lead =
      most === undefined
        ? ''
        : `${names.parameter(most.parameter).label} has a hand in ${percent(most.total.value)} of the variance. `;
    return {
      title: `Parts of the variance of the ${figure}`,
      summary: `${lead}What the parameters do alone sums to ${percent(alone)}; the rest is interaction and noise. ${formatCount(count)} rows, whiskers are ${level} intervals; an index a little below 0 or above 1 is noise.`,
      plot: shareBars(rows, 'Part of the variance'),
      table: {
        columns: ['parameter', 'alone', `alone, ${level}`, 'in all', `in all, ${level}`],
        rows: output.indices.map(({ parameter, first, total }) => [
          names.parameter(parameter).label,
          plain(first.value, 3),
          `${plain(first.low, 3)} … ${plain(first.high, 3)}`,
          plain(total.value, 3),
          `${plain(total.low, 3)} … ${plain(total.high, 3)}`,
        ]),
      },
    };
  });
}

function around(estimate: Estimate): Interval {
  const ends = interval(estimate);
  return { value: estimate.value, low: ends?.[0] ?? null, high: ends?.[1] ?? null };
}

/** Two pictures for each output: parts of the variance, and rank correlations. */
export function inputsPictures({ outputs }: ReportOf<'inputs'>, names: Names): readonly FindingPicture[] {
  return outputs.flatMap((output) => {
    const subject = names.subject(output.subject);
    const rows = output.sources.map(({ source, first, total }) => ({
      label: source,
      first: around(first),
      total: around(total),
      text: `${source}: alone ${said(first)}, in all ${said(total)} of the variance`,
    }));
    const [most] = output.sources;
    const unit = output.unit === '1' ? '' : ` ${output.unit}`;
    const lead =
      most === undefined
        ? ''
        : `${capital(most.source)} has a hand in ${percent(most.total.value)} of the variance. `;
    const ranks = output.sources.flatMap(({ inputs }) => inputs);
    return [
      {
        title: `Random inputs behind ${subject}`,
        summary: `Mean ${said(output.mean)}${unit}, standard deviation ${said(output.sd)}${unit}. ${lead}Whiskers are 95 % intervals.`,
        plot: shareBars(rows, 'Part of the variance'),
        table: {
          columns: ['source', 'alone', 'in all'],
          rows: output.sources.map(({ source, first, total }) => [source, said(first), said(total)]),
        },
      },
      {
        title: `Rank correlation with ${subject}`,
        summary: 'The sign says which way an input pushes; what is not monotone it misses.',
        plot: rowDots(
          ranks.map(({ input, rank }) => ({ label: input, estimate: rank, text: `${input}: ${said(rank)}` })),
          'Rank correlation',
        ),
        table: {
          columns: ['input', 'rank correlation'],
          rows: ranks.map(({ input, rank }) => [input, said(rank)]),
        },
      },
    ];
  });
}
