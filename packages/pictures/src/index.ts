// What a run looks like, as data: pictures, the numbers they are drawn from, their scales, and numbers as text.

export { convergencePicture } from './convergence.ts';
export type { ConvergenceChoice } from './convergence.ts';
export { displayModel, manyOf, unitText } from './display-model.ts';
export { cumulativePicture, histogramPicture } from './distribution.ts';
export type { DistributionChannels } from './distribution.ts';
export { fanPicture, pairedLevels } from './fan.ts';
export {
  estimateLine,
  formatCompact,
  formatCount,
  formatDuration,
  formatEstimate,
  formatNumber,
  formatShare,
  levelName,
  stopInWords,
} from './format.ts';
export { FrameHistory } from './frame-history.ts';
export { dashes, seriesStyle, spreadRows } from './picture.ts';
export type { ChartFrame, Drawing, Line, Mark, NumberTable, Picture, Tone } from './picture.ts';
export { knownQuantiles } from './quantile-band.ts';
export type { KnownQuantile } from './quantile-band.ts';
export { RunNumbers } from './run-numbers.ts';
export type { PictureNumbers } from './run-numbers.ts';
export { rangesOf, xTicks, yTicks } from './scale.ts';
export type { Range, Ticks } from './scale.ts';
export { seriesPicture } from './series.ts';
export { isSeriesOnly, subjectsOf } from './subjects.ts';
export type { Subject } from './subjects.ts';
