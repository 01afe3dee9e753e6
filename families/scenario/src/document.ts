// The document format of the family: one zod schema, from which types, JSON Schema and editor help follow.
// It checks shapes only; names, graph, expressions and numbers that depend on each other are checked in parse.ts.

import { lazily } from '@holdfast/core';
import { z } from 'zod';
import { correlationsSchema } from './correlation/document.ts';
import { dependenceSchema } from './dependence/document.ts';
import { groupsSchema } from './drawing/groups-schema.ts';
import { layoutSchema } from './drawing/layout-schema.ts';
import { definitionEnvelope, subgraphsSchema, useSchema } from './hierarchy/document.ts';
import { distributionNodes } from './distributions/document.ts';
import {
  common,
  documentLimits,
  drawSchema,
  expression,
  formula,
  id,
  identifier,
  label,
  unit,
} from './document-parts.ts';
import { aggregatorMethods } from './nodes/aggregate.ts';
import { convergenceSchema, samplingSchema } from './sampling/document.ts';
import { studySchema } from './study/schema.ts';
import {
  constraintOver,
  initialPrevious,
  loopEdge,
  outputOver,
  solveSchema,
  timeNodes,
  timeSchema,
} from './time/document.ts';

export { documentLimits } from './document-parts.ts';

const numbers = z.array(z.number()).min(1).max(documentLimits.values);
const file = z.string().min(1).describe('Name of an attached file (entry of the document’s "files").');
const column = (text: string) => z.string().min(1).describe(`${text} column, as named in the header row.`);

const range = {
  value: z.number().describe('Value a run begins with.'),
  min: z.number().describe('Smallest value accepted.'),
  max: z.number().describe('Largest value accepted.'),
  step: z.number().positive().optional().describe('Granularity offered to sliders; continuous when absent.'),
};

const parameterSchema = z
  .strictObject({
    name: z.string().max(100).regex(identifier).describe('Read in expressions as $params.name.'),
    label,
    unit,
    ...range,
  })
  .describe('A quantity that can be set when a run begins and changed while it runs.');

const constantNode = z
  .strictObject({ kind: z.literal('constant'), ...common, value: z.number().describe('The value.') })
  .describe('A fixed number.');

const parameterNode = z
  .strictObject({
    kind: z.literal('parameter'),
    ...common,
    parameter: z
      .string()
      .optional()
      .describe('Name of a parameter of the model; or declare one here with value, min and max.'),
    value: range.value.optional(),
    min: range.min.optional(),
    max: range.max.optional(),
    step: range.step,
  })
  .describe('A parameter as a node: one of the model’s, or one declared here under the node’s id.');

const dataNode = z
  .strictObject({
    kind: z.literal('data'),
    ...common,
    values: numbers.optional().describe('The numbers; or read them with csv.'),
    csv: z
      .strictObject({ file, column: column('Number') })
      .optional()
      .describe('A column of an attached CSV file.'),
    sample: z
      .enum(['bootstrap', 'cycle'])
      .describe('bootstrap: a random row in each iteration; cycle: the rows in order, again and again.'),
    group: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Nodes of one group draw the same row, so that columns observed together stay together; for bootstrap only.',
      ),
    draw: drawSchema,
  })
  .describe('Observed numbers.');

const transformerNode = z
  .strictObject({
    kind: z.literal('transformer'),
    ...common,
    expression: formula('Value of port "out".').optional(),
    outputs: z
      .record(z.string().regex(identifier), formula('Value of the port of this name.'))
      .optional()
      .describe('Several named output ports instead of one expression.'),
    initial: initialPrevious,
  })
  .describe('Computes values from its inputs. Every name used as $inputs.name is an input port.');

const aggregatorNode = z
  .strictObject({
    kind: z.literal('aggregator'),
    ...common,
    method: z.enum(aggregatorMethods).describe('How the connected values become one.'),
  })
  .describe('Combines any number of values that arrive at its port "in", in the order of the edges.');

const decisionNode = z
  .strictObject({
    kind: z.literal('decision'),
    ...common,
    condition: formula('Holds when neither 0 nor NaN; where it is NaN the value is NaN.'),
    // oxlint-disable-next-line unicorn/no-thenable -- a key of the document format; it holds text, never a function
    then: formula('Value where the condition holds.'),
    else: formula('Value where it does not.'),
    initial: initialPrevious,
  })
  .describe('Chooses between two values.');

const constraintNode = z
  .strictObject({
    kind: z.literal('constraint'),
    ...common,
    expression: formula(
      'What is judged; port "in" when absent. Without min and max it is itself the condition. NaN is not judged but counted.',
    ).optional(),
    min: z.number().optional().describe('Satisfied when the judged value is at least this.'),
    max: z.number().optional().describe('Satisfied when the judged value is at most this.'),
    over: constraintOver,
  })
  .describe(
    'Judges each iteration: port "satisfied" is 1 or 0, port "margin" the distance to the nearer bound. Reported as a probability of violation.',
  );

const lookupNode = z
  .strictObject({
    kind: z.literal('lookup'),
    ...common,
    points: z
      .array(z.tuple([z.number(), z.number()]))
      .min(1)
      .max(documentLimits.values)
      .optional()
      .describe('Pairs [x, y], x increasing; or read them with csv.'),
    csv: z
      .strictObject({ file, x: column('Argument'), y: column('Value') })
      .optional()
      .describe('Two columns of an attached CSV file.'),
    method: z
      .enum(['linear', 'step', 'nearest'])
      .describe('Between points: straight line, value of the point below, or value of the nearer point.'),
    outside: z
      .enum(['clamp', 'extrapolate', 'invalid'])
      .describe(
        'Beyond the points: value of the end point, the end line drawn on, or NaN, which is counted.',
      ),
  })
  .describe('A tabulated function of port "in".');

