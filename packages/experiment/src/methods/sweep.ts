// Every combination of levels, or points spread evenly over all parameters at once.
// Latin hypercube: M. D. McKay, R. J. Beckman, W. J. Conover (1979), doi:10.1080/00401706.1979.10489755.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, named, placed } from '../axes.ts';
import { between, type Axis } from '../axis.ts';
import type { Laboratory, Setting } from '../laboratory.ts';
import type { Observation } from '../observation.ts';
import type { RandomNumbers } from '../random-numbers.ts';

export const levelsDefault = 5;
export const pointsDefault = 64;
/** Points measured between two reports. */
const batchPoints = 8;

/** Points of a full factorial design; the last parameter changes fastest. */
export function factorial(axes: readonly Axis[], levels: number): readonly Setting[] {
  let rows: readonly (readonly number[])[] = [[]];
  for (const axis of axes) {
    const parts = Array.from({ length: levels }, (_, level) => between(axis, level / (levels - 1)));
    const values = [...new Set(parts)];
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows.map((row) => placed(axes, row));
}

/** Each of `count` equal slices of each parameter holds exactly one point. */
export function latinHypercube(
  axes: readonly Axis[],
  count: number,
  random: RandomNumbers,
): readonly Setting[] {
  const columns = axes.map((axis) =>
    random.permutation(count).map((slice) => between(axis, (slice + random.uniform()) / count)),
  );
  return Array.from({ length: count }, (_, row) =>
    placed(
      axes,
      columns.map((column) => column[row]!),
    ),
  );
}

export async function sweep(
  laboratory: Laboratory,
  {
    outputs,
    ranges,
    design = 'factorial',
    levels = levelsDefault,
    points = pointsDefault,
  }: MethodOf<'sweep'>,
): Promise<ReportOf<'sweep'>> {
  const axes = axesOf(laboratory, ranges);
  const settings =
    design === 'factorial'
      ? factorial(axes, levels)
      : latinHypercube(axes, points, laboratory.random('latin hypercube'));
  const found: Observation[] = [];
  const report = (): ReportOf<'sweep'> => ({
    kind: 'sweep',
    figures: outputs.map((output) => named(output, found[0]!)),
    points: found.map((observation, index) => ({
      parameters: [...settings[index]!.inputs],
      figures: outputs.map((output) => observation.estimate(output)),
    })),
  });
  while (found.length < settings.length) {
    found.push(...(await laboratory.measure(settings.slice(found.length, found.length + batchPoints))));
    laboratory.report(report());
  }
  return report();
}
