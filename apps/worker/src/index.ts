// The process in which one run lives.

export { serveWorker } from '@holdfast/runtime';

/** The module a host starts as a worker process. Sources have no such file: in tests it is the one that was built. */
export const workerEntry: URL = new URL('../dist/main.js', import.meta.url);
