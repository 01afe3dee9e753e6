// The REST and WebSocket vocabulary as schemas: server, SDK, command line and studio read this one file.

import type {
  Channel,
  Checkpoint,
  DetailKind,
  Input,
  Issue,
  Limits,
  ModelDocument,
  Parameter,
} from '@holdfast/core';
import type { RecordedInput, RunEvent } from '@holdfast/core';
import { z } from 'zod';
import { inputSchema, inputsMost, recordedInputSchema } from './input-api.ts';
import { decodeJson, depthMax, encodeJson, isTooDeep } from './json.ts';
import {
  clockViewSchema,
  paceRequestSchema,
  paceSchema,
  parentSchema,
  type PaceRequest,
} from './pace-api.ts';

const nonFinite = ['NaN', 'Infinity', '-Infinity'] as const;

/** A number on the wire: JSON has no NaN or infinities, so those three travel as strings. Parsing gives numbers,
 * encoding (as a server does with an answer) gives what JSON can hold. */
export const wireNumber = z.codec(
  z.union([z.number(), z.enum(nonFinite)]),
  z
    .custom<number>((value) => typeof value === 'number', 'expected a number')
    .meta({ anyOf: [{ type: 'number' }, { type: 'string', enum: [...nonFinite] }] }),
  {
    decode: Number,
    encode: (value) => (Number.isFinite(value) ? value : (String(value) as (typeof nonFinite)[number])),
  },
);

export const seedSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const documentSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  family: z.string().min(1).max(64),
  version: z.int().min(1),
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).exactOptional(),
  source: z.string().max(2_000).exactOptional(),
  /** The family's own part. -0 becomes 0, as in all text kept here, so that a stored document gives the same numbers. */
  model: z
    .unknown()
    .refine((model) => !isTooDeep(model), `values are nested more than ${depthMax} levels deep`)
    .overwrite((model) => (model === undefined || isTooDeep(model) ? model : decodeJson(encodeJson(model)))),
  files: z.record(z.string().max(200), z.string()).exactOptional(),
  run: z
    .strictObject({ until: z.number().positive().exactOptional(), seed: seedSchema.exactOptional() })
    .exactOptional(),
});

/** Bounds of the limits themselves. */
export const limitsSchema = z.strictObject({
  wallMs: z
    .number()
    .min(1)
    .max(365 * 86_400_000)
    .exactOptional(),
  steps: z.int().min(1).exactOptional(),
  simulatedTime: z.number().positive().exactOptional(),
  memoryMb: z.int().min(64).max(1_048_576).exactOptional(),
  frames: z.int().min(1).max(100_000_000).exactOptional(),
});

/** End of a run; "Infinity" for an open end. */
const untilSchema = z.codec(
  z.union([z.number().positive(), z.literal('Infinity')]),
  z
    .custom<number>((value) => typeof value === 'number' && value > 0, 'expected a positive number')
    .meta({
      anyOf: [
        { type: 'number', exclusiveMinimum: 0 },
        { type: 'string', enum: ['Infinity'] },
      ],
    }),
  { decode: Number, encode: (value) => (value === Infinity ? 'Infinity' : value) },
);

export const runRequestSchema = z.strictObject({
  document: documentSchema,
  seed: seedSchema.optional(),
  until: untilSchema.optional(),
  parameters: z.array(inputSchema).max(1000).optional(),
  /** A log to replay. */
  inputs: z.array(recordedInputSchema).max(inputsMost).optional(),
  limits: limitsSchema.optional(),
  workers: z.int().min(1).max(64).optional(),
  pace: paceRequestSchema.optional(),
});

/** What a caller writes to start a run; what is absent comes from the document, then from the server. */
export interface RunRequest {
  readonly document: ModelDocument;
  readonly seed?: number | undefined;
  readonly until?: number | undefined;
  readonly parameters?: readonly Input[] | undefined;
  readonly inputs?: readonly RecordedInput[] | undefined;
  readonly limits?: Limits | undefined;
  readonly workers?: number | undefined;
  /** As fast as possible when absent. */
  readonly pace?: PaceRequest | undefined;
}

