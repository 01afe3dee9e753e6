// One document under law: it begins simulations, keeps the undisturbed walk others are compared with, and disposes everything.

import {
  placesOf,
  type Frame,
  type Input,
  type Invariant,
  type Metric,
  type Model,
  type ModelDocument,
  type Parameter,
  type Simulation,
  type Simulator,
} from '@holdfast/core';
import { decodeSnapshot } from '@holdfast/protocol';
import { demand } from './law.ts';
import { stateOf, walk } from './walk.ts';

export interface ExampleOptions {
  readonly simulator: Simulator;
  readonly document: ModelDocument;
  readonly seed: number;
  /** Steps of the undisturbed walk. */
  readonly steps: number;
}

/** What an undisturbed simulation showed, written down once because steps may be dear. */
export interface Reference {
  readonly frames: readonly Frame[];
  /** State after half the steps. */
  readonly middle: Uint8Array<ArrayBuffer>;
  readonly end: Uint8Array<ArrayBuffer>;
  /** At the beginning, in the middle and at the end. */
  readonly invariants: readonly (readonly Invariant[])[];
  readonly metrics: readonly Metric[];
}

function inRange({ min, max, value }: Parameter, candidate: number): boolean {
  return Number.isFinite(candidate) && candidate >= min && candidate <= max && candidate !== value;
}

export class Example {
  #simulator: Simulator;
  readonly document: ModelDocument;
  readonly seed: number;
  readonly steps: number;
  readonly #begun: Simulation[] = [];
  #model: Model | undefined;
  readonly #references = new Map<number, Reference>();

  constructor({ simulator, document, seed, steps }: ExampleOptions) {
    this.#simulator = simulator;
    this.document = document;
    this.seed = seed;
    this.steps = steps;
  }

  get simulator(): Simulator {
    return this.#simulator;
  }

  /** Takes the simulator whose models can begin. */
  loaded(simulator: Simulator): void {
    this.#simulator = simulator;
  }

  /** Steps after which walks are interrupted. */
  get half(): number {
    return this.steps >> 1;
  }

  /** Parses and compiles anew. */
  compile(): Model {
    const parsed = this.simulator.parse(this.document);
    demand(parsed.ok, () => `the example is refused: ${JSON.stringify(parsed.ok ? [] : parsed.issues)}`);
    return this.simulator.compile(parsed.spec);
  }

  get model(): Model {
    return (this.#model ??= this.compile());
  }

  begin(seed: number = this.seed, model: Model = this.model, until: number = model.until): Simulation {
    const simulation = model.begin({ seed, until });
    this.#begun.push(simulation);
    return simulation;
  }

  /** The undisturbed walk. */
  get reference(): Reference {
    return this.referenceOf(this.seed);
  }

  referenceOf(seed: number): Reference {
    const known = this.#references.get(seed);
    if (known !== undefined) return known;
    const { model, half } = this;
    const simulation = this.begin(seed);
    const invariants = [simulation.invariants()];
    const first = walk(simulation, model, { steps: half });
    const middle = stateOf(simulation);
    invariants.push(simulation.invariants());
    const rest = this.onFromMiddle(simulation);
    invariants.push(simulation.invariants());
    const end = stateOf(simulation);
    const reference = { frames: [...first, ...rest], middle, end, invariants, metrics: simulation.metrics() };
    this.#references.set(seed, reference);
    return reference;
  }

  /** A simulation restored to the middle of the undisturbed walk. */
  restored(state: Uint8Array<ArrayBuffer> = this.reference.middle): Simulation {
    const simulation = this.begin();
    // A copy of its own: whether a simulation leaves the bytes alone is a law of its own.
    simulation.restore(decodeSnapshot(state.slice()));
    return simulation;
  }

  /** The second half of the walk. */
  onFromMiddle(simulation: Simulation, inputs: readonly Input[] = []): readonly Frame[] {
    const { model, steps, half } = this;
    return walk(simulation, model, { steps: steps - half, from: half, inputs: new Map([[half, inputs]]) });
  }

  /** A modest change of each parameter that has room for one; of a list, of every other place. */
  get changes(): readonly Input[] {
    return this.model.parameters.flatMap((parameter): readonly Input[] => {
      const { name, value, min, max, step } = parameter;
      const candidates = [
        value + step,
        value - step,
        value * 1.125,
        value * 0.875,
        value + 1,
        value - 1,
        min,
        max,
      ];
      const changed = candidates.find((candidate) => inRange(parameter, candidate));
      if (changed === undefined) return [];
      if (parameter.shape === undefined) return [{ parameter: name, value: changed }];
      const places = Array.from({ length: placesOf(parameter) }, (_, at) => (at % 2 === 0 ? changed : value));
      return [{ parameter: name, value: places }];
    });
  }

  /** Disposes every simulation begun here; whether that may be repeated is a law of its own. */
  release(): void {
    for (const simulation of this.#begun.splice(0)) {
      try {
        simulation.dispose();
      } catch {
        // Judged by the law on dispose.
      }
    }
  }
}
