// Forces of a living simulation, for who draws them.

import type { Simulation } from '@holdfast/core';
import type { WorldForces } from '../forces.ts';
import { PhysicsSimulation } from '../simulation.ts';

/** The forces of a simulation of this family; undefined for another one. */
export function forcesOf(simulation: Simulation): WorldForces | undefined {
  return simulation instanceof PhysicsSimulation ? simulation.forces() : undefined;
}
