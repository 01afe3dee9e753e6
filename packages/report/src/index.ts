// A kept run as one HTML file, and the replay file inside it.

export { limitsOf, readReplay, replayText } from './replay-file.ts';
export type { Expected, Replay } from './replay-file.ts';
export { reportName, reportParts, reportPolicy } from './report.ts';
export type { Assumption, ReportSource } from './source.ts';
