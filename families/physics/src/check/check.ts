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
import { checkHeightFields } from './height-fields.ts';
import { checkMeshes } from './meshes.ts';
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
    if (geom.shape === 'heightField') names.refer('height field', geom.heightField, `${path}/heightField`);
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
  checkHeightFields(spec, report);
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
