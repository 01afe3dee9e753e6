// The first second of a world, tried before anybody is offered it: what a schema cannot see, the engine says.

import { SimulationError, type Issue, type ModelDocument, type Simulator } from '@holdfast/core';

/** Runs a document for `seconds` with a loaded simulator. What is refused or cannot be followed comes back as issues, none when
 * all is well. Takes as long as it takes: call it in a process that may be killed. */
export function smokeRun(simulator: Simulator, document: ModelDocument, seconds = 1): readonly Issue[] {
  const parsed = simulator.parse(document);
  if (!parsed.ok) return parsed.issues;
  const model = simulator.compile(parsed.spec);
  try {
    const simulation = model.begin({ seed: document.run?.seed ?? 1, until: seconds });
    try {
      while (simulation.step(model.step.max).remaining > 0);
      return [];
    } finally {
      simulation.dispose();
    }
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return [{ path: '/model', code: 'physics.smoke', message: error.message, remedy: error.remedy }];
  }
}
