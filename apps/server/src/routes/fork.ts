// Forks a run at a simulated time: a new run with the same beginning, and what is set there.

import { SimulationError, type RunRecord } from '@holdfast/core';
import { errorViewSchema, forkRequestSchema, runAnswerSchema, type ForkRequest } from '@holdfast/protocol';
import { changedPace, checkInputs, freePace } from '@holdfast/runtime';
import { idParams, type Api, type RouteContext } from '../api.ts';
import type { Host } from '../host.ts';
import { runView } from '../views.ts';

/** Starts a run that repeats run `id` up to `at`: same document, seed, start and inputs until then, and goes on with inputs of its own.
 * @throws SimulationError `run.not-found`, `run.not-there-yet`, `input.*`, `run.too-many` */
export async function forkRun(
  host: Host,
  id: string,
  { at, set = [], inputs = [], until, pace }: ForkRequest,
): Promise<RunRecord> {
  const record = await host.record(id);
  const reached = record.result?.reached ?? host.runs.live(id)?.record.time ?? record.time;
  if (at > reached) throw new SimulationError('run.not-there-yet', { id, time: at, reached });
  checkInputs(host.modelOf(record).parameters, [...set, ...inputs]);
  const before = (await host.store.listInputs(id)).filter(({ time }) => time <= at);
  const { pace: _, ...spec } = record.spec;
  return host.runs.start({
    ...spec,
    inputs: [...before, ...set.map((input) => ({ ...input, time: at })), ...inputs],
    ...(until === undefined ? {} : { until }),
    parent: { run: id, time: at },
    ...(pace === undefined ? {} : { pace: changedPace(freePace, pace) }),
  });
}

/** Registers the fork of runs. */
export function registerFork(app: Api, { host }: RouteContext): void {
  app.post(
    '/runs/:id/fork',
    {
      schema: {
        summary: 'Starts a run that is this one up to the time `at`, with what is set there',
        description:
          'It goes on from the nearest checkpoint that is still kept, or from the start, and repeats the input log up to `at`. Its recording is equal to its parent’s up to there. With another end it begins at the start, because the times of recorded frames follow from the end.',
        tags: ['control'],
        params: idParams,
        body: forkRequestSchema,
        response: { 201: runAnswerSchema, '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params, body }, reply) => {
      const record = await forkRun(host, params.id, body);
      void reply.code(201).header('location', `/api/v1/runs/${record.id}`);
      return { run: runView(record, host.runs.live(record.id)) };
    },
  );
}
