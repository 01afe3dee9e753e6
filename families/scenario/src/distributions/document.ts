// The document format of distribution nodes: one schema for each distribution, from what it states about its parameters.

import { z } from 'zod';
import { common, documentLimits, drawSchema, expression } from '../document-parts.ts';
import { domainText, type ParametricDistribution } from './distribution.ts';
import { distributions } from './registry.ts';
import type { TableDistribution } from './tables.ts';

const truncate = z
  .strictObject({
    min: z.number().optional().describe('Smallest value kept.'),
    max: z.number().optional().describe('Largest value kept.'),
  })
  .optional()
  .describe('Keeps only values in this interval and rescales their probability to 1.');

const parameterValue = z.union([z.number(), expression, z.array(z.number()), z.boolean()]);
type ParameterValue = z.infer<typeof parameterValue>;

function parametricShape(
  distribution: ParametricDistribution,
): Record<string, z.ZodType<ParameterValue | undefined>> {
  const docs = distribution.forms.flatMap((form) => form.parameters);
  return Object.fromEntries(
    docs.map(({ name, doc, domain, default: initial }) => {
      const text = `${doc} A number or an expression, ${domainText(domain)}.`;
      const described = initial === undefined ? text : `${text} Default ${initial}.`;
      return [name, z.union([z.number(), expression]).describe(described).optional()];
    }),
  );
}

function tableShape(distribution: TableDistribution): Record<string, z.ZodType<ParameterValue | undefined>> {
  return Object.fromEntries(
    distribution.parameters.map(({ name, doc, type }) => [
      name,
      (type === 'flag' ? z.boolean() : z.array(z.number()).max(documentLimits.values))
        .describe(doc)
        .optional(),
    ]),
  );
}

/** Names that must be given, for JSON Schema; several forms cannot be told apart there. */
function requiredNames(distribution: ParametricDistribution | TableDistribution): readonly string[] {
  if (distribution.kind === 'table') {
    return distribution.parameters.filter(({ required }) => required).map(({ name }) => name);
  }
  const [form, ...others] = distribution.forms;
  if (form === undefined || others.length > 0) return [];
  return form.parameters.filter(({ default: initial }) => initial === undefined).map(({ name }) => name);
}

/** A distribution with its parameters, wherever one is named. */
function drawnShape(distribution: ParametricDistribution | TableDistribution) {
  const shape = distribution.kind === 'table' ? tableShape(distribution) : parametricShape(distribution);
  return {
    distribution: z.literal(distribution.name).describe(distribution.summary),
    parameters: z
      .strictObject(shape)
      .meta({ required: requiredNames(distribution) })
      .describe('Parameters by name.'),
    truncate,
  };
}

function distributionNode(distribution: ParametricDistribution | TableDistribution) {
  return z
    .strictObject({
      kind: z.literal('distribution'),
      ...common,
      ...drawnShape(distribution),
      draw: drawSchema,
    })
    .describe(distribution.summary);
}

function sizes(distribution: ParametricDistribution | TableDistribution) {
  return z.strictObject(drawnShape(distribution)).describe(distribution.summary);
}

const [first, ...others] = distributions;

/** A node for each distribution. */
export const distributionNodes = z.discriminatedUnion('distribution', [
  distributionNode(first!),
  ...others.map(distributionNode),
]);

/** Sizes that are drawn over and over, inside a node of another kind. */
export const drawnSizes = z.discriminatedUnion('distribution', [sizes(first!), ...others.map(sizes)]);
