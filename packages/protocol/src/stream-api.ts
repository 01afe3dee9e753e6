// What travels on streams: text messages of a run's live WebSocket, and server-sent progress events of runs and experiments.

import type { RunEvent, StopReason } from '@holdfast/core';
import { z } from 'zod';
import {
  errorViewSchema,
  metricSchema,
  modelViewSchema,
  runEventSchema,
  runViewSchema,
  stopReasonSchema,
  wireNumber,
} from './api.ts';
import type { ErrorView, MetricsView, ModelView, RunView } from './api.ts';
import { experimentStopSchema } from './experiment-report.ts';
import { inputsRequestSchema } from './input-api.ts';
import { experimentDetailSchema } from './experiment-view.ts';
import { paceRequestSchema } from './pace-api.ts';
import { runReachedSchema, type RunReached } from './reached.ts';
import { streamTiers, type StreamTier } from './stream-layout.ts';

/** Subprotocol a live client offers; a browser needs one that the server can take. */
export const liveProtocol = 'holdfast.live.1';

/** Live frames a second that anybody may ask for, and those one gets who asks for nothing. */
export const liveHzMost = 60;
export const liveHzUsual = 20;

/** Prefix of the further subprotocol that carries an API key, since browsers can set no header there. */
export const liveKeyProtocolPrefix = 'holdfast.key.';

export type StreamTierName = StreamTier['name'];
const tierSchema = z.enum(streamTiers.map(({ name }) => name));

/** What a live client is sent of a run's numbers: `frames` whole, the default; a compressed `stream`, which it acknowledges; or
 * the `steps` from which it computes them itself. */
export type LiveWatch = 'frames' | 'stream' | 'steps';
const watchSchema = z.enum(['frames', 'stream', 'steps']);

/** How a client is served with the compressed stream; its numbers count from the beginning of the connection. */
export interface StreamView {
  /** Name of the shared stream, by which a client resumes. */
  readonly stream: string;
  readonly tier: StreamTierName;
  /** What the client gets when it keeps up. */
  readonly asked: StreamTierName;
  /** Frames per second at most. */
  readonly hz: number;
  readonly bytes: number;
  /** Frames sent and not yet acknowledged, and frames left out because of them. */
  readonly underWay: number;
  readonly skipped: number;
  /** Of the last acknowledged frame, 0 before the first. */
  readonly roundTripMs: number;
  /** Mean time to encode a frame of this run, ms; whoever shares a frame shares it. */
  readonly encodeMs: number;
}

/** Text messages of the live WebSocket; frames travel as binary messages beside them. */
export type LiveMessage =
  | { readonly type: 'model'; readonly run: RunView; readonly model: ModelView }
  | { readonly type: 'run'; readonly run: RunView }
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'metrics'; readonly time: number; readonly metrics: MetricsView['metrics'] }
  | { readonly type: 'dropped'; readonly frames: number }
  | ({ readonly type: 'stream' } & StreamView)
  /** Family and version of the numbers, before the first steps. */
  | { readonly type: 'engine'; readonly engine: string }
  | ({ readonly type: 'reached' } & RunReached)
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
    type: z.literal('stream'),
    stream: z.string(),
    tier: tierSchema,
    asked: tierSchema,
    hz: z.number(),
    bytes: z.number(),
    underWay: z.number(),
    skipped: z.number(),
    roundTripMs: z.number(),
    encodeMs: z.number(),
  }),
  z.object({ type: z.literal('engine'), engine: z.string() }),
  z.object({ type: z.literal('reached'), ...runReachedSchema.shape }),
  z.object({
    type: z.literal('answer'),
    request: z.int().min(0),
    error: errorViewSchema.shape.error.exactOptional(),
  }),
  z.object({ type: z.literal('ended'), stop: stopReasonSchema }),
]) satisfies z.ZodType<LiveMessage>;

/** What is watched, and how. `tier` is the model's own choice when absent; `inputs` counts the inputs of the log that one who
 * computes knows. */
const watchShape = {
  watch: watchSchema,
  tier: tierSchema.optional(),
  inputs: z.int().min(0).optional(),
};
export interface WatchRequest {
  readonly watch: LiveWatch;
  readonly tier?: StreamTierName | undefined;
  readonly inputs?: number | undefined;
}

/** What a live client may say. */
export const liveRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('watch'), ...watchShape }),
  /** The client has decoded the streamed frame of this number. */
  z.object({ type: z.literal('shown'), sequence: z.int().min(0) }),
  /** The client cannot go on without a key frame. */
  z.object({ type: z.literal('key') }),
  z.object({ type: z.literal('rate'), hz: z.number().min(0.1).max(liveHzMost) }),
  /** Answered by `answer` with the same number. */
  z.object({ type: z.literal('inputs'), request: z.int().min(0), ...inputsRequestSchema.shape }),
  z.object({ type: z.literal('pace'), request: z.int().min(0), pace: paceRequestSchema }),
]);
export type LiveRequest = z.infer<typeof liveRequestSchema>;

/** The query of the live WebSocket: frames per second, the last event the client has seen, what it watches, and the streamed frame
 * it resumes after. */
export const liveQuerySchema = z.object({
  rate: z.coerce.number().min(0.1).max(liveHzMost).default(liveHzUsual),
  after: z.coerce.number().int().min(0).optional(),
  watch: watchSchema.default('frames'),
  tier: tierSchema.optional(),
  inputs: z.coerce.number().int().min(0).optional(),
  stream: z.string().max(64).optional(),
  shown: z.coerce.number().int().min(0).optional(),
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
