// One fault, one run: whatever is hit, the run ends as it would have without, or the damage is found before it is kept and
// repaired or taken back. A run that quietly ends otherwise breaks the law.

import { SimulationError, type Simulation, type Snapshot } from '@holdfast/core';
import { encodeSnapshot } from '@holdfast/protocol';
import { demand } from '../law.ts';
import { sameBytes } from '../walk.ts';
import type { Fault, Patient } from './patient.ts';

/** What became of a fault. */
export type Outcome = 'missed' | 'harmless' | 'repaired' | 'restored';

export interface TrialOptions {
  /** Begins the same simulation again and again. */
  readonly open: () => Patient;
  /** Steps of the smallest size before the fault, and from there to the end. */
  readonly before: number;
  readonly after: number;
  readonly step: number;
  /** Fields of a snapshot that say where things lie, not what they are: damage there that changes nothing else may stay. */
  readonly placement: readonly string[];
}

/** Trials that share what an undisturbed run gives. */
export class Trials {
  readonly #options: TrialOptions;
  readonly #checkpoint: Snapshot;
  readonly #end: Snapshot;

  constructor(options: TrialOptions) {
    const { open, before, after } = options;
    this.#options = options;
    const { simulation } = open();
    this.#walk(simulation, before);
    this.#checkpoint = simulation.snapshot();
    this.#walk(simulation, after);
    this.#end = simulation.snapshot();
    simulation.dispose();
  }

  /** @throws LawBroken when the end differs and nothing was said */
  run(fault: Fault, seed: number): Outcome {
    const patient = this.#options.open();
    const { simulation } = patient;
    try {
      simulation.restore(this.#checkpoint);
      let state = seed;
      const draw = (count: number): number => {
        // Numbers of a test: a multiplier of Lehmer's kind is random enough.
        state = (state * 48_271 + 11) % 2_147_483_647;
        return state % count;
      };
      const hit = fault.strike(patient, draw);
      if (hit === undefined) return 'missed';
      return this.#outcome(simulation, `${fault.name}, seed ${seed}: ${hit}`);
    } finally {
      simulation.dispose();
    }
  }

  #outcome(simulation: Simulation, what: string): Outcome {
    const { after, placement } = this.#options;
    let repaired = false;
    for (;;) {
      try {
        this.#walk(simulation, this.#options.before + after - this.#steps(simulation));
        const end = simulation.snapshot();
        demand(this.#same(end, placement), `${what}: the run ends differently and nothing was said`);
        return repaired ? 'repaired' : 'harmless';
      } catch (thrown) {
        if (!(thrown instanceof SimulationError && thrown.code === 'state.corrupt')) throw thrown;
        const repair = simulation.repair?.();
        demand(repair?.sound !== true || !repaired, `${what}: repaired twice and still damaged`);
        if (repair?.sound === true) {
          demand(repair.changes.length > 0, `${what}: a repair does not say what it changed`);
          repaired = true;
          continue;
        }
        simulation.restore(this.#checkpoint);
        this.#walk(simulation, after);
        demand(
          this.#same(simulation.snapshot(), []),
          `${what}: repeated from the checkpoint, it ends differently`,
        );
        return 'restored';
      }
    }
  }

  #steps(simulation: Simulation): number {
    return Math.round(simulation.time / this.#options.step);
  }

  #walk(simulation: Simulation, steps: number): void {
    for (let each = 0; each < steps; each++) simulation.step(this.#options.step);
  }

  #same(end: Snapshot, apart: readonly string[]): boolean {
    const bytes = ({ layout, fields }: Snapshot): Uint8Array => {
      const kept = Object.entries(fields).filter(([name]) => !apart.includes(name));
      return encodeSnapshot({ layout, fields: Object.fromEntries(kept) });
    };
    return sameBytes(bytes(end), bytes(this.#end));
  }
}
