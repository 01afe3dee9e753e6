// Experiments as a server shows them: in lists, with what can be said so far, point by point.

import { z } from 'zod';
import { metricSchema } from './api.ts';
import { numberInputSchema } from './input-api.ts';
import { methodSchema } from './experiment-api.ts';
import { experimentStopSchema, reportSchema } from './experiment-report.ts';

export const experimentViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  /** Digest of the document. */
  document: z.string(),
  kind: z.string(),
  status: z.enum(['queued', 'running', 'ended']),
  stop: experimentStopSchema.nullable(),
  partial: z.boolean(),
  seed: z.number(),
  until: z.number(),
  replicates: z.number(),
  parameters: z.array(numberInputSchema),
  /** Points computed so far. */
  points: z.number(),
  epoch: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type ExperimentView = z.infer<typeof experimentViewSchema>;

export const experimentAnswerSchema = z.object({ experiment: experimentViewSchema });

export const experimentPageSchema = z.object({
  experiments: z.array(experimentViewSchema),
  next: z.string().nullable(),
});
export type ExperimentPage = z.infer<typeof experimentPageSchema>;

/** One experiment with what it was asked and what it can say so far. */
export const experimentDetailSchema = z.object({
  experiment: experimentViewSchema,
  method: methodSchema,
  report: reportSchema.nullable(),
});
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;

export const pointPageSchema = z.object({
  points: z.array(z.object({ index: z.int().min(0), metrics: z.array(metricSchema) })),
  next: z.int().nullable(),
});
export type PointPage = z.infer<typeof pointPageSchema>;
