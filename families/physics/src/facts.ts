// What all simulations of one world share and any process may know without the engine: names, channels, parameters, MJCF.

import type { Channel, Parameter } from '@holdfast/core';
import type { Joint } from './spec/body.ts';

export interface JointFacts {
  readonly name: string;
  readonly type: Joint['type'];
  readonly body: string;
  readonly position: number;
  readonly velocity: number;
  /** Standard deviation of each coordinate to begin with, SI. */
  readonly deviation: number;
}

export interface ActuatorFacts {
  readonly name: string;
  /** Bounds of the control; infinite where there are none. */
  readonly min: number;
  readonly max: number;
  readonly control: number;
}

export interface ReadingFacts {
  readonly name: string;
  readonly size: number;
  readonly unit: string;
}

export interface WorldFacts {
  /** Bodies in the order of the rows of the channel `poses`. */
  readonly bodies: readonly string[];
  readonly joints: readonly JointFacts[];
  readonly positions: number;
  readonly velocities: number;
  readonly actuators: readonly ActuatorFacts[];
  readonly readings: readonly ReadingFacts[];
  readonly gravity: readonly [number, number, number];
  /** s */
  readonly timestep: number;
  /** Solver steps between frames. */
  readonly stepsPerFrame: number;
  /** Key frame to begin with. */
  readonly start: string;
  /** Share of the turnover that the energy account may leave open. */
  readonly energyOpen: number;
  /** Writes or returns the MJCF. */
  readonly mjcf: () => string;
}

/** Joints with channels of their own: enough to plot, not a wall of them. */
const plottedMost = 24;

/** Joints that turn or slide and are few enough to plot. */
export function plottedJoints({ joints }: WorldFacts): readonly JointFacts[] {
  return joints.filter(({ type }) => type === 'hinge' || type === 'slide').slice(0, plottedMost);
}

/** Energies and contacts of every frame, in order. */
const figures = [
  ['energy', 'kinetic energy', 'J'],
  ['energy', 'potential energy', 'J'],
  ['energy', 'actuator work', 'J'],
  ['energy', 'damping work', 'J'],
  ['energy', 'constraint work', 'J'],
  ['energy', 'hand work', 'J'],
  ['energy', 'work from outside', 'J'],
  ['energy', 'energy residual', 'J'],
  ['contacts', 'contacts', ''],
  ['contacts', 'contact force', 'N'],
  ['contacts', 'deepest penetration', 'm'],
] as const;

function scalar(name: string, unit: string, subject: string): Channel {
  return { name, unit, shape: [], role: 'scalar', subject };
}

function array(name: string, unit: string, length: number, subject: string): readonly Channel[] {
  return length === 0 ? [] : [{ name, unit, shape: [length], role: 'field', subject }];
}

/** In the order in which `observe` fills them: poses, coordinates, velocities, controls, joints, sensors, figures. */
export function channelsOf(facts: WorldFacts): readonly Channel[] {
  const { bodies } = facts;
  return [
    ...(bodies.length === 0
      ? []
      : [{ name: 'poses', unit: 'm', shape: [bodies.length, 7], role: 'pose', subject: 'bodies' } as const]),
    ...array('coordinates', '', facts.positions, 'state'),
    ...array('velocities', '', facts.velocities, 'state'),
    ...array('controls', '', facts.actuators.length, 'state'),
    ...plottedJoints(facts).flatMap(({ name, type }) => [
      scalar(`joint ${name} position`, type === 'hinge' ? 'rad' : 'm', `joint ${name}`),
      scalar(`joint ${name} velocity`, type === 'hinge' ? 'rad/s' : 'm/s', `joint ${name}`),
    ]),
    ...facts.readings.flatMap(({ name, size, unit }) =>
      size === 1
        ? [scalar(`sensor ${name}`, unit, `sensor ${name}`)]
        : array(`sensor ${name}`, unit, size, `sensor ${name}`),
    ),
    ...figures.map(([subject, name, unit]) => scalar(name, unit, subject)),
  ];
}

/** Bounds of a control that has none. */
const controlMost = 1e9;
const gravityMost = 1000;
const reachMost = 1e6;

/** Parameters before the controls: gravity along x, y, z; the body a hand drags, 0 for none, and where it is dragged to. */
export const handParameters = [
  'gravity.x',
  'gravity.y',
  'gravity.z',
  'hand.body',
  'hand.x',
  'hand.y',
  'hand.z',
] as const;

export function parametersOf({ gravity, bodies, actuators }: WorldFacts): readonly Parameter[] {
  const axes = ['x', 'y', 'z'] as const;
  return [
    ...axes.map((axis, index) => ({
      name: `gravity.${axis}`,
      label: `Gravity along ${axis}`,
      unit: 'm/s^2',
      value: gravity[index]!,
      min: -gravityMost,
      max: gravityMost,
      step: 0,
    })),
    {
      name: 'hand.body',
      label: 'Body that a hand drags, by its place from 1; 0 for none',
      unit: '',
      value: 0,
      min: 0,
      max: bodies.length,
      step: 1,
    },
    ...axes.map((axis) => ({
      name: `hand.${axis}`,
      label: `Place the hand drags it to, ${axis}`,
      unit: 'm',
      value: 0,
      min: -reachMost,
      max: reachMost,
      step: 0,
    })),
    ...actuators.map(({ name, min, max, control }) => ({
      name: `control.${name}`,
      label: `Control of ${name}`,
      unit: '',
      value: control,
      min: Math.max(min, -controlMost),
      max: Math.min(max, controlMost),
      step: 0,
    })),
  ];
}
