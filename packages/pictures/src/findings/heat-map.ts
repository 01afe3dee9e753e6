// A figure over a grid of two parameters as cells, the deeper the greater.

import type { ReportOf } from '@holdfast/protocol';
import { formatCompact, formatNumber } from '../format.ts';
import { plain, said, withUnit, type Names } from './naming.ts';
import type { Plot, PlotMark, Reading } from './plot.ts';

/** Cells of a side that still hold a number. */
const writtenMost = 9;

/** Edges halfway between neighbouring values, as far outside at the ends. */
function edgesOf(values: readonly number[]): readonly number[] {
  if (values.length === 1) return [values[0]! - 0.5, values[0]! + 0.5];
  const between = values.slice(1).map((value, at) => (value + values[at]!) / 2);
  return [2 * values[0]! - between[0]!, ...between, 2 * values.at(-1)! - between.at(-1)!];
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** The map of one figure; undefined where no cell has a value. */
export function heatMap(
  { figures, points }: ReportOf<'sweep'>,
  figure: number,
  names: Names,
): Plot | undefined {
  const known = points.map((point) => point.figures[figure]!.value).filter((value) => value !== null);
  if (known.length === 0) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const [across, up] = [0, 1].map((at) =>
    distinct(points.map(({ parameters }) => parameters[at]!.value)),
  ) as [readonly number[], readonly number[]];
  const [xEdges, yEdges] = [edgesOf(across), edgesOf(up)];
  const written = across.length <= writtenMost && up.length <= 2 * writtenMost;
  const [first, second] = [0, 1].map((at) => names.parameter(points[0]!.parameters[at]!.parameter)) as [
    ReturnType<Names['parameter']>,
    ReturnType<Names['parameter']>,
  ];
  const marks: PlotMark[] = [];
  const readings: Reading[] = [];
  for (const point of points) {
    const [x, y] = [point.parameters[0]!.value, point.parameters[1]!.value];
    const [column, row] = [across.indexOf(x), up.indexOf(y)];
    const estimate = point.figures[figure]!;
    marks.push({
      kind: 'cell',
      x: [xEdges[column]!, xEdges[column + 1]!],
      y: [yEdges[row]!, yEdges[row + 1]!],
      share: estimate.value === null ? null : high > low ? (estimate.value - low) / (high - low) : 0.5,
      text: written ? (estimate.value === null ? '–' : formatCompact(estimate.value)) : '',
    });
    readings.push({
      x,
      y,
      text: `${first.label} ${formatNumber(x)}, ${second.label} ${formatNumber(y)}: ${said(estimate)}`,
    });
  }
  const unit = figures[figure]!.unit;
  return {
    x: { label: withUnit(first.label, first.unit), low: xEdges[0]!, high: xEdges.at(-1)! },
    y: { label: withUnit(second.label, second.unit), low: yEdges[0]!, high: yEdges.at(-1)! },
    marks,
    readings,
    legend: [],
    ramp: [plain(low, 4), `${plain(high, 4)}${unit === '1' ? '' : ` ${unit}`}`],
  };
}
