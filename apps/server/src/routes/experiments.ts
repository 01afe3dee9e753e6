// Starts experiments, lists them, and reads what they found, point by point where asked.

import { SimulationError } from '@holdfast/core';
import {
  documentSchema,
  encodeJson,
  errorViewSchema,
  experimentAnswerSchema,
  experimentDetailSchema,
  experimentPageSchema,
  experimentRequestSchema,
  experimentResultSchema,
  pageQuerySchema,
  pointPageSchema,
} from '@holdfast/protocol';
import { z } from 'zod';
import { answers, idParams, sendJsonText, type Api, type RouteContext } from '../api.ts';
import { experimentDetail, experimentView } from '../views.ts';
import { registerExperimentProgress } from './experiment-progress.ts';
import { registerExperimentReport } from './experiment-report.ts';

const pointPage = z.object({
  after: z.coerce.number().int().min(0).optional(),
  limit: pageQuerySchema.shape.limit,
});

const pageOf = <Key extends string | number>(query: { after?: Key | undefined; limit: number }) =>
  query.after === undefined ? { limit: query.limit } : { after: query.after, limit: query.limit };

function registerCollection(app: Api, { host }: RouteContext): void {
  app.post(
    '/experiments',
    {
      schema: {
        summary: 'Starts an experiment',
        tags: ['experiments'],
        body: experimentRequestSchema,
        response: { 201: experimentAnswerSchema, '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ body }, reply) => {
      const record = await host.experiments.start(body);
      void reply.code(201).header('location', `/api/v1/experiments/${record.id}`);
      return { experiment: experimentView(record) };
    },
  );

  app.get(
    '/experiments',
    {
      schema: {
        summary: 'Experiments, newest first; continue with the id in `next`',
        tags: ['experiments'],
        querystring: pageQuerySchema,
        response: answers(experimentPageSchema),
      },
    },
    async ({ query }) => {
      const records = await host.experiments.list(pageOf(query));
      const last = records.length < query.limit ? undefined : records.at(-1);
      return { experiments: records.map(experimentView), next: last?.id ?? null };
    },
  );
}

function registerOne(app: Api, { host }: RouteContext): void {
  app.get(
    '/experiments/:id',
    {
      schema: {
        summary: 'One experiment: what was asked, and what can be said so far',
        tags: ['experiments'],
        params: idParams,
        response: answers(experimentDetailSchema),
      },
    },
    async ({ params }) => {
      return experimentDetail(await host.experiments.get(params.id));
    },
  );

  app.get(
    '/experiments/:id/result',
    {
      schema: {
        summary: 'The result of an ended experiment, byte for byte what the command line prints',
        tags: ['experiments'],
        params: idParams,
        response: answers(experimentResultSchema),
      },
    },
    async ({ params }, reply) => {
      const { result } = await host.experiments.get(params.id);
      if (result === null) throw new SimulationError('experiment.not-ended', { id: params.id });
      return sendJsonText(reply, `${encodeJson(result, 2)}\n`);
    },
  );

  app.get(
    '/experiments/:id/document',
    {
      schema: {
        summary: 'The document of an experiment as it was sent',
        tags: ['experiments'],
        params: idParams,
        response: answers(documentSchema),
      },
    },
    async ({ params }) => (await host.experiments.get(params.id)).spec.document,
  );

  app.get(
    '/experiments/:id/points',
    {
      schema: {
        summary: 'Points computed so far with the figures the method reads, in order',
        tags: ['experiments'],
        params: idParams,
        querystring: pointPage,
        response: answers(pointPageSchema),
      },
    },
    async ({ params, query }) => {
      const points = await host.experiments.points(params.id, pageOf(query));
      const last = points.length < query.limit ? undefined : points.at(-1);
      return { points, next: last?.index ?? null };
    },
  );
}

function registerControl(app: Api, { host }: RouteContext): void {
  app.post(
    '/experiments/:id/cancel',
    {
      schema: {
        summary: 'Ends an experiment with what it can say so far',
        tags: ['experiments'],
        params: idParams,
        response: answers(experimentAnswerSchema),
      },
    },
    async ({ params }) => ({ experiment: experimentView(await host.experiments.cancel(params.id)) }),
  );

  app.delete(
    '/experiments/:id',
    {
      schema: {
        summary: 'Deletes an ended experiment and its points',
        tags: ['experiments'],
        params: idParams,
        response: { 204: z.null(), '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params }, reply) => {
      await host.experiments.remove(params.id);
      return reply.code(204).send();
    },
  );
}

/** Registers the routes of experiments. */
export function registerExperiments(app: Api, context: RouteContext): void {
  registerCollection(app, context);
  registerOne(app, context);
  registerControl(app, context);
  registerExperimentProgress(app, context);
  registerExperimentReport(app, context);
}
