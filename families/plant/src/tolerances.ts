// Which error is tolerated in which element of the state. Accounts follow the motion and are not controlled.

import type { Tolerances } from '@holdfast/numerics';
import { heatCapacity, type Figures } from './figures.ts';
import { airAt, flywheelAt, positionAt, receiverAt, speedAt, type Layout } from './layout.ts';

/** A step may be off by the tolerance times the size of a quantity plus a tenth of its typical size. The position has no
 * size but the loop's pitch: a relative error of it would grow on the way around. */
export function tolerancesOf(figures: Figures, { count, heatAt, ledgerAt }: Layout): Tolerances {
  const { tolerance } = figures.model.solver;
  const absolute = new Float64Array(ledgerAt);
  const relative = new Float64Array(ledgerAt).fill(tolerance);
  const { ambient } = figures.model.water;
  absolute[positionAt] = tolerance;
  relative[positionAt] = 0;
  absolute[speedAt] = 0.1 * tolerance;
  absolute[flywheelAt] = 0.1 * tolerance * figures.model.generator.speed;
  absolute[receiverAt] = 0.1 * tolerance * figures.charge;
  absolute.fill(0.1 * tolerance * figures.charge, airAt, airAt + count);
  absolute.fill(0.1 * tolerance * figures.charge * heatCapacity * ambient, heatAt, heatAt + count);
  return { absolute, relative };
}
