// Where things fixed to bodies are, for bodies at given poses: rows x y z w x y z as in the channel `poses`.

import type { ScenePlace } from '@holdfast/catalog';
import type { Triple } from './orbit.ts';

export type Poses = ArrayLike<number>;

/** Writes the place of a point fixed to a body (-1: the world) at `at`. */
export function placeInto(out: Float64Array, at: number, poses: Poses, body: number, local: Triple): void {
  const [a, b, c] = local;
  if (body < 0) {
    out[at] = a;
    out[at + 1] = b;
    out[at + 2] = c;
    return;
  }
  const row = 7 * body;
  const [w, x, y, z] = [poses[row + 3]!, poses[row + 4]!, poses[row + 5]!, poses[row + 6]!];
  const tx = 2 * (y * c - z * b);
  const ty = 2 * (z * a - x * c);
  const tz = 2 * (x * b - y * a);
  out[at] = poses[row]! + a + w * tx + y * tz - z * ty;
  out[at + 1] = poses[row + 1]! + b + w * ty + z * tx - x * tz;
  out[at + 2] = poses[row + 2]! + c + w * tz + x * ty - y * tx;
}

export function placeOf(poses: Poses, { body, position }: ScenePlace): Triple {
  const out = new Float64Array(3);
  placeInto(out, 0, poses, body, position);
  return [out[0]!, out[1]!, out[2]!];
}

/** A part of a picture: a unit shape, stretched, at a place on a body. */
export interface Fixed {
  readonly body: number;
  readonly position: Triple;
  /** w x y z */
  readonly orientation: readonly [number, number, number, number];
  readonly scale: Triple;
}

/** Writes the column-major matrix of a part into `out` at `at`: 16 numbers, no allocation. */
export function matrixInto(out: Float32Array, at: number, poses: Poses, part: Fixed): void {
  const [sx, sy, sz] = part.scale;
  let [w, x, y, z] = part.orientation;
  let [px, py, pz] = part.position;
  if (part.body >= 0) {
    const row = 7 * part.body;
    const [bw, bx, by, bz] = [poses[row + 3]!, poses[row + 4]!, poses[row + 5]!, poses[row + 6]!];
    const tx = 2 * (by * pz - bz * py);
    const ty = 2 * (bz * px - bx * pz);
    const tz = 2 * (bx * py - by * px);
    const [rx, ry, rz] = [
      px + bw * tx + by * tz - bz * ty,
      py + bw * ty + bz * tx - bx * tz,
      pz + bw * tz + bx * ty - by * tx,
    ];
    px = poses[row]! + rx;
    py = poses[row + 1]! + ry;
    pz = poses[row + 2]! + rz;
    const [qw, qx, qy, qz] = [w, x, y, z];
    w = bw * qw - bx * qx - by * qy - bz * qz;
    x = bw * qx + bx * qw + by * qz - bz * qy;
    y = bw * qy - bx * qz + by * qw + bz * qx;
    z = bw * qz + bx * qy - by * qx + bz * qw;
  }
  out[at] = (1 - 2 * (y * y + z * z)) * sx;
  out[at + 1] = 2 * (x * y + w * z) * sx;
  out[at + 2] = 2 * (x * z - w * y) * sx;
  out[at + 3] = 0;
  out[at + 4] = 2 * (x * y - w * z) * sy;
  out[at + 5] = (1 - 2 * (x * x + z * z)) * sy;
  out[at + 6] = 2 * (y * z + w * x) * sy;
  out[at + 7] = 0;
  out[at + 8] = 2 * (x * z + w * y) * sz;
  out[at + 9] = 2 * (y * z - w * x) * sz;
  out[at + 10] = (1 - 2 * (x * x + y * y)) * sz;
  out[at + 11] = 0;
  out[at + 12] = px;
  out[at + 13] = py;
  out[at + 14] = pz;
  out[at + 15] = 1;
}
