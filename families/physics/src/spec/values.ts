// The small values a physics document is made of. Every number is finite and bounded, so that no arithmetic on it overflows.

import { z } from 'zod';

const big = 1e9;

export const number = z.number().min(-big).max(big);
export const notNegative = z.number().min(0).max(big);
export const positive = z.number().min(1e-9).max(big);

/** Letters, digits and a few signs: never anything XML would have to escape. */
export const name = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:/ -]{0,79}$/, 'a name has 1 to 80 letters, digits, _ . : / - or spaces')
  .describe('Name, unique among its kind');

export const vector = z.tuple([number, number, number]);
export const extents = z.tuple([positive, positive, positive]);
export const position = vector.describe('Position in the frame of the parent, x y z; z points up');
export const range = z.tuple([number, number]).describe('Lowest and highest value');

/** Either of the two, or neither; which is checked after the schema. */
export const orientation = {
  quat: z
    .tuple([number, number, number, number])
    .optional()
    .describe('Orientation as a quaternion w x y z; need not have length 1'),
  euler: vector
    .optional()
    .describe('Orientation as turns about the own x, y and z axis in this order, in the unit of angles'),
};

export const color = z
  .tuple([
    z.number().min(0).max(1),
    z.number().min(0).max(1),
    z.number().min(0).max(1),
    z.number().min(0).max(1),
  ])
  .describe('Red, green, blue and opacity, each 0 .. 1');

/** Reference time and damping ratio, or both negative: stiffness and damping. */
export const solref = z
  .tuple([number, number])
  .describe(
    'Softness of the constraint: time constant in s and damping ratio; both negative: -stiffness, -damping',
  );

export const solimp = z
  .tuple([number, number, number, number, number])
  .describe('Impedance of the constraint: at zero depth, at full depth, depth in m, midpoint, power');
