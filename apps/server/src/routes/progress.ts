// Progress and events of a run as server-sent events. A reader that stops reading is cut off, never waited for;
// it comes back with `Last-Event-ID` and misses no event.

import type { RunRecord } from '@holdfast/core';
import type { LiveRun } from '@holdfast/runtime';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { EventStream, heartbeatMs } from '../event-stream.ts';
import { idParams, type Api, type RouteContext } from '../api.ts';
import { asFailure, errorView } from '../failures.ts';
import { RunFeed } from '../run-feed.ts';
import { runView } from '../views.ts';

function stream(context: RouteContext, response: ServerResponse, record: RunRecord, after?: number): void {
  const { host, measures, streams } = context;
  const events = new EventStream(response);
  const closed = measures.streamOpened('progress');
  let over = false;
  const finish = (abort: boolean): void => {
    if (over) return;
    over = true;
    stopHeartbeat();
    forget();
    feed.close();
    closed();
    if (abort) response.destroy();
    else response.end();
  };
  const send = (type: string, data: unknown, id?: number): void => {
    if (!over && !events.push(type, data, id)) finish(true);
  };
  const changed = (now: RunRecord, live: LiveRun | undefined): void =>
    send('progress', { run: runView(now, live) });
  const feed = new RunFeed(host, record, after, {
    rateHz: 0,
    frame: () => true,
    event: (event) => send('event', event, event.sequence),
    drained: () => events.drained(),
    changed,
    ended(final) {
      changed(final, undefined);
      if (final.result !== null) send('ended', { stop: final.result.stop });
      finish(false);
    },
    failed(error) {
      send('failed', errorView(asFailure(error)));
      finish(false);
    },
  });
  const stopHeartbeat = host.every(heartbeatMs, () => {
    if (!events.heartbeat()) finish(true);
  });
  const forget = streams.add(() => finish(false));
  response.on('close', () => finish(true));
  changed(record, host.runs.live(record.id));
}

export function registerProgress(app: Api, context: RouteContext): void {
  app.get(
    '/runs/:id/progress',
    {
      schema: {
        summary: 'Server-sent events `progress`, `event` (id: its sequence) and `ended`',
        description: 'Resumes after the event named by the header `Last-Event-ID` or the query `after`.',
        tags: ['runs'],
        params: idParams,
        querystring: z.object({ after: z.coerce.number().int().min(0).optional() }),
        headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).optional() }),
        produces: ['text/event-stream'],
      },
    },
    async ({ params, query, headers }, reply) => {
      const record = await context.host.record(params.id);
      reply.hijack();
      stream(context, reply.raw, record, headers['last-event-id'] ?? query.after);
    },
  );
}
