// The processes that compute: one run, one experiment, or what is written by words and drawings.

export { serveWorker } from '@holdfast/runtime';
export { serveExperiment } from './serve-experiment.ts';
export type { ExperimentMessage, ExperimentStart } from './serve-experiment.ts';
export { serveWriting } from './serve-writing.ts';
export type { WritingAnswer, WritingQuestion, WritingTask } from './serve-writing.ts';

/** The module a host starts as a worker process, packed by `vite.config.ts`. Sources have no such file: in tests it is the one
 * that was built. */
export const workerEntry: URL = new URL('../dist/process/main.js', import.meta.url);

/** The module a host starts as the process of an experiment; built, like `workerEntry`. */
export const experimentEntry: URL = new URL('../dist/process/experiment.js', import.meta.url);

/** The module a host starts as the process that reads words and drawings; built, like `workerEntry`. */
export const writingEntry: URL = new URL('../dist/process/write.js', import.meta.url);
