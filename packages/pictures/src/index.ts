// What a run or a finding looks like, as data: pictures, the numbers they are drawn from, their scales, and numbers as text.

export { convergencePicture } from './convergence.ts';
export type { ConvergenceChoice } from './convergence.ts';
export { displayModel, manyOf, unitText } from './display-model.ts';
export { cumulativePicture, histogramPicture } from './distribution.ts';
export type { DistributionChannels } from './distribution.ts';
export { fanPicture, pairedLevels } from './fan.ts';
export { picturesOf } from './findings/describe.ts';
export { experimentStopWords } from './findings/ending.ts';
export { kinds, kindTitle, kindWords } from './findings/kinds.ts';
export type { Kind, KindWords } from './findings/kinds.ts';
export { figureWords, metricWords, namesOf, plain, said, withUnit, z95 } from './findings/naming.ts';
export type { Names, ParameterName } from './findings/naming.ts';
export { layoutOf, placeNames, plotPath, shortened, ticksOf, whiskerPath } from './findings/plot-layout.ts';
export { plotColour, plotDash } from './findings/plot-tone.ts';
export type { PlotLayout } from './findings/plot-layout.ts';
export { extent, fromZero } from './findings/plot.ts';
export type {
  FindingPicture,
  LegendEntry,
  Plot,
  PlotAxis,
  PlotMark,
  PlotRows,
  Reading,
  Tone as PlotTone,
} from './findings/plot.ts';
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
export { dashes, seriesStyle, spreadNote, spreadRows } from './picture.ts';
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
