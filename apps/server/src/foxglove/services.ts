// What a viewer may call: the steering of a run that the REST routes offer, with JSON in and out.

import { SimulationError } from '@holdfast/core';
import {
  decodeJson,
  encodeJson,
  forkRequestSchema,
  numberField,
  objectField,
  paceRequestSchema,
  type FieldSchema,
  type ViewerService,
} from '@holdfast/protocol';
import type { z } from 'zod';
import type { Host } from '../host.ts';
import { steerable } from '../routes/control.ts';
import { forkRun } from '../routes/fork.ts';

interface Service extends ViewerService {
  /** Does it, and answers with the id of the run that is meant. */
  readonly call: (host: Host, id: string, request: unknown) => Promise<string>;
}

const response = objectField({
  run: { type: 'string' },
  status: { type: 'string' },
  time: numberField,
});
const text: FieldSchema = { type: 'string' };

function checked<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw new SimulationError('request.invalid', { reason: parsed.error.issues[0]?.message ?? 'request' });
}

/** A service that needs to be told nothing. */
function plain(id: number, name: string, act: (host: Host, id: string) => Promise<void>): Service {
  return {
    id,
    name: `/${name}`,
    type: `holdfast.${name}`,
    request: objectField({}),
    response,
    async call(host, run) {
      await steerable(host, run);
      await act(host, run);
      return run;
    },
  };
}

const fork: Service = {
  id: 4,
  name: '/fork',
  type: 'holdfast.fork',
  request: objectField({
    at: { ...numberField, description: 'time of the model; now when absent' },
    set: { type: 'array', items: objectField({ parameter: text, value: numberField }) },
  }),
  response,
  async call(host, id, request) {
    const now = host.runs.live(id)?.record.time ?? (await host.record(id)).time;
    const wish = typeof request === 'object' ? request : {};
    return (await forkRun(host, id, checked(forkRequestSchema, { at: now, ...wish }))).id;
  },
};

const pace: Service = {
  id: 5,
  name: '/pace',
  type: 'holdfast.pace',
  request: objectField({
    factor: { ...numberField, description: 'simulated seconds per second; 0 as fast as possible' },
    mode: { ...text, description: 'performance, balanced or accuracy' },
  }),
  response,
  async call(host, id, request) {
    await host.runs.pace(id, checked(paceRequestSchema, request));
    return id;
  },
};

export const services: readonly Service[] = [
  plain(1, 'pause', (host, id) => host.runs.pause(id)),
  plain(2, 'resume', (host, id) => host.runs.resume(id)),
  plain(3, 'cancel', (host, id) => host.runs.cancel(id)),
  fork,
  pace,
];

/** Calls a service of run `id` and answers as JSON. @throws SimulationError as the REST route does */
export async function callService(host: Host, id: string, service: number, data: string): Promise<string> {
  const found = services.find((each) => each.id === service);
  if (found === undefined)
    throw new SimulationError('request.not-found', { method: 'call', path: `${service}` });
  let request: unknown;
  try {
    request = data.trim() === '' ? {} : decodeJson(data);
  } catch (cause) {
    throw new SimulationError('request.invalid', { reason: 'the request is not JSON' }, cause);
  }
  const run = await found.call(host, id, request);
  const { status, time } = host.runs.live(run)?.record ?? (await host.record(run));
  return encodeJson({ run, status, time });
}
