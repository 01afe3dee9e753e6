// How this process is. These routes answer without a key, without the store (but `/readyz`) and under any load.

import { SimulationError } from '@holdfast/core';
import { healthViewSchema } from '@holdfast/protocol';
import { z } from 'zod';
import type { Api, RouteContext } from '../api.ts';

/** A store that takes longer to answer is as good as gone to whoever sends requests here. */
const pingMs = 2000;

const bytesPerMb = 1024 * 1024;
const megabytes = (bytes: number): number => Math.round((bytes / bytesPerMb) * 10) / 10;

const statusView = z.object({ status: z.string() });

const schema = (summary: string, answer: z.ZodType) => ({
  summary,
  tags: ['server'],
  response: { 200: answer, 503: answer },
});

/** Rejects when `work` takes longer than `limitMs`. */
async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new SimulationError('store.unavailable', { reason: 'no answer' })),
      limitMs,
    );
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function registerHealth(app: Api, { host, measures, streams }: RouteContext): void {
  app.get('/livez', { schema: schema('Answers while the process is alive', statusView) }, () => ({
    status: 'ok',
  }));

  app.get(
    '/readyz',
    { schema: schema('Answers 200 when a run could be started now', statusView) },
    async (_, reply) => {
      if (streams.draining) {
        void reply.code(503);
        return { status: 'draining' };
      }
      try {
        await within(pingMs, host.store.ping());
        return { status: 'ok' };
      } catch {
        void reply.code(503);
        return { status: 'store-unavailable' };
      }
    },
  );

  app.get(
    '/health',
    {
      schema: schema(
        'Status, memory in MB, uptime in seconds, runs',
        healthViewSchema.extend({ runs: z.object({ active: z.number(), queued: z.number() }) }),
      ),
    },
    () => {
      const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
      const counts = host.counts();
      return {
        status: streams.draining ? 'draining' : 'ok',
        timestamp: new Date().toISOString(),
        memory: {
          rss: megabytes(rss),
          heapTotal: megabytes(heapTotal),
          heapUsed: megabytes(heapUsed),
          external: megabytes(external),
        },
        uptime: Math.round(process.uptime() * 10) / 10,
        runs: { active: counts.running + counts.paused + counts.recovering, queued: counts.queued },
      };
    },
  );

  app.get(
    '/metrics',
    { schema: { summary: 'Measures in the Prometheus text format', tags: ['server'] } },
    async (_, reply) =>
      reply
        .type(measures.contentType)
        .serializer((payload: unknown) => String(payload))
        .send(await measures.text()),
  );
}
