// A hand that drags one body to a place, as a critically damped spring at its centre of mass that knows its mass.
// Only exact arithmetic, so that everyone who replays the same drags gets the same bits.

import type { World } from './engine/world.ts';
import type { Vector } from './units.ts';

/** Stiffness per mass, 1/s^2: the body is there in about a third of a second. */
const stiffness = 100;
const damping = 2 * Math.sqrt(stiffness);

export interface Grip {
  /** Body by its number in the engine; 0 holds nothing. */
  readonly body: number;
  readonly target: Vector;
}

/** Velocity of the centre of mass of a body; what the engine keeps is that of its whole tree. */
function velocityOf(world: World, body: number): Vector {
  const { xipos, cvel, subtreeCom, bodyRoot } = world.views;
  const [at, root, motion] = [3 * body, 3 * bodyRoot[body]!, 6 * body];
  const [wx, wy, wz] = [cvel[motion]!, cvel[motion + 1]!, cvel[motion + 2]!];
  const dx = xipos[at]! - subtreeCom[root]!;
  const dy = xipos[at + 1]! - subtreeCom[root + 1]!;
  const dz = xipos[at + 2]! - subtreeCom[root + 2]!;
  return [
    cvel[motion + 3]! + wy * dz - wz * dy,
    cvel[motion + 4]! + wz * dx - wx * dz,
    cvel[motion + 5]! + wx * dy - wy * dx,
  ];
}

/** Sets the force of the hand for the next step; returns the velocity of the centre of mass before it. */
export function pull(world: World, { body, target }: Grip): Vector {
  world.kinematics();
  const velocity = velocityOf(world, body);
  const { xipos, bodyMass, xfrcApplied } = world.views;
  for (let axis = 0; axis < 3; axis++) {
    const distance = target[axis]! - xipos[3 * body + axis]!;
    xfrcApplied[6 * body + axis] = bodyMass[body]! * (stiffness * distance - damping * velocity[axis]!);
  }
  return velocity;
}

/** Work of the hand over the step just taken, J: force times the mean of the velocities before and after, times the step. */
export function handWork(world: World, { body }: Grip, before: Vector): number {
  world.kinematics();
  const after = velocityOf(world, body);
  const { xfrcApplied } = world.views;
  let power = 0;
  for (let axis = 0; axis < 3; axis++)
    power += (xfrcApplied[6 * body + axis]! * (before[axis]! + after[axis]!)) / 2;
  return power * world.timestep;
}
