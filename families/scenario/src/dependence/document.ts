// The `dependence` of a model: groups of nodes whose draws move together. Shapes only; names and matrices are checked in group.ts.

import { z } from 'zod';

/** Bounds on the groups of one document. */
export const dependenceLimits = { groups: 1000, members: 50 } as const;

export const measures = ['spearman', 'kendall', 'pearson-of-normals'] as const;

export type Measure = (typeof measures)[number];

const member = z.string().min(1).max(1000).meta({ format: 'node-id' });
const coefficient = z.number().min(-1).max(1);

export const dependenceSchema = z
  .array(
    z
      .strictObject({
        name: z
          .string()
          .max(100)
          .regex(/^[A-Za-z][A-Za-z0-9_-]*$/)
          .optional()
          .describe('Name in reports. Default: the first node.'),
        copula: z
          .enum(['gaussian', 't'])
          .describe(
            'gaussian: extremes come apart; t: extremes come together, more so with few degrees of freedom.',
          ),
        degreesOfFreedom: z
          .number()
          .min(1)
          .max(1000)
          .optional()
          .describe('Of the t copula; 3 to 10 is usual for market and weather extremes.'),
        nodes: z
          .array(member)
          .min(2)
          .max(dependenceLimits.members)
          .describe(
            'Ids of distributions, or of data that are drawn by bootstrap; each in one group at most.',
          ),
        measure: z
          .enum(measures)
          .optional()
          .describe(
            'What the numbers mean: rank correlation by Spearman (default) or Kendall, or the correlation of the normals behind the draws.',
          ),
        correlation: z
          .array(z.array(coefficient).max(dependenceLimits.members))
          .max(dependenceLimits.members)
          .optional()
          .describe(
            'Matrix in the order of nodes: all of it, or its lower triangle with the diagonal of ones.',
          ),
        pairs: z
          .array(
            z.strictObject({
              between: z.tuple([member, member]).describe('Two nodes of the group.'),
              rank: coefficient.describe('Their correlation in the measure of the group.'),
            }),
          )
          .max((dependenceLimits.members * (dependenceLimits.members - 1)) / 2)
          .optional()
          .describe('Instead of a matrix: the pairs that are correlated; the others are not.'),
      })
      .describe('Nodes whose draws move together; the distribution of each stays as it is.'),
  )
  .max(dependenceLimits.groups)
  .optional()
  .describe('Groups of correlated nodes.');

export type DependenceSpec = NonNullable<z.infer<typeof dependenceSchema>>[number];
