// Experiments on the wire: what came out, one shape for each method. A number that could not be had is null, so a report
// is plain JSON; a standard error is null where none can be stated.

import { z } from 'zod';
import { seedSchema } from './api.ts';
import { numberInputSchema } from './input-api.ts';
import { methodSchema } from './experiment-api.ts';

const number = z.number().nullable();

export const estimateSchema = z.object({ value: number, standardError: number });
/** A figure and one standard error. */
export type Estimate = z.infer<typeof estimateSchema>;

const named = { subject: z.string(), metric: z.string(), unit: z.string() };
const at = { at: z.number() };
const parameters = z.array(numberInputSchema);

const oneAtATimeSchema = z.object({
  kind: z.literal('one-at-a-time'),
  outputs: z.array(
    z.object({
      ...named,
      base: estimateSchema,
      rows: z.array(
        z.object({
          parameter: z.string(),
          ...at,
          low: z.number(),
          high: z.number(),
          /** Change of the figure per unit of the parameter. */
          slope: estimateSchema,
          /** Change in per cent for a change of the parameter of 1 per cent. */
          elasticity: estimateSchema,
        }),
      ),
    }),
  ),
});

const tornadoSchema = z.object({
  kind: z.literal('tornado'),
  outputs: z.array(
    z.object({
      ...named,
      base: estimateSchema,
      /** Widest swing first. */
      bars: z.array(
        z.object({
          parameter: z.string(),
          low: estimateSchema.extend(at),
          high: estimateSchema.extend(at),
          /** Figure at `high` minus figure at `low`. */
          swing: estimateSchema,
        }),
      ),
    }),
  ),
});

const spiderSchema = z.object({
  kind: z.literal('spider'),
  outputs: z.array(
    z.object({
      ...named,
      base: estimateSchema,
      curves: z.array(z.object({ parameter: z.string(), points: z.array(estimateSchema.extend(at)) })),
    }),
  ),
});

const morrisSchema = z.object({
  kind: z.literal('morris'),
  trajectories: z.number(),
  outputs: z.array(
    z.object({
      ...named,
      /** Largest `muStar` first. Effects are those of moving a parameter through its whole range. */
      rows: z.array(
        z.object({
          parameter: z.string(),
          /** Mean of the absolute effects; its error is that of the trajectories drawn. */
          muStar: estimateSchema,
          mu: number,
          /** Standard deviation of the effects: curvature and interaction. */
          sigma: number,
        }),
      ),
    }),
  ),
});

const intervalSchema = z.object({ value: number, low: number, high: number });
/** A figure and the interval that covers it with the confidence of the report. */
export type Interval = z.infer<typeof intervalSchema>;

const sobolSchema = z.object({
  kind: z.literal('sobol'),
  rows: z.number(),
  confidence: z.number(),
  outputs: z.array(
    z.object({
      ...named,
      mean: number,
      variance: number,
      /** Largest total first. */
      indices: z.array(z.object({ parameter: z.string(), first: intervalSchema, total: intervalSchema })),
    }),
  ),
});

const sweepSchema = z.object({
  kind: z.literal('sweep'),
  figures: z.array(z.object(named)),
  /** `figures` of a point are in the order of the report's. */
  points: z.array(z.object({ parameters, figures: z.array(estimateSchema) })),
});

const goalSeekSchema = z.object({
  kind: z.literal('goal-seek'),
  ...named,
  parameter: z.string(),
  target: z.number(),
  /** `unreachable`: no crossing was found between the ends of the range. */
  outcome: z.enum(['reached', 'unreachable', 'budget', 'resolution']),
  at: number,
  achieved: estimateSchema,
  /** One standard error of `at`, from that of the figure and the slope found. */
  atStandardError: number,
  /** Whether the points seen rise or fall all the way. */
  monotone: z.boolean(),
  path: z.array(estimateSchema.extend(at)),
});

const verdictSchema = z.enum(['feasible', 'infeasible', 'undecided']);
/** Whether a bound is kept: said only where the confidence asked for allows it. */
export type Verdict = z.infer<typeof verdictSchema>;

