// The best figure for each level of risk: no point is better in both than another.

import type { ReportOf } from '@holdfast/protocol';
import { formatCount, formatNumber } from '../format.ts';
import { capital, figureWords, interval, reachOf, said, withUnit, type Names } from './naming.ts';
import { directionWords, settingsOf, verdictWords } from './optimize.ts';
import { extent, type FindingPicture, type LegendEntry, type Plot, type PlotMark } from './plot.ts';

type Frontier = ReportOf<'frontier'>;

/** More points than these are drawn without whiskers and lines between parameters, which would hide them. */
const fewPoints = 24;

function knownPoints({ points }: Frontier) {
  return points.filter(({ risk, objective }) => risk.value !== null && objective.value !== null);
}

const undecided: LegendEntry = { tone: 'warn', text: 'bounds not surely kept', as: 'ring' };

function plotOf(report: Frontier, names: Names): Plot | undefined {
  const known = knownPoints(report);
  if (known.length === 0) return undefined;
  const { objective, risk } = report;
  const few = known.length <= fewPoints;
  const band = known.flatMap((point) => {
    const ends = interval(point.objective);
    return ends === undefined ? [] : [[point.risk.value!, ...ends] as const];
  });
  const marks: PlotMark[] = [
    ...(band.length > 1 ? [{ kind: 'band', points: band, tone: 0 } as const] : []),
    { kind: 'line', points: known.map((point) => [point.risk.value!, point.objective.value!]), tone: 0 },
  ];
  for (const point of known) {
    const [x, y] = [point.risk.value!, point.objective.value!];
    const across = interval(point.risk);
    if (few && across !== undefined) {
      marks.push({ kind: 'whisker', along: 'x', at: y, low: across[0], high: across[1], tone: 'quiet' });
    }
    const sure = point.verdict === 'feasible';
    marks.push({ kind: 'dot', x, y, tone: sure ? 0 : 'warn', hollow: !sure });
  }
  return {
    x: {
      label: withUnit(capital(figureWords(risk, names)), risk.unit),
      ...extent(
        known.flatMap((point) => reachOf(point.risk)),
        0.06,
      ),
    },
    y: {
      label: withUnit(capital(figureWords(objective, names)), objective.unit),
      ...extent(
        known.flatMap((point) => reachOf(point.objective)),
        0.06,
      ),
    },
    marks,
    readings: known.map((point) => ({
      x: point.risk.value!,
      y: point.objective.value!,
      text: `risk ${said(point.risk)}, ${said(point.objective)} at ${settingsOf(point, names)}`,
    })),
    legend: [
      { tone: 0, text: 'best for its risk', as: 'dot' },
      { tone: 0, text: '95 % interval', as: 'band' },
      ...(known.every(({ verdict }) => verdict === 'feasible') ? [] : [undecided]),
    ],
  };
}

interface Column {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** Every other series is drawn as rings, so that colour is not all that tells them apart. */
const ring = (tone: number): boolean => tone % 2 === 1;

function mixPlot(
  { risk }: Frontier,
  risks: readonly number[],
  columns: readonly Column[],
  names: Names,
): Plot {
  const few = risks.length <= fewPoints;
  return {
    x: { label: withUnit(capital(figureWords(risk, names)), risk.unit), ...extent(risks, 0.06) },
    y: {
      label: withUnit('Value', columns[0]?.unit ?? ''),
      ...extent(
        columns.flatMap(({ values }) => values),
        0.08,
      ),
    },
    marks: columns.flatMap(({ values }, tone): readonly PlotMark[] => [
      ...(few
        ? [{ kind: 'line', points: values.map((value, at) => [risks[at]!, value] as const), tone } as const]
        : []),
      ...values.map((value, at): PlotMark => ({
        kind: 'dot',
        x: risks[at]!,
        y: value,
        tone,
        hollow: ring(tone),
      })),
    ]),
    readings: columns.flatMap(({ label, values }) =>
      values.map((value, at) => ({
        x: risks[at]!,
        y: value,
        text: `${label} ${formatNumber(value)} at risk ${formatNumber(risks[at]!, 4)}`,
      })),
    ),
    legend: columns.map(({ label }, tone) => ({
      tone,
      text: label,
      as: few ? 'line' : ring(tone) ? 'ring' : 'dot',
    })),
  };
}

/** The parameters along the frontier; nothing where they have different units, which share no axis. */
function mixOf(report: Frontier, names: Names): readonly FindingPicture[] {
  const known = knownPoints(report);
  if (known.length < 2) return [];
  const risks = known.map((point) => point.risk.value!);
  const columns = known[0]!.parameters.map(({ parameter }, at): Column => {
    const { label, unit } = names.parameter(parameter);
    return { label, unit, values: known.map((point) => point.parameters[at]!.value) };
  });
  if (new Set(columns.map(({ unit }) => unit)).size !== 1) return [];
  const goes = columns.map(
    ({ label, values }) =>
      `${label} goes from ${formatNumber(values[0]!, 4)} to ${formatNumber(values.at(-1)!, 4)}`,
  );
  return [
    {
      title: 'Parameters along the frontier',
      summary: `${goes.join(', ')}, from the least risk to the greatest.`,
      plot: mixPlot(report, risks, columns, names),
      table: {
        columns: ['risk', ...columns.map(({ label, unit }) => withUnit(label, unit))],
        rows: known.map((point, at) => [
          said(point.risk),
          ...columns.map(({ values }) => formatNumber(values[at]!)),
        ]),
      },
    },
  ];
}

/** The frontier and, where they share a unit, the parameters along it. */
export function frontierPictures(report: Frontier, names: Names): readonly FindingPicture[] {
  const { objective, risk, points, evaluations, confidence } = report;
  const sure = points.filter(({ verdict }) => verdict === 'feasible').length;
  const bounds = points[0]?.constraints.length ?? 0;
  const kept =
    bounds === 0
      ? ''
      : ` ${sure} of ${points.length} keep all bounds with ${formatNumber(100 * confidence)} % confidence.`;
  return [
    {
      title: `Frontier: ${directionWords(objective.direction)} the ${figureWords(objective, names)}`,
      summary: `${points.length} points of ${formatCount(evaluations)} settings; ${risk.direction === 'minimize' ? 'risk is to be small' : 'the second figure is to be large'}.${kept} Points closer than their intervals may stand in another order.`,
      plot: plotOf(report, names),
      table: {
        columns: [
          figureWords(risk, names),
          figureWords(objective, names),
          'at',
          ...(bounds === 0 ? [] : ['bounds']),
        ],
        rows: points.map((point) => [
          said(point.risk),
          said(point.objective),
          settingsOf(point, names),
          ...(bounds === 0 ? [] : [verdictWords[point.verdict]]),
        ]),
      },
    },
    ...mixOf(report, names),
  ];
}
