// What a server says of itself.

import { z } from 'zod';

/** What answers at an address. */
export const infoViewSchema = z.object({
  product: z.literal('holdfast'),
  version: z.string(),
  /** Version of the routes and messages. */
  api: z.literal(1),
  store: z.enum(['pglite', 'postgresql']),
  families: z.array(z.object({ family: z.string(), version: z.string() })),
  /** Runs executed at once. */
  slots: z.number(),
  /** Whether runs may be harmed on purpose here; a server that does not say it knows no drills. */
  drills: z.boolean().default(false),
});
export type InfoView = z.infer<typeof infoViewSchema>;

/** The answer of `/health`; memory in MB, uptime in seconds. */
export const healthViewSchema = z.object({
  status: z.string(),
  /** ISO 8601. */
  timestamp: z.string(),
  memory: z.object({
    rss: z.number(),
    heapTotal: z.number(),
    heapUsed: z.number(),
    external: z.number(),
  }),
  uptime: z.number(),
});
export type HealthView = z.infer<typeof healthViewSchema>;
