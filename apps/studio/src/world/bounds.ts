// How far a scene reaches, so that a camera can show all of it.

import type { Scene, SceneGeom } from '@holdfast/catalog';
import type { Triple } from './orbit.ts';
import { placeOf, type Poses } from './placement.ts';

export interface Bounds {
  readonly low: Triple;
  readonly high: Triple;
}

/** Distance of the farthest point of a geom from its place. */
export function reachOf({ shape, size }: SceneGeom, corners: readonly number[] = []): number {
  const [a, b, c] = size;
  if (shape === 'sphere') return a;
  if (shape === 'ellipsoid') return Math.max(a, b, c);
  if (shape === 'capsule') return a + b;
  if (shape === 'cylinder') return Math.hypot(a, b);
  if (shape === 'box') return Math.hypot(a, b, c);
  let most = 0;
  for (let at = 0; at < corners.length; at += 3)
    most = Math.max(most, Math.hypot(corners[at]!, corners[at + 1]!, corners[at + 2]!));
  return most;
}

/** A box around everything but planes; around the origin where there is nothing. */
export function boundsOf(scene: Scene, poses: Poses): Bounds {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const geom of scene.geoms) {
    if (geom.shape === 'plane') continue;
    const reach = reachOf(geom, scene.meshes[geom.mesh]?.vertices);
    placeOf(poses, geom).forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, value - reach);
      high[axis] = Math.max(high[axis]!, value + reach);
    });
  }
  if (!low.every(Number.isFinite) || !high.every(Number.isFinite))
    return { low: [-1, -1, 0], high: [1, 1, 1] };
  return { low: low as unknown as Triple, high: high as unknown as Triple };
}

type Pick = (x: number, y: number) => number;

function joinedBy(a: Bounds, b: Bounds, low: Pick, high: Pick): Bounds {
  const of = (pick: Pick, x: Triple, y: Triple): Triple => [
    pick(x[0], y[0]),
    pick(x[1], y[1]),
    pick(x[2], y[2]),
  ];
  return { low: of(low, a.low, b.low), high: of(high, a.high, b.high) };
}

/** The box around two boxes. */
export function joined(a: Bounds, b: Bounds): Bounds {
  return joinedBy(a, b, Math.min, Math.max);
}

/** The part of a box inside another. */
export function within(a: Bounds, most: Bounds): Bounds {
  return joinedBy(a, most, Math.max, Math.min);
}

/** Middle and radius of a box. */
export function ballOf({ low, high }: Bounds): { readonly centre: Triple; readonly radius: number } {
  const centre: Triple = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  const radius = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2;
  return { centre, radius: Math.max(radius, 1e-3) };
}
