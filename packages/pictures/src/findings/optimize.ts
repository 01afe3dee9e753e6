// How a search came to its best point, and what is true of that point: figure, parameters, and each bound with its verdict.

import type { Candidate, ReportOf, Verdict } from '@holdfast/protocol';
import { formatCount, formatNumber } from '../format.ts';
import { capital, figureWords, interval, said, withUnit, type Names } from './naming.ts';
import { extent, type FindingPicture, type Plot, type PlotMark } from './plot.ts';

type Optimize = ReportOf<'optimize'>;

/** A verdict in a word; `undecided` is never shown as kept. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  feasible: 'kept',
  infeasible: 'BROKEN',
  undecided: 'undecided',
};

/** A direction in plain words. */
export function directionWords(direction: 'minimize' | 'maximize'): string {
  return direction === 'minimize' ? 'minimise' : 'maximise';
}

/** Parameters of a candidate, one after another. */
export function settingsOf({ parameters }: Pick<Candidate, 'parameters'>, names: Names): string {
  return parameters
    .map(({ parameter, value }) => {
      const { label, unit } = names.parameter(parameter);
      return `${label} ${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
    })
    .join(', ');
}

function plotOf(report: Optimize, names: Names): Plot | undefined {
  const known = report.history.filter(({ objective }) => objective !== null);
  if (known.length === 0) return undefined;
  const { verified } = report;
  const again = verified === null ? undefined : interval(verified.objective);
  const last = known.at(-1)!.evaluations;
  const marks: PlotMark[] = [];
  if (again !== undefined)
    marks.push({
      kind: 'band',
      points: [
        [0, ...again],
        [last, ...again],
      ],
      tone: 1,
    });
  if (verified?.objective.value != null) {
    marks.push({ kind: 'rule', on: 'y', at: verified.objective.value, label: 'measured again', tone: 1 });
  }
  const steps = known.map(({ evaluations, objective }) => [evaluations, objective!] as const);
  marks.push({ kind: 'line', points: steps, tone: 0, steps: true });
  for (const { evaluations, objective, verdict } of known) {
    marks.push({
      kind: 'dot',
      x: evaluations,
      y: objective!,
      tone: verdict === 'feasible' ? 0 : 'warn',
      hollow: verdict !== 'feasible',
    });
  }
  return {
    x: { label: 'Settings measured', low: 0, high: last * 1.02 },
    y: {
      label: withUnit(capital(figureWords(report, names)), report.unit),
      ...extent(
        [...known.map(({ objective }) => objective), ...(again ?? []), verified?.objective.value ?? null],
        0.08,
      ),
    },
    marks,
    readings: known.map(({ evaluations, objective, verdict }) => ({
      x: evaluations,
      y: objective!,
      text: `after ${formatCount(evaluations)} settings: ${formatNumber(objective!)}, ${verdict}`,
    })),
    legend: [
      { tone: 0, text: 'best so far, all bounds kept', as: 'dot' },
      ...(known.some(({ verdict }) => verdict !== 'feasible')
        ? [{ tone: 'warn', text: 'nothing kept all bounds yet', as: 'ring' } as const]
        : []),
      ...(again === undefined
        ? []
        : [{ tone: 1, text: 'measured again with fresh random numbers, 95 %', as: 'band' } as const]),
    ],
  };
}

function verdictLine({ best, verified, confidence }: Optimize): string {
  const judged = verified ?? best;
  if (judged === null) return 'Nothing was measured yet.';
  const level = `${formatNumber(100 * confidence)} %`;
  if (judged.constraints.length === 0) return 'There are no bounds to keep.';
  if (judged.verdict === 'feasible') return `All bounds are kept with ${level} confidence.`;
  if (judged.verdict === 'undecided')
    return `Whether the bounds are kept cannot be said with ${level} confidence: run each point longer.`;
  return `NOT FEASIBLE: nothing measured keeps all bounds with ${level} confidence; this point comes nearest.`;
}

function summaryOf(report: Optimize, names: Names): string {
  const { best, verified, evaluations, restarts, ended } = report;
  const found = verified ?? best;
  const head =
    found === null
      ? ''
      : `${capital(directionWords(report.direction))}d at ${settingsOf(found, names)}: ${said(found.objective)}${report.unit === '1' ? '' : ` ${report.unit}`}${verified === null ? ', by the random numbers of the search' : ', measured again with fresh random numbers'}. `;
  const why = ended === 'budget' ? 'its budget was spent' : 'it converged';
  return `${head}${verdictLine(report)} ${formatCount(evaluations)} settings, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}; the search ended because ${why}.`;
}

function boundsOf(report: Optimize, names: Names): readonly FindingPicture[] {
  const { best, verified } = report;
  const judged = verified ?? best;
  if (judged === null || judged.constraints.length === 0) return [];
  return [
    {
      title: 'Bounds',
      summary: verdictLine(report),
      table: {
        columns: ['figure', 'bound', 'in the search', 'measured again', 'verdict'],
        rows: judged.constraints.map((bound, at) => [
          figureWords(bound, names),
          `${bound.side === 'at-least' ? '≥' : '≤'} ${formatNumber(bound.bound)}`,
          best?.constraints[at] === undefined ? '–' : said(best.constraints[at].estimate),
          verified?.constraints[at] === undefined ? '–' : said(verified.constraints[at].estimate),
          verdictWords[bound.verdict],
        ]),
      },
    },
  ];
}

function pointOf({ best, verified, unit }: Optimize, names: Names): readonly FindingPicture[] {
  const found = verified ?? best;
  if (found === null) return [];
  return [
    {
      title: 'Best point',
      summary: settingsOf(found, names),
      table: {
        columns: ['', 'value'],
        rows: [
          ...found.parameters.map(({ parameter, value }) => {
            const { label, unit: of } = names.parameter(parameter);
            return [withUnit(label, of), formatNumber(value)];
          }),
          [withUnit('figure in the search', unit), best === null ? '–' : said(best.objective)],
          [withUnit('figure measured again', unit), verified === null ? '–' : said(verified.objective)],
        ],
      },
    },
  ];
}

/** Convergence, best point, and bounds where there are any. */
export function optimizePictures(report: Optimize, names: Names): readonly FindingPicture[] {
  return [
    {
      title: `${capital(directionWords(report.direction))} the ${figureWords(report, names)}`,
      summary: summaryOf(report, names),
      plot: plotOf(report, names),
      table: {
        columns: ['settings measured', withUnit('best so far', report.unit), 'bounds', 'width of the search'],
        rows: report.history.map(({ evaluations, objective, verdict, sigma }) => [
          formatCount(evaluations),
          objective === null ? '–' : formatNumber(objective),
          verdictWords[verdict],
          formatNumber(sigma, 3),
        ]),
      },
    },
    ...pointOf(report, names),
    ...boundsOf(report, names),
  ];
}
