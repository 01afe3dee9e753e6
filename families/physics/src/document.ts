// What an author writes about a world of bodies: one schema, from which types, defaults, bounds and editor help follow.
// Names, references and what needs more than one number are checked in check.ts.

import { lazily } from '@holdfast/core';
import { z } from 'zod';
import { actuatorSchema } from './spec/actuator.ts';
import { bodySchema } from './spec/body.ts';
import {
  equalitySchema,
  excludeSchema,
  pairSchema,
  ropeSchema,
  springSchema,
  tendonSchema,
} from './spec/connection.ts';
import { heightFieldSchema, type HeightField } from './spec/height-field.ts';
import { macroSchema } from './spec/macro.ts';
import { sensorSchema } from './spec/sensor.ts';
import {
  cameraSchema,
  geomSchema,
  lightSchema,
  materialSchema,
  meshSchema,
  siteSchema,
} from './spec/shape.ts';
import { name, notNegative, number, positive, vector } from './spec/values.ts';

const units = z.strictObject({
  length: z.enum(['m', 'cm', 'mm']).default('m').describe('Unit of every position, size and length'),
  angle: z.enum(['radian', 'degree']).default('radian').describe('Unit of every angle'),
});

const pull = z.number().min(-1000).max(1000);

const medium = z.strictObject({
  density: notNegative.default(0).describe('Density of what the bodies move through, kg/m^3; air has 1.2'),
  viscosity: notNegative.default(0).describe('Its viscosity, Pa s; air has 1.8e-5'),
  wind: vector.default([0, 0, 0]).describe('Its velocity, m/s'),
});

const ground = z.strictObject({
  material: name.optional(),
  friction: notNegative.optional().describe('Coefficient of sliding friction'),
  height: number.default(0).describe('Height of the plane'),
});

/** Fields every physics document has, spec or MJCF. */
const frameField = z
  .number()
  .min(0.001)
  .max(1)
  .default(0.02)
  .describe('Time between frames, s; rounded to whole steps of the solver');
const memoryField = z
  .number()
  .min(0.1)
  .max(512)
  .optional()
  .describe('Memory for contacts and constraints, MB; from the number of geoms where not given');
const openMost = z
  .number()
  .min(0)
  .max(10)
  .default(0.1)
  .describe('Share of the energy turned over that the energy account may leave open');

const solver = z.strictObject({
  tier: z
    .enum(['auto', 'accurate', 'balanced', 'fast'])
    .default('auto')
    .describe('Chooses what is not given below; auto: accurate up to 120 degrees of freedom, then fast'),
  timestep: z.number().min(1e-5).max(0.05).optional().describe('Length of one step, s'),
  integrator: z.enum(['Euler', 'RK4', 'implicit', 'implicitfast']).optional(),
  method: z.enum(['Newton', 'CG', 'PGS']).optional().describe('How constraints are solved'),
  iterations: z.int().min(1).max(1000).optional(),
  tolerance: z.number().min(0).max(1).optional(),
  cone: z.enum(['pyramidal', 'elliptic']).default('pyramidal').describe('Friction cone'),
  impedanceRatio: positive.default(1).describe('Friction impedance over normal impedance'),
  noSlipIterations: z.int().min(0).max(1000).default(0).describe('Steps against creeping contacts'),
  frame: frameField,
  memory: memoryField,
  energyOpen: openMost,
});

const keyframe = z.strictObject({
  name,
  positions: z
    .record(name, z.union([number, z.array(number).min(1).max(7)]))
    .default({})
    .describe('Positions by joint: one number, four of a ball, seven of a free joint; else as at the start'),
  velocities: z
    .record(name, z.union([number, z.array(number).min(1).max(6)]))
    .default({})
    .describe('Velocities by joint: one number, three of a ball, six of a free joint; else 0'),
  controls: z.record(name, number).default({}).describe('Controls by actuator; else as at the start'),
});

/** A world written as a spec. */
export const specSchema = z.strictObject({
  units: units.prefault({}),
  gravity: z.tuple([pull, pull, pull]).default([0, 0, -9.81]).describe('Acceleration of gravity, m/s^2'),
  medium: medium.prefault({}),
  solver: solver.prefault({}),
  ground: z
    .union([z.boolean(), ground])
    .default(false)
    .describe('An endless plane named "ground"; or nothing'),
  materials: z.array(materialSchema).max(200).default([]),
  meshes: z.array(meshSchema).max(100).default([]),
  heightFields: z.array(heightFieldSchema).max(20).default([]),
  geoms: z.array(geomSchema).max(2000).default([]).describe('Geoms fixed to the world'),
  sites: z.array(siteSchema).max(1000).default([]).describe('Sites fixed to the world'),
  cameras: z.array(cameraSchema).max(20).default([]),
  lights: z.array(lightSchema).max(20).default([]),
  macros: z
    .array(macroSchema)
    .max(200)
    .default([])
    .describe('Mechanisms by name; what they stand for is put behind the other lists'),
  bodies: z.array(bodySchema).max(2000).default([]),
  tendons: z.array(tendonSchema).max(1000).default([]),
  springs: z.array(springSchema).max(1000).default([]),
  ropes: z.array(ropeSchema).max(1000).default([]),
  equalities: z.array(equalitySchema).max(1000).default([]),
  contacts: z.array(pairSchema).max(2000).default([]).describe('Pairs of geoms with a contact of their own'),
  excludes: z.array(excludeSchema).max(2000).default([]).describe('Pairs of bodies that never touch'),
  actuators: z.array(actuatorSchema).max(1000).default([]),
  sensors: z.array(sensorSchema).max(1000).default([]),
  keyframes: z.array(keyframe).max(100).default([]).describe('Named states'),
  start: name.optional().describe('Key frame to begin with; else what the joints say'),
});

/** A world written as MJCF text. */
export const mjcfSchema = z.strictObject({
  mjcf: z.string().min(1).max(5_000_000).describe('MuJoCo XML, at most 5 MB, without files and without DTD'),
  solver: z.strictObject({ frame: frameField, memory: memoryField, energyOpen: openMost }).prefault({}),
  start: z.string().min(1).max(200).optional().describe('Key frame to begin with'),
});

/** A world as an author writes it. */
export type PhysicsInput = z.input<typeof specSchema>;
/** A world with its defaults filled in. Lengths and angles are in the units it names. */
export type PhysicsSpec = Readonly<Omit<WrittenSpec, 'heightFields'>> & {
  readonly heightFields: readonly HeightField[];
};
/** The same, with heights that may be in files. */
export type WrittenSpec = z.infer<typeof specSchema>;
export type MjcfModel = Readonly<z.infer<typeof mjcfSchema>>;
export type Keyframe = PhysicsSpec['keyframes'][number];
export type SolverSpec = PhysicsSpec['solver'];

export const modelSchema: z.ZodUnion<readonly [typeof specSchema, typeof mjcfSchema]> = z.union([
  specSchema,
  mjcfSchema,
]);

export const physicsSchema: () => Readonly<Record<string, unknown>> = lazily(() => ({
  // An object either way, which a choice of two does not say by itself.
  type: 'object',
  ...z.toJSONSchema(modelSchema, { io: 'input' }),
}));
