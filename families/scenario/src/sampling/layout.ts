// How iterations are shared among the independent replicates of a design: every whole chunk holds the same number of
// consecutive points of each, so any whole number of chunks is a balanced sample.

/** Independent copies of a design in one run; their spread is the error of what they agree on. */
export const replicateCount = 16;

/** Consecutive iterations of one replicate in a chunk. */
export const replicateLength = 1024;

/** Iterations of a chunk. */
export const chunkIterations = replicateCount * replicateLength;

/** Replicate of an iteration. */
export function replicateOf(iteration: number): number {
  return Math.floor((iteration % chunkIterations) / replicateLength);
}

/** Number of an iteration among those of its replicate. */
export function pointOf(iteration: number): number {
  return Math.floor(iteration / chunkIterations) * replicateLength + (iteration % replicateLength);
}

/** The end of the chunk in which an end lies: designs are balanced by whole chunks only. */
export function wholeChunks(until: number): number {
  return Number.isFinite(until) ? Math.max(1, Math.ceil(until / chunkIterations)) * chunkIterations : until;
}
