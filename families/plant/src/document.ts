// What an author writes about a plant: one schema, from which types, defaults, bounds and editor help follow.
// Bounds that need more than one number are checked in geometry.ts.

import { lazily } from '@holdfast/core';
import { z } from 'zod';
import { grid, type GridTables } from './grid-document.ts';

const floaters = z.strictObject({
  count: z.int().min(2).max(10_000).default(66).describe('Floaters on the chain, evenly spaced'),
  volume: z.number().min(1e-6).max(1000).default(0.4).describe('Air one floater holds, m^3'),
  area: z.number().min(1e-4).max(1000).default(0.6).describe('Area across the motion: drag area, m^2'),
  shellMass: z.number().min(1e-6).max(1e6).default(16).describe('Mass of one shell, kg'),
  shellVolume: z
    .number()
    .min(0)
    .max(1000)
    .default(0.016)
    .describe('Water displaced by the material of one shell, m^3'),
  dragCoefficient: z
    .number()
    .min(0)
    .max(2.5)
    .default(0.6)
    .describe('Drag coefficient; bluff bodies reach about 2, 0 means no drag'),
  addedMass: z
    .number()
    .min(0)
    .max(2)
    .default(0.5)
    .describe('Water that is accelerated with a floater, over the water it displaces; 0.5 for a sphere'),
  shielding: z
    .number()
    .min(0.3)
    .max(1)
    .default(1)
    .describe('Drag in the column over drag of a floater alone'),
  heatTransfer: z
    .number()
    .min(0)
    .max(1e5)
    .default(450)
    .describe('Heat flow from water to the air of a full floater, W/K; 0 is adiabatic'),
  dissolution: z.number().min(0).max(0.05).default(1e-4).describe('Share of the air that dissolves, 1/s'),
  kind: z
    .enum(['open', 'sealed'])
    .default('open')
    .describe('Open at the bottom and in balance with the water, or rigid and shut while it rises'),
});

const chain = z.strictObject({
  radius: z.number().min(0.01).max(100).default(1.2).describe('Radius of the bends, m'),
  height: z.number().min(0.01).max(10_000).default(22.1).describe('Length of each straight side, m'),
  submergence: z.number().min(0).max(1000).default(0.5).describe('Water above the top bend, m'),
  linearMass: z.number().min(1e-6).max(1e5).default(40).describe('Mass of the bare chain, kg/m'),
  friction: z.number().min(0).max(1e6).default(200).describe('Bearing friction while the chain moves, N'),
  viscousFriction: z.number().min(0).max(1e6).default(50).describe('Bearing friction per speed, N s/m'),
  brake: z
    .number()
    .positive()
    .max(1e9)
    .optional()
    .describe('Force of the emergency brake, N; by default one and a half times what the rising side lifts'),
});

const water = z.strictObject({
  density: z.number().min(950).max(1050).default(1000).describe('Density, kg/m^3; 950 hot, 1050 brine'),
  gravity: z.number().min(0.1).max(100).default(9.81).describe('Acceleration of gravity, m/s^2'),
  surfacePressure: z
    .number()
    .min(1000)
    .max(1e7)
    .default(101_325)
    .describe('Pressure of the air above the water, Pa'),
  temperature: z
    .number()
    .min(273)
    .max(373)
    .default(293.15)
    .describe('Temperature of the water, K: liquid water only (hypothesis H2)'),
  ambient: z
    .number()
    .min(200)
    .max(350)
    .default(293.15)
    .describe('Temperature of the air outside: of the intake, after cooling, and the reference of exergy, K'),
});

const injection = z.strictObject({
  fill: z
    .number()
    .min(0.01)
    .max(1)
    .default(1)
    .describe('Share of the volume that is filled at the bottom; the air expands while it rises'),
  fillTime: z.number().min(0.01).max(100).default(0.4).describe('Time to let one charge in, s'),
  ventTime: z
    .number()
    .min(0.01)
    .max(100)
    .default(0.15)
    .describe('Time in which an opened floater loses 63 % of its air, s'),
  valves: z
    .enum(['switched', 'smooth'])
    .optional()
    .describe(
      'Valves as located switches, or as smooth windows along the chain; smooth above 2,000 floaters by default',
    ),
  fillLength: z
    .number()
    .min(0.001)
    .max(100)
    .default(0.46)
    .describe('Way over which a smooth valve meters one charge, m'),
});

