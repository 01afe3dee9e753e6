// Which error is tolerated in which element of the state. Accounts follow the motion and are not controlled.

import type { Tolerances } from '@holdfast/numerics';
import type { PlantModel } from './document.ts';
import { hasSmoothValves, heatCapacity, kappa, type Figures } from './figures.ts';
import { airAt, flywheelAt, positionAt, receiverAt, speedAt, type Layout } from './layout.ts';

/** Share of the tolerance for the mean error of floaters, of which few change much at a time; of many, many do. */
const airShare = 0.4;
const manyFloaters = 2000;

/** Rate, 1/s, up to which heat transfer leaves the tolerance of air alone. */
const calm = 20;

/** Rate at which the air of a full floater takes the temperature of the water where it is fastest, at the surface, 1/s. */
export function heatRate({ floaters, water }: PlantModel): number {
  return (floaters.heatTransfer * kappa * water.temperature) / (water.surfacePressure * floaters.volume);
}

/** Loosest tolerances of the implicit method at which its accounts stay as closed as the laws demand, where air changes slowly
 * and where it does not; tried on cold, warm, open, shut and smooth plants with up to 200/s. */
const implicitMost = 1e-4;
const stiffMost = 1e-5;
/** Rate of heat, 1/s, up to which air changes slowly for it. */
const slow = 10;

/** Whether air changes faster than long steps follow: strong heat transfer, or valves that are smooth and spill at once. */
export function isStiff(model: PlantModel): boolean {
  return hasSmoothValves(model) || heatRate(model) > slow;
}

/** Loosest tolerance at which a method keeps the laws, of those a document may ask for. */
export function toleranceMost(model: PlantModel): number {
  if (model.solver.method !== 'rosenbrock') return 1e-2;
  return isStiff(model) ? stiffMost : implicitMost;
}

/** How much less error air may have where heat transfer is strong. Explicit steps are short there in any case; an implicit
 * method has long ones and is left its tolerance. */
function strictness(model: PlantModel): number {
  return model.solver.method === 'rosenbrock' ? 1 : Math.max(1, heatRate(model) / calm);
}

/** A step may be off by the tolerance times the size of a quantity plus a tenth of its typical size. The position has no
 * size but the loop's pitch: a relative error of it would grow on the way around. Air counts with the mean over all floaters,
 * because only the sum of what they lift moves anything. The faster
 * heat follows an error of the temperature, the less error there may be: what flows is booked. */
export function tolerancesOf(
  figures: Figures,
  { count, heatAt, ledgerAt }: Layout,
  tolerance: number,
): Tolerances {
  const absolute = new Float64Array(ledgerAt);
  const relative = new Float64Array(ledgerAt).fill(tolerance);
  const { ambient } = figures.model.water;
  absolute[positionAt] = tolerance;
  relative[positionAt] = 0;
  absolute[speedAt] = 0.1 * tolerance;
  absolute[flywheelAt] = 0.1 * tolerance * figures.model.generator.speed;
  absolute[receiverAt] = 0.1 * tolerance * figures.charge;
  const air = ((count > manyFloaters ? 1 : airShare) * tolerance) / strictness(figures.model);
  const small = (0.1 * air) / strictness(figures.model);
  relative.fill(air, airAt);
  absolute.fill(small * figures.charge, airAt, airAt + count);
  absolute.fill(small * figures.charge * heatCapacity * ambient, heatAt, heatAt + count);
  const single = [positionAt, speedAt, flywheelAt, receiverAt].map((at) => at + 1);
  return { absolute, relative, groups: [...single, airAt + count, heatAt + count] };
}
