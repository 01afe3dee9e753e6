// Spec to frozen model: channels, controls, and what all simulations of a plant share.

import type { Model } from '@holdfast/core';
import { airCodeOf } from './air-memory.ts';
import { channelsOf } from './channels.ts';
import { parametersOf } from './controls.ts';
import type { PlantSpec } from './document.ts';
import { logTableOf, loopOf } from './figures.ts';
import { PlantSimulation } from './simulation.ts';

/** Freezes a spec into a model that any number of simulations may share. */
export function compilePlant(spec: PlantSpec): Model {
  const parameters = parametersOf(spec);
  const { profiles } = spec;
  const logs = logTableOf(spec);
  const code = airCodeOf(spec.floaters.count, logs);
  const compiled = { model: spec, profiles, loop: loopOf(spec), logs, parameters, code };
  const { frame } = spec.solver;
  return Object.freeze({
    timeUnit: 's',
    until: spec.until,
    channels: channelsOf(spec.floaters.count),
    parameters,
    step: { initial: frame, min: frame, max: frame },
    begin: (options) => new PlantSimulation(compiled, options),
  } satisfies Model);
}
