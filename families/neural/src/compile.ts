// Spec to frozen model: channels, controls, and how far one step of a run goes.

import type { Model } from '@holdfast/core';
import { channelsOf } from './channels.ts';
import { Choices } from './choices.ts';
import { detailsOf } from './details.ts';
import type { NeuralSpec } from './parse.ts';
import { placesFor } from './places.ts';
import { answerOf } from './proposals.ts';
import { parametersOf } from './rules.ts';
import { NeuralSimulation, openNetwork } from './simulation.ts';

/** Freezes a spec into a model that any number of simulations may share. */
export function compileNeural(spec: NeuralSpec): Model {
  const parameters = parametersOf(spec.model);
  const { model } = spec;
  const { frame } = model.solver;
  const proposer = { model, places: placesFor(model), choices: new Choices(model) };
  return Object.freeze({
    timeUnit: 'step',
    until: spec.until,
    channels: channelsOf(spec.model),
    parameters,
    details: detailsOf(spec.model),
    harm: true,
    step: { initial: frame, min: 1, max: frame },
    answer: (question) => answerOf(question, proposer),
    begin: ({ seed, until }) => new NeuralSimulation(openNetwork(spec, parameters, seed), parameters, until),
  } satisfies Model);
}
