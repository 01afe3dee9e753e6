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

/** Lanes beyond these wait for memory, and each has a gain array of its own. */
const lanesMost = 4;

/** Connections below which waking others costs more than they help. */
const connectionsLeast = 100_000;

function isLarge({ model }: NeuralSpec): boolean {
  return model.capacity.connections >= connectionsLeast;
}

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
    workersMost: lanesMost,
    begin: ({ seed, until, team }) => {
      const network = openNetwork(spec, parameters, seed, undefined, isLarge(spec) ? team : undefined);
      return new NeuralSimulation(network, parameters, until);
    },
  } satisfies Model);
}
