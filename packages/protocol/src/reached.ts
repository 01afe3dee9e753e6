// What those who compute a run again are told of it: how far it is, what was changed on the way, and now and then a digest.

import type { Frame, RecordedInput } from '@holdfast/core';
import { z } from 'zod';
import { sha256Hex } from './digest.ts';
import { encodeFrame } from './frame-codec.ts';
import { wireNumber } from './api.ts';
import { recordedInputSchema } from './input-api.ts';

/** A run stands at `time`. `inputs` are those of its log from number `first` on that took effect since this was last said. */
export interface RunReached {
  readonly time: number;
  readonly first: number;
  readonly inputs: readonly RecordedInput[];
  /** `frameDigest` of the frame at `time`, after these inputs and before any later one. */
  readonly digest?: string;
}

export const runReachedSchema = z.object({
  time: wireNumber,
  first: z.int().min(0),
  inputs: z.array(recordedInputSchema),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
}) satisfies z.ZodType<RunReached>;

/** Digests one frame: sequence, time and every bit of its values. */
export function frameDigest(frame: Frame): string {
  return sha256Hex(encodeFrame(frame));
}
