// What an experiment can say so far as server-sent events, each a whole picture: a reader that comes back needs no history.

import type { ExperimentRecord } from '@holdfast/store';
import type { ServerResponse } from 'node:http';
import { idParams, type Api, type RouteContext } from '../api.ts';
import { EventStream, heartbeatMs } from '../event-stream.ts';
import { asFailure, errorView } from '../failures.ts';
import { experimentDetail } from '../views.ts';

/** How often a change is looked for. */
const lookMs = 150;

/** What makes two looks differ. */
function standing({ status, points, report, updatedAt }: ExperimentRecord): readonly unknown[] {
  return [status, points, report, status === 'ended' ? updatedAt : 0];
}

function stream(
  { host, measures, streams }: RouteContext,
  response: ServerResponse,
  first: ExperimentRecord,
): void {
  const events = new EventStream(response);
  const closed = measures.streamOpened('progress');
  let told: readonly unknown[] = [];
  let over = false;
  let looking = false;
  const finish = (abort: boolean): void => {
    if (over) return;
    over = true;
    for (const stop of stops) stop();
    closed();
    if (abort) response.destroy();
    else response.end();
  };
  const tell = (record: ExperimentRecord): void => {
    const now = standing(record);
    if (over || now.every((fact, index) => fact === told[index])) return;
    told = now;
    events.push('progress', experimentDetail(record));
    if (record.result === null) return;
    events.push('ended', { stop: record.result.stop });
    finish(false);
  };
  const look = async (): Promise<void> => {
    // A slow reader misses what lies between, never the newest.
    if (looking || over || !events.idle) return;
    looking = true;
    try {
      tell(await host.experiments.get(first.id));
    } catch (error) {
      if (!over) events.push('failed', errorView(asFailure(error)));
      finish(false);
    } finally {
      looking = false;
    }
  };
  const stops = [
    host.every(lookMs, () => void look()),
    host.every(heartbeatMs, () => {
      if (!events.heartbeat()) finish(true);
    }),
    streams.add(() => finish(false)),
  ];
  response.on('close', () => finish(true));
  tell(first);
}

export function registerExperimentProgress(app: Api, context: RouteContext): void {
  app.get(
    '/experiments/:id/progress',
    {
      schema: {
        summary: 'Server-sent events `progress` (what `/experiments/{id}` answers) and `ended`',
        description: 'Each event says all that is known; the first one comes at once.',
        tags: ['experiments'],
        params: idParams,
        produces: ['text/event-stream'],
      },
    },
    async ({ params }, reply) => {
      const record = await context.host.experiments.get(params.id);
      reply.hijack();
      stream(context, reply.raw, record);
    },
  );
}
