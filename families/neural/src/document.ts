// What an author writes about a growing network: one schema, from which types, defaults, bounds and editor help follow.
// Energies are in units; 1 unit is 4096 quanta, and whatever is written is rounded to whole quanta.

import { z } from 'zod';
import { capMost } from './quanta.ts';

const unit = z.number().min(0).max(capMost);
const share = z.number().min(0).max(1);
const roleNumbers = z.strictObject({
  transmitter: z.number().min(0).max(4).describe('Of transmitters'),
  resonator: z.number().min(0).max(4).describe('Of resonators'),
  dampener: z.number().min(0).max(4).describe('Of dampeners'),
});
const mixture = (names: string): z.ZodNumber => z.number().min(0).max(1e6).describe(names);

const series = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe(
      'Name of an attachment: CSV, a picture in each row, a column for each sense, levels from 0 to 255',
    ),
  period: z.int().min(1).max(100_000).default(10).describe('Steps a picture is shown'),
  again: z.boolean().default(true).describe('Whether the first follows the last; else the last one stays'),
});

const sensory = z.strictObject({
  width: z.int().min(1).max(1024).default(64).describe('Sensory nodes across; they never die'),
  height: z.int().min(1).max(1024).default(64).describe('Sensory nodes down'),
  pattern: z
    .enum(['steady', 'bars', 'flicker'])
    .default('bars')
    .describe('What they see: the same light everywhere, bars that drift, or points that flicker'),
  brightness: share.default(0.5).describe('Mean light, as a share of the energy cap'),
  contrast: share.default(0.5).describe('How far light and dark lie apart, as a share of the brightness'),
  period: z.int().min(2).max(100_000).default(64).describe('Steps in which bars drift by one bar'),
  bias: z.number().min(-capMost).max(capMost).default(0).describe('Energy added to the light, units'),
  warmUp: z.int().min(0).max(1e6).default(0).describe('Steps over which the light comes up'),
  series: series.optional().describe('Pictures they see instead of the pattern'),
});

const workspace = z.strictObject({
  width: z
    .int()
    .min(1)
    .max(256)
    .default(16)
    .describe('Workspace nodes across; they never die and never send'),
  height: z.int().min(1).max(256).default(16).describe('Workspace nodes down'),
  target: unit.default(50).describe('Energy they are drawn to, units'),
  rate: share.default(0.1).describe('Share of the distance to it that a step takes'),
});

const dynamic = z.strictObject({
  count: z.int().min(0).max(2_000_000).default(20_480).describe('Dynamic nodes at the start'),
  energy: z
    .tuple([unit, unit])
    .default([5, 15])
    .describe('Their energy at the start, drawn between these, units'),
  roles: z
    .strictObject({ transmitter: mixture('Share'), resonator: mixture('Share'), dampener: mixture('Share') })
    .default({ transmitter: 1, resonator: 1, dampener: 1 })
    .describe('In which shares the roles occur'),
  fertility: z
    .strictObject({ fertile: mixture('Share'), normal: mixture('Share'), sterile: mixture('Share') })
    .default({ fertile: 1, normal: 1, sterile: 1 })
    .describe('In which shares nodes give birth above the threshold, above 1.5 times it, or never'),
  cadence: z
    .strictObject({ quick: mixture('Share'), steady: mixture('Share'), slow: mixture('Share') })
    .default({ quick: 1, steady: 1, slow: 1 })
    .describe('In which shares nodes look for connections every 64, 128 or 256 steps'),
});

const capacity = z.strictObject({
  nodes: z
    .int()
    .min(4)
    .max(2_000_000)
    .default(100_000)
    .describe('Most nodes; births beyond are refused and counted'),
  connections: z
    .int()
    .min(0)
    .max(60_000_000)
    .default(1_000_000)
    .describe('Most connections; more are refused and counted'),
  incoming: z
    .int()
    .min(1)
    .max(4096)
    .default(2048)
    .describe('Most connections into one node; less where the sum of arrivals could pass 2^30 quanta'),
  outgoing: z.int().min(1).max(4096).default(64).describe('Most connections out of one node'),
  highway: z.int().min(1).max(65_536).default(1000).describe('Most connections out of a highway'),
});

const energy = z.strictObject({
  cap: z
    .number()
    .min(1)
    .max(capMost)
    .default(244)
    .describe('Most energy a node holds, units; more is spilled'),
  transfer: z
    .number()
    .min(0)
    .max(4)
    .default(0.3)
    .describe('Share of its energy a node sends over a connection of weight 1'),
  drain: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.9)
    .describe('Most of its energy a node sends in one step, as a share'),
  transmission: share.default(0.9).describe('Share of what was sent that arrives'),
  noise: z
    .number()
    .min(0)
    .max(7)
    .default(0.01)
    .describe('Largest random change of a dynamic node in a step, units'),
  maintenance: z.number().min(0).max(4).default(0.122).describe('Upkeep of a connection, units in a step'),
  idle: z.number().min(0).max(100).default(0).describe('Upkeep of a node, units in a step'),
  decay: share.default(0).describe('Share of its energy a dynamic node loses in a step'),
  output: roleNumbers
    .default({ transmitter: 1.2, resonator: 1, dampener: 0.6 })
    .describe('By role: factor on what is sent'),
  input: roleNumbers
    .default({ transmitter: 1, resonator: 1.2, dampener: 0.5 })
    .describe('By role: factor on what arrives'),
});

