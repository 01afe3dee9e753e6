// Inputs are checked at the door, take effect when they say, and replay from their log.

import { SimulationError, type ErrorCode, type Input } from '@holdfast/core';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, sameBytes, stateOf, walk } from '../walk.ts';

function refusals(example: Example): readonly (readonly [Input, ErrorCode])[] {
  return example.model.parameters.flatMap(({ name, min, max }) =>
    [Number.NaN, min - 1 - Math.abs(min) / 2, max + 1 + Math.abs(max) / 2]
      .filter((value) => !(value >= min && value <= max))
      .map((value) => [{ parameter: name, value }, 'input.out-of-range'] as const),
  );
}

const validated: Law<Example> = {
  name: 'inputs are validated, and a refused one changes nothing',
  check(example) {
    const simulation = example.restored();
    const unknown = [{ parameter: 'no such parameter', value: 0 }, 'input.unknown'] as const;
    for (const [input, code] of [unknown, ...refusals(example)]) {
      let refusal: unknown;
      try {
        simulation.apply(input);
      } catch (error) {
        refusal = error;
      }
      const expected = refusal instanceof SimulationError && refusal.code === code;
      demand(expected, `${input.parameter} = ${input.value}: expected ${code}, found ${String(refusal)}`);
      demand(
        sameBytes(stateOf(simulation), example.reference.middle),
        `the refused ${input.parameter} = ${input.value} left traces`,
      );
    }
    for (const { name, min, max } of example.model.parameters) {
      for (const value of [min, max].filter(Number.isFinite))
        example.begin().apply({ parameter: name, value });
    }
  },
};

const replayed: Law<Example> = {
  name: 'a parameter change replays from the input log, and a snapshot keeps it',
  check(example) {
    const { model, steps, half, changes } = example;
    const changed = example.restored();
    const frames = example.onFromMiddle(changed, changes);
    const again = example.restored();
    const inputs = new Map([[half, changes]]);
    demandSameFrames(model, frames.slice(0, 1), walk(again, model, { steps: 1, from: half, inputs }));
    // Restored where nobody applies the change again.
    const restored = example.restored(stateOf(again));
    const rest = walk(restored, model, { steps: steps - half - 1, from: half + 1 });
    demandSameFrames(model, frames.slice(1), rest);
    demand(sameBytes(stateOf(restored), stateOf(changed)), 'the state at the end differs');
  },
};

export const inputLaws: readonly Law<Example>[] = [validated, replayed];
