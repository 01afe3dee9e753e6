// What a model declares is what its simulations show.

import { channelSize, frameSize, type Channel } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, frameOf, sameBytes, stateOf, stepOnce } from '../walk.ts';

/** Numbers behind the end of a frame that nobody may write. */
const margin = 4;
const mark = 1234.5;

const observe: Law<Example> = {
  name: 'observe has no effect',
  check(example) {
    const { model, steps, half, reference } = example;
    const simulation = example.restored();
    const values = new Float64Array(frameSize(model.channels));
    const frames = [];
    for (let index = half; index < steps; index++) {
      for (let time = 0; time < 3; time++) simulation.observe(values);
      simulation.invariants();
      simulation.metrics();
      if (index === half)
        demand(sameBytes(stateOf(simulation), reference.middle), 'observing changes the state');
      const { remaining } = stepOnce(simulation, model, index);
      frames.push(frameOf(simulation, model, index + 1));
      if (remaining <= 0) break;
    }
    demandSameFrames(model, reference.frames.slice(half), frames);
  },
};

function demandSound(channel: Channel): void {
  const { name, shape, role, levels } = channel;
  const size = channelSize(channel);
  demand(
    shape.every((extent) => Number.isSafeInteger(extent) && extent > 0),
    `${name} has the shape [${shape.join(', ')}]`,
  );
  demand(role !== 'estimate' || shape.at(-1) === 2, `${name} is an estimate and not [value, standard error]`);
  demand(role !== 'histogram' || size >= 3, `${name} is a histogram without bins`);
  demand(
    role !== 'quantiles' || levels?.length === shape.at(-1),
    `${name} does not have one value per level`,
  );
  if (role === 'fan') demandFan(channel);
}

/** A fan has a row for each place of its axis: the mean, then a value per level. */
function demandFan({ name, shape, levels = [], axis }: Channel): void {
  const [rows, width] = shape;
  demand(
    shape.length === 2 && rows === axis?.at.length && width === 1 + levels.length,
    `${name} does not have a row of mean and levels for each place of its axis`,
  );
  demand(
    axis!.at.every((place, index) => index === 0 || place > axis!.at[index - 1]!),
    `the axis of ${name} does not ascend`,
  );
}

function demandUnique(names: readonly string[], what: string): void {
  demand(!names.includes(''), `a ${what} has no name`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  demand(twice === undefined, `two ${what}s are named "${twice}"`);
}

const channels: Law<Example> = {
  name: 'channels match the frame and have names of their own',
  check(example) {
    const { model, reference } = example;
    demand(model.channels.length > 0, 'there is no channel');
    demandUnique(
      model.channels.map(({ name }) => name),
      'channel',
    );
    for (const channel of model.channels) demandSound(channel);
    const size = frameSize(model.channels);
    for (const simulation of [example.begin(), example.restored(), example.restored(reference.end)]) {
      const frames = [0, 0, margin].map((more) => new Float64Array(size + more));
      const [zeros, marks, long] = frames as [Float64Array, Float64Array, Float64Array];
      marks.fill(mark);
      long.fill(mark);
      for (const values of frames) simulation.observe(values);
      const unfilled = marks.findIndex((value, at) => !Object.is(value, zeros[at]));
      demand(unfilled < 0, `observe leaves number ${unfilled} of ${size} as it was`);
      const beyond = long.subarray(size);
      demand(
        beyond.every((value) => value === mark || value === 0),
        'observe writes past the frame',
      );
    }
  },
};

const metrics: Law<Example> = {
  name: 'metrics have names of their own and errors that are not negative',
  check({ reference }) {
    demandUnique(
      reference.metrics.map(({ subject, name }) => `${subject} ${name}`),
      'metric',
    );
    const wrong = reference.metrics.find(({ standardError }) => standardError !== null && standardError < 0);
    demand(wrong === undefined, () => `a standard error is negative: ${encodeJson(wrong)}`);
  },
};

const invariants: Law<Example> = {
  name: 'invariants hold',
  check({ reference }) {
    const places = ['at the beginning', 'in the middle', 'at the end'];
    reference.invariants.forEach((found, place) => {
      for (const { name, residual, tolerance } of found) {
        const holds = tolerance >= 0 && Math.abs(residual) <= tolerance;
        demand(holds, `${name} is off by ${residual}, tolerated ${tolerance}, ${places[place]}`);
      }
    });
  },
};

const frozen: Law<Example> = {
  name: 'a model is frozen and its bounds make sense',
  check(example) {
    const { model } = example;
    const { initial, min, max } = model.step;
    demand(Object.isFrozen(model), 'the model can be changed');
    demand(
      min >= 0 && min <= initial && initial <= max && initial > 0,
      `steps of ${min} .. ${initial} .. ${max}`,
    );
    demand(model.until > 0, `the proposed end is ${model.until}`);
    demandUnique(
      model.parameters.map(({ name }) => name),
      'parameter',
    );
    for (const { name, min: low, value, max: high, step } of model.parameters)
      demand(
        low <= value && value <= high && step >= 0,
        `${name} = ${value} in ${low} .. ${high} by ${step}`,
      );
  },
};

export const shapeLaws: readonly Law<Example>[] = [observe, channels, metrics, invariants, frozen];
