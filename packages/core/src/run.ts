// One execution: what was asked, how it may be bounded, how it ended. Endings are values, not errors.

import type { Input, Metric } from './simulator.ts';
import type { ModelDocument } from './document.ts';

/** Hard bounds; reaching one ends the run with a partial result. */
export interface Limits {
  readonly wallMs?: number;
  readonly steps?: number;
  /** In the model's time unit. */
  readonly simulatedTime?: number;
  /** Resident memory of the run's worker. */
  readonly memoryMb?: number;
  readonly frames?: number;
}

export type LimitName = keyof Limits;

/** How a run goes against the wall clock: it decides when a frame comes, never what is in it. `factor` is simulated seconds per
 * wall second, units of time where the model's unit is no duration, 0 for as fast as possible; `mode` says how often it is
 * shown and checked; a `hard` run ends when it cannot keep its pace. */
export type Pace = Readonly<{ factor: number; mode: 'performance' | 'balanced' | 'accuracy'; hard: boolean }>;

/** Everything that identifies a run's numbers, the bounds it runs under, and how it goes against the wall clock. */
export interface RunSpec {
  readonly document: ModelDocument;
  readonly seed: number;
  readonly until: number;
  /** Inputs applied at time 0. */
  readonly parameters: readonly Input[];
  /** A log to replay: inputs that take effect, in order, between the first steps that have reached their times. */
  readonly inputs?: readonly RecordedInput[];
  readonly limits: Limits;
  /** Parallel chunk workers, 1 or more; never changes a bit of the result. */
  readonly workers: number;
  /** As fast as possible when absent. */
  readonly pace?: Pace;
  /** The run whose past it has, up to a time. */
  readonly parent?: { readonly run: string; readonly time: number };
}

/** An input as it took effect, at a time in the model's unit. */
export type RecordedInput = Input & Readonly<{ time: number }>;

export type RunStatus = 'queued' | 'running' | 'paused' | 'recovering' | 'ended';

export type StopReason =
  | { readonly kind: 'reached-end' }
  | { readonly kind: 'converged' }
  | { readonly kind: 'limit'; readonly limit: LimitName; readonly bound: number }
  | { readonly kind: 'halted'; readonly rule: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly remedy: string };

/** What a run concluded. Holds no wall-clock time and no run id: equal runs give equal bytes. */
export interface RunResult {
  readonly format: 1;
  readonly family: string;
  readonly engine: string;
  /** Digest of the document. */
  readonly document: string;
  readonly name: string;
  readonly seed: number;
  readonly parameters: readonly Input[];
  readonly inputs: readonly RecordedInput[];
  readonly stop: StopReason;
  /** True unless the run reached its end or converged; said wherever the result is shown. */
  readonly partial: boolean;
  readonly timeUnit: string;
  readonly asked: number;
  readonly reached: number;
  readonly metrics: readonly Metric[];
  /** Recorded frames, and the digest that chains them. */
  readonly frames: number;
  readonly trail: string;
}

export type EventKind = 'status' | 'input' | EventNote | 'ended';
type EventNote = 'checkpoint' | 'recovery' | 'pace' | 'limit' | 'warning';

/** Something that happened to a run; kept, numbered without gaps, shown on the timeline. */
export interface RunEvent {
  readonly sequence: number;
  readonly kind: EventKind;
  /** In the model's time unit. */
  readonly time: number;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
  readonly details: Readonly<Record<string, number | string | boolean>>;
}
