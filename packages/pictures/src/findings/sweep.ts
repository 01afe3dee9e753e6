// A figure over one parameter as a curve with its band, over a grid of two as a map, else against each parameter in turn.

import type { Estimate, ReportOf } from '@holdfast/protocol';
import { formatNumber } from '../format.ts';
import { heatMap } from './heat-map.ts';
import { capital, figureWords, interval, reachOf, said, withUnit, type Names } from './naming.ts';
import { extent, type FindingPicture, type Plot } from './plot.ts';

type Sweep = ReportOf<'sweep'>;
type Point = Sweep['points'][number];

/** Parameters with a picture of their own; the table holds all. */
const picturedMost = 6;

function settingWords({ parameters }: Point, names: Names): string {
  return parameters
    .map(({ parameter, value }) => {
      const { label, unit } = names.parameter(parameter);
      return `${label} ${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
    })
    .join(', ');
}

interface Column {
  readonly points: readonly { readonly x: number; readonly estimate: Estimate; readonly text: string }[];
  readonly xLabel: string;
  readonly yLabel: string;
}

function columnOf(sweep: Sweep, parameter: string, figure: number, names: Names): Column {
  const { label, unit } = names.parameter(parameter);
  const of = sweep.figures[figure]!;
  const points = sweep.points.map((point) => {
    const estimate = point.figures[figure]!;
    const x = point.parameters.find((one) => one.parameter === parameter)!.value;
    return { x, estimate, text: `${settingWords(point, names)}: ${said(estimate)}` };
  });
  return {
    points: points.toSorted((a, b) => a.x - b.x),
    xLabel: withUnit(label, unit),
    yLabel: withUnit(capital(figureWords(of, names)), of.unit),
  };
}

function framed({ points, xLabel, yLabel }: Column): Omit<Plot, 'marks' | 'legend'> | undefined {
  if (points.every(({ estimate }) => estimate.value === null)) return undefined;
  return {
    x: { label: xLabel, ...extent(points.map(({ x }) => x)) },
    y: {
      label: yLabel,
      ...extent(
        points.flatMap(({ estimate }) => reachOf(estimate)),
        0.06,
      ),
    },
    readings: points.flatMap(({ x, estimate, text }) =>
      estimate.value === null ? [] : [{ x, y: estimate.value, text }],
    ),
  };
}

function curve(column: Column): Plot | undefined {
  const frame = framed(column);
  if (frame === undefined) return undefined;
  const known = column.points.filter(({ estimate }) => estimate.value !== null);
  const band = known.flatMap(({ x, estimate }) => {
    const ends = interval(estimate);
    return ends === undefined ? [] : [[x, ends[0], ends[1]] as const];
  });
  const line = known.map(({ x, estimate }) => [x, estimate.value!] as const);
  return {
    ...frame,
    marks: [
      ...(band.length > 1 ? [{ kind: 'band', points: band, tone: 0 } as const] : []),
      { kind: 'line', points: line, tone: 0 },
      ...line.map(([x, y]) => ({ kind: 'dot', x, y, tone: 0 }) as const),
    ],
    legend: band.length > 1 ? [{ tone: 0, text: '95 % interval', as: 'band' }] : [],
  };
}

function scatter(column: Column): Plot | undefined {
  const frame = framed(column);
  return (
    frame && {
      ...frame,
      marks: column.points.flatMap(({ x, estimate }) => {
        if (estimate.value === null) return [];
        const whisker = interval(estimate);
        const dot = { kind: 'dot', x, y: estimate.value, tone: 0 } as const;
        return whisker === undefined
          ? [dot]
          : [
              { kind: 'whisker', along: 'y', at: x, low: whisker[0], high: whisker[1], tone: 0 } as const,
              dot,
            ];
      }),
      legend: [],
    }
  );
}

/** Where the figure is least and greatest among the points. */
function summaryOf({ points }: Sweep, figure: number, names: Names): string {
  const known = points.filter((point) => point.figures[figure]!.value !== null);
  if (known.length === 0) return 'No point gave a value.';
  const ordered = known.toSorted((a, b) => a.figures[figure]!.value! - b.figures[figure]!.value!);
  const [least, most] = [ordered[0]!, ordered.at(-1)!];
  return `Least at ${settingWords(least, names)}: ${said(least.figures[figure]!)}. Greatest at ${settingWords(most, names)}: ${said(most.figures[figure]!)}. ${known.length} of ${points.length} points have a value.`;
}

function isGrid(points: readonly Point[]): boolean {
  const [first, second] = [0, 1].map(
    (at) => new Set(points.map(({ parameters }) => parameters[at]?.value)).size,
  );
  return (first ?? 0) * (second ?? 0) === points.length;
}

/** One picture for each figure, or for each figure and parameter. */
export function sweepPictures(sweep: Sweep, names: Names): readonly FindingPicture[] {
  const parameters = sweep.points[0]?.parameters.map(({ parameter }) => parameter) ?? [];
  const table = {
    columns: [
      ...parameters.map((name) => withUnit(names.parameter(name).label, names.parameter(name).unit)),
      ...sweep.figures.map((figure) => withUnit(figureWords(figure, names), figure.unit)),
    ],
    rows: sweep.points.map((point) => [
      ...point.parameters.map(({ value }) => formatNumber(value)),
      ...point.figures.map(said),
    ]),
  };
  return sweep.figures.flatMap((figure, at) => {
    const words = capital(figureWords(figure, names));
    const of = { summary: summaryOf(sweep, at, names), table };
    const over = (name: string): string => `${words} over ${names.parameter(name).label}`;
    if (parameters.length === 1) {
      return [
        { title: over(parameters[0]!), plot: curve(columnOf(sweep, parameters[0]!, at, names)), ...of },
      ];
    }
    if (parameters.length === 2 && isGrid(sweep.points)) {
      const title = `${over(parameters[0]!)} and ${names.parameter(parameters[1]!).label}`;
      return [{ title, plot: heatMap(sweep, at, names), ...of }];
    }
    return parameters
      .slice(0, picturedMost)
      .map((name) => ({ title: over(name), plot: scatter(columnOf(sweep, name, at, names)), ...of }));
  });
}
