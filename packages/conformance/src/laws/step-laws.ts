// What a step may do, what a rejected one may not, and where a run stops.

import type { Simulation, StepReport } from '@holdfast/core';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, frameOf, sameBytes, stateOf, stepOnce } from '../walk.ts';

/** Rounding a driver has to live with. */
const slack = 1e-9;

/** A step that throws counts as rejected; what matters is what it leaves behind. */
function attempt(simulation: Simulation, dt: number): StepReport | undefined {
  try {
    return simulation.step(dt);
  } catch {
    return undefined;
  }
}

const rejected: Law<Example> = {
  name: 'a rejected step changes nothing',
  check(example) {
    const { model, half, reference } = example;
    const { initial, min, max } = model.step;
    const shown = frameOf(example.restored(), model, 0);
    const patient = example.restored();
    for (const dt of [0, -initial, Number.NaN, min / 2, min, max]) {
      const simulation = dt > 0 ? example.restored() : patient;
      const advanced = attempt(simulation, dt)?.advanced ?? 0;
      demand(dt > 0 || advanced === 0, `a step of ${dt} advanced ${advanced}`);
      if (advanced !== 0) continue;
      const unchanged = sameBytes(stateOf(simulation), reference.middle);
      demand(unchanged, `the rejected step of ${dt} changed the state`);
      demandSameFrames(model, [shown], [frameOf(simulation, model, 0)]);
    }
    demandSameFrames(model, reference.frames.slice(half), example.onFromMiddle(patient));
  },
};

const bounded: Law<Example> = {
  name: 'a step advances at most what was asked, and time never decreases',
  check(example) {
    const { model } = example;
    const { initial, min, max } = model.step;
    const simulation = example.begin();
    demand(simulation.time === 0, `a simulation begins at time ${simulation.time}`);
    const offers = [initial, max, min, Math.min(max, Math.max(min, initial / 2))];
    for (const dt of offers) {
      const before = simulation.time;
      const { advanced, error, remaining } = simulation.step(dt);
      const { time } = simulation;
      demand(advanced >= 0 && advanced <= dt * (1 + slack), `a step of ${dt} advanced ${advanced}`);
      demand(time >= before, `time went from ${before} back to ${time}`);
      const gap = Math.abs(time - before - advanced);
      demand(
        gap <= slack * Math.max(1, time),
        `a step that advanced ${advanced} moved time from ${before} to ${time}`,
      );
      demand(error >= 0, `a step reports the error ${error}`);
      demand(advanced === 0 || error <= 1, `an accepted step reports the error ${error}`);
      demand(remaining >= 0, `${remaining} remains`);
      if (remaining === 0) break;
    }
    demand(simulation.time > 0, 'no step was ever accepted');
  },
};

/** Steps a run of three initial steps may take at most. */
const stepsMost = 10_000;

const ends: Law<Example> = {
  name: 'a run ends at its end and stays there',
  check(example) {
    const { model } = example;
    const until = 3 * model.step.initial;
    const simulation = example.begin(example.seed, model, until);
    let remaining = Infinity;
    for (let index = 0; remaining > 0; index++) {
      demand(index < stepsMost, `a run of ${until} ${model.timeUnit} has not ended after ${stepsMost} steps`);
      remaining = stepOnce(simulation, model, index).remaining;
      const { time } = simulation;
      demand(time <= until * (1 + slack), `time ${time} lies beyond the end at ${until}`);
    }
    const before = stateOf(simulation);
    const after = simulation.step(model.step.initial);
    demand(after.advanced === 0 && after.remaining === 0, 'a step after the end goes on');
    demand(sameBytes(stateOf(simulation), before), 'a step after the end changes the state');
  },
};

export const stepLaws: readonly Law<Example>[] = [rejected, bounded, ends];