const tail = z
  .array(
    z.strictObject({
      level: z
        .number()
        .min(0.5)
        .max(1 - 1e-9)
        .describe('Confidence level, for example 0.95.'),
      side: z.enum(['upper', 'lower']).describe('upper: large values are the risk; lower: small values are.'),
    }),
  )
  .max(20)
  .optional()
  .describe('Value at risk and expected shortfall (CVaR) to report. Default: 0.95 and 0.99 on both sides.');

const quantiles = z
  .array(z.number().gt(0).lt(1))
  .max(99)
  .optional()
  .describe('Probability levels to report. Default: 0.01 0.05 0.25 0.5 0.75 0.95 0.99.');

const outputNode = z
  .strictObject({
    kind: z.literal('output'),
    ...common,
    over: outputOver,
    quantiles,
    tail,
    targets: z
      .array(
        z.strictObject({
          at: z.number().describe('The target.'),
          side: z
            .enum(['above', 'at-least', 'below', 'at-most'])
            .describe('Which values count; "above" and "below" exclude the target itself.'),
        }),
      )
      .max(50)
      .optional()
      .describe('Targets whose probability is reported.'),
  })
  .describe('A value of port "in" whose distribution is reported.');

export const nodeSchema = z.discriminatedUnion('kind', [
  constantNode,
  parameterNode,
  dataNode,
  distributionNodes,
  transformerNode,
  aggregatorNode,
  decisionNode,
  constraintNode,
  lookupNode,
  ...timeNodes,
  outputNode,
]);

/** Nodes as authored: those of `nodeSchema` and uses of parts, which parse.ts replaces by what they hold. */
export const authoredNodeSchema = z.discriminatedUnion('kind', [
  ...nodeSchema.options,
  useSchema(id, expression),
]);

const end = (text: string) =>
  z
    .string()
    .max(201)
    .regex(/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_]*)?$/)
    .meta({ format: 'node-port' })
    .describe(text);

const passing = (text: string) => expression.describe(`${text} Expression over value, $node and $params.`);

export const edgeSchema = z
  .strictObject({
    from: end('Source: "node" or "node.port".'),
    to: end('Target: "node" or "node.port"; port "in" when no port is named.'),
    condition: passing(
      'Where it is false the edge contributes nothing; where it is NaN, NaN arrives.',
    ).optional(),
    otherwise: z
      .number()
      .optional()
      .describe(
        'Value that arrives where the condition is false. Default 0; not for aggregators, which leave the edge out.',
      ),
    transform: passing('Changes the value on its way.').optional(),
    weight: z
      .number()
      .optional()
      .describe('Multiplies the value; into a weighted mean it is the weight instead.'),
    ...loopEdge,
  })
  .describe('Carries a value from an output port to an input port.');

export const statisticsSchema = z
  .strictObject({
    quantiles,
    tail,
    correlations: correlationsSchema.optional(),
    histogramBins: z.int().min(4).max(1024).optional().describe('Bins of the live histogram. Default 64.'),
  })
  .describe('What is reported for every output that does not say otherwise.');

const modelParts = {
  parameters: z
    .array(parameterSchema)
    .max(documentLimits.parameters)
    .optional()
    .describe('Parameters of the model.'),
  time: timeSchema.optional(),
  solve: solveSchema.optional(),
  statistics: statisticsSchema.optional(),
  dependence: dependenceSchema,
  layout: layoutSchema,
  groups: groupsSchema,
  sampling: samplingSchema.optional(),
  convergence: convergenceSchema.optional(),
  study: studySchema.optional(),
};

const innerEnd = end('Where the value of the port comes from: "node" or "node.port" inside.');

/** Everything of a part but its nodes and edges. */
export const definitionEnvelopeSchema = definitionEnvelope(innerEnd);

/** Everything but the nodes and edges, which are checked one by one so that one bad node hides no other issue. */
export const envelopeSchema = z.strictObject({
  ...modelParts,
  subgraphs: z.unknown().optional(),
  nodes: z.array(z.unknown()),
  edges: z.array(z.unknown()),
});

const graphParts = {
  nodes: z.array(authoredNodeSchema).max(documentLimits.nodes).describe('Quantities, in any order.'),
  edges: z.array(edgeSchema).max(documentLimits.edges).describe('Connections between ports.'),
};

const modelSchema = z
  .strictObject({
    ...modelParts,
    subgraphs: subgraphsSchema(innerEnd, graphParts),
    ...graphParts,
  })
  .describe('A graph of uncertain quantities.');

/** JSON Schema (draft 2020-12) of the `model` of a document. A run never asks for it, and it takes as long as a short run. */
export const jsonSchema: () => Readonly<Record<string, unknown>> = lazily(() =>
  Object.freeze(z.toJSONSchema(modelSchema)),
);

export type ScenarioModel = z.infer<typeof modelSchema>;
export type NodeSpec = z.infer<typeof nodeSchema>;
export type AuthoredNodeSpec = z.infer<typeof authoredNodeSchema>;
export type NodeKind = NodeSpec['kind'];
export type NodeOf<Kind extends NodeKind> = Extract<NodeSpec, { kind: Kind }>;
export type EdgeSpec = z.infer<typeof edgeSchema>;
export type ParameterSpec = z.infer<typeof parameterSchema>;
export type StatisticsSpec = z.infer<typeof statisticsSchema>;
