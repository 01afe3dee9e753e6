// What the schemas of nodes share: names, labels, constants of a node, and texts that are expressions.

import { z } from 'zod';

/** Bounds on one document. */
export const documentLimits = {
  nodes: 20_000,
  edges: 100_000,
  outputs: 256,
  parameters: 1000,
  /** Numbers in one list or one CSV column. */
  values: 1_000_000,
} as const;

export const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const nodeId = /^[A-Za-z][A-Za-z0-9_-]*$/;

export const id = z
  .string()
  .max(100)
  .regex(nodeId)
  .describe(
    'Stable name, unique in the document. The random numbers of a node depend on it and on the seed only.',
  );
export const label = z.string().max(200).optional().describe('Name shown to people.');
export const unit = z.string().max(50).optional().describe('Unit of the value, for example "USD" or "m3/s".');
const fields = z
  .record(z.string().regex(identifier), z.number())
  .optional()
  .describe('Constants of this node, read in its expressions as $node.name.');
export const common = { id, label, unit, fields };

/** `format` tells editors what a text is: an expression, a node, or an end of an edge. */
export const expression = z.string().max(10_000).meta({ format: 'expression' });
export const formula = (text: string) =>
  expression.describe(`${text} Expression over $inputs, $node, $params, $prev, $time, $step and $iteration.`);

/** How often a random node draws. */
export const drawSchema = z
  .enum(['iteration', 'step'])
  .optional()
  .describe('One draw for the whole iteration, or a new one in each step. Default iteration.');
