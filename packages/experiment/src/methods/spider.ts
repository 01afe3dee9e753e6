// Each parameter along its whole range while the others stay: one curve for each.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, moved, named, shareDefault } from '../axes.ts';
import { between, type Axis } from '../axis.ts';
import type { Laboratory } from '../laboratory.ts';
import type { Observation } from '../observation.ts';

export const levelsDefault = 7;

interface Curve {
  readonly axis: Axis;
  readonly values: readonly number[];
  readonly observations: readonly Observation[];
}

export async function spider(
  laboratory: Laboratory,
  { outputs, ranges, share = shareDefault, levels = levelsDefault }: MethodOf<'spider'>,
): Promise<ReportOf<'spider'>> {
  const [base] = (await laboratory.measure([{ inputs: [] }])) as [Observation];
  const curves: Curve[] = [];
  const report = (): ReportOf<'spider'> => ({
    kind: 'spider',
    outputs: outputs.map((output) => ({
      ...named(output, base),
      base: base.estimate(output),
      curves: curves.map(({ axis, values, observations }) => ({
        parameter: axis.parameter,
        points: values.map((at, index) => ({ at, ...observations[index]!.estimate(output) })),
      })),
    })),
  });
  for (const axis of axesOf(laboratory, ranges, share)) {
    const parts = Array.from({ length: levels }, (_, level) => level / (levels - 1));
    const values = [...new Set(parts.map((part) => between(axis, part)))];
    const observations = await laboratory.measure(values.map((value) => moved(axis, value)));
    curves.push({ axis, values, observations });
    laboratory.report(report());
  }
  return report();
}
