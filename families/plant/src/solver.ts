// Which method follows the motion, as the document asks.

import {
  bogackiShampine,
  classicRungeKutta,
  dormandPrince,
  EmbeddedStepper,
  rosenbrock,
  RosenbrockStepper,
  type OdeStepper,
  type Tolerances,
} from '@holdfast/numerics';
import type { PlantModel } from './document.ts';
import type { Equations } from './equations.ts';
import { airAt, flywheelAt, speedAt, type Layout } from './layout.ts';

const explicit = {
  'dormand-prince': dormandPrince,
  'bogacki-shampine': bogackiShampine,
  classic: classicRungeKutta,
};

/** Whether kinks are located: methods of low order hardly notice them. */
export function locatesKinks({ solver }: PlantModel): boolean {
  return solver.method === 'dormand-prince' || solver.method === 'classic';
}

/** What is stiff by itself: chain and flywheel by the generator, air and heat of each floater by its heat transfer. */
function stiffBlocks({ count, heatAt }: Layout): readonly (readonly number[])[] {
  const floaters = Array.from({ length: count }, (_, i) => [airAt + i, heatAt + i]);
  return [[speedAt, flywheelAt], ...floaters];
}

export function stepperOf(equations: Equations, tolerances: Tolerances): OdeStepper {
  const { figures, layout } = equations;
  const { method } = figures.model.solver;
  if (method === 'rosenbrock')
    return new RosenbrockStepper(rosenbrock, equations, tolerances, stiffBlocks(layout));
  return new EmbeddedStepper(explicit[method], equations, tolerances);
}
