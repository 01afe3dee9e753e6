// Each parameter at its low and its high end while the others stay: the widest swing first.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, bySize, moved, named, shareDefault } from '../axes.ts';
import { between, type Axis } from '../axis.ts';
import type { Laboratory } from '../laboratory.ts';
import { combination, type Observation } from '../observation.ts';

interface Ends {
  readonly axis: Axis;
  readonly low: Observation;
  readonly high: Observation;
}

export async function tornado(
  laboratory: Laboratory,
  { outputs, ranges, share = shareDefault }: MethodOf<'tornado'>,
): Promise<ReportOf<'tornado'>> {
  const [base] = (await laboratory.measure([{ inputs: [] }])) as [Observation];
  const ends: Ends[] = [];
  const report = (): ReportOf<'tornado'> => ({
    kind: 'tornado',
    outputs: outputs.map((output) => ({
      ...named(output, base),
      base: base.estimate(output),
      bars: bySize(
        ends.map(({ axis, low, high }) => ({
          parameter: axis.parameter,
          low: { at: between(axis, 0), ...low.estimate(output) },
          high: { at: between(axis, 1), ...high.estimate(output) },
          swing: combination(
            [
              [1, high],
              [-1, low],
            ],
            output,
          ),
        })),
        ({ swing }) => swing.value,
      ),
    })),
  });
  for (const axis of axesOf(laboratory, ranges, share)) {
    const settings = [moved(axis, between(axis, 0)), moved(axis, between(axis, 1))];
    const [low, high] = (await laboratory.measure(settings)) as [Observation, Observation];
    ends.push({ axis, low, high });
    laboratory.report(report());
  }
  return report();
}