const receiver = z.strictObject({
  volume: z.number().min(0.001).max(1e5).describe('Volume of the air receiver, m^3'),
  pressure: z
    .number()
    .min(1000)
    .max(1e8)
    .optional()
    .describe('Pressure to begin with, Pa; the set-point by default'),
  band: z
    .number()
    .min(0.001)
    .max(0.5)
    .default(0.02)
    .describe('The compressor starts when the pressure is this share below the set-point'),
});

const compressor = z.strictObject({
  kind: z
    .enum(['isothermal', 'polytropic', 'adiabatic'])
    .default('isothermal')
    .describe('Compression; its heat is lost to the air outside'),
  exponent: z.number().min(1).max(1.67).default(1.3).describe('Exponent of polytropic compression'),
  efficiency: z.number().min(0.01).max(1).default(1).describe('Ideal work over real work'),
  pressure: z.number().min(1000).max(1e8).default(400_000).describe('Pressure it delivers at, absolute, Pa'),
  power: z
    .number()
    .min(1)
    .max(1e9)
    .default(400_000)
    .describe('Most shaft power it takes where it feeds a receiver, W'),
  receiver: receiver
    .optional()
    .describe(
      'Where present, air comes from a receiver whose pressure moves; else it is delivered at the set-point',
    ),
  supply: z
    .enum(['grid', 'own'])
    .default('grid')
    .describe('Driven from outside, or by what the own generator gives and nothing else'),
});

const drive = z.strictObject({
  ratio: z
    .number()
    .min(0.01)
    .max(1e4)
    .default(39.4)
    .describe('Turns of the flywheel per turn of the sprocket'),
  efficiency: z.number().min(0.5).max(1).default(0.93).describe('Efficiency of the gears'),
  inertia: z
    .number()
    .min(0.01)
    .max(1e7)
    .default(500)
    .describe('Moment of inertia of flywheel and rotor, kg m^2'),
  bearingTorque: z
    .number()
    .min(0)
    .max(1e6)
    .default(20)
    .describe('Torque that holds the flywheel back at any speed, N m'),
  windage: z
    .number()
    .min(0)
    .max(1e4)
    .default(0.02)
    .describe('Torque per square of speed that holds it back, N m s^2'),
  clutch: z
    .enum(['one-way', 'friction'])
    .default('one-way')
    .describe('Lets the flywheel overrun, or carries torque both ways'),
  capacity: z
    .number()
    .min(1)
    .max(1e8)
    .default(30_000)
    .describe('Torque beyond which the clutch slips, at the flywheel, N m'),
  engaged: z.boolean().default(true).describe('Whether the clutch is closed'),
});

const generator = z.strictObject({
  control: z
    .enum(['droop', 'torque', 'maximum-power'])
    .default('droop')
    .describe(
      'Torque that rises steeply near the set-point, constant torque, or torque with the square of speed',
    ),
  power: z.number().min(1).max(1e9).default(530_000).describe('Rated power, W'),
  speed: z.number().min(0.1).max(1000).default(39.27).describe('Speed set-point, rad/s'),
  droop: z
    .number()
    .min(0.001)
    .max(0.9)
    .default(0.05)
    .describe('Speed range from no load to rated load, over the set-point'),
  torque: z.number().min(1).max(1e8).default(16_000).describe('Most torque, N m'),
  load: z.number().min(0).max(1.5).default(1).describe('Load: a factor on its torque'),
  standingLoss: z.number().min(0).max(1e6).default(500).describe('Electrical loss at any speed, W'),
  speedLoss: z.number().min(0).max(1e4).default(4).describe('Electrical loss per square of speed, W s^2'),
  torqueLoss: z
    .number()
    .min(0)
    .max(1)
    .default(1.2e-4)
    .describe('Electrical loss per square of torque, W/(N m)^2'),
  converter: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.9172)
    .describe('Efficiency of rectifier, inverter and transformer together'),
});

