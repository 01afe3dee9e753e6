// From a spec to a frozen model: channels in a fixed order, parameters, and a program any number of simulations share.

import type { BeginOptions, Channel, Model } from '@holdfast/core';
import type { ScenarioSpec } from './parse.ts';
import { fanOf, planOf, type Plan } from './plan.ts';
import { computersOf } from './computers.ts';
import { wholeChunks } from './sampling/layout.ts';
import { ScenarioSimulation } from './simulation.ts';
import { chunkLength } from './tally.ts';

export function compileScenario(spec: ScenarioSpec): Model {
  const plan = planOf(spec);
  const computers = computersOf(plan);
  return Object.freeze({
    timeUnit: 'iteration',
    until: plan.replicates === undefined ? spec.until : wholeChunks(spec.until),
    channels: Object.freeze(channelsOf(plan).map(frozen)),
    parameters: plan.parameters,
    step: Object.freeze({ initial: chunkLength, min: 1, max: chunkLength }),
    workersMost: Infinity,
    begin: (options: BeginOptions) => new ScenarioSimulation(plan, options, computers),
  });
}

/** Three or four channels for each output, then the number of samples; `observe` of the simulation fills them in this order. */
function channelsOf(plan: Plan): readonly Channel[] {
  const samples: Channel = {
    name: 'samples',
    label: 'Samples',
    unit: '1',
    shape: [],
    role: 'count',
    subject: 'samples',
  };
  return [
    ...plan.outputs.flatMap(({ subject, label, unit, levels, time }, place): Channel[] => {
      if (time !== undefined) return [];
      const about = { subject, unit, ...(label === undefined ? {} : { label }) };
      return [
        { ...about, name: `${subject}.mean`, shape: [2], role: 'estimate' },
        { ...about, name: `${subject}.quantiles`, shape: [levels.length], role: 'quantiles', levels },
        { ...about, name: `${subject}.histogram`, shape: [2 + plan.histogramBins], role: 'histogram' },
        ...fanChannel({ ...about, name: `${subject}.fan`, levels }, plan, place),
      ];
    }),
    samples,
  ];
}

/** The fan of an output over the steps; none where it is reported at the end only. */
function fanChannel(
  about: Pick<Channel, 'subject' | 'unit' | 'label' | 'name'> & { readonly levels: readonly number[] },
  plan: Plan,
  place: number,
): readonly Channel[] {
  const at = fanOf(plan, place).map(({ time }) => time!);
  if (at.length === 0) return [];
  const axis = Object.freeze({ unit: plan.timeUnit, at: Object.freeze(at) });
  return [{ ...about, shape: [at.length, 1 + about.levels.length], role: 'fan', axis }];
}

function frozen(channel: Channel): Channel {
  Object.freeze(channel.shape);
  return Object.freeze(channel);
}
