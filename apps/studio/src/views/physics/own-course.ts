// What makes a run equal to a world of one's own: where it leaves the run it began as, what was set from there on, and how it ends.

import type { RecordedInput } from '@holdfast/core';
import { encodeFrame, sha256Hex } from '@holdfast/protocol';

export interface OwnCourse {
  /** Where it leaves the run it began as. */
  readonly at: number;
  /** What was set from there on. */
  readonly inputs: readonly RecordedInput[];
  /** Where it stands. */
  readonly until: number;
  /** Of its last frame, as `endDigest` gives it. */
  readonly digest: string;
}

/** Digests a frame wherever it comes from: without its number, and without signs of zeros, which JSON does not carry. */
export function endDigest(time: number, values: Float64Array): string {
  return sha256Hex(encodeFrame({ sequence: 0, time, values: values.map((value) => value + 0) }));
}
