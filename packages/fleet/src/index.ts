// Work handed out through the database: hosts post spans of their runs, workers anywhere compute them.

export { Bell } from './bell.ts';
export { attemptsMost, Board, boardTimes } from './board.ts';
export type { BoardTimes, Claim, Collected, Task, Work } from './board.ts';
export { Dispatcher } from './dispatcher.ts';
export type { DispatcherPorts } from './dispatcher.ts';
export { FleetWorker } from './fleet-worker.ts';
export type { FleetWorkerPorts, Seat } from './fleet-worker.ts';
