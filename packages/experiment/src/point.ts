// The port behind which points are computed: in this process, in another, on another machine. A point is one run of one of
// the experiment's documents to its end; its metrics are a function of the task alone, so where it was computed leaves no trace.

import type { NumberInput } from '@holdfast/core';
import type { PointOutcome } from '@holdfast/protocol';

export interface PointTask {
  /** Counts the points of an experiment from 0, in the order the method asked for them. */
  readonly index: number;
  /** Index into `documentsOf`: 0 is the experiment's own. */
  readonly document: number;
  readonly seed: number;
  /** In the model's time unit. */
  readonly until: number;
  /** Applied at time 0. */
  readonly parameters: readonly NumberInput[];
}

export interface PointExecutor {
  /** Computes the tasks in any order and calls `done` once for each as soon as it is known; resolves when all are.
   * Rejects with a SimulationError when a point failed; what was done before counts. */
  execute(tasks: readonly PointTask[], done: (outcome: PointOutcome) => void): Promise<void>;
}
