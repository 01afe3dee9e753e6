// What ties bodies together beside their joints: tendons, springs, ropes, equalities, chosen and excluded contacts.

import { z } from 'zod';
import { color, name, notNegative, number, positive, range, solimp, solref, vector } from './values.ts';

const elastic = {
  stiffness: notNegative.optional().describe('Spring, N/m'),
  damping: notNegative.optional().describe('Force per velocity, N s/m'),
  springLength: z
    .union([notNegative, z.tuple([notNegative, notNegative])])
    .optional()
    .describe('Relaxed length, or shortest and longest relaxed length; as at the start where not given'),
  range: range.optional().describe('Shortest and longest length'),
  frictionLoss: notNegative.optional().describe('Dry friction along the tendon, N'),
  armature: notNegative.optional().describe('Inertia along the tendon, kg'),
  width: positive.optional().describe('Drawn radius, m'),
  color: color.optional(),
};

const passage = z.union([
  z.strictObject({ site: name.describe('Site it passes') }),
  z.strictObject({
    geom: name.describe('Sphere or cylinder it wraps around'),
    side: name.optional().describe('Site on the side on which it has to pass'),
  }),
  z.strictObject({ pulley: positive.describe('Divisor of the lengths that follow') }),
]);

export const tendonSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('spatial'),
    name,
    path: z.array(passage).min(2).max(100).describe('What it passes, in order; begins and ends at sites'),
    ...elastic,
  }),
  z.strictObject({
    type: z.literal('fixed'),
    name,
    joints: z
      .array(z.strictObject({ joint: name, factor: number }))
      .min(1)
      .max(100)
      .describe('Its length is the sum of factor times position'),
    ...elastic,
  }),
]);
export type Tendon = Readonly<z.infer<typeof tendonSchema>>;

const anchor = z.strictObject({
  body: name.optional().describe('Body; the world where none is given'),
  pos: vector.default([0, 0, 0]).describe('Place in the frame of the body'),
});
export type Anchor = Readonly<z.infer<typeof anchor>>;

/** A spring between two places; shorthand for two sites and a tendon. */
export const springSchema = z.strictObject({
  name,
  from: anchor,
  to: anchor,
  stiffness: notNegative.describe('Stiffness, N/m'),
  damping: notNegative.default(0).describe('Force per velocity, N s/m'),
  length: notNegative.optional().describe('Relaxed length, m; as at the start where not given'),
});
export type Spring = Readonly<z.infer<typeof springSchema>>;

/** A rope between two places: it can be pulled, not pushed. */
export const ropeSchema = z.strictObject({
  name,
  from: anchor,
  to: anchor,
  length: positive.describe('Longest distance, m'),
});
export type Rope = Readonly<z.infer<typeof ropeSchema>>;

const soft = {
  name: name.optional(),
  active: z.boolean().optional().describe('False for one that is off'),
  solref: solref.optional(),
  solimp: solimp.optional(),
};

const factors = z
  .tuple([number, number, number, number, number])
  .optional()
  .describe('Coefficients of a polynomial of degree 4; 0 1 0 0 0 by default');

export const equalitySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('connect'),
    body1: name,
    body2: name.optional().describe('The world where none is given'),
    anchor: vector.describe('Common point in the frame of body1'),
    ...soft,
  }),
  z.strictObject({
    type: z.literal('weld'),
    body1: name,
    body2: name.optional().describe('The world where none is given'),
    pos: vector.optional().describe('Place of body2 in the frame of body1; as at the start where not given'),
    quat: z.tuple([number, number, number, number]).optional().describe('Its orientation; needs pos'),
    torqueScale: positive.optional().describe('How strongly rotation counts against translation, m'),
    ...soft,
  }),
  z.strictObject({
    type: z.literal('joint'),
    joint1: name,
    joint2: name.optional().describe('Joint 1 is held where none is given'),
    polynomial: factors,
    ...soft,
  }),
  z.strictObject({
    type: z.literal('tendon'),
    tendon1: name,
    tendon2: name.optional().describe('Tendon 1 keeps its length where none is given'),
    polynomial: factors,
    ...soft,
  }),
  z.strictObject({
    type: z.literal('distance'),
    site1: name,
    site2: name,
    ...soft,
  }),
]);
export type Equality = Readonly<z.infer<typeof equalitySchema>>;

export const pairSchema = z.strictObject({
  name: name.optional(),
  geom1: name,
  geom2: name,
  contactDimensions: z.union([z.literal(1), z.literal(3), z.literal(4), z.literal(6)]).optional(),
  friction: z.tuple([notNegative, notNegative, notNegative, notNegative, notNegative]).optional(),
  solref: solref.optional(),
  solimp: solimp.optional(),
  margin: notNegative.optional(),
  gap: notNegative.optional(),
});
export type Pair = Readonly<z.infer<typeof pairSchema>>;

export const excludeSchema = z.strictObject({ body1: name, body2: name });
export type Exclude = Readonly<z.infer<typeof excludeSchema>>;