export const validateRequestSchema = z.strictObject({ document: z.unknown() });

/** The query of a paged route; the keys of runs are ids, those of events and frames sequences. */
export const pageQuerySchema = z.object({
  after: z
    .string()
    .max(64)
    .refine((after) => !after.includes('\0'), 'a key holds no U+0000')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const runStatusSchema = z.enum(['queued', 'running', 'paused', 'recovering', 'ended']);

export const stopReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reached-end') }),
  z.object({ kind: z.literal('converged') }),
  z.object({
    kind: z.literal('limit'),
    limit: z.enum(['wallMs', 'steps', 'simulatedTime', 'memoryMb', 'frames']),
    bound: z.number(),
  }),
  z.object({ kind: z.literal('halted'), rule: z.string() }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), remedy: z.string() }),
]);

/** A run as lists and headers show it. */
export const runViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  /** Digest of the document. */
  document: z.string(),
  status: runStatusSchema,
  stop: stopReasonSchema.nullable(),
  partial: z.boolean(),
  seed: z.number(),
  until: wireNumber,
  /** Time at which it will end or has ended: later than `until` where an input moved the end. */
  end: wireNumber,
  time: z.number(),
  parameters: z.array(inputSchema),
  limits: limitsSchema,
  workers: z.number(),
  epoch: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Time units per wall second over the last seconds; null when not running here. */
  rate: z.number().nullable(),
  etaMs: z.number().nullable(),
  /** Resident memory of the worker; null when not running here. */
  memoryMb: z.number().nullable(),
  pace: paceSchema,
  /** Null when not running here. */
  clock: clockViewSchema.nullable(),
  /** The run it was forked from; null for one that began by itself. */
  parent: parentSchema.nullable(),
  /** What lists cost its log so far, at most `listLogMost`; absent without lists and when not running here. */
  listed: z.number().exactOptional(),
});
export type RunView = z.infer<typeof runViewSchema>;

export const runPageSchema = z.object({ runs: z.array(runViewSchema), next: z.string().nullable() });
export type RunPage = z.infer<typeof runPageSchema>;

export const metricSchema = z.object({
  subject: z.string(),
  name: z.string(),
  value: wireNumber,
  standardError: wireNumber.nullable(),
  unit: z.string(),
});

export const issueSchema = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  remedy: z.string().exactOptional(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  file: z.string().exactOptional(),
}) satisfies z.ZodType<Issue>;

export const channelSchema = z.object({
  name: z.string(),
  unit: z.string(),
  shape: z.array(z.int().min(0)),
  role: z.enum(['scalar', 'count', 'estimate', 'quantiles', 'histogram', 'fan', 'pose', 'field', 'graph']),
  subject: z.string(),
  label: z.string().exactOptional(),
  levels: z.array(z.number()).exactOptional(),
  axis: z.object({ unit: z.string(), at: z.array(z.number()) }).exactOptional(),
}) satisfies z.ZodType<Channel>;

export const parameterSchema = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string(),
  value: wireNumber,
  min: wireNumber,
  max: wireNumber,
  step: z.number(),
  shape: z.array(z.int().min(1)).exactOptional(),
  changes: z.boolean().exactOptional(),
}) satisfies z.ZodType<Parameter>;

/** What a reader needs to draw a run. */
export interface ModelView {
  readonly timeUnit: string;
  readonly until: number;
  readonly channels: readonly Channel[];
  readonly parameters: readonly Parameter[];
  /** Closer looks at its living state, where its family has any. */
  readonly details?: readonly DetailKind[];
  /** Whether its living state can be harmed for a drill. */
  readonly harm?: true;
}

