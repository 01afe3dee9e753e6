// Elementary effects along random paths through a grid: which parameters matter at all, and which act in curves or together.
// M. D. Morris (1991), doi:10.1080/00401706.1991.10484804; absolute means: F. Campolongo, J. Cariboni, A. Saltelli (2007),
// doi:10.1016/j.envsoft.2006.10.004.

import type { Figure, MethodOf, ReportOf } from '@holdfast/protocol';
import { axesOf, bySize, named, placed } from '../axes.ts';
import { between, type Axis } from '../axis.ts';
import type { Laboratory } from '../laboratory.ts';
import { spreadOf, type Observation } from '../observation.ts';
import type { RandomNumbers } from '../random-numbers.ts';

export const trajectoriesDefault = 10;
export const levelsDefault = 4;

/** A path: parts of the way along each axis; neighbours differ in the axis of `order`. */
interface Trajectory {
  readonly order: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

interface Walked extends Trajectory {
  readonly observations: readonly Observation[];
}

/** Starts on the grid of `levels` and moves each axis once by levels / (2 (levels - 1)), in random order. */
function trajectory(random: RandomNumbers, count: number, levels: number): Trajectory {
  const leap = levels / 2;
  const grid = Array.from({ length: count }, () => random.below(levels));
  const order = random.permutation(count);
  const rows = [grid.map((level) => level / (levels - 1))];
  for (const axis of order) {
    grid[axis]! += grid[axis]! + leap < levels ? leap : -leap;
    rows.push(grid.map((level) => level / (levels - 1)));
  }
  return { order, rows };
}

/** Effects of one axis, per whole range moved; nothing where the grid of the parameter allowed no move. */
function effectsOf(walked: readonly Walked[], axis: Axis, at: number, output: Figure): readonly number[] {
  return walked.flatMap(({ order, rows, observations }) => {
    const step = order.indexOf(at);
    const [before, after] = [observations[step]!, observations[step + 1]!];
    const width = axis.high - axis.low;
    const part = (between(axis, rows[step + 1]![at]!) - between(axis, rows[step]![at]!)) / width;
    const [from, to] = [before.estimate(output).value, after.estimate(output).value];
    return part === 0 || from === null || to === null ? [] : [(to - from) / part];
  });
}

export async function morris(
  laboratory: Laboratory,
  { outputs, ranges, trajectories = trajectoriesDefault, levels = levelsDefault }: MethodOf<'morris'>,
): Promise<ReportOf<'morris'>> {
  const axes = axesOf(laboratory, ranges);
  const random = laboratory.random('morris');
  const walked: Walked[] = [];
  const report = (): ReportOf<'morris'> => ({
    kind: 'morris',
    trajectories: walked.length,
    outputs: outputs.map((output) => ({
      ...named(output, walked[0]!.observations[0]!),
      rows: bySize(
        axes.map((axis, at) => rowOf(axis, effectsOf(walked, axis, at, output))),
        ({ muStar }) => muStar.value,
      ),
    })),
  });
  for (let drawn = 0; drawn < trajectories; drawn++) {
    const next = trajectory(random, axes.length, levels);
    const settings = next.rows.map((row) =>
      placed(
        axes,
        row.map((part, at) => between(axes[at]!, part)),
      ),
    );
    walked.push({ ...next, observations: await laboratory.measure(settings) });
    laboratory.report(report());
  }
  return report();
}

type Row = ReportOf<'morris'>['outputs'][number]['rows'][number];

function rowOf({ parameter }: Axis, effects: readonly number[]): Row {
  if (effects.length === 0) {
    return { parameter, muStar: { value: null, standardError: null }, mu: null, sigma: null };
  }
  const plain = spreadOf(effects);
  const sigma = plain.standardError === null ? null : plain.standardError * Math.sqrt(effects.length);
  return { parameter, muStar: spreadOf(effects.map(Math.abs)), mu: plain.value, sigma };
}
