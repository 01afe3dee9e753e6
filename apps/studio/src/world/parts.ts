// A scene as parts of a few unit shapes, so that each shape is drawn in one go however many bodies there are.

import type { Scene, SceneGeom } from '@holdfast/catalog';
import type { Fixed } from './placement.ts';
import type { Triple } from './orbit.ts';

/** Sphere of radius 1; box of half edges 1; rod and open tube of radius 1 from -1 to 1 along z; a mesh by its index. */
export type Unit = 'sphere' | 'box' | 'rod' | 'tube' | `mesh ${number}`;

export interface Part extends Fixed {
  readonly unit: Unit;
  /** Index into the geoms of the scene. */
  readonly geom: number;
}

const still: Triple = [1, 1, 1];

function along(geom: SceneGeom, way: number): Triple {
  const [w, x, y, z] = geom.orientation;
  const [px, py, pz] = geom.position;
  return [
    px + 2 * (x * z + w * y) * way,
    py + 2 * (y * z - w * x) * way,
    pz + (1 - 2 * (x * x + y * y)) * way,
  ];
}

function partsOfGeom(geom: SceneGeom, index: number): readonly Part[] {
  const { body, position, orientation, size, shape, mesh } = geom;
  const part = (unit: Unit, scale: Triple, at = position): Part => ({
    unit,
    geom: index,
    body,
    position: at,
    orientation,
    scale,
  });
  const [a, b] = size;
  switch (shape) {
    case 'plane':
      return [];
    case 'sphere':
      return [part('sphere', [a, a, a])];
    case 'ellipsoid':
      return [part('sphere', size)];
    case 'box':
      return [part('box', size)];
    case 'cylinder':
      return [part('rod', [a, a, b])];
    case 'capsule': {
      const cap: Triple = [a, a, a];
      return [
        part('tube', [a, a, b]),
        part('sphere', cap, along(geom, b)),
        part('sphere', cap, along(geom, -b)),
      ];
    }
    case 'mesh':
    case 'heightField':
      return [part(`mesh ${mesh}`, still)];
  }
}

/** Everything but planes, which are ground. */
export function partsOf({ geoms }: Scene): readonly Part[] {
  return geoms.flatMap(partsOfGeom);
}
