// Closer looks at living state: asked of the run's process between two steps, kept nowhere.

import { errorViewSchema } from '@holdfast/protocol';
import { z } from 'zod';
import { idParams, type Api, type RouteContext } from '../api.ts';

const params = idParams.extend({ name: z.string().min(1).max(64) });
/** Each kind of detail says which numbers it takes. */
const query = z.record(z.string().max(64), z.coerce.number());

/** Registers the route of closer looks. */
export function registerDetails(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/details/:name',
    {
      schema: {
        summary:
          'A closer look at the living state of a run, 8 MiB at most; never recorded, never part of its numbers',
        description:
          'Names and their queries are listed as `details` in the model of a run. The answer is an encoded snapshot whose layout names the meaning of its fields. Ask for the next when the last came back.',
        tags: ['runs'],
        params,
        querystring: query,
        produces: ['application/octet-stream'],
        response: { '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params: asked, query: numbers }, reply) => {
      const bytes = await host.runs.detail(asked.id, asked.name, numbers);
      void reply.type('application/octet-stream').header('cache-control', 'no-store');
      return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  );
}