const range = (
  low: number,
  high: number,
  most: number,
  text: string,
): z.ZodDefault<z.ZodTuple<[z.ZodInt, z.ZodInt]>> =>
  z
    .tuple([z.int().min(0).max(most), z.int().min(0).max(most)])
    .default([low, high])
    .describe(text);

const connections = z.strictObject({
  start: range(5, 25, 1000, 'Connections of a dynamic node at the start, drawn between these'),
  sensory: range(5, 25, 1000, 'Connections of a sensory node at the start, drawn between these'),
  child: range(1, 5, 64, 'Connections of a newborn node, drawn between these'),
  kinds: z
    .strictObject({
      excitatory: mixture('Share'),
      inhibitory: mixture('Share'),
      gated: mixture('Share'),
      plastic: mixture('Share'),
    })
    .default({ excitatory: 1, inhibitory: 1, gated: 1, plastic: 1 })
    .describe('In which shares the types occur'),
  ways: z
    .strictObject({
      within: mixture('Dynamic to dynamic'),
      sense: mixture('Sensory to dynamic'),
      act: mixture('Dynamic to workspace'),
      burn: mixture('Dynamic to sensory, where energy is burnt'),
    })
    .default({ within: 90, sense: 3, act: 3, burn: 4 })
    .describe(
      'In which shares new connections lead where; a node leads to the workspace or to the senses, never both',
    ),
  weight: z
    .tuple([share, share])
    .default([0.05, 0.2])
    .describe('Magnitude of a new weight, drawn between these'),
  gate: z
    .tuple([share, share])
    .default([0.1, 1])
    .describe('Gate of a new gated connection, as a share of the cap'),
});

const life = z.strictObject({
  birthThreshold: unit.default(21.96).describe('Energy above which a fertile node gives birth, units'),
  birthCost: unit.default(19.52).describe('What a birth costs the parent, units'),
  childShare: share.default(0.5).describe('Share of the cost the child begins with; the rest is lost'),
  birthsMost: z.int().min(0).max(100_000).default(80).describe('Most births in one step'),
  mutation: share.default(0.1).describe('Chance of each trait of a child to be drawn anew'),
  highways: share.default(0.01).describe('Chance of a child to become a highway'),
  starvation: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe('Energy at or below which a dynamic node dies, units'),
  sweep: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .describe(
      'Steps between two sweeps that take away connections to the dead; till then these waste energy',
    ),
});

const growth = z.strictObject({
  rate: share
    .default(0.01)
    .describe(
      'New connections a quick node looks for in 5 steps, on average; steady nodes look half as often for twice as many, slow ones a quarter as often for three times as many',
    ),
  looksMost: z
    .int()
    .min(0)
    .max(100_000)
    .default(250)
    .describe('Most new connections all nodes together look for in one step, on average'),
  wither: share
    .default(0)
    .describe(
      'Chance of each other connection to be given up when a node looks for a new one: the inverse of how many it keeps up',
    ),
  prune: share.default(0.5).describe('The same chance for plastic connections at their least weight'),
});

const plasticity = z.strictObject({
  rate: z
    .tuple([share, share])
    .default([0.001, 0.05])
    .describe('Rates of the slowest and the fastest of 16 classes of learning'),
  period: z
    .union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16), z.literal(32)])
    .default(8)
    .describe('Steps in which every row learns once'),
});

const solver = z.strictObject({
  frame: z.int().min(1).max(100_000).default(10).describe('Steps between two frames'),
});

const file = z
  .string()
  .min(1)
  .optional()
  .describe('Name of an attachment with the network to begin with, as CSV (source,target,...) or GraphML');

export const modelSchema = z.strictObject({
  sensory: sensory.prefault({}).describe('Nodes that see'),
  workspace: workspace.prefault({}).describe('Nodes that show'),
  dynamic: dynamic.prefault({}).describe('Nodes that live and die'),
  capacity: capacity.prefault({}).describe('Hard bounds'),
  energy: energy.prefault({}).describe('How energy moves and is used up'),
  connections: connections.prefault({}).describe('Connections that are made'),
  life: life.prefault({}).describe('Birth and death'),
  growth: growth.prefault({}).describe('Connections made and given up while it lives'),
  plasticity: plasticity.prefault({}).describe('How plastic connections learn'),
  solver: solver.prefault({}).describe('How it is followed'),
  topology: file,
});

export type NeuralModel = Readonly<z.infer<typeof modelSchema>>;

export const neuralSchema: Readonly<Record<string, unknown>> = z.toJSONSchema(modelSchema, { io: 'input' });
