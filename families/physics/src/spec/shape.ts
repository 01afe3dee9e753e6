// Geoms, sites, cameras and lights: what is fixed to a body or to the world.

import { z } from 'zod';
import {
  color,
  extents,
  name,
  notNegative,
  number,
  orientation,
  position,
  positive,
  solimp,
  solref,
  vector,
} from './values.ts';

const common = {
  name: name.optional(),
  pos: position.optional(),
  ...orientation,
  material: name.optional().describe('Name of a material: its density, friction, bounce and color are taken'),
  mass: notNegative.optional().describe('Mass, kg; wins over density'),
  density: notNegative.optional().describe('Density, kg/m^3; 1000 where neither mass nor material says'),
  friction: z
    .union([notNegative, z.tuple([notNegative, notNegative, notNegative])])
    .optional()
    .describe('Coefficient of sliding friction, or sliding, spinning (m) and rolling (m)'),
  bounce: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Coefficient of restitution of a collision with anything that bounces less'),
  solref: solref.optional(),
  solimp: solimp.optional(),
  margin: notNegative.optional().describe('Distance at which contact forces begin, m'),
  gap: notNegative.optional().describe('Part of the margin in which a contact is found without force, m'),
  contactDimensions: z
    .union([z.literal(1), z.literal(3), z.literal(4), z.literal(6)])
    .optional()
    .describe('1 frictionless, 3 sliding (default), 4 with spinning, 6 with rolling friction'),
  collides: z.boolean().optional().describe('False for a geom that touches nothing'),
  group: z
    .tuple([z.int().min(0).max(0x7fffffff), z.int().min(0).max(0x7fffffff)])
    .optional()
    .describe('Bit masks of what it is and what it collides with, type and affinity; 1 and 1 by default'),
  priority: z
    .int()
    .min(-1000)
    .max(1000)
    .optional()
    .describe('The friction and softness of the higher one wins'),
  fluid: z.boolean().optional().describe('True for drag and lift of an ellipsoid of its size in the medium'),
  color: color.optional(),
};

const long = {
  radius: positive.describe('Radius, m'),
  length: positive.optional().describe('Length of the straight part along its z axis, m'),
  from: vector.optional().describe('Where the axis begins; instead of length, pos and orientation'),
  to: vector.optional().describe('Where the axis ends'),
};

/** A piece of a body that has mass, touches others and is drawn. */
export const geomSchema = z
  .discriminatedUnion('shape', [
    z.strictObject({
      shape: z.literal('plane'),
      size: z
        .tuple([notNegative, notNegative])
        .optional()
        .describe('Drawn extent along x and y, m; 0 is endless'),
      ...common,
    }),
    z.strictObject({ shape: z.literal('sphere'), radius: positive.describe('Radius, m'), ...common }),
    z.strictObject({ shape: z.literal('box'), size: extents.describe('Whole edge lengths, m'), ...common }),
    z.strictObject({ shape: z.literal('ellipsoid'), radii: extents.describe('Three radii, m'), ...common }),
    z.strictObject({ shape: z.literal('capsule'), ...long, ...common }),
    z.strictObject({ shape: z.literal('cylinder'), ...long, ...common }),
    z.strictObject({ shape: z.literal('mesh'), mesh: name.describe('Name of a mesh'), ...common }),
    z.strictObject({
      shape: z.literal('heightField'),
      heightField: name.describe('Name of a height field'),
      ...common,
    }),
  ])
  .meta({ id: 'PhysicsGeom' });
export type Geom = Readonly<z.infer<typeof geomSchema>>;

/** A massless, untouchable place: where sensors sit, tendons pass and actuators push. */
export const siteSchema = z
  .strictObject({
    name,
    pos: position.optional(),
    ...orientation,
    radius: positive
      .optional()
      .describe('Radius of the sphere that is drawn and inside which touch is felt, m'),
  })
  .meta({ id: 'PhysicsSite' });
export type Site = Readonly<z.infer<typeof siteSchema>>;

export const cameraSchema = z
  .strictObject({
    name,
    pos: position.optional(),
    ...orientation,
    fieldOfView: z.number().min(1).max(179).optional().describe('Vertical field of view, degrees'),
    resolution: z
      .tuple([z.int().min(1).max(10_000), z.int().min(1).max(10_000)])
      .optional()
      .describe('Width and height in pixels'),
    follows: z
      .enum(['fixed', 'track', 'trackcom', 'targetbody', 'targetbodycom'])
      .optional()
      .describe('Fixed to its body, moving along, or looking at the target'),
    target: name.optional().describe('Body it looks at'),
  })
  .meta({ id: 'PhysicsCamera' });
export type Camera = Readonly<z.infer<typeof cameraSchema>>;

export const lightSchema = z
  .strictObject({
    name: name.optional(),
    pos: position.optional(),
    direction: vector.optional(),
    directional: z.boolean().optional().describe('True for parallel light'),
    color: z.tuple([number, number, number]).optional(),
    shadow: z.boolean().optional(),
  })
  .meta({ id: 'PhysicsLight' });
export type Light = Readonly<z.infer<typeof lightSchema>>;

/** A closed surface by its corners; its convex hull is what collides. */
export const meshSchema = z.strictObject({
  name,
  vertices: z.array(number).min(12).max(300_000).describe('Corners x y z, one after the other, m'),
  faces: z
    .array(z.int().min(0).max(100_000))
    .max(600_000)
    .optional()
    .describe('Triangles as indices of three corners; without them the convex hull is taken'),
  scale: vector.optional().describe('Factors along x, y and z'),
});
export type Mesh = Readonly<z.infer<typeof meshSchema>>;

export const materialSchema = z.strictObject({
  name,
  density: notNegative.optional(),
  friction: common.friction,
  bounce: common.bounce,
  color: color.optional(),
});
export type Material = Readonly<z.infer<typeof materialSchema>>;
