// What a run's session is given: by its host for all runs, and for this one run.

import type { RunRecord, SimulationError, Store } from '@holdfast/core';
import type { WorkerOptions } from './attached-worker.ts';
import type { OpenModel } from './open-model.ts';
import type { Fleet } from './fleet.ts';
import type { Clock, WorkerSpawner } from './ports.ts';
import type { LogStart } from './run-log.ts';
import type { RunSession } from './run-session.ts';
import type { Slots } from './slots.ts';

export interface SessionPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly spawner: WorkerSpawner;
  readonly slots: Slots;
  readonly options: WorkerOptions;
  /** Computes spans of runs with several workers elsewhere. */
  readonly fleet: Fleet | undefined;
  /** The session is over; `record` is final, or undefined when the run left this host unfinished. */
  readonly gone: (session: RunSession, record: RunRecord | undefined) => void;
  /** Not even the failure could be stored: the run is let go of as it is. */
  readonly gaveUp: (run: string, error: SimulationError) => void;
}

export interface SessionStart {
  readonly record: RunRecord;
  readonly open: OpenModel;
  readonly log: LogStart;
  /** Time at which nothing is lost by standing still without a worker: 0 for a new run, the checkpoint of a paused one. */
  readonly stillAt: number | undefined;
}
