// The contract every family, store and executor keeps. No dependencies.

export type { Issue, ModelDocument, Parsed } from './document.ts';
export type {
  Assistant,
  BeginOptions,
  Call,
  Channel,
  ChannelRole,
  Crew,
  Chunks,
  DetailKind,
  Input,
  InputValue,
  Invariant,
  Metric,
  Model,
  NumberInput,
  Parameter,
  Probe,
  Repair,
  Simulation,
  Simulator,
  Snapshot,
  SnapshotField,
  StepReport,
  Study,
  StudyAsk,
  Team,
  Variant,
} from './simulator.ts';
export { channelOffsets, channelSize, frameSize } from './frame.ts';
export type { Frame } from './frame.ts';
export { checkInput, checkNumber, listRateMost, placesMost, placesOf } from './input.ts';
export { lazily } from './lazily.ts';
export type {
  EventKind,
  LimitName,
  Limits,
  Pace,
  RecordedInput,
  RunEvent,
  RunResult,
  RunSpec,
  RunStatus,
  StopReason,
} from './run.ts';
export type { Checkpoint, NewRun, Page, RunChange, RunRecord, Store } from './store.ts';
export { errorRegistry, SimulationError } from './errors.ts';
export type { ErrorCode, ErrorDetails, ErrorEntry, RetryClass } from './errors.ts';
