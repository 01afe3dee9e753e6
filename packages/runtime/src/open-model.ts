// From a run's document to its model: the one door both host and worker go through.

import {
  checkInput,
  SimulationError,
  type Input,
  type Model,
  type ModelDocument,
  type Parameter,
  type Simulator,
} from '@holdfast/core';

export interface OpenModel {
  readonly model: Model;
  readonly simulator: Simulator;
}

/** Finds the family, checks the document and compiles it.
 * @throws SimulationError `document.unknown-family`, `document.invalid` */
export function openModel(simulators: ReadonlyMap<string, Simulator>, document: ModelDocument): OpenModel {
  const simulator = simulators.get(document.family);
  if (simulator === undefined) {
    const known = [...simulators.keys()].join(', ');
    throw new SimulationError('document.unknown-family', { family: document.family, known });
  }
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw new SimulationError('document.invalid', { count: parsed.issues.length });
  return { model: simulator.compile(parsed.spec), simulator };
}

/** The simulators, that of the family loaded: its models can begin. */
export async function loadFamily(
  simulators: ReadonlyMap<string, Simulator>,
  family: string,
): Promise<ReadonlyMap<string, Simulator>> {
  const loaded = await simulators.get(family)?.load?.();
  return loaded === undefined ? simulators : new Map(simulators).set(family, loaded);
}

/** Refuses inputs that name no parameter, have another length or leave its range.
 * @throws SimulationError `input.unknown`, `input.wrong-length`, `input.out-of-range` */
export function checkInputs(parameters: readonly Parameter[], inputs: readonly Input[]): void {
  for (const input of inputs) checkInput(parameters, input);
}
