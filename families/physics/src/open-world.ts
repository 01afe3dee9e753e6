// From the facts of a world to a living one: the engine has to find in the MJCF what the facts promise.

import { SimulationError } from '@holdfast/core';
import type { MainModule } from './engine/mujoco.ts';
import { World } from './engine/world.ts';
import type { WorldFacts } from './facts.ts';

/** Begins a world. @throws SimulationError `simulation.diverged` when the engine refuses it, or sees another world */
export function openWorld(mujoco: MainModule, facts: WorldFacts): World {
  const world = compiled(mujoco, facts);
  const expected = {
    bodies: facts.bodies.length,
    joints: facts.joints.length,
    positions: facts.positions,
    velocities: facts.velocities,
    actuators: facts.actuators.length,
    readings: facts.readings.reduce((sum, { size }) => sum + size, 0),
  };
  const { counts } = world;
  const wrong = (Object.keys(expected) as (keyof typeof expected)[]).find(
    (what) => counts[what] !== expected[what],
  );
  if (wrong === undefined) return world;
  world.dispose();
  throw refusal(`it has ${counts[wrong]} ${wrong} where ${expected[wrong]} were read`);
}

function compiled(mujoco: MainModule, facts: WorldFacts): World {
  try {
    return new World(mujoco, facts.mjcf());
  } catch (error) {
    throw refusal(error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : String(error));
  }
}

function refusal(reason: string): SimulationError {
  return new SimulationError('simulation.diverged', {
    state: 'start',
    component: 'the world',
    time: 0,
    reason,
  });
}
