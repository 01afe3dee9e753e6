// Steers a run: pause, resume, cancel, live inputs, delete.

import { listRateMost, SimulationError } from '@holdfast/core';
import { errorViewSchema, inputsRequestSchema, runAnswerSchema, type RunAnswer } from '@holdfast/protocol';
import { z } from 'zod';
import { answers, idParams, type Api, type RouteContext } from '../api.ts';
import type { Host } from '../host.ts';
import { runView } from '../views.ts';

/** A run that has ended cannot be steered. @throws SimulationError `run.not-found`, `run.ended` */
export async function steerable(host: Host, id: string): Promise<void> {
  const record = await host.record(id);
  if (record.status === 'ended') throw new SimulationError('run.ended', { id });
}

/** Bytes of inputs that may come at once: the numbers a rested run takes, each with all its digits. */
const inputBytesMost = 8 * 1024 * 1024;

/** Refuses before anything is read what no run would take. @throws SimulationError `input.too-long` */
function boundInputs(bytes: number): void {
  if (bytes <= inputBytesMost) return;
  throw new SimulationError('input.too-long', {
    place: 'the request',
    given: `${bytes} bytes`,
    most: 2 * listRateMost,
  });
}

export function registerControl(app: Api, { host }: RouteContext): void {
  async function after(id: string): Promise<RunAnswer> {
    return { run: runView(await host.record(id), host.runs.live(id)) };
  }

  const actions = [
    { name: 'pause', summary: 'Pauses a run', act: (id: string) => host.runs.pause(id) },
    { name: 'resume', summary: 'Continues a paused run', act: (id: string) => host.runs.resume(id) },
    {
      name: 'cancel',
      summary: 'Ends a run with a partial result',
      act: (id: string) => host.runs.cancel(id),
    },
  ];
  for (const { name, summary, act } of actions) {
    app.post(
      `/runs/:id/${name}`,
      { schema: { summary, tags: ['control'], params: idParams, response: answers(runAnswerSchema) } },
      async ({ params }) => {
        await steerable(host, params.id);
        await act(params.id);
        return after(params.id);
      },
    );
  }

  app.post(
    '/runs/:id/inputs',
    {
      onRequest: async ({ headers }) => boundInputs(Number(headers['content-length'] ?? 0)),
      schema: {
        summary: 'Changes parameters of a run; recorded with the time they take effect',
        tags: ['control'],
        params: idParams,
        body: inputsRequestSchema,
        response: answers(runAnswerSchema),
      },
    },
    async ({ params, body }) => {
      await steerable(host, params.id);
      await host.runs.input(params.id, body.inputs);
      return after(params.id);
    },
  );

  app.delete(
    '/runs/:id',
    {
      schema: {
        summary: 'Deletes an ended run and everything recorded of it',
        tags: ['control'],
        params: idParams,
        response: { 204: z.null(), '4xx': errorViewSchema, '5xx': errorViewSchema },
      },
    },
    async ({ params }, reply) => {
      await host.remove(params.id);
      return reply.code(204).send();
    },
  );
}
