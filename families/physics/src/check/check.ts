// Every mistake of a spec that its schema cannot see, at once.

import type { Issue } from '@holdfast/core';
import type { PhysicsSpec } from '../document.ts';
import { layoutOf, type Layout } from '../layout.ts';
import { solverOf } from '../solver-choice.ts';
import {
  checkActuators,
  checkEqualities,
  checkKeyframes,
  checkSensors,
  checkTendons,
} from './connections.ts';
import { namesOf, type Names } from './names.ts';
import { Report } from './report.ts';
import { checkShapes } from './shapes.ts';

/** Bounds of a world, so that compiling it neither takes minutes nor all memory. Measured: 3,000 bodies compile in 2 s. */
export const caps = {
  bodies: 2000,
  geoms: 5000,
  velocities: 3000,
  meshNumbers: 600_000,
  depth: 100,
  steps: 1e9,
} as const;

function checkCaps(spec: PhysicsSpec, layout: Layout, report: Report): void {
  const most = (path: string, what: string, found: number, cap: number): void => {
    if (found > cap)
      report.add(
        path,
        'too-large',
        `${found} ${what}, at most ${cap} are allowed`,
        'Make the world smaller.',
      );
  };
  most('/bodies', 'bodies', layout.bodies.length, caps.bodies);
  const geoms = layout.bodies.reduce((sum, { body }) => sum + body.geoms.length, spec.geoms.length);
  most('/bodies', 'geoms', geoms, caps.geoms);
  most('/bodies', 'degrees of freedom', layout.velocities, caps.velocities);
  const numbers = spec.meshes.reduce(
    (sum, { vertices, faces = [] }) => sum + vertices.length + faces.length,
    0,
  );
  most('/meshes', 'numbers in meshes', numbers, caps.meshNumbers);
}

function checkMeshes({ meshes }: PhysicsSpec, report: Report): void {
  meshes.forEach(({ vertices, faces, scale }, index) => {
    const path = `/meshes/${index}`;
    const corners = vertices.length / 3;
    if (!Number.isInteger(corners))
      report.add(
        `${path}/vertices`,
        'broken-mesh',
        'each corner has three numbers',
        'Complete the last one.',
      );
    else if (flat(vertices))
      report.add(`${path}/vertices`, 'flat-mesh', 'the corners lie in a plane', 'Give it a volume.');
    if (scale?.includes(0) === true)
      report.add(`${path}/scale`, 'flat-mesh', 'a scale of 0 makes it flat', 'Use another factor.');
    if (faces === undefined) return;
    if (faces.length === 0 || faces.length % 3 !== 0)
      report.add(`${path}/faces`, 'broken-mesh', 'each face has three corners', 'Complete the last one.');
    const wrong = faces.findIndex((corner) => corner >= corners);
    if (wrong >= 0)
      report.add(
        `${path}/faces/${wrong}`,
        'broken-mesh',
        `there is no corner ${faces[wrong]}`,
        `Use 0 to ${Math.floor(corners) - 1}.`,
      );
  });
}

type Point = readonly [number, number, number];

/** Whether no four corners span a volume, as far as the first corner tells. */
function flat(vertices: readonly number[]): boolean {
  const at = (corner: number): Point => [
    vertices[3 * corner]!,
    vertices[3 * corner + 1]!,
    vertices[3 * corner + 2]!,
  ];
  const [ox, oy, oz] = at(0);
  const rest = Array.from({ length: vertices.length / 3 - 1 }, (_, i) => {
    const [x, y, z] = at(i + 1);
    return [x - ox, y - oy, z - oz] as const;
  });
  const size = (v: Point): number => v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
  const cross = (a: Point, b: Point): Point => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const longest = (points: readonly Point[]): Point =>
    points.reduce((best, point) => (size(point) > size(best) ? point : best), [0, 0, 0]);
  const edge = longest(rest);
  const normal = longest(rest.map((point) => cross(edge, point)));
  const scale = Math.sqrt(size(edge)) * Math.sqrt(size(normal));
  const height = rest.reduce(
    (most, p) => Math.max(most, Math.abs(p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2])),
    0,
  );
  return !(height > 1e-6 * scale);
}

function checkUse(spec: PhysicsSpec, layout: Layout, names: Names, report: Report): void {
  const geoms = [
    ...spec.geoms.map((geom, index) => ({ geom, path: `/geoms/${index}` })),
    ...layout.bodies.flatMap(({ body, path }) =>
      body.geoms.map((geom, index) => ({ geom, path: `${path}/geoms/${index}` })),
    ),
  ];
  for (const { geom, path } of geoms) {
    names.refer('material', geom.material, `${path}/material`);
    if (geom.shape === 'mesh') names.refer('mesh', geom.mesh, `${path}/mesh`);
  }
  if (typeof spec.ground === 'object') names.refer('material', spec.ground.material, '/ground/material');
  const cameras = [
    ...spec.cameras.map((camera, index) => ({ camera, path: `/cameras/${index}` })),
    ...layout.bodies.flatMap(({ body, path }) =>
      body.cameras.map((camera, index) => ({ camera, path: `${path}/cameras/${index}` })),
    ),
  ];
  for (const { camera, path } of cameras) {
    names.refer('body', camera.target, `${path}/target`);
    const targets = camera.follows === 'targetbody' || camera.follows === 'targetbodycom';
    if (targets !== (camera.target !== undefined))
      report.add(
        path,
        'unclear-target',
        'a camera that follows a target needs one, others have none',
        'Give both or neither.',
      );
  }
}

/** Issues of a spec that passed its schema; `until` is the end of the run, s. */
export function checkSpec(spec: PhysicsSpec, until: number): readonly Issue[] {
  const report = new Report();
  const layout = layoutOf(spec.bodies);
  checkCaps(spec, layout, report);
  const names = namesOf(spec, layout, report);
  checkShapes(spec, layout, report);
  checkMeshes(spec, report);
  checkUse(spec, layout, names, report);
  const checked = { spec, layout, names, report };
  checkTendons(checked);
  checkEqualities(checked);
  checkActuators(checked);
  checkSensors(checked);
  checkKeyframes(checked);
  const { timestep } = solverOf(spec, layout.velocities);
  if (Number.isFinite(until) && until / timestep > caps.steps)
    report.add('/solver', 'too-many-steps', `${until} s in steps of ${timestep} s`, 'Make the run shorter.');
  return report.issues;
}
