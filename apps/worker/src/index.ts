// The processes that compute: one run, or one experiment.

export { serveWorker } from '@holdfast/runtime';
export { serveExperiment } from './serve-experiment.ts';
export type { ExperimentMessage, ExperimentStart } from './serve-experiment.ts';

/** The module a host starts as a worker process, packed by `vite.config.ts`. Sources have no such file: in tests it is the one
 * that was built. */
export const workerEntry: URL = new URL('../dist/process/main.js', import.meta.url);

/** The module a host starts as the process of an experiment; built, like `workerEntry`. */
export const experimentEntry: URL = new URL('../dist/process/experiment.js', import.meta.url);
