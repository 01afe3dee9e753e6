// Drills: a run is harmed on purpose and recovers as from any damage. Off where others could be disturbed.

import { SimulationError } from '@holdfast/core';
import { drillRequestSchema, runAnswerSchema } from '@holdfast/protocol';
import { answers, idParams, type Api, type RouteContext } from '../api.ts';
import { runView } from '../views.ts';

/** Registers the route of drills. */
export function registerDrills(app: Api, { host, configuration }: RouteContext): void {
  app.post(
    '/runs/:id/drills',
    {
      schema: {
        summary: 'Harms a run on purpose: kills its process, or flips a bit of its living state',
        description:
          'It recovers by itself, and its numbers stay those of an undisturbed run. Its events say what was hit, how it was found, what was done and how long that took. One at a time for each run.',
        tags: ['control'],
        params: idParams,
        body: drillRequestSchema,
        response: answers(runAnswerSchema),
      },
    },
    async ({ params, body }) => {
      if (!configuration.drills) throw new SimulationError('drill.forbidden');
      await host.runs.drill(params.id, body);
      return { run: runView(await host.record(params.id), host.runs.live(params.id)) };
    },
  );
}
