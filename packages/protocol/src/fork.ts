// What a run is forked with: where, what is set there and later, and perhaps another end.

import { z } from 'zod';
import { inputSchema, inputsMost, recordedInputSchema } from './input-api.ts';
import { paceRequestSchema } from './pace-api.ts';

/** A new run that is this one up to `at`, with what is set there and later, and perhaps another end. */
export const forkRequestSchema = z
  .strictObject({
    at: z.number().min(0),
    set: z.array(inputSchema).max(1000).optional(),
    /** A log that follows: what takes effect at `at`, after what is set, or later. */
    inputs: z.array(recordedInputSchema).max(inputsMost).optional(),
    /** Its end; that of the run it forks when absent. */
    until: z.number().positive().optional(),
    pace: paceRequestSchema.optional(),
  })
  .refine(
    ({ at, inputs = [] }) => inputs.every(({ time }, i) => time >= (inputs[i - 1]?.time ?? at)),
    'inputs come in order, none before the fork',
  )
  .refine(({ at, until = Infinity }) => until >= at, 'the end comes at the fork or after it');
export type ForkRequest = z.infer<typeof forkRequestSchema>;
