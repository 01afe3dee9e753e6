// What travels on streams: text messages of a run's live WebSocket, and server-sent progress events of runs and experiments.

import type { RunEvent, StopReason } from '@holdfast/core';
import { z } from 'zod';
import {
  errorViewSchema,
  inputsRequestSchema,
  metricSchema,
  modelViewSchema,
  runEventSchema,
  runViewSchema,
  stopReasonSchema,
  wireNumber,
} from './api.ts';
import type { ErrorView, MetricsView, ModelView, RunView } from './api.ts';
import { experimentStopSchema } from './experiment-report.ts';
import { experimentDetailSchema } from './experiment-view.ts';
import { paceRequestSchema } from './pace-api.ts';

/** Subprotocol a live client offers; a browser needs one that the server can take. */
export const liveProtocol = 'holdfast.live.1';

/** Prefix of the further subprotocol that carries an API key, since browsers can set no header there. */
export const liveKeyProtocolPrefix = 'holdfast.key.';

/** Text messages of the live WebSocket; frames travel as binary messages beside them. */
export type LiveMessage =
  | { readonly type: 'model'; readonly run: RunView; readonly model: ModelView }
  | { readonly type: 'run'; readonly run: RunView }
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'metrics'; readonly time: number; readonly metrics: MetricsView['metrics'] }
  | { readonly type: 'dropped'; readonly frames: number }
  /** To the request with this number: it is done, or why it was refused. */
  | ({ readonly type: 'answer'; readonly request: number } & Partial<ErrorView>)
  | { readonly type: 'ended'; readonly stop: StopReason };

export const liveMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('model'), run: runViewSchema, model: modelViewSchema }),
  z.object({ type: z.literal('run'), run: runViewSchema }),
  z.object({ type: z.literal('event'), event: runEventSchema }),
  z.object({ type: z.literal('metrics'), time: wireNumber, metrics: z.array(metricSchema) }),
  z.object({ type: z.literal('dropped'), frames: z.number() }),
  z.object({
    type: z.literal('answer'),
    request: z.int().min(0),
    error: errorViewSchema.shape.error.exactOptional(),
  }),
  z.object({ type: z.literal('ended'), stop: stopReasonSchema }),
]) satisfies z.ZodType<LiveMessage>;

/** What a live client may say. */
export const liveRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rate'), hz: z.number().min(0.1).max(60) }),
  /** Answered by `answer` with the same number. */
  z.object({ type: z.literal('inputs'), request: z.int().min(0), ...inputsRequestSchema.shape }),
  z.object({ type: z.literal('pace'), request: z.int().min(0), pace: paceRequestSchema }),
]);
export type LiveRequest = z.infer<typeof liveRequestSchema>;

/** The query of the live WebSocket: frames per second, and the last event the client has seen. */
export const liveQuerySchema = z.object({
  rate: z.coerce.number().min(0.1).max(60).default(20),
  after: z.coerce.number().int().min(0).optional(),
});

/** Events of the progress stream by their type; those of type `event` have their sequence as id. */
export const progressEventSchemas = {
  progress: z.object({ run: runViewSchema }),
  event: runEventSchema,
  ended: z.object({ stop: stopReasonSchema }),
  failed: errorViewSchema,
} as const;

/** Events of the progress stream of an experiment by their type; each says all that is known. */
export const experimentEventSchemas = {
  progress: experimentDetailSchema,
  ended: z.object({ stop: experimentStopSchema }),
  failed: errorViewSchema,
} as const;
