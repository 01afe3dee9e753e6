// What an author says about sampling and about stopping: the schemas of `model.sampling` and `model.convergence`.

import { z } from 'zod';

const inputs = (text: string) =>
  z
    .array(z.string().max(201).meta({ format: 'node-id' }))
    .min(1)
    .describe(text);

const designs = [
  z
    .strictObject({ method: z.literal('random') })
    .describe('Independent random numbers; what happens without "sampling".'),
  z
    .strictObject({
      method: z.literal('sobol'),
      inputs: inputs(
        'Random nodes that get the first and best distributed dimensions, most important first; the others follow in the order of the document.',
      ).optional(),
    })
    .describe(
      'Sixteen independently scrambled Sobol sequences: the mean of a smooth model converges far faster.',
    ),
  z
    .strictObject({ method: z.literal('latin-hypercube') })
    .describe('Every random number is spread evenly over 1024 strata, each input on its own.'),
  z
    .strictObject({ method: z.literal('antithetic') })
    .describe('Pairs of iterations that mirror each other, u and 1 - u.'),
  z
    .strictObject({
      method: z.literal('stratified'),
      inputs: inputs(
        'One to ten random nodes. Together they are spread evenly over 1024 strata; the others stay random.',
      ).max(10),
    })
    .describe('The chosen inputs are spread jointly over strata of equal probability.'),
] as const;

export const samplingSchema = z
  .discriminatedUnion('method', designs)
  .describe(
    'How random numbers are chosen. Every method but "random" works in whole chunks of 16,384 iterations, so a run ends with the chunk in which its end lies.',
  );

const goalSchema = z
  .strictObject({
    output: z.string().max(201).meta({ format: 'node-id' }).describe('Id of an output node.'),
    figure: z
      .string()
      .max(100)
      .describe(
        'A reported figure with a standard error, for example "mean", "p95", "cvar-upper-0.95" or "probability-above-0".',
      ),
    halfWidth: z.number().positive().optional().describe('Wanted half-width, in the unit of the figure.'),
    relative: z
      .number()
      .positive()
      .optional()
      .describe('Wanted half-width as a share of the figure itself; instead of halfWidth.'),
    confidence: z
      .number()
      .min(0.5)
      .max(0.9999)
      .optional()
      .describe('Probability that the truth lies within the half-width. Default 0.95.'),
  })
  .describe('One figure known to plus or minus a half-width.');

export const convergenceSchema = z
  .strictObject({
    goals: z.array(goalSchema).min(1).max(100).describe('All must hold.'),
    minimum: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Fewest iterations before the goals are checked for the first time, in whole chunks. Default 65,536.',
      ),
  })
  .describe('Ends the run as converged when every goal holds at two checks in a row, before its end.');

export type SamplingSpec = z.infer<typeof samplingSchema>;
export type SamplingMethod = SamplingSpec['method'];
export type ConvergenceSpec = z.infer<typeof convergenceSchema>;
export type GoalSpec = z.infer<typeof goalSchema>;
