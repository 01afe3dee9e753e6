// The laws every simulator keeps, as named tests: one for each law and example, one for each law of the family.

import { afterEach, beforeAll, describe, it } from 'vitest';
import { assistantLaws } from './faults/assistant-laws.ts';
import { keepingLaws } from './faults/keeping-laws.ts';
import { openCourt, type SimulatorLaws } from './simulator-laws.ts';

/** Declares the suite. Build the packages first: threads and processes load `dist`. */
export function describeSimulator(laws: SimulatorLaws): void {
  const { examples, exampleLaws, family, familyLaws } = openCourt(laws);
  describe(`the ${laws.simulator.family} family keeps the laws`, () => {
    beforeAll(async () => {
      const loaded = await laws.simulator.load?.();
      if (loaded !== undefined) for (const example of examples) example.loaded(loaded);
    });

    afterEach(() => {
      for (const example of examples) example.release();
    });

    for (const law of familyLaws) it(law.name, async () => law.check(family));

    describe.each(examples.map((example) => [example.document.name, example] as const))(
      'on "%s"',
      (_, example) => {
        for (const law of [...exampleLaws, ...keepingLaws, ...assistantLaws])
          it(law.name, async () => law.check(example));
      },
    );
  });
}
