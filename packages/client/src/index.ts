// The SDK: everything a server answers, typed, in Node and browsers.

export { readDetail } from './detail.ts';
export { HoldfastClient } from './client.ts';
export type { PageOptions } from './client.ts';
export { takePairs } from './correlations.ts';
export type { PairFigures } from './correlations.ts';
export { formatEstimate, formatNumber } from './estimate.ts';
export type { EstimateText } from './estimate.ts';
export { figureRank, saysNothing } from './figures.ts';
export { takeFans } from './fans.ts';
export type { FanFigures } from './fans.ts';
export { describeGoal, takeGoals } from './goals.ts';
export type { GoalStanding } from './goals.ts';
export {
  csvLine,
  exportedBytes,
  exportedRun,
  isBinary,
  metricColumns,
  metricsCsv,
  textFormats,
} from './export.ts';
export type { BinaryFormat, ExportClient, TextFormat } from './export.ts';
export { columnTitle, frameColumns } from './frame-columns.ts';
export type { FrameColumn } from './frame-columns.ts';
export { waitsForPlace } from './queue.ts';
export { recordedFrames } from './pages.ts';
export type { LiveHandle, LiveOptions } from './live.ts';
export type { ExperimentProgressOptions } from './experiment-progress.ts';
export type { ProgressHandle } from './followed-stream.ts';
export type { ProgressOptions } from './progress.ts';
export { RequestError } from './request-error.ts';
export type { ClientOptions, LiveSocket } from './transport.ts';
