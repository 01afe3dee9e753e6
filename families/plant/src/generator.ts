// The generator: torque over speed, and what of its shaft power becomes electricity.

import { cbrt } from '@holdfast/numerics';
import type { Figures } from './figures.ts';

/** Share of the set-point over which constant torque sets in, so that it does not hold a standing shaft. */
const onset = 0.05;

/** Torque at `speed` rad/s, N m: the law of its control times the load, within rated torque and rated power. */
export function generatorTorque({ model, speedSetPoint, load }: Figures, speed: number): number {
  if (speed <= 0 || load === 0) return 0;
  const { control, power, droop, torque } = model.generator;
  const rated = power / speedSetPoint;
  const relative = speed / speedSetPoint;
  let wanted = 0;
  if (control === 'droop') wanted = rated * Math.max(0, (relative - 1 + droop) / droop);
  else if (control === 'torque') wanted = rated * Math.min(1, relative / onset);
  else wanted = rated * relative * relative;
  return Math.min(load * wanted, torque, power / speed);
}

/** Speeds at which the torque has a kink, ascending, rad/s. */
export function torqueKinks(figures: Figures): readonly number[] {
  const { model, speedSetPoint, load } = figures;
  const { control, power, droop, torque } = model.generator;
  if (load === 0) return [];
  const rated = (power / speedSetPoint) * load;
  // where the law sets in, and where two of law, torque and power meet; a meeting above the third does no harm
  const kinks = [power / torque];
  if (control === 'droop') {
    const half = 0.5 * (1 - droop);
    kinks.push(speedSetPoint * (1 - droop), speedSetPoint * (1 - droop + (droop * torque) / rated));
    kinks.push(speedSetPoint * (half + Math.sqrt(half * half + droop / load)));
  } else if (control === 'torque') {
    kinks.push(speedSetPoint * onset, speedSetPoint / load);
  } else {
    kinks.push(speedSetPoint * cbrt(1 / load), speedSetPoint * Math.sqrt(torque / rated));
  }
  return kinks.filter((kink) => kink > 0).sort((a, b) => a - b);
}

/** Electrical power at `torque` N m and `speed` rad/s, W, never negative: losses take what they can get. */
export function electricalPower({ model }: Figures, torque: number, speed: number): number {
  const { standingLoss, speedLoss, torqueLoss, converter } = model.generator;
  const loss = standingLoss + speedLoss * speed * speed + torqueLoss * torque * torque;
  return converter * Math.max(0, torque * speed - loss);
}
