// The document format of distribution nodes: one schema for each distribution, from what it states about its parameters.

import { z } from 'zod';
import { common, documentLimits, drawSchema, expression } from '../document-parts.ts';
import { domainText, type ParametricDistribution } from './distribution.ts';
import { mixture } from './mixture.ts';
import { distributions } from './registry.ts';
import type { TableDistribution } from './tables.ts';

/** Most components of a mixture. */
const componentsMax = 100;

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

const listTypes = {
  flag: z.boolean(),
  number: z.number(),
  numbers: z.array(z.number()).max(documentLimits.values),
} as const;

function tableShape(distribution: TableDistribution): Record<string, z.ZodType<ParameterValue | undefined>> {
  return Object.fromEntries(
    distribution.parameters.map(({ name, doc, type }) => [name, listTypes[type].describe(doc).optional()]),
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

/** Which distribution, and what it takes: the part that nodes and components of mixtures share. */
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

const kind = { kind: z.literal('distribution'), ...common };
const distributionNode = (distribution: ParametricDistribution | TableDistribution) =>
  z.strictObject({ ...kind, ...drawnShape(distribution), draw: drawSchema }).describe(distribution.summary);
const component = (distribution: ParametricDistribution | TableDistribution) =>
  z
    .strictObject({
      weight: z.union([z.number(), expression]).describe(mixture.weight),
      ...drawnShape(distribution),
    })
    .describe(distribution.summary);

const [firstNode, ...otherNodes] = distributions.map(distributionNode);
const [firstComponent, ...otherComponents] = distributions.map(component);
const anyComponent = z.discriminatedUnion('distribution', [firstComponent!, ...otherComponents]);
export type ComponentSpec = z.infer<typeof anyComponent>;

const mixtureNode = z
  .strictObject({
    ...kind,
    distribution: z.literal<string>(mixture.name).describe(mixture.summary),
    parameters: z
      .strictObject({
        components: z.array(anyComponent).min(1).max(componentsMax).describe(mixture.components),
      })
      .describe('Parameters by name.'),
    draw: drawSchema,
  })
  .describe(mixture.summary);
export type MixtureSpec = z.infer<typeof mixtureNode>;

/** A node for each distribution. */
export const distributionNodes = z.discriminatedUnion('distribution', [
  firstNode!,
  ...otherNodes,
  mixtureNode,
]);

/** Whether a distribution node is a mixture, whose components carry what other nodes carry themselves. */
export function isMixture(node: z.infer<typeof distributionNodes>): node is MixtureSpec {
  return node.distribution === mixture.name;
}

const size = (distribution: ParametricDistribution | TableDistribution) =>
  z.strictObject(drawnShape(distribution)).describe(distribution.summary);
const [firstSize, ...otherSizes] = distributions.map(size);

/** Sizes that are drawn over and over, inside a node of another kind. */
export const drawnSizes = z.discriminatedUnion('distribution', [firstSize!, ...otherSizes]);
