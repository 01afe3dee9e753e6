// Looking closer: every look a model names is answered and has no effect, and what it does not name is refused.

import { SimulationError, type Frame, type Simulation } from '@holdfast/core';
import { encodeSnapshot } from '@holdfast/protocol';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, sameBytes, stateOf, stepOnce, walk } from '../walk.ts';

/** Bytes of an answer to a query as it stands, at most. */
const answerMost = 8 * 1024 * 1024;

/** Looks at everything, at the ends of what may be asked. */
function lookAll({ model }: Example, simulation: Simulation): void {
  for (const { name, query } of model.details ?? []) {
    for (const end of ['value', 'min', 'max'] as const) {
      const asked = Object.fromEntries(query.map((each) => [each.name, each[end]]));
      const said = simulation.detail?.(name, asked);
      demand(said !== undefined, `"${name}" is named, and not answered`);
      const again = simulation.detail?.(name, asked);
      const bytes = encodeSnapshot(said);
      demand(bytes.length <= answerMost, `"${name}" at its ${end} answers ${bytes.length} bytes`);
      demand(
        again !== undefined && sameBytes(encodeSnapshot(again), bytes),
        `"${name}" answers twice differently`,
      );
    }
  }
}

const noEffect: Law<Example> = {
  name: 'closer looks are answered and change nothing',
  check(example) {
    const { model, steps, reference } = example;
    const named = (model.details ?? []).length > 0;
    const watched = example.begin();
    demand(
      named === (watched.detail !== undefined),
      'a model names closer looks that its simulations do not allow',
    );
    const frames: Frame[] = [];
    for (let index = 0; index < steps; index++) {
      lookAll(example, watched);
      frames.push(...walk(watched, model, { steps: 1, from: index }));
    }
    lookAll(example, watched);
    demandSameFrames(model, reference.frames, frames);
    demand(sameBytes(stateOf(watched), reference.end), 'a run that was looked at ends differently');
  },
};

const unknown: Law<Example> = {
  name: 'a look nobody named is refused',
  check(example) {
    const simulation = example.begin();
    if (simulation.detail === undefined) return;
    let code: string | undefined;
    try {
      simulation.detail('no such look', {});
    } catch (error) {
      code = error instanceof SimulationError ? error.code : String(error);
    }
    demand(code === 'detail.unknown', `a look nobody named answers ${String(code)}`);
  },
};

const harmed: Law<Example> = {
  name: 'a harm is the same for the same seed, and no state with it is ever kept',
  check(example) {
    const { model } = example;
    const [first, second] = [example.restored(), example.restored()];
    demand((model.harm === true) === (first.harm !== undefined), 'a model says of harm what is not so');
    if (first.harm === undefined || second.harm === undefined) return;
    for (let seed = 1; seed <= 8; seed++) {
      const [one, other] = [example.restored(), example.restored()];
      demand(one.harm?.(seed) === other.harm?.(seed), `seed ${seed} harms here and there`);
      let code: string | undefined;
      try {
        one.snapshot();
      } catch (error) {
        code = error instanceof SimulationError ? error.code : String(error);
      }
      demand(code === 'state.corrupt', `the harm of seed ${seed} is kept: ${String(code)}`);
      // found, and repaired with proof or given up: never gone on with as if nothing were
      const repair = one.repair?.();
      if (repair?.sound === true) {
        stepOnce(one, model, example.half);
        const clean = example.restored();
        stepOnce(clean, model, example.half);
        demand(sameBytes(stateOf(one), stateOf(clean)), `the repair of seed ${seed} goes on differently`);
      }
    }
  },
};

export const lookLaws: readonly Law<Example>[] = [noEffect, unknown, harmed];
