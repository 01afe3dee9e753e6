// What a process that executes runs offers to the server and the command line.

import type {
  Frame,
  Input,
  Metric,
  Model,
  Pace,
  RecordedInput,
  RunEvent,
  RunRecord,
  RunSpec,
} from '@holdfast/core';
import type { Drill } from './drills.ts';
import type { ClockReport } from './messages.ts';
import type { PaceChange } from './pace.ts';

/** What is known of a run that is executed here, read without asking its worker. */
export interface LiveRun {
  readonly record: RunRecord;
  readonly model: Pick<Model, 'timeUnit' | 'until' | 'channels' | 'parameters' | 'details' | 'harm'>;
  readonly latest: Frame | undefined;
  /** The last frames shown, oldest first, 1 MiB at most. */
  readonly recent: readonly Frame[];
  readonly metrics: { readonly time: number; readonly metrics: readonly Metric[] } | undefined;
  /** Time at which the run will end: what was asked or its limit, later where an input moved it. */
  readonly end: number;
  /** Time units per wall second over the last seconds. */
  readonly rate: number;
  readonly etaMs: number | null;
  readonly pace: Pace;
  /** How the pace is kept; undefined until its worker has said it. */
  readonly clock: (Omit<ClockReport, 'pace'> & { readonly rtf: number }) | undefined;
  /** Resident memory of the worker process. */
  readonly memoryMb: number;
  /** The stored input log. Frames shown while the run goes on come before inputs of their own time. */
  readonly inputs: readonly RecordedInput[];
  /** What lists cost the log so far. */
  readonly listed: number;
  /** Its worker has concluded: the last frame comes after every input. */
  readonly isOver: boolean;
}

/** Receives copies; a slow one is thinned (frames) or dropped (events overflow), never waited for. */
export interface Subscriber {
  /** Frames per second at most, looked at before each; latest wins; 0 for none. */
  readonly rateHz: number;
  /** Frames per second it asks the run to show, looked at before each; as many as it takes when absent. */
  readonly wishHz?: number;
  /** Return false when the frame could not be taken now; it counts as dropped. */
  frame(bytes: Uint8Array, frame: Frame): boolean;
  event(event: RunEvent): void;
  /** Status, rate, time or metrics changed; at most 10 per second. */
  changed(live: LiveRun): void;
  ended(record: RunRecord): void;
}

export interface RunHost {
  /** Stores the run and starts it, or leaves it queued while all slots are taken. @throws `run.too-many`, `input.*`, `limit.*` */
  start(spec: RunSpec): Promise<RunRecord>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Soft first (partial result), then kill. */
  cancel(id: string): Promise<void>;
  input(id: string, inputs: readonly Input[]): Promise<void>;
  /** Changes how the run goes against the wall clock; never what it computes. */
  pace(id: string, change: PaceChange): Promise<void>;
  /** Looks closer at its living state, between two steps; an encoded snapshot. @throws SimulationError `detail.*`, `input.*`, `run.*` */
  detail(id: string, name: string, query: Readonly<Record<string, number>>): Promise<Uint8Array>;
  /** Harms the run on purpose; it recovers by itself and says so in its log. @throws SimulationError `drill.*`, `run.*` */
  drill(id: string, drill: Drill): Promise<void>;
  live(id: string): LiveRun | undefined;
  /** Frames dropped for this subscriber so far are read from the returned handle. */
  subscribe(id: string, subscriber: Subscriber): { readonly dropped: number; close(): void };
  /** Resolves with the final record. */
  ended(id: string): Promise<RunRecord>;
  /** Takes over runs whose owner died, and takes up those this host claimed and could not open; returns how many.
   * A run that cannot be taken never keeps another from it. */
  recover(): Promise<number>;
  /** Checkpoints every run and stops its worker; the runs resume at the next `recover`. */
  close(deadlineMs: number): Promise<void>;
}
