// The store port. Every write names the run's epoch; a stale one is refused with `store.stale-epoch`.
// Every write is idempotent by (run, sequence), so a retry after a crash is harmless.

import type { Frame } from './frame.ts';
import type { RecordedInput, RunEvent, RunResult, RunSpec, RunStatus } from './run.ts';

export interface RunRecord {
  /** Sorts by creation time. */
  readonly id: string;
  readonly spec: RunSpec;
  /** Digest of the document. */
  readonly document: string;
  readonly family: string;
  readonly name: string;
  readonly status: RunStatus;
  /** Grows by one each time a supervisor takes the run. */
  readonly epoch: number;
  readonly owner: string | null;
  /** Wall clock, milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly time: number;
  readonly result: RunResult | null;
}

/** A snapshot kept by the store: the file is written first, then this row. */
export interface Checkpoint {
  readonly sequence: number;
  /** In the model's time unit. */
  readonly time: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Name inside the run's checkpoint directory. */
  readonly file: string;
}

/** What comes after a key, from the start when absent; `limit` is 1 .. 1000. */
export type Page = Readonly<{ after?: string | number; limit: number }>;

export type NewRun = Pick<RunRecord, 'id' | 'spec' | 'document' | 'family' | 'name' | 'createdAt'>;
export type RunChange = Pick<RunRecord, 'status' | 'time'> & { readonly at: number };

export interface Store {
  createRun(run: NewRun): Promise<void>;
  getRun(id: string): Promise<RunRecord | undefined>;
  /** Newest first. */
  listRuns(page: Page): Promise<readonly RunRecord[]>;
  /** Takes the run for `owner` and returns the new epoch; undefined when it has ended or is alive elsewhere. */
  claimRun(id: string, owner: string, at: number): Promise<number | undefined>;
  /** Runs not ended whose owner is no longer alive, oldest first. */
  orphanedRuns(): Promise<readonly RunRecord[]>;
  updateRun(id: string, epoch: number, change: RunChange): Promise<void>;
  appendEvents(id: string, epoch: number, events: readonly RunEvent[]): Promise<void>;
  listEvents(id: string, page: Page): Promise<readonly RunEvent[]>;
  /** `first` numbers `inputs[0]`, counted from 0; without it they follow the last one, and a retry repeats them. */
  appendInputs(id: string, epoch: number, inputs: readonly RecordedInput[], first?: number): Promise<void>;
  listInputs(id: string): Promise<readonly RecordedInput[]>;
  appendFrames(id: string, epoch: number, frames: readonly Frame[]): Promise<void>;
  listFrames(id: string, page: Page): Promise<readonly Frame[]>;
  putCheckpoint(id: string, epoch: number, checkpoint: Checkpoint): Promise<void>;
  /** Newest first; two are kept. */
  listCheckpoints(id: string): Promise<readonly Checkpoint[]>;
  /** Ends the run: `final` result, metrics, status and the events of its `end` in one transaction. */
  finishRun(id: string, epoch: number, final: RunResult, at: number, end: readonly RunEvent[]): Promise<void>;
  deleteRun(id: string): Promise<void>;
  /** Resolves when a write would be durable now. @throws SimulationError `store.unavailable` */
  ping(): Promise<void>;
  close(): Promise<void>;
}
