// Each parameter moved through its range with the others held: one line each, on a common axis.

import type { ReportOf } from '@holdfast/protocol';
import { formatNumber, formatShare } from '../format.ts';
import { capital, figureWords, interval, reachOf, said, withUnit, type Names } from './naming.ts';
import { extent, type FindingPicture, type Plot, type PlotMark } from './plot.ts';

type Output = ReportOf<'spider'>['outputs'][number];
type Curve = Output['curves'][number];

/** Where a value stands on the common axis. */
interface Scale {
  readonly label: string;
  place(curve: Curve, at: number): number;
}

/** Change in per cent where every parameter has a value other than 0, else the part of the range. */
function scaleOf({ curves }: Output, names: Names): Scale {
  const bases = new Map(curves.map(({ parameter }) => [parameter, names.parameter(parameter).value]));
  if ([...bases.values()].every((value) => value !== undefined && value !== 0)) {
    return {
      label: 'Change of the parameter',
      place: ({ parameter }, at) => (at - bases.get(parameter)!) / Math.abs(bases.get(parameter)!),
    };
  }
  return {
    label: 'Part of the way through its range',
    place({ points }, at) {
      const [low, high] = [points[0]!.at, points.at(-1)!.at];
      return high > low ? (at - low) / (high - low) : 0.5;
    },
  };
}

function marksOf(curve: Curve, tone: number, scale: Scale): readonly PlotMark[] {
  const known = curve.points.filter(({ value }) => value !== null);
  const band = known.flatMap((point) => {
    const ends = interval(point);
    return ends === undefined ? [] : [[scale.place(curve, point.at), ends[0], ends[1]] as const];
  });
  const points = known.map(({ at, value }) => [scale.place(curve, at), value!] as const);
  return [
    ...(band.length > 1 ? [{ kind: 'band', points: band, tone } as const] : []),
    { kind: 'line', points, tone },
    ...points.map(([x, y]): PlotMark => ({ kind: 'dot', x, y, tone })),
  ];
}

function plotOf(output: Output, names: Names): Plot | undefined {
  const { curves, base, unit } = output;
  const scale = scaleOf(output, names);
  const points = curves.flatMap((curve) => curve.points.map((point) => ({ curve, point })));
  if (points.every(({ point }) => point.value === null)) return undefined;
  return {
    x: {
      label: scale.label,
      ...extent(points.map(({ curve, point }) => scale.place(curve, point.at))),
      share: true,
    },
    y: {
      label: withUnit(capital(figureWords(output, names)), unit),
      ...extent(
        points.flatMap(({ point }) => reachOf(point)),
        0.06,
      ),
    },
    marks: [
      ...(base.value === null
        ? []
        : [{ kind: 'rule', on: 'y', at: base.value, label: 'as it is', tone: 'quiet' } as const]),
      ...curves.flatMap((curve, tone) => marksOf(curve, tone, scale)),
    ],
    readings: points.flatMap(({ curve, point }) => {
      if (point.value === null) return [];
      const { label, unit: of } = names.parameter(curve.parameter);
      const text = `${label} ${formatNumber(point.at)}${of === '' ? '' : ` ${of}`}: ${said(point)}`;
      return [{ x: scale.place(curve, point.at), y: point.value, text }];
    }),
    legend: curves.map(({ parameter }, tone) => ({
      tone,
      text: names.parameter(parameter).label,
      as: 'line',
    })),
  };
}

function summaryOf({ curves, base }: Output, names: Names): string {
  const swings = curves.map(({ parameter, points }) => {
    const known = points.map(({ value }) => value).filter((value) => value !== null);
    return {
      label: names.parameter(parameter).label,
      swing: known.length === 0 ? 0 : Math.max(...known) - Math.min(...known),
    };
  });
  const most = swings.reduce((top, each) => (each.swing > top.swing ? each : top), { label: '', swing: 0 });
  const said0 = `As it is: ${said(base)}.`;
  if (most.swing === 0) return `${said0} No parameter moves the figure.`;
  return `${said0} ${most.label} moves it most, through ${formatNumber(most.swing, 4)}. Bands are 95 % intervals.`;
}

/** One picture for each output. */
export function spiderPictures({ outputs }: ReportOf<'spider'>, names: Names): readonly FindingPicture[] {
  return outputs.map((output) => {
    const scale = scaleOf(output, names);
    return {
      title: `Spider of the ${figureWords(output, names)}`,
      summary: summaryOf(output, names),
      plot: plotOf(output, names),
      table: {
        columns: ['parameter', 'value', scale.label.toLowerCase(), output.metric],
        rows: output.curves.flatMap((curve) =>
          curve.points.map((point) => [
            names.parameter(curve.parameter).label,
            formatNumber(point.at),
            formatShare(scale.place(curve, point.at)),
            said(point),
          ]),
        ),
      },
    };
  });
}
