// Inputs are checked at the door, take effect when they say, and replay from their log.

import { placesOf, SimulationError, type ErrorCode, type Input } from '@holdfast/core';
import { inputText } from '@holdfast/protocol';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, sameBytes, stateOf, walk } from '../walk.ts';

type Refusal = readonly [Input, ErrorCode];

/** Values of the right form and a wrong number, at the last place of a list; then values of a wrong form. */
function refusals(example: Example): readonly Refusal[] {
  return example.model.parameters.flatMap((parameter) => {
    const { name, min, max, shape } = parameter;
    const rest = Array.from({ length: placesOf(parameter) - 1 }, () => parameter.value);
    const wrong = [Number.NaN, min - 1 - Math.abs(min) / 2, max + 1 + Math.abs(max) / 2]
      .filter((value) => !(value >= min && value <= max))
      .map((value) => (shape === undefined ? value : [...rest, value]));
    const forms =
      shape === undefined ? [[parameter.value], []] : [parameter.value, rest, [...rest, min, min]];
    return [
      ...wrong.map((value): Refusal => [{ parameter: name, value }, 'input.out-of-range']),
      ...forms.map((value): Refusal => [{ parameter: name, value }, 'input.wrong-length']),
    ];
  });
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
      demand(
        expected,
        `${input.parameter} = ${inputText(input.value)}: expected ${code}, found ${String(refusal)}`,
      );
      demand(
        sameBytes(stateOf(simulation), example.reference.middle),
        `the refused ${input.parameter} = ${inputText(input.value)} left traces`,
      );
    }
    for (const parameter of example.model.parameters) {
      const { name: set, min, max, shape } = parameter;
      for (const bound of [min, max].filter(Number.isFinite)) {
        const value = shape === undefined ? bound : Array.from({ length: placesOf(parameter) }, () => bound);
        example.begin().apply({ parameter: set, value });
      }
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
