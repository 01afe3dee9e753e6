// One parameter moves a little to either side while the others stay: slope and elasticity of each figure.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, moved, named } from '../axes.ts';
import { between, type Axis } from '../axis.ts';
import type { Laboratory } from '../laboratory.ts';
import { combination, scaled, type Observation } from '../observation.ts';

const shareDefault = 0.01;

interface Sides {
  readonly axis: Axis;
  readonly low: number;
  readonly high: number;
  readonly below: Observation;
  readonly above: Observation;
}

export async function oneAtATime(
  laboratory: Laboratory,
  { outputs, ranges, share = shareDefault }: MethodOf<'one-at-a-time'>,
): Promise<ReportOf<'one-at-a-time'>> {
  const [base] = (await laboratory.measure([{ inputs: [] }])) as [Observation];
  const sides: Sides[] = [];
  const report = (): ReportOf<'one-at-a-time'> => ({
    kind: 'one-at-a-time',
    outputs: outputs.map((output) => ({
      ...named(output, base),
      base: base.estimate(output),
      rows: sides.map(({ axis, low, high, below, above }) => {
        const width = high - low;
        const rise = combination(
          [
            [1 / width, above],
            [-1 / width, below],
          ],
          output,
        );
        const level = base.estimate(output).value ?? Number.NaN;
        const { parameter, value } = axis;
        return { parameter, at: value, low, high, slope: rise, elasticity: scaled(rise, value / level) };
      }),
    })),
  });
  for (const axis of axesOf(laboratory, ranges, share)) {
    const [low, high] = [between(axis, 0), between(axis, 1)];
    const [below, above] = (await laboratory.measure([moved(axis, low), moved(axis, high)])) as [
      Observation,
      Observation,
    ];
    sides.push({ axis, low, high, below, above });
    laboratory.report(report());
  }
  return report();
}