export const modelViewSchema = z.object({
  timeUnit: z.string(),
  until: wireNumber,
  channels: z.array(channelSchema),
  parameters: z.array(parameterSchema),
  details: z.array(z.object({ name: z.string(), query: z.array(parameterSchema) })).exactOptional(),
  harm: z.literal(true).exactOptional(),
}) satisfies z.ZodType<ModelView>;

export interface ValidationView {
  readonly ok: boolean;
  /** Mistakes; of a sound document what was changed to make it run. */
  readonly issues: readonly Issue[];
  readonly model: ModelView | null;
}

export const validationViewSchema = z.object({
  ok: z.boolean(),
  issues: z.array(issueSchema),
  model: modelViewSchema.nullable(),
}) satisfies z.ZodType<ValidationView>;

export interface FamilyView {
  readonly family: string;
  readonly version: string;
  /** JSON Schema of the whole document. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export const jsonSchemaSchema = z.record(z.string(), z.unknown());

export const familyViewSchema = z.object({
  family: z.string(),
  version: z.string(),
  schema: jsonSchemaSchema,
}) satisfies z.ZodType<FamilyView>;

export const familiesViewSchema = z.object({ families: z.array(familyViewSchema) });
export type FamiliesView = z.infer<typeof familiesViewSchema>;

export interface ExampleView {
  /** File name without `.json`. */
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly description: string;
}

export const exampleViewSchema = z.object({
  name: z.string(),
  title: z.string(),
  family: z.string(),
  description: z.string(),
}) satisfies z.ZodType<ExampleView>;

export const examplesViewSchema = z.object({ examples: z.array(exampleViewSchema) });
export type ExamplesView = z.infer<typeof examplesViewSchema>;

/** What starting or steering a run answers. */
export const runAnswerSchema = z.object({ run: runViewSchema });
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** One run, and what is needed to draw it. */
export const runDetailSchema = z.object({ run: runViewSchema, model: modelViewSchema });
export type RunDetail = z.infer<typeof runDetailSchema>;

/** Numbers so far (live) or final. */
export interface MetricsView {
  readonly time: number;
  readonly partial: boolean;
  readonly metrics: readonly z.infer<typeof metricSchema>[];
}

export const metricsViewSchema = z.object({
  time: wireNumber,
  partial: z.boolean(),
  metrics: z.array(metricSchema),
}) satisfies z.ZodType<MetricsView>;

export const runEventSchema = z.object({
  sequence: z.int().min(0),
  kind: z.enum(['status', 'input', 'checkpoint', 'recovery', 'pace', 'limit', 'warning', 'ended']),
  time: wireNumber,
  at: z.number(),
  message: z.string(),
  details: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
}) satisfies z.ZodType<RunEvent>;

export const eventPageSchema = z.object({ events: z.array(runEventSchema), next: z.int().nullable() });
export type EventPage = z.infer<typeof eventPageSchema>;

/** A frame as JSON, for readers without the binary codec. */
export const frameViewSchema = z.object({
  sequence: z.int().min(0),
  time: wireNumber,
  values: z.array(wireNumber),
});
export type FrameView = z.infer<typeof frameViewSchema>;

export const framePageSchema = z.object({ frames: z.array(frameViewSchema), next: z.int().nullable() });
export type FramePage = z.infer<typeof framePageSchema>;

export type CheckpointView = Checkpoint;

export const checkpointsViewSchema = z.object({
  checkpoints: z.array(
    z.object({
      sequence: z.int().min(0),
      time: wireNumber,
      sha256: z.string(),
      bytes: z.number(),
      file: z.string(),
    }) satisfies z.ZodType<CheckpointView>,
  ),
});
export type CheckpointsView = z.infer<typeof checkpointsViewSchema>;

/** Every failed request answers with this. */
export interface ErrorView {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly issues?: readonly Issue[];
  };
}

export const errorViewSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    issues: z.array(issueSchema).exactOptional(),
  }),
}) satisfies z.ZodType<ErrorView>;
