// Executes runs: the host that watches them, the driver that steps them, and what both need from Node.

export type { LiveRun, RunHost, Subscriber } from './run-host.ts';
export { RunSupervisor } from './run-supervisor.ts';
export type { RunSupervisorOptions } from './run-supervisor.ts';
export { RunDriver } from './driver.ts';
export type { DriverPorts } from './driver.ts';
export type { Drill, DrillKind } from './drills.ts';
export { engineName } from './fleet.ts';
export type { Fleet, FleetRun, FleetWork, SpanAnswer } from './fleet.ts';
export { Follower } from './follower.ts';
export type { FollowedRun, FollowerState } from './follower.ts';
export { FrameHub } from './frame-hub.ts';
export { Assistance, failureKinds, stuckMs } from './assistance.ts';
export type {
  Answerer,
  AnswererWord,
  AssistanceOptions,
  AssistanceReport,
  AssistanceState,
  FailureKind,
} from './assistance.ts';
export { ExecutorLost } from './chunk-pool.ts';
export type { ChunkExecutor, Span } from './chunk-pool.ts';
export { ChunkReplica } from './chunk-replica.ts';
export type { ChunkSetup } from './living-run.ts';
export { LaneTeam } from './lane-team.ts';
export type { LanePorts, LaneSetup, LaneThread } from './lane-team.ts';
export { functionsOf, openLaneTeam, openLaneThread } from './node/lane-thread.ts';
export { computePoint } from './compute-point.ts';
export { asSimulationError, stopOf } from './conclude.ts';
export { ranOutOfMemory } from './attached-worker.ts';
export { CrashBudget } from './crash-budget.ts';
export { WriteChain } from './write-chain.ts';
export { Slots } from './slots.ts';
export type { Ticket } from './slots.ts';
export { checkpointFile, findCheckpoint } from './checkpoint.ts';
export { checkInputs, loadFamily, openModel } from './open-model.ts';
export type { OpenModel } from './open-model.ts';
export type {
  CheckpointDisk,
  Clock,
  Random,
  WorkerDemand,
  WorkerExit,
  WorkerHandle,
  WorkerSpawner,
} from './ports.ts';
export type { ClockReport, HostMessage, Standing, StartMessage, WorkerMessage } from './messages.ts';
export { changedPace, freePace } from './pace.ts';
export type { PaceChange } from './pace.ts';
export type { ComponentCost } from './profiler.ts';
export { nodeClock, nodeRandom } from './node/clock.ts';
export { createCheckpointDisk } from './node/checkpoint-disk.ts';
export { createNodeSpawner } from './node/spawner.ts';
export type { NodeSpawner, NodeSpawnerOptions } from './node/spawner.ts';
export { openAnswerThread } from './node/answer-thread.ts';
export { serveWorker } from './node/serve-worker.ts';
export { SpanProcess } from './node/span-process.ts';
export type { SpanProcessOptions, SpanRequest } from './node/span-process.ts';
