// Orientations as unit quaternions w x y z.

import { cos, sin } from '@holdfast/numerics';
import type { Quaternion, Units } from './units.ts';

export const upright: Quaternion = [1, 0, 0, 0];

/** Hamilton product: first b, then a. */
export function multiply(a: Quaternion, b: Quaternion): Quaternion {
  const [aw, ax, ay, az] = a;
  const [bw, bx, by, bz] = b;
  return [
    aw * bw - ax * bx - ay * by - az * bz,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
  ];
}

/** Farthest from 1 that the square of a length is after dividing by it: a unit quaternion stays as it is, to the bit. */
const rounding = 1e-15;

export function normalized(q: Quaternion): Quaternion {
  const [w, x, y, z] = q;
  const square = w * w + x * x + y * y + z * z;
  if (Math.abs(square - 1) < rounding) return q;
  const length = Math.sqrt(square);
  return length > 0 ? [w / length, x / length, y / length, z / length] : upright;
}

function about(axis: 1 | 2 | 3, angle: number): Quaternion {
  const q: [number, number, number, number] = [cos(angle / 2), 0, 0, 0];
  q[axis] = sin(angle / 2);
  return q;
}

/** Turns about the own x, y and z axis, in this order; rad. */
export function fromEuler([x, y, z]: readonly [number, number, number]): Quaternion {
  return multiply(multiply(about(1, x), about(2, y)), about(3, z));
}

interface Oriented {
  readonly quat?: Quaternion | undefined;
  readonly euler?: readonly [number, number, number] | undefined;
}

/** Undefined where an author says nothing. */
export function orientationOf({ quat, euler }: Oriented, units: Units): Quaternion | undefined {
  if (quat !== undefined) return normalized(quat);
  if (euler === undefined) return undefined;
  const [x, y, z] = euler;
  return fromEuler([units.angle(x), units.angle(y), units.angle(z)]);
}
