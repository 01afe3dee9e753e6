// Spec to frozen model: which channels every frame carries, which parameters may change while it runs.

import type { Channel, Model, Parameter } from '@holdfast/core';
import type { PendulumSpec } from './document.ts';
import { PendulumSimulation, stepSeconds } from './simulation.ts';

const scalar = (name: string, unit: string, subject: string): Channel => ({
  name,
  unit,
  shape: [],
  role: 'scalar',
  subject,
});

/** In the order in which `observe` fills them. */
const channels: readonly Channel[] = [
  scalar('angle', 'rad', 'motion'),
  scalar('rate', 'rad/s', 'motion'),
  scalar('kinetic energy', 'J', 'energy'),
  scalar('potential energy', 'J', 'energy'),
  scalar('dissipated', 'J', 'energy'),
  scalar('work', 'J', 'energy'),
];

/** Freezes a spec into a model that any number of simulations may share. */
export function compilePendulum(spec: PendulumSpec): Model {
  const parameters: readonly Parameter[] = [
    { name: 'damping', label: 'Damping', unit: 'N m s', value: spec.damping, min: 0, max: 1000, step: 0 },
    { name: 'torque', label: 'Torque', unit: 'N m', value: spec.torque, min: -1e6, max: 1e6, step: 0 },
  ];
  return Object.freeze({
    timeUnit: 's',
    until: spec.until,
    channels,
    parameters,
    step: { initial: 0.01, min: stepSeconds, max: 0.05 },
    begin: (options) => new PendulumSimulation(spec, parameters, options),
  } satisfies Model);
}