const judgedSchema = z.object({
  subject: z.string(),
  metric: z.string(),
  side: z.enum(['at-least', 'at-most']),
  bound: z.number(),
  estimate: estimateSchema,
  verdict: verdictSchema,
});

const candidateSchema = z.object({
  parameters,
  objective: estimateSchema,
  constraints: z.array(judgedSchema),
  verdict: verdictSchema,
});
export type Candidate = z.infer<typeof candidateSchema>;

const optimizeSchema = z.object({
  kind: z.literal('optimize'),
  ...named,
  direction: z.enum(['minimize', 'maximize']),
  confidence: z.number(),
  evaluations: z.number(),
  restarts: z.number(),
  ended: z.enum(['converged', 'budget']),
  /** The best point by the random numbers of the search. */
  best: candidateSchema.nullable(),
  /** The same point with fresh random numbers, free of the luck of the search: the figures to report. */
  verified: candidateSchema.nullable(),
  history: z.array(
    z.object({ evaluations: z.number(), objective: number, verdict: verdictSchema, sigma: z.number() }),
  ),
});

const frontierSchema = z.object({
  kind: z.literal('frontier'),
  objective: z.object({ ...named, direction: z.enum(['minimize', 'maximize']) }),
  risk: z.object({ ...named, direction: z.enum(['minimize', 'maximize']) }),
  confidence: z.number(),
  evaluations: z.number(),
  /** None is better in both figures than another; from the least risk on. */
  points: z.array(candidateSchema.extend({ risk: estimateSchema })),
});

const inputsSchema = z.object({
  kind: z.literal('inputs'),
  outputs: z.array(
    z.object({
      subject: z.string(),
      unit: z.string(),
      mean: estimateSchema,
      sd: estimateSchema,
      /** Largest total first. Parts of the variance: by the source alone, and by it together with others. */
      sources: z.array(
        z.object({
          source: z.string(),
          first: estimateSchema,
          total: estimateSchema,
          /** Rank correlation of each input that draws from the source with the output. */
          inputs: z.array(z.object({ input: z.string(), rank: estimateSchema })),
        }),
      ),
    }),
  ),
});

const compareSchema = z.object({
  kind: z.literal('compare'),
  rows: z.array(
    z.object({
      ...named,
      first: estimateSchema,
      second: estimateSchema,
      /** Second minus first. */
      difference: estimateSchema,
      /** Where the error of the difference comes from; `none`: the sum of both errors, an upper bound. */
      pairing: z.enum(['iterations', 'replicates', 'none']),
      /** Of the differences of single iterations: quantiles, and how often the second is above the first. */
      paired: z
        .object({
          p05: estimateSchema,
          p50: estimateSchema,
          p95: estimateSchema,
          above: estimateSchema,
        })
        .nullable(),
    }),
  ),
});

export const reportSchema = z.discriminatedUnion('kind', [
  oneAtATimeSchema,
  tornadoSchema,
  spiderSchema,
  morrisSchema,
  sobolSchema,
  sweepSchema,
  goalSeekSchema,
  optimizeSchema,
  frontierSchema,
  inputsSchema,
  compareSchema,
]);
export type Report = z.infer<typeof reportSchema>;
export type ReportOf<Kind extends Report['kind']> = Extract<Report, { kind: Kind }>;

export const experimentStopSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completed') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({
    kind: z.literal('limit'),
    limit: z.enum(['wallMs', 'memoryMb', 'points']),
    bound: z.number(),
  }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), remedy: z.string() }),
]);
/** Why an experiment ended. */
export type ExperimentStop = z.infer<typeof experimentStopSchema>;

export const experimentResultSchema = z.object({
  format: z.literal(1),
  family: z.string(),
  engine: z.string(),
  document: z.string(),
  name: z.string(),
  seed: seedSchema,
  until: z.number(),
  replicates: z.number(),
  parameters,
  method: methodSchema,
  stop: experimentStopSchema,
  /** True unless it completed. */
  partial: z.boolean(),
  /** Points computed. */
  points: z.number(),
  /** Null when it ended before anything could be said. */
  report: reportSchema.nullable(),
});
/** What an experiment concluded; holds no wall-clock time, so equal experiments give equal bytes. */
export type ExperimentResult = z.infer<typeof experimentResultSchema>;
