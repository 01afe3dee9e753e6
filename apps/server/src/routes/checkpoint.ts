// The newest checkpoint of a run, for those who compute it again in lock-step.

import { errorViewSchema } from '@holdfast/protocol';
import { z } from 'zod';
import { idParams, type Api, type RouteContext } from '../api.ts';

/** Registers the route that gives a run's newest checkpoint. */
export function registerCheckpoint(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/checkpoints/newest',
    {
      schema: {
        summary: 'The newest checkpoint as bytes, 32 MiB at most; nothing (204) while the run has none',
        tags: ['runs'],
        params: idParams,
        produces: ['application/octet-stream'],
        response: { 204: z.null(), '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params }, reply) => {
      await host.record(params.id);
      const bytes = await host.checkpoint(params.id);
      if (bytes === undefined) return reply.code(204).send();
      void reply.type('application/octet-stream').header('cache-control', 'no-store');
      return reply.send(Buffer.from(bytes));
    },
  );
}
