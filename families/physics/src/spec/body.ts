// Bodies in a tree, and the joints by which each moves against its parent. A body without joints is fixed to it.

import { z } from 'zod';
import { cameraSchema, geomSchema, lightSchema, siteSchema } from './shape.ts';
import {
  extents,
  name,
  notNegative,
  number,
  orientation,
  position,
  positive,
  range,
  solimp,
  solref,
  vector,
} from './values.ts';

const damped = {
  name: name.optional().describe('Name; "<body>.<index>" where none is given'),
  damping: notNegative.optional().describe('Force per velocity, N s/m or N m s/rad'),
  armature: notNegative
    .optional()
    .describe('Inertia added to the moving side, for rotors and gears, kg or kg m^2'),
  frictionLoss: notNegative.optional().describe('Dry friction, N or N m'),
};

const axial = {
  ...damped,
  pos: position.optional().describe('Where the axis passes, in the frame of the body'),
  axis: vector.optional().describe('Axis in the frame of the body; 0 0 1 by default'),
  range: range.optional().describe('Where the joint stops; free where not given'),
  stiffness: notNegative.optional().describe('Spring, N/m or N m/rad'),
  springPosition: number.optional().describe('Position at which the spring is relaxed'),
  forceRange: range.optional().describe('Bounds of all actuator forces on the joint together'),
  margin: notNegative.optional().describe('Distance from the range at which the stop begins to act'),
  solref: solref.optional().describe('Softness of the stop'),
  solimp: solimp.optional(),
  position: number.optional().describe('Position to begin with'),
  velocity: number.optional().describe('Velocity to begin with, per second'),
  deviation: notNegative
    .optional()
    .describe('Standard deviation of the position to begin with; drawn with the seed'),
};

/** One way in which a body may move against its parent; a body may have several of hinge, slide and ball. */
export const jointSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hinge'), ...axial }),
  z.strictObject({ type: z.literal('slide'), ...axial }),
  z.strictObject({
    type: z.literal('ball'),
    ...damped,
    pos: position.optional().describe('Where it turns, in the frame of the body'),
    range: number.min(0).optional().describe('Largest turn from the start'),
    stiffness: notNegative.optional().describe('Spring, N m/rad'),
    velocity: vector
      .optional()
      .describe('Angular velocity to begin with, in the frame of the body, per second'),
  }),
  z.strictObject({
    type: z.literal('free'),
    ...damped,
    velocity: vector.optional().describe('Velocity to begin with, in the frame of the world, per second'),
    spin: vector.optional().describe('Angular velocity to begin with, in the frame of the body, per second'),
    deviation: notNegative
      .optional()
      .describe('Standard deviation of each coordinate to begin with; drawn with the seed'),
  }),
]);
export type Joint = Readonly<z.infer<typeof jointSchema>>;

const inertialSchema = z.strictObject({
  mass: positive.describe('Mass, kg'),
  pos: position.optional().describe('Centre of mass in the frame of the body'),
  ...orientation,
  diagonal: extents.optional().describe('Principal moments of inertia, kg m^2'),
  full: z
    .tuple([number, number, number, number, number, number])
    .optional()
    .describe('Moments xx yy zz xy xz yz, kg m^2; instead of diagonal and orientation'),
});
export type Inertial = Readonly<z.infer<typeof inertialSchema>>;

const members = {
  name,
  pos: position.optional(),
  ...orientation,
  joints: z.array(jointSchema).max(6).default([]).describe('None: fixed to its parent'),
  geoms: z.array(geomSchema).max(2000).default([]),
  sites: z.array(siteSchema).max(1000).default([]),
  cameras: z.array(cameraSchema).max(20).default([]),
  lights: z.array(lightSchema).max(20).default([]),
  inertial: inertialSchema.optional().describe('Mass and inertia; computed from the geoms where not given'),
  moved: z.boolean().optional().describe('True for a body moved from outside that nothing else can move'),
  weightless: z
    .number()
    .min(-10)
    .max(10)
    .optional()
    .describe('Share of its weight that is held up; 1 floats'),
};

/** A rigid body with its geoms, and the bodies that hang on it. */
export interface Body extends Readonly<z.infer<z.ZodObject<typeof members>>> {
  readonly bodies: readonly Body[];
}

/** A body as an author writes it, defaults left out. */
export interface BodyInput extends Readonly<z.input<z.ZodObject<typeof members>>> {
  readonly bodies?: readonly BodyInput[] | undefined;
}

export const bodySchema: z.ZodType<Body, BodyInput> = z
  .strictObject({
    ...members,
    get bodies() {
      return z.array(bodySchema).max(2000).default([]).describe('Bodies that hang on this one');
    },
  })
  .meta({ id: 'PhysicsBody' });
