// Goes on after damage: what a simulation can repair and prove sound is repaired and told; anything else is thrown on, and the run
// goes back to its last checkpoint.

import { SimulationError, type Repair, type Simulation, type StepReport } from '@holdfast/core';

/** Repairs within one call: damage that comes back at once is not mended by more of the same. */
const repairsMost = 3;

export type OnRepair = (repair: Repair) => void;

/** Does `work`, again after each repair that is proven sound. @throws what `work` throws, when nothing can be repaired */
export function mended<Result>(simulation: Simulation, onRepair: OnRepair, work: () => Result): Result {
  for (let repairs = 0; ; repairs++) {
    try {
      return work();
    } catch (thrown) {
      const damaged = thrown instanceof SimulationError && thrown.code === 'state.corrupt';
      const repair = damaged && repairs < repairsMost ? simulation.repair?.() : undefined;
      if (repair?.sound !== true) throw thrown;
      onRepair(repair);
    }
  }
}

/** Takes a step of `dt`, the part of it that was done before a repair included. */
export function stepMended(simulation: Simulation, onRepair: OnRepair, dt: number): StepReport {
  const begun = simulation.time;
  let done = 0;
  const told: OnRepair = (repair) => {
    done = simulation.time - begun;
    onRepair(repair);
  };
  const report = mended(simulation, told, () => simulation.step(dt - done));
  return done === 0 ? report : { ...report, advanced: done + report.advanced };
}

/** What was changed, in one line. */
export function changesOf({ changes }: Repair): string {
  return changes.map(({ what, count }) => `${what} (${count})`).join(', ');
}
