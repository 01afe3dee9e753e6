// How a run goes against the wall clock: its pace, and what its computing goes into.

import { paceRequestSchema, profileViewSchema, runAnswerSchema } from '@holdfast/protocol';
import { answers, idParams, type Api, type RouteContext } from '../api.ts';
import { profileView, runView } from '../views.ts';

/** Registers the routes of the wall clock. */
export function registerPace(app: Api, { host }: RouteContext): void {
  app.post(
    '/runs/:id/pace',
    {
      schema: {
        summary: 'Changes how fast a run goes and how often it is shown; never what it computes',
        description: 'What is absent stays as it is. `factor` 0 is as fast as possible.',
        tags: ['control'],
        params: idParams,
        body: paceRequestSchema,
        response: answers(runAnswerSchema),
      },
    },
    async ({ params, body }) => {
      const record = await host.record(params.id);
      await host.runs.pace(params.id, body);
      return { run: runView(record, host.runs.live(params.id)) };
    },
  );

  app.get(
    '/runs/:id/profile',
    {
      schema: {
        summary: 'What the computing of a living run goes into, and how it keeps its pace',
        tags: ['runs'],
        params: idParams,
        response: answers(profileViewSchema),
      },
    },
    async ({ params }) => {
      await host.record(params.id);
      return profileView(host.runs.live(params.id));
    },
  );
}
