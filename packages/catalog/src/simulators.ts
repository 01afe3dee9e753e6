// Every installed family.

import type { Simulator } from '@holdfast/core';
import { neural } from '@holdfast/neural';
import { pendulum } from '@holdfast/pendulum';
import { physics } from '@holdfast/physics';
import { plant } from '@holdfast/plant';
import { scenario } from '@holdfast/scenario';

/** Every installed family by its name. */
export const catalog: ReadonlyMap<string, Simulator> = new Map(
  ([scenario, pendulum, plant, physics, neural] as readonly Simulator[]).map((simulator) => [
    simulator.family,
    simulator,
  ]),
);
