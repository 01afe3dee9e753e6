// What an author says about time and about loops: the axis, how loops are solved, and the kinds of nodes that remember.

import { z } from 'zod';
import { drawnSizes } from '../distributions/document.ts';
import { common, expression, formula } from '../document-parts.ts';

/** Bounds on time in one document. */
export const timeLimits = {
  steps: 10_000,
  /** Steps a value can be delayed by. */
  delay: 1000,
  /** Steps of one output that are reported; a longer axis is thinned out evenly. */
  fanPoints: 100,
  /** Reported steps of all outputs together. */
  points: 2000,
  /** Coefficients of an autoregressive process. */
  order: 24,
} as const;

export const timeSchema = z
  .strictObject({
    steps: z.int().min(1).max(timeLimits.steps).describe('Number of steps of every iteration.'),
    step: z.number().positive().optional().describe('Length of a step. Default 1.'),
    start: z.number().optional().describe('$time of the first step. Default 0.'),
    unit: z.string().max(50).optional().describe('Unit of time, for example "month".'),
  })
  .describe('The time axis: every iteration goes through all its steps. $time is start + step * $step.');

export const solveSchema = z
  .strictObject({
    tolerance: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe(
        'At rest when |new - old| <= tolerance * (1 + |new|) for every feedback edge of a loop. Default 1e-9.',
      ),
    damping: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('Share of each change that is made; smaller is steadier and slower. Default 1.'),
    most: z.int().min(1).max(100_000).optional().describe('Passes at most. Default 200.'),
    unsolved: z
      .enum(['invalid', 'keep'])
      .optional()
      .describe(
        'What leaves a loop that has not come to rest: invalid makes it NaN, which is counted and kept out of the figures; keep takes the value of the last pass. Default invalid.',
      ),
  })
  .describe('How loops closed by edges with "feedback" are solved, in each iteration on its own.');

/** Members of an edge that reaches back. */
export const loopEdge = {
  feedback: z
    .boolean()
    .optional()
    .describe('The edge closes a loop, which is solved to a fixed point in each iteration and step.'),
  delay: z
    .int()
    .min(1)
    .max(timeLimits.delay)
    .optional()
    .describe('What arrives is the value of this many steps ago; it may close a loop.'),
  initial: z
    .number()
    .optional()
    .describe(
      'What arrives before there is a value: in the steps before the first, and as the first guess of a loop. Default 0.',
    ),
};

const quantity = (text: string) =>
  z.union([z.number(), expression]).describe(`${text} A number or an expression.`);
const initial = quantity('Value before the first step.').optional();

/** Value of $prev before the first step. */
export const initialPrevious = z
  .union([z.number(), expression, z.record(z.string(), z.union([z.number(), expression]))])
  .optional()
  .describe(
    'What $prev is in the first step: a number or an expression; with several outputs one by name. Default 0.',
  );

export const outputOver = z
  .enum(['end', 'steps', 'sum', 'mean', 'min', 'max'])
  .optional()
  .describe(
    'In a model with time: the value of the last step; that and a fan over the steps; or sum, mean, smallest or largest of all steps. Default end.',
  );

export const constraintOver = z
  .enum(['steps', 'end'])
  .optional()
  .describe('In a model with time: what counts is every step, or the last one only. Default steps.');

const delayNode = z
  .strictObject({
    kind: z.literal('delay'),
    ...common,
    steps: z.int().min(1).max(timeLimits.delay).describe('Steps by which the value is late.'),
    initial,
  })
  .describe('What arrived at port "in" some steps ago, and the initial value before that.');

const accumulatorNode = z
  .strictObject({
    kind: z.literal('accumulator'),
    ...common,
    initial,
    reset: formula('Where it holds, the sum begins again at the initial value in this step.').optional(),
  })
  .describe('Running sum of port "in", this step included.');

const integratorNode = z
  .strictObject({
    kind: z.literal('integrator'),
    ...common,
    initial,
    method: z
      .enum(['euler', 'trapezoid'])
      .optional()
      .describe(
        'euler: a step changes by its length times the rate at its beginning, so a loop may pass through; trapezoid: by the mean of both ends. Default euler.',
      ),
  })
  .describe(
    'Integral over time of port "in", a rate per unit of time. In the first step it is the initial value.',
  );

const growthNode = z
  .strictObject({
    kind: z.literal('growth'),
    ...common,
    initial: quantity('Value of the first step.'),
    rate: quantity('Growth from one step to the next, 0.02 for two percent.'),
  })
  .describe(
    'Compound growth: the value of the next step is the value of this one times (1 + rate of this one).',
  );

const autoregressiveNode = z
  .strictObject({
    kind: z.literal('autoregressive'),
    ...common,
    coefficients: z
      .array(z.number())
      .min(1)
      .max(timeLimits.order)
      .describe('Weights of the deviations of 1, 2, ... steps ago.'),
    mean: quantity('Level around which it moves. Default 0.').optional(),
    sd: quantity('Standard deviation of the shock of one step.'),
    start: z
      .enum(['stationary', 'mean'])
      .optional()
      .describe(
        'stationary: as if it had run forever; mean: without deviation before the first step. Default stationary.',
      ),
  })
  .describe(
    'Autoregressive process: mean + sd * u, where u is the weighted sum of earlier u plus a standard normal shock.',
  );

const randomWalkNode = z
  .strictObject({
    kind: z.literal('random-walk'),
    ...common,
    initial: quantity('Value of the first step.'),
    drift: quantity('Mean change per unit of time; relative for a geometric walk. Default 0.').optional(),
    sd: quantity('Standard deviation of the change in one unit of time; relative for a geometric walk.'),
    form: z
      .enum(['arithmetic', 'geometric'])
      .optional()
      .describe(
        'arithmetic: normal changes; geometric: normal changes of the logarithm, with mean growth exp(drift * time). Default arithmetic.',
      ),
  })
  .describe('Random walk (Brownian motion) from the initial value.');

const eventsNode = z
  .strictObject({
    kind: z.literal('events'),
    ...common,
    rate: quantity('Expected number of events per unit of time.'),
    severity: drawnSizes
      .optional()
      .describe('Size of each event, a distribution with constant parameters; their sum is port "total".'),
  })
  .describe('Independent events of a rate: port "count" is how many fall into the step.');

/** Kinds of nodes that need a time axis. */
export const timeNodes = [
  delayNode,
  accumulatorNode,
  integratorNode,
  growthNode,
  autoregressiveNode,
  randomWalkNode,
  eventsNode,
] as const;

export type TimeSpec = z.infer<typeof timeSchema>;
export type SolveSpec = z.infer<typeof solveSchema>;
export type TimeNode = z.infer<(typeof timeNodes)[number]>;
export type TimeNodeOf<Kind extends TimeNode['kind']> = Extract<TimeNode, { kind: Kind }>;

export const timeKinds: ReadonlySet<string> = new Set(timeNodes.map(({ shape }) => shape.kind.value));
