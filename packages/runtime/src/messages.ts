// What host and worker say to each other. Plain data that survives a structured clone; order is kept, delivery is not.

import type {
  Checkpoint,
  ErrorCode,
  ErrorDetails,
  EventKind,
  Frame,
  Input,
  Metric,
  Pace,
  RecordedInput,
  RunEvent,
  RunSpec,
  StopReason,
} from '@holdfast/core';
import type { AssistanceReport } from './assistance.ts';
import type { Span } from './chunk-pool.ts';
import type { SpanAnswer } from './fleet.ts';
import type { Question } from './questions.ts';
import type { PaceChange } from './pace.ts';
import type { Lateness } from './pacer.ts';
import type { ComponentCost } from './profiler.ts';

/** First message to a worker: everything it needs to begin or to go on. */
export interface StartMessage {
  readonly type: 'start';
  readonly run: string;
  readonly spec: RunSpec;
  /** Makes checkpoint names of this worker its own, so that a superseded one never overwrites them. */
  readonly incarnation: string;
  /** Newest first. */
  readonly checkpoints: readonly Checkpoint[];
  /** All inputs of the run so far; those after the checkpoint are applied again at their times. */
  readonly inputs: readonly RecordedInput[];
  /** Time of the last stored frame, -1 for none. Up to there the past is settled: no new input takes effect before it. */
  readonly recordedTo: number;
  /** Wall time the run has already used, without pauses. */
  readonly runningMs: number;
  readonly checkpointMs: number;
  /** Bound named when an allocation fails. */
  readonly memoryMb: number;
  /** Whether spans may be asked of the host. */
  readonly fleet: boolean;
  /** The pace asked for last; that of the checkpoint or of the spec where it says nothing. */
  readonly pace?: PaceChange;
}

/** How a run keeps its pace, and what its computing goes into. */
export interface ClockReport extends Lateness {
  readonly pace: Pace;
  /** Of the overrun ladder, 0 .. 5. */
  readonly rung: number;
  /** Factor by which computing could take longer within the pace; null while unpaced or unknown. */
  readonly headroom: number | null;
  readonly costs: readonly ComponentCost[];
  /** Of whoever answers the simulation's questions, where it has any. */
  readonly assistance?: AssistanceReport;
}

export type HostMessage =
  | StartMessage
  | { readonly type: 'input'; readonly request: number; readonly inputs: readonly Input[] }
  | { readonly type: 'pace'; readonly change: PaceChange }
  /** Live frames per second that whoever watches asks for; 0 where nobody does. */
  | { readonly type: 'show'; readonly hz: number }
  /** Answered by `answer` between two steps. */
  | { readonly type: 'ask'; readonly request: number; readonly question: Question }
  /** Finish the step, then conclude with a partial result. */
  | { readonly type: 'conclude'; readonly stop: StopReason }
  /** Finish the step, write a checkpoint, then do nothing more. */
  | { readonly type: 'park' }
  /** What the message with this number carried is stored. */
  | { readonly type: 'stored'; readonly message: number }
  /** The fleet's answer to the worker's request of this number. */
  | { readonly type: 'span'; readonly request: number; readonly answer: SpanAnswer };

/** What is known of a run at an instant: enough for an honest partial result when its worker dies. */
export interface Standing {
  readonly time: number;
  /** Live inputs that took effect, counted from the first of the run: the figures contain these and no others. */
  readonly inputs: number;
  /** Recorded frames, and the digest that chains them. */
  readonly frames: number;
  readonly trail: string;
  readonly metrics: readonly Metric[];
}

export type WorkerMessage =
  | {
      readonly type: 'ready';
      readonly time: number;
      /** Sequence of the checkpoint it goes on from; null from the start. */
      readonly resumed: number | null;
      /** Newer checkpoints that could not be used. */
      readonly skipped: readonly string[];
    }
  /** At least every second between steps and while waiting, never inside a step. */
  | { readonly type: 'beat'; readonly time: number; readonly end: number; readonly runningMs: number }
  | { readonly type: 'frame'; readonly frame: Frame }
  | ({ readonly type: 'metrics' } & Pick<Standing, 'time' | 'inputs' | 'metrics'>)
  | {
      readonly type: 'progress';
      /** Answered by `stored`. */
      readonly message: number;
      /** Recorded since the last progress. */
      readonly frames: readonly Frame[];
      /** Null when the disk refused it; the frames count all the same. */
      readonly checkpoint: Checkpoint | null;
      readonly standing: Standing;
    }
  | {
      readonly type: 'applied';
      /** Answered by `stored`; until then the worker does not go on. */
      readonly message: number;
      readonly request: number;
      readonly inputs: readonly RecordedInput[];
      readonly refused: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
    }
  /** A span the fleet may compute with all `inputs` applied; answered by `span`. */
  | {
      readonly type: 'span';
      readonly request: number;
      readonly span: Span;
      readonly inputs: readonly Input[];
    }
  | ({ readonly type: 'event'; readonly kind: EventKind } & Pick<RunEvent, 'time' | 'message' | 'details'>)
  /** What was asked, and the time it was true at. */
  | {
      readonly type: 'answer';
      readonly request: number;
      readonly time: number;
      readonly said: Uint8Array | string;
      readonly refused: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
    }
  /** At least every second between steps. */
  | { readonly type: 'clock'; readonly report: ClockReport }
  | { readonly type: 'warning'; readonly code: ErrorCode; readonly details: ErrorDetails }
  /** Everything is stored at this time; the worker may be stopped. */
  | { readonly type: 'parked'; readonly time: number }
  /** The checkpoint for parking could not be written; the run goes on. */
  | { readonly type: 'unparked' }
  /** Over. `standing` is null when the model could not even begin. */
  | {
      readonly type: 'ended';
      readonly stop: StopReason;
      readonly standing: Standing | null;
      readonly frames: readonly Frame[];
    };
