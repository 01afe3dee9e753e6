// The wire vocabulary of the wall clock: how fast a run is to go, how it keeps that, and what its computing goes into.

import { SimulationError, type Pace, type RunSpec } from '@holdfast/core';
import { z } from 'zod';

export const paceModeSchema = z.enum(['performance', 'balanced', 'accuracy']) satisfies z.ZodType<
  Pace['mode']
>;

/** Factors beyond this are no pace that a clock could keep. */
const factorMax = 1e9;

export const paceSchema = z.object({
  factor: z.number().min(0).max(factorMax),
  mode: paceModeSchema,
  hard: z.boolean(),
}) satisfies z.ZodType<Pace>;

/** What is to change of a pace; `factor` 0 is as fast as possible. */
export const paceRequestSchema = z.strictObject({
  factor: z.number().min(0).max(factorMax).optional(),
  mode: paceModeSchema.optional(),
  hard: z.boolean().optional(),
});
export type PaceRequest = z.infer<typeof paceRequestSchema>;

export const parentSchema = z.object({ run: z.string(), time: z.number() }) satisfies z.ZodType<
  NonNullable<RunSpec['parent']>
>;

/** How a run keeps its pace. */
export const clockViewSchema = z.object({
  /** Simulated seconds per wall second over the last seconds; units of time where the unit is no duration. */
  rtf: z.number(),
  /** How far it is behind now. */
  lagMs: z.number(),
  /** Steps that came late. */
  overruns: z.number(),
  /** How often it gave up its anchor because it was more than 100 ms late, and by how much in total. */
  slips: z.number(),
  slippedMs: z.number(),
  /** Of the overrun ladder, 0 .. 5; 0 is none. */
  rung: z.number(),
  /** Factor by which computing could take longer within the pace; null while unpaced or unknown. */
  headroom: z.number().nullable(),
});
export type ClockView = z.infer<typeof clockViewSchema>;

/** What one component of a run costs, wall time in ms over the last seconds. */
export const componentCostSchema = z.object({
  name: z.string(),
  /** Component of which this is a part; null for parts of the loop. */
  within: z.string().nullable(),
  count: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  /** Share of all computing, or of all of the component it is within. */
  share: z.number(),
});
export type ComponentCostView = z.infer<typeof componentCostSchema>;

/** How whoever answers a simulation's questions beside it does; times in ms. */
export const assistanceViewSchema = z.object({
  /** `waiting` for the next one after a failure; `degraded` after five in a row: till it answers again, the run computes alone. */
  state: z.enum(['idle', 'starting', 'working', 'waiting', 'degraded']),
  asked: z.number(),
  /** Answers that were there in time. */
  answered: z.number(),
  /** Not there in time, and never given out: computed by the run itself. */
  late: z.number(),
  dropped: z.number(),
  failures: z.object({ stuck: z.number(), dead: z.number(), poisoned: z.number() }),
  replaced: z.number(),
  /** How long the last replacement took. */
  replacedMs: z.number(),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  /** Until the next one is begun; 0 while there is one. */
  retryMs: z.number(),
});
export type AssistanceView = z.infer<typeof assistanceViewSchema>;

/** Null while the run is not executed by this server, or has not said anything yet. */
export const profileViewSchema = z.object({
  profile: z
    .object({
      time: z.number(),
      pace: paceSchema,
      clock: clockViewSchema,
      costs: z.array(componentCostSchema),
      /** Null where a run asks nobody. */
      assistance: assistanceViewSchema.nullable(),
    })
    .nullable(),
});
export type ProfileView = z.infer<typeof profileViewSchema>;

/** Reads a pace such as `1x`, `0.5x`, `10` or `max`. @throws SimulationError `configuration.invalid` */
export function parsePaceFactor(text: string): number {
  const written = text.trim();
  if (written === 'max') return 0;
  const factor = /^(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)\s*x?$/.test(written)
    ? Number.parseFloat(written)
    : 0;
  if (factor > 0 && factor <= factorMax) return factor;
  throw new SimulationError('configuration.invalid', {
    name: 'pace',
    value: text,
    reason: 'write a factor above 0 such as 1x, 0.5x or 10x, or max for as fast as possible',
  });
}

/** Writes a factor so that `parsePaceFactor` reads the same. */
export function formatPaceFactor(factor: number): string {
  return factor > 0 ? `${factor}x` : 'max';
}
