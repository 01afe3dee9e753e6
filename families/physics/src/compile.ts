// Spec to frozen model: what every process may know; only a living simulation needs the engine.

import type { Model } from '@holdfast/core';
import { controlBounds } from './check/connections.ts';
import type { PhysicsSpec } from './document.ts';
import type { MainModule } from './engine/mujoco.ts';
import { channelsOf, parametersOf, type JointFacts, type WorldFacts } from './facts.ts';
import { layoutOf, type JointPlace } from './layout.ts';
import { compileMjcf, startKey } from './mjcf/compile.ts';
import { PhysicsSimulation } from './simulation.ts';
import { solverOf } from './solver-choice.ts';
import { sensorFacts } from './spec/sensor.ts';
import { Units } from './units.ts';

/** A world as the family keeps it between checking and compiling. */
export interface CheckedWorld {
  readonly facts: WorldFacts;
  /** End of the run, s. */
  readonly until: number;
}

function jointFacts(place: JointPlace, units: Units): JointFacts {
  const { name, type, body, position, velocity, joint } = place;
  const given = 'deviation' in joint ? (joint.deviation ?? 0) : 0;
  const deviation = type === 'hinge' ? units.angle(given) : units.length(given);
  return { name, type, body, position, velocity, deviation };
}

/** The facts of a checked spec. */
export function factsOf(spec: PhysicsSpec): WorldFacts {
  const units = new Units(spec.units);
  const layout = layoutOf(spec.bodies);
  const { timestep } = solverOf(spec, layout.velocities);
  const key = spec.keyframes.find(({ name }) => name === spec.start);
  return {
    bodies: layout.bodies.map(({ name }) => name),
    joints: layout.joints.map((place) => jointFacts(place, units)),
    positions: layout.positions,
    velocities: layout.velocities,
    actuators: spec.actuators.map((actuator) => {
      const [min, max] = controlBounds(actuator);
      return { name: actuator.name, min, max, control: key?.controls[actuator.name] ?? actuator.control };
    }),
    readings: spec.sensors.map(({ name, type }) => {
      const { size, unit } = sensorFacts[type];
      return { name, size, unit };
    }),
    gravity: spec.gravity,
    timestep,
    stepsPerFrame: Math.max(1, Math.round(spec.solver.frame / timestep)),
    start: spec.start ?? startKey,
    energyOpen: spec.solver.energyOpen,
    mjcf: () => compileMjcf(spec),
  };
}

/** Freezes a world; without the engine its simulations cannot begin. */
export function compileWorld({ facts, until }: CheckedWorld, mujoco: MainModule | undefined): Model {
  const frame = facts.timestep * facts.stepsPerFrame;
  const parameters = parametersOf(facts);
  return Object.freeze({
    timeUnit: 's',
    until,
    channels: channelsOf(facts),
    parameters,
    step: { initial: frame, min: frame, max: frame },
    begin: (options) => {
      if (mujoco === undefined) throw new Error('a physics simulation begins with the loaded simulator');
      return new PhysicsSimulation(mujoco, { facts, parameters }, options);
    },
  } satisfies Model);
}
