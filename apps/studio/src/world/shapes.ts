// The unit shapes a scene is made of, as geometries of three.js: z up, radius and half length 1.

import { BoxGeometry, BufferAttribute, BufferGeometry, CylinderGeometry, SphereGeometry } from 'three';
import { ConvexGeometry } from 'three/addons/geometries/ConvexGeometry.js';
import { Vector3 } from 'three';
import type { Scene } from '@holdfast/catalog';
import type { Unit } from './parts.ts';

function meshGeometry(vertices: readonly number[], faces: readonly number[]): BufferGeometry {
  if (faces.length === 0) {
    const corners = Array.from(
      { length: Math.floor(vertices.length / 3) },
      (_, at) => new Vector3(vertices[3 * at], vertices[3 * at + 1], vertices[3 * at + 2]),
    );
    return new ConvexGeometry(corners);
  }
  // Each triangle has corners of its own, so that edges stay sharp.
  const places = new Float32Array(3 * faces.length);
  faces.forEach((corner, at) => {
    for (let axis = 0; axis < 3; axis++) places[3 * at + axis] = vertices[3 * corner + axis] ?? 0;
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(places, 3));
  geometry.computeVertexNormals();
  return geometry;
}

/** @param round sides of what is round */
export function geometryOf(unit: Unit, { meshes }: Scene, round: number): BufferGeometry {
  if (unit === 'box') return new BoxGeometry(2, 2, 2);
  if (unit === 'sphere') return new SphereGeometry(1, round, Math.round(round * 0.6)).rotateX(Math.PI / 2);
  if (unit === 'rod' || unit === 'tube')
    return new CylinderGeometry(1, 1, 2, round, 1, unit === 'tube').rotateX(Math.PI / 2);
  const mesh = meshes[Number(unit.slice('mesh '.length))];
  return meshGeometry(mesh?.vertices ?? [], mesh?.faces ?? []);
}