const hypotheses = z.strictObject({
  dragCut: z
    .number()
    .min(0)
    .max(0.2)
    .default(0)
    .describe('H1: share of drag that bubbles take away; microbubbles reach about 0.2'),
  voidFraction: z
    .number()
    .min(0)
    .max(0.02)
    .default(0)
    .describe(
      'H1: share of the water that is bubbles; lowers buoyancy too, and costs the work to press them in',
    ),
  bubbleArea: z
    .number()
    .min(0.001)
    .max(1e4)
    .default(3.14)
    .describe('H1: cross-section of the water that is kept full of bubbles, m^2'),
  bubbleSpeed: z.number().min(0.001).max(2).default(0.2).describe('H1: speed at which bubbles rise, m/s'),
  pulse: z.number().min(0.01).max(1e4).default(2).describe('H3: time the clutch is closed in each cycle, s'),
  coast: z
    .number()
    .min(0)
    .max(1e4)
    .default(0)
    .describe('H3: time it is open in each cycle, s; 0 never opens it'),
});

const start = z.strictObject({
  speed: z.number().min(0).max(20).default(0.2).describe('Speed of the chain, m/s'),
  speedDeviation: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Standard deviation of that speed, m/s; drawn with the seed'),
  flywheel: z
    .number()
    .min(0)
    .max(2000)
    .optional()
    .describe('Speed of the flywheel, rad/s; turning with the chain by default'),
  filled: z
    .enum(['none', 'rising'])
    .default('none')
    .describe('Floaters that hold air: none, or those of the rising side'),
});

const solver = z.strictObject({
  method: z
    .enum(['dormand-prince', 'bogacki-shampine', 'classic', 'rosenbrock'])
    .default('dormand-prince')
    .describe(
      'Order 5 with kinks located, order 3 without, the classic order 4, or linearly implicit order 2 for stiff heat transfer',
    ),
  tolerance: z
    .number()
    .min(1e-12)
    .max(1e-2)
    .default(1e-6)
    .describe('Local error tolerated, over the size of each quantity'),
  returns: z
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe(
      'How often the run may go back to its last good state and on from there at a tenth of the tolerance, when it diverges or breaks a law; 0 ends it',
    ),
  shadow: z
    .strictObject({
      every: z.number().min(0.1).max(1e6).default(60).describe('Time from one window to the next, s'),
      length: z.number().min(0.001).max(1e4).default(1).describe('Length of a window, s'),
    })
    .optional()
    .describe(
      'Where present, a second plant runs beside this one in windows, at a tenth of the tolerance, and is compared',
    ),
  stepMax: z.number().min(1e-4).max(10).default(0.1).describe('Longest step, s'),
  frame: z.number().min(0.001).max(10).default(0.05).describe('Time between frames, s'),
});

export const modelSchema = z.strictObject({
  floaters: floaters.prefault({}),
  chain: chain.prefault({}),
  water: water.prefault({}),
  injection: injection.prefault({}),
  compressor: compressor.prefault({}),
  drive: drive.prefault({}),
  generator: generator.prefault({}),
  grid: grid.prefault({}),
  hypotheses: hypotheses.prefault({}),
  start: start.prefault({}),
  solver: solver.prefault({}),
});

/** Everything an author may say about a plant, defaults filled in, in SI units. */
export type PlantModel = Readonly<z.infer<typeof modelSchema>>;

/** A plant, the end of its run, s, and what the grid does meanwhile. */
export type PlantSpec = PlantModel & { readonly until: number; readonly profiles: GridTables };

export const plantSchema: () => Readonly<Record<string, unknown>> = lazily(() =>
  z.toJSONSchema(modelSchema, { io: 'input' }),
);
