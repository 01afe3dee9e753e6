// The last frames of a living run, recorded or not, for one who comes late.

import { framePageSchema } from '@holdfast/protocol';
import { answers, idParams, type Api, type RouteContext } from '../api.ts';

/** Registers the route that gives the last frames shown of a run. */
export function registerRecentFrames(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/frames/recent',
    {
      schema: {
        summary:
          'The last frames shown of a living run, oldest first, 1 MiB at most; none where it is not executed here',
        tags: ['runs'],
        params: idParams,
        response: answers(framePageSchema),
      },
    },
    async ({ params }) => {
      await host.record(params.id);
      const recent = host.runs.live(params.id)?.recent ?? [];
      const frames = recent.map(({ sequence, time, values }) => ({ sequence, time, values: [...values] }));
      return { frames, next: null };
    },
  );
}
