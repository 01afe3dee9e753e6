// Which body is under the pointer: the first geom a ray meets, each as a ball, a box or something long and round.

import type { Scene, SceneGeom } from '@holdfast/catalog';
import { reachOf } from './bounds.ts';
import type { Ray, Triple } from './orbit.ts';
import { matrixInto, type Poses } from './placement.ts';

export interface Picked {
  /** Row of the body. */
  readonly body: number;
  /** Where the ray met it. */
  readonly place: Triple;
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How far along a ray a ball of radius 1 around the origin is met. */
function ball(from: Triple, along: Triple): number {
  const [a, b, c] = [dot(along, along), dot(from, along), dot(from, from) - 1];
  const root = b * b - a * c;
  return root < 0 ? Infinity : (-b - Math.sqrt(root)) / a;
}

/** How far along a ray a box of half edges 1 is met. */
function box(from: Triple, along: Triple): number {
  let [enter, leave] = [-Infinity, Infinity];
  for (let axis = 0; axis < 3; axis++) {
    const [one, other] = [(-1 - from[axis]!) / along[axis]!, (1 - from[axis]!) / along[axis]!];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter <= leave ? enter : Infinity;
}

/** How far along a ray a rod of radius 1 from -1 to 1 along z is met. */
function rod(from: Triple, along: Triple): number {
  const a = along[0] ** 2 + along[1] ** 2;
  const b = from[0] * along[0] + from[1] * along[1];
  const root = b * b - a * (from[0] ** 2 + from[1] ** 2 - 1);
  const side = root < 0 || a === 0 ? Infinity : (-b - Math.sqrt(root)) / a;
  const onSide = Math.abs(from[2] + side * along[2]) <= 1 ? side : Infinity;
  const end = (-Math.sign(along[2]) - from[2]) / along[2];
  const inside = (from[0] + end * along[0]) ** 2 + (from[1] + end * along[1]) ** 2 <= 1;
  return Math.min(onSide, inside ? end : Infinity);
}

/** Stretch of the unit shape that stands for a geom, and how that shape is met. */
function standIn(
  geom: SceneGeom,
  corners: readonly number[] | undefined,
): { readonly scale: Triple; readonly meet: typeof ball } {
  const [a, b, c] = geom.size;
  if (geom.shape === 'box') return { scale: [a, b, c], meet: box };
  if (geom.shape === 'cylinder') return { scale: [a, a, b], meet: rod };
  if (geom.shape === 'capsule') return { scale: [a, a, a + b], meet: rod };
  if (geom.shape === 'ellipsoid') return { scale: [a, b, c], meet: ball };
  const reach = reachOf(geom, corners);
  return { scale: [reach, reach, reach], meet: ball };
}

/** The nearest body that moves; undefined where something fixed or nothing is nearer. */
export function pick(scene: Scene, poses: Poses, { from, along }: Ray): Picked | undefined {
  const matrix = new Float32Array(16);
  let [nearest, body] = [Infinity, -1];
  for (const geom of scene.geoms) {
    // Ground is no body, and a ball around hills would hide what stands on them.
    if (geom.shape === 'plane' || geom.shape === 'heightField') continue;
    const { scale, meet } = standIn(geom, scene.meshes[geom.mesh]?.vertices);
    matrixInto(matrix, 0, poses, { ...geom, scale: [1, 1, 1] });
    const offset: Triple = [from[0] - matrix[12]!, from[1] - matrix[13]!, from[2] - matrix[14]!];
    const own = (v: Triple): Triple => [
      (v[0] * matrix[0]! + v[1] * matrix[1]! + v[2] * matrix[2]!) / scale[0],
      (v[0] * matrix[4]! + v[1] * matrix[5]! + v[2] * matrix[6]!) / scale[1],
      (v[0] * matrix[8]! + v[1] * matrix[9]! + v[2] * matrix[10]!) / scale[2],
    ];
    const distance = meet(own(offset), own(along));
    if (distance > 0 && distance < nearest) [nearest, body] = [distance, geom.body];
  }
  if (body < 0 || !scene.bodies[body]!.moves) return undefined;
  const place: Triple = [
    from[0] + nearest * along[0],
    from[1] + nearest * along[1],
    from[2] + nearest * along[2],
  ];
  return { body, place };
}
