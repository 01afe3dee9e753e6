// The fault laws as named tests: one for each kind of damage, over many seeds.

import { describe, expect, it } from 'vitest';
import { injuriesOf, memoryFaults, type Fault } from './patient.ts';
import { Trials, type Outcome, type TrialOptions } from './trial.ts';

export interface FaultLaws extends TrialOptions {
  readonly name: string;
  /** Seeds tried for a fault of any memory, and for an injury. */
  readonly seeds: number;
  readonly injurySeeds: number;
}

/** Declares the suite. */
export function describeFaults(laws: FaultLaws): void {
  const patient = laws.open();
  const injuries = injuriesOf(patient);
  patient.simulation.dispose();
  describe(`${laws.name} under damage`, () => {
    const shared: { trials?: Trials } = {};
    const tally = (fault: Fault, seeds: number): Record<Outcome, number> => {
      const trials = (shared.trials ??= new Trials(laws));
      const counts: Record<Outcome, number> = { missed: 0, harmless: 0, repaired: 0, restored: 0 };
      for (let seed = 1; seed <= seeds; seed++) counts[trials.run(fault, seed * 7919)]++;
      return counts;
    };
    const faults = [
      ...memoryFaults.map((fault) => [fault, laws.seeds] as const),
      ...injuries.map((fault) => [fault, laws.injurySeeds] as const),
    ];
    it.each(faults.map((each) => [each[0].name, ...each] as const))(
      'finds %s before it is kept, and ends as without it',
      (_, fault, seeds) => {
        const { repaired, restored } = tally(fault, seeds);
        expect(repaired + restored).toBeGreaterThan(0);
      },
    );
  });
}
