// The REST and WebSocket vocabulary as schemas: server, SDK, command line and studio read this one file.

import type { Channel, Checkpoint, Issue, Parameter, RunEvent, StopReason } from '@holdfast/core';
import { z } from 'zod';

/** A number on the wire: JSON has no NaN or infinities, so those three travel as strings. */
export const wireNumber = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((text) => Number(text)),
]);

export const seedSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const documentSchema = z.strictObject({
  $schema: z.string().optional(),
  family: z.string().min(1).max(64),
  version: z.int().min(1),
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).optional(),
  source: z.string().max(2_000).optional(),
  model: z.unknown(),
  files: z.record(z.string().max(200), z.string()).optional(),
  run: z.strictObject({ until: z.number().positive().optional(), seed: seedSchema.optional() }).optional(),
});

/** Bounds of the limits themselves. */
export const limitsSchema = z.strictObject({
  wallMs: z
    .number()
    .min(1)
    .max(365 * 86_400_000)
    .optional(),
  steps: z.int().min(1).optional(),
  simulatedTime: z.number().positive().optional(),
  memoryMb: z.int().min(64).max(1_048_576).optional(),
  frames: z.int().min(1).max(100_000_000).optional(),
});

export const inputSchema = z.strictObject({ parameter: z.string().min(1), value: z.number() });

export const runRequestSchema = z.strictObject({
  document: documentSchema,
  seed: seedSchema.optional(),
  until: z.number().positive().optional(),
  parameters: z.array(inputSchema).max(1000).optional(),
  limits: limitsSchema.optional(),
  workers: z.int().min(1).max(64).optional(),
});
export type RunRequest = z.input<typeof runRequestSchema>;

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

/** What a reader needs to draw a run. */
export interface ModelView {
  readonly timeUnit: string;
  readonly until: number;
  readonly channels: readonly Channel[];
  readonly parameters: readonly Parameter[];
}

export interface ValidationView {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  readonly model: ModelView | null;
}

export interface FamilyView {
  readonly family: string;
  readonly version: string;
  /** JSON Schema of the whole document. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ExampleView {
  /** File name without `.json`. */
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly description: string;
}

/** Numbers so far (live) or final. */
export interface MetricsView {
  readonly time: number;
  readonly partial: boolean;
  readonly metrics: readonly z.infer<typeof metricSchema>[];
}

/** Every failed request answers with this. */
export interface ErrorView {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly issues?: readonly Issue[];
  };
}

/** Text messages of the live WebSocket; frames travel as binary messages beside them. */
export type LiveMessage =
  | { readonly type: 'model'; readonly run: RunView; readonly model: ModelView }
  | { readonly type: 'run'; readonly run: RunView }
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'metrics'; readonly time: number; readonly metrics: MetricsView['metrics'] }
  | { readonly type: 'dropped'; readonly frames: number }
  | { readonly type: 'ended'; readonly stop: StopReason };

/** What a live client may say. */
export const liveRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rate'), hz: z.number().min(0.1).max(60) }),
]);

export type CheckpointView = Checkpoint;
