// Spec to frozen model: channels, controls, and how far one step of a run goes.

import type { Model } from '@holdfast/core';
import { channelsOf } from './channels.ts';
import type { NeuralSpec } from './parse.ts';
import { parametersOf } from './rules.ts';
import { NeuralSimulation, openNetwork } from './simulation.ts';

/** Freezes a spec into a model that any number of simulations may share. */
export function compileNeural(spec: NeuralSpec): Model {
  const parameters = parametersOf(spec.model);
  const { frame } = spec.model.solver;
  return Object.freeze({
    timeUnit: 'step',
    until: spec.until,
    channels: channelsOf(spec.model),
    parameters,
    step: { initial: frame, min: 1, max: frame },
    begin: ({ seed, until }) => new NeuralSimulation(openNetwork(spec, parameters, seed), parameters, until),
  } satisfies Model);
}
