// Starts runs, lists them, and reads everything that is kept of one.

import { frameSize, SimulationError, type Channel } from '@holdfast/core';
import {
  checkpointsViewSchema,
  documentSchema,
  encodeJson,
  encodeResult,
  errorViewSchema,
  eventPageSchema,
  framePageSchema,
  inputsViewSchema,
  metricsViewSchema,
  pageQuerySchema,
  resultSchema,
  runAnswerSchema,
  runDetailSchema,
  runPageSchema,
  runRequestSchema,
  type MetricsView,
} from '@holdfast/protocol';
import { z } from 'zod';
import { answers, idParams, sendJsonText, type Api, type RouteContext } from '../api.ts';
import { runView } from '../views.ts';

/** The query of a page whose keys are sequences. */
const sequencePage = z.object({
  after: z.coerce.number().int().min(0).optional(),
  limit: pageQuerySchema.shape.limit,
});

const pageOf = <Key extends string | number>(query: { after?: Key | undefined; limit: number }) =>
  query.after === undefined ? { limit: query.limit } : { after: query.after, limit: query.limit };

/** A full page may have a next one; its key is that of the last row. */
function next<Row, Key>(rows: readonly Row[], limit: number, key: (row: Row) => Key): Key | null {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit ? null : key(last);
}

/** Numbers one page of frames holds at most; about 4 MB of JSON. */
const pageValuesMax = 200_000;

/** Frames of one page of these channels. */
export function framesPerPage(channels: readonly Channel[]): number {
  return Math.max(1, Math.floor(pageValuesMax / Math.max(1, frameSize(channels))));
}

function registerCollection(app: Api, { host }: RouteContext): void {
  app.post(
    '/runs',
    {
      schema: {
        summary: 'Starts a run',
        tags: ['runs'],
        body: runRequestSchema,
        response: { 201: runAnswerSchema, '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ body }, reply) => {
      const record = await host.runs.start(host.toRunSpec(body));
      void reply.code(201).header('location', `/api/v1/runs/${record.id}`);
      return { run: runView(record, host.runs.live(record.id)) };
    },
  );

  app.get(
    '/runs',
    {
      schema: {
        summary: 'Runs, newest first; continue with the id in `next`',
        tags: ['runs'],
        querystring: pageQuerySchema,
        response: answers(runPageSchema),
      },
    },
    async ({ query }) => {
      const records = await host.store.listRuns(pageOf(query));
      return {
        runs: records.map((record) => runView(record, host.runs.live(record.id))),
        next: next(records, query.limit, ({ id }) => id),
      };
    },
  );

  app.get(
    '/runs/:id',
    {
      schema: {
        summary: 'One run and what is needed to draw it',
        tags: ['runs'],
        params: idParams,
        response: answers(runDetailSchema),
      },
    },
    async ({ params }) => {
      const record = await host.record(params.id);
      return { run: runView(record, host.runs.live(record.id)), model: host.modelOf(record) };
    },
  );
}

function registerOutcome(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/document',
    {
      schema: {
        summary: 'The document as it was submitted',
        tags: ['runs'],
        params: idParams,
        response: answers(documentSchema),
      },
    },
    async ({ params }, reply) =>
      sendJsonText(reply, encodeJson((await host.record(params.id)).spec.document, 2)),
  );

  app.get(
    '/runs/:id/result',
    {
      schema: {
        summary: 'The result of an ended run, byte for byte what the command line prints',
        tags: ['runs'],
        params: idParams,
        response: answers(resultSchema),
      },
    },
    async ({ params }, reply) => {
      const { result } = await host.record(params.id);
      if (result === null) throw new SimulationError('run.not-ended', { id: params.id });
      return sendJsonText(reply, encodeResult(result));
    },
  );

  app.get(
    '/runs/:id/metrics',
    {
      schema: {
        summary: 'Numbers so far, or final ones once the run has ended',
        tags: ['runs'],
        params: idParams,
        response: answers(metricsViewSchema),
      },
    },
    async ({ params }): Promise<MetricsView> => {
      const { result, time } = await host.record(params.id);
      if (result !== null) return { time: result.reached, partial: result.partial, metrics: result.metrics };
      const live = host.runs.live(params.id)?.metrics;
      return { time: live?.time ?? time, partial: true, metrics: live?.metrics ?? [] };
    },
  );
}

function registerRecordings(app: Api, { host }: RouteContext): void {
  app.get(
    '/runs/:id/events',
    {
      schema: {
        summary: 'What happened to the run, in order',
        tags: ['runs'],
        params: idParams,
        querystring: sequencePage,
        response: answers(eventPageSchema),
      },
    },
    async ({ params, query }) => {
      await host.record(params.id);
      const events = await host.store.listEvents(params.id, pageOf(query));
      return { events, next: next(events, query.limit, ({ sequence }) => sequence) };
    },
  );

  app.get(
    '/runs/:id/frames',
    {
      schema: {
        summary: 'Recorded frames, in order; wide ones come in shorter pages',
        tags: ['runs'],
        params: idParams,
        querystring: sequencePage,
        response: answers(framePageSchema),
      },
    },
    async ({ params, query }) => {
      const model = host.modelOf(await host.record(params.id));
      const limit = Math.min(query.limit, framesPerPage(model.channels));
      const frames = await host.store.listFrames(params.id, pageOf({ ...query, limit }));
      return {
        frames: frames.map(({ sequence, time, values }) => ({ sequence, time, values: [...values] })),
        next: next(frames, limit, ({ sequence }) => sequence),
      };
    },
  );

  app.get(
    '/runs/:id/checkpoints',
    {
      schema: {
        summary: 'Checkpoints, newest first; their files go when the run has ended',
        tags: ['runs'],
        params: idParams,
        response: answers(checkpointsViewSchema),
      },
    },
    async ({ params }) => {
      await host.record(params.id);
      return { checkpoints: await host.store.listCheckpoints(params.id) };
    },
  );

  app.get(
    '/runs/:id/inputs',
    {
      schema: {
        summary: 'The input log: what was changed while the run ran, and when',
        tags: ['runs'],
        params: idParams,
        response: answers(inputsViewSchema),
      },
    },
    async ({ params }) => {
      await host.record(params.id);
      return { inputs: await host.store.listInputs(params.id) };
    },
  );
}

/** Registers the routes of runs: collection, outcome, recordings. */
export function registerRuns(app: Api, context: RouteContext): void {
  registerCollection(app, context);
  registerOutcome(app, context);
  registerRecordings(app, context);
}
