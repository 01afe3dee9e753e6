// A kept run or analysis as one HTML file, and the replay file inside that of a run.

export { analysisReportName, analysisReportParts } from './analysis/analysis-report.ts';
export type { AnalysisReportSource } from './analysis/analysis-report.ts';
export { limitsOf, readReplay, replayText } from './replay-file.ts';
export type { Expected, Replay } from './replay-file.ts';
export { reportPolicy } from './page.ts';
export { reportName, reportParts } from './report.ts';
export type { Assumption, ReportSource } from './source.ts';
