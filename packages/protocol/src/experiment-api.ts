// Experiments on the wire: what is asked. Many runs as one; each method says how its points follow from one another.

import type { Limits, Metric, ModelDocument, NumberInput } from '@holdfast/core';
import { z } from 'zod';
import { documentSchema, seedSchema } from './api.ts';
import { numberInputSchema } from './input-api.ts';

/** One figure of a result: a metric by the subject it describes and its name. */
export const figureSchema = z.strictObject({
  subject: z.string().min(1).max(300).describe('What it describes, for example "profit.value".'),
  metric: z.string().min(1).max(200).describe('For example "mean", "p95" or "cvar-lower-0.95".'),
});
export type Figure = z.infer<typeof figureSchema>;

const figures = z.array(figureSchema).min(1).max(64);

/** How far a parameter is moved; what is absent comes from the method, then from the document. */
export const rangeSchema = z.strictObject({
  parameter: z.string().min(1).max(300),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
});
export type Range = z.infer<typeof rangeSchema>;

const ranges = z
  .array(rangeSchema)
  .min(1)
  .max(1000)
  .exactOptional()
  .describe('The parameters that move; all of the document when absent.');

const share = (byDefault: number) =>
  z
    .number()
    .gt(0)
    .max(1)
    .exactOptional()
    .describe(
      `Distance from the value to either side, as a part of it; used where a range is not given. Default ${byDefault}.`,
    );

const confidence = z.number().min(0.5).max(0.9999).exactOptional().describe('Default 0.95.');
const budget = z.int().min(3).max(1_000_000).exactOptional().describe('Points evaluated at most.');

const constraintSchema = figureSchema.extend({
  side: z.enum(['at-least', 'at-most']),
  bound: z.number(),
});
export type Constraint = z.infer<typeof constraintSchema>;

const objectiveSchema = figureSchema.extend({ direction: z.enum(['minimize', 'maximize']) });
export type Objective = z.infer<typeof objectiveSchema>;

const constraints = z.array(constraintSchema).max(32).exactOptional();

export const methodSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('one-at-a-time'), outputs: figures, ranges, share: share(0.01) }),
  z.strictObject({ kind: z.literal('tornado'), outputs: figures, ranges, share: share(0.1) }),
  z.strictObject({
    kind: z.literal('spider'),
    outputs: figures,
    ranges,
    share: share(0.1),
    levels: z.int().min(2).max(101).exactOptional().describe('Points along each parameter. Default 7.'),
  }),
  z.strictObject({
    kind: z.literal('morris'),
    outputs: figures,
    ranges,
    trajectories: z.int().min(2).max(1000).exactOptional().describe('Default 10.'),
    levels: z.int().min(4).max(100).exactOptional().describe('An even number. Default 4.'),
  }),
  z.strictObject({
    kind: z.literal('sobol'),
    outputs: figures,
    ranges,
    rows: z.int().min(16).max(100_000).exactOptional().describe('Rows of the design. Default 256.'),
    confidence,
  }),
  z.strictObject({
    kind: z.literal('sweep'),
    outputs: figures,
    ranges,
    design: z.enum(['factorial', 'latin-hypercube']).exactOptional().describe('Default factorial.'),
    levels: z.int().min(2).max(1000).exactOptional().describe('Of each parameter, factorial. Default 5.'),
    points: z.int().min(2).max(100_000).exactOptional().describe('Of a Latin hypercube. Default 64.'),
  }),
  z.strictObject({
    kind: z.literal('goal-seek'),
    output: figureSchema,
    range: rangeSchema,
    target: z.number(),
    tolerance: z
      .number()
      .min(0)
      .exactOptional()
      .describe('Of the figure. Default: a tenth of its standard error.'),
    budget,
  }),
  z.strictObject({
    kind: z.literal('optimize'),
    objective: objectiveSchema,
    constraints,
    ranges,
    budget,
    confidence,
  }),
  z.strictObject({
    kind: z.literal('frontier'),
    objective: objectiveSchema,
    risk: objectiveSchema.describe('The second objective, which is bounded step by step.'),
    constraints,
    ranges,
    points: z.int().min(3).max(100).exactOptional().describe('Bounds of the risk. Default 7.'),
    budget: budget.describe('Points for each bound at most. Default as optimize.'),
    confidence,
  }),
  z.strictObject({
    kind: z.literal('inputs'),
    outputs: z
      .array(z.string().min(1).max(300))
      .min(1)
      .max(8)
      .describe('Subjects of outputs, for example "profit.value".'),
    sources: z
      .array(z.string().min(1).max(1000))
      .min(1)
      .max(2000)
      .exactOptional()
      .describe('Sources of randomness to look at; all of the document when absent.'),
  }),
  z.strictObject({
    kind: z.literal('compare'),
    outputs: figures,
    document: documentSchema.exactOptional().describe('The other document; the same one when absent.'),
    parameters: z.array(numberInputSchema).max(1000).exactOptional().describe('Of the other side.'),
  }),
]);
export type Method = z.infer<typeof methodSchema>;
export type MethodOf<Kind extends Method['kind']> = Extract<Method, { kind: Kind }>;

/** Bounds on a whole experiment; memory is that of the process that computes it. */
export const experimentLimitsSchema = z.strictObject({
  wallMs: z
    .number()
    .min(1)
    .max(365 * 86_400_000)
    .exactOptional(),
  memoryMb: z.int().min(64).max(1_048_576).exactOptional(),
  points: z.int().min(1).max(10_000_000).exactOptional(),
});
export type ExperimentLimits = Pick<Limits, 'wallMs' | 'memoryMb'> & { readonly points?: number };

export const experimentRequestSchema = z.strictObject({
  document: documentSchema,
  seed: seedSchema.exactOptional(),
  until: z.number().positive().exactOptional(),
  /** Held fixed in every point, unless the method moves them. */
  parameters: z.array(numberInputSchema).max(1000).exactOptional(),
  /** Each point is repeated with so many seeds, the same ones for all points; errors then come from the repeats. */
  replicates: z.int().min(1).max(1000).exactOptional(),
  limits: experimentLimitsSchema.exactOptional(),
  method: methodSchema,
});

/** What a caller writes to start an experiment; what is absent comes from the document. */
export interface ExperimentRequest {
  readonly document: ModelDocument;
  readonly seed?: number;
  readonly until?: number;
  readonly parameters?: readonly NumberInput[];
  readonly replicates?: number;
  readonly limits?: ExperimentLimits;
  readonly method: Method;
}

/** A request with everything filled in that decides the numbers. */
export interface ExperimentSpec extends Required<Omit<ExperimentRequest, 'limits'>> {
  readonly limits: ExperimentLimits;
}

/** What one point gave: kept, so that an experiment that was cut off goes on from it. */
export interface PointOutcome {
  /** Counts the points of an experiment from 0. */
  readonly index: number;
  readonly metrics: readonly Metric[];
}
