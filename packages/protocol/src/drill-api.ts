// What a drill is asked with: harm done to a run on purpose, to see it recover.

import { z } from 'zod';

/** `plug` kills the process of a run, `corrupt` flips a bit of its living state that the seed decides. */
export const drillKinds = ['plug', 'corrupt'] as const;

export const drillRequestSchema = z.strictObject({
  kind: z.enum(drillKinds),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});
export type DrillRequest = z.input<typeof drillRequestSchema>;
