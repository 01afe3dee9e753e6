// Parts a model uses more than once: definitions under `subgraphs`, and the node that uses one. Shapes only; what refers to
// what is checked in level.ts.

import { z } from 'zod';
import { dependenceSchema } from '../dependence/document.ts';
import { groupsSchema } from '../drawing/groups-schema.ts';
import { layoutSchema } from '../drawing/layout-schema.ts';

/** Bounds on the hierarchy of one document; expanded nodes and edges count against those of the model. */
export const hierarchyLimits = { subgraphs: 1000, ports: 256, parameters: 256, depth: 32 } as const;

const name = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/);
const port = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/);
const identifier = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
const label = z.string().max(200).optional().describe('Name shown to people.');
const unit = z.string().max(50).optional().describe('Unit of the value.');

const inputPort = z
  .union([
    port,
    z.strictObject({
      name: port.describe('Name of the port, and of the source that edges inside begin at.'),
      label,
      unit,
      default: z.number().optional().describe('Value where nothing is connected; required without one.'),
    }),
  ])
  .describe('A port by its name alone, or with a default.');

const localParameter = z
  .strictObject({
    name: identifier.describe('Read inside as $params.name.'),
    label,
    unit,
    default: z.number().optional().describe('Value where a use gives none; required without one.'),
  })
  .describe('A number or expression that each use of the part may set.');

/** A node that stands for a part. `id` and `expression` are those of all nodes. */
export function useSchema(id: z.ZodType<string>, expression: z.ZodType<string>) {
  return z
    .strictObject({
      kind: z.literal('subgraph'),
      id,
      label,
      use: name.describe('Name of the part, an entry of the model’s "subgraphs".'),
      parameters: z
        .record(
          identifier,
          z
            .union([z.number(), expression])
            .describe('A number, or an expression over $params of the surroundings.'),
        )
        .optional()
        .describe('Values of the parameters of the part.'),
    })
    .describe('A part defined under "subgraphs". Its ports are those of the part.');
}

/** What a part holds besides its nodes and edges. */
function parts(end: z.ZodType<string>) {
  return {
    doc: z.string().max(10_000).optional().describe('What the part is.'),
    inputs: z
      .array(inputPort)
      .max(hierarchyLimits.ports)
      .optional()
      .describe('Input ports. Inside, edges begin at a port as if it were a node.'),
    outputs: z.record(port, end).optional().describe('Output ports by name.'),
    parameters: z
      .array(localParameter)
      .max(hierarchyLimits.parameters)
      .optional()
      .describe('The only names $params knows inside.'),
    dependence: dependenceSchema,
    layout: layoutSchema,
    groups: groupsSchema,
  };
}

/** A part whose nodes and edges are not looked at. `end` names a node or a port of one. */
export function definitionEnvelope(end: z.ZodType<string>) {
  return z.strictObject({ ...parts(end), nodes: z.array(z.unknown()), edges: z.array(z.unknown()) });
}

/** Names of parts only. */
export const partNamesSchema = z.record(name, z.unknown()).optional();

/** All parts, with the schemas of the nodes and edges of any graph. */
export function subgraphsSchema<Graph extends z.core.$ZodLooseShape>(end: z.ZodType<string>, graph: Graph) {
  return z
    .record(
      name,
      z.strictObject({ ...parts(end), ...graph }).describe('A part: a graph with ports of its own.'),
    )
    .optional()
    .describe(`Parts by name, ${hierarchyLimits.subgraphs} at most, for nodes of kind "subgraph".`);
}

export type UseSpec = z.infer<ReturnType<typeof useSchema>>;
export type LocalParameter = z.infer<typeof localParameter>;

/** An input port in full. */
export type InputPort = Exclude<z.infer<typeof inputPort>, string>;

/** A part without its nodes and edges. */
export type DefinitionParts = Omit<z.infer<ReturnType<typeof definitionEnvelope>>, 'nodes' | 'edges'>;
