// A spec as MJCF text: pure, the same bytes for the same spec. Everything is in SI and radians; the state a run begins with is
// the first key frame.

import type { PhysicsSpec } from '../document.ts';
import { layoutOf } from '../layout.ts';
import { arenaOf, solverOf } from '../solver-choice.ts';
import type { Geom } from '../spec/shape.ts';
import { keyframeState, startOf, type StartState } from '../start-state.ts';
import { Units } from '../units.ts';
import { bodyElement } from './bodies.ts';
import { anchorSites, contactElements, equalityElements, tendonElements } from './connections.ts';
import { actuatorElement, sensorElement } from './drives.ts';
import { cameraElement, fieldElement, geomElement, lightElement, meshElement, siteElement } from './geoms.ts';
import { element, section } from './xml.ts';

/** Key frame of the state the joints say. */
export const startKey = '@start';

/** The plane an author asks for by `ground`. */
export function groundOf({ ground }: PhysicsSpec): readonly Geom[] {
  if (ground === false) return [];
  const { material, friction, height = 0 } = ground === true ? {} : ground;
  return [
    {
      shape: 'plane',
      name: 'ground',
      pos: [0, 0, height],
      ...(material === undefined ? {} : { material }),
      ...(friction === undefined ? {} : { friction }),
    },
  ];
}

/** Nothing for an empty list, which no attribute may be. */
function some(values: readonly number[]): readonly number[] | undefined {
  return values.length > 0 ? values : undefined;
}

function keyElement(name: string, { positions, velocities, controls }: StartState): string {
  return element('key', { name, qpos: some(positions), qvel: some(velocities), ctrl: some(controls) });
}

/** What a file for other programs holds besides the world. */
export interface MjcfExtras {
  /** Name of the model; nothing that has to be escaped. */
  readonly name: string;
  readonly custom: readonly string[];
}

/** Compiles a checked spec. */
export function compileMjcf(
  spec: PhysicsSpec,
  { name, custom }: MjcfExtras = { name: 'holdfast', custom: [] },
): string {
  const units = new Units(spec.units);
  const layout = layoutOf(spec.bodies);
  const solver = solverOf(spec, layout.velocities);
  const materials = new Map(spec.materials.map((material) => [material.name, material]));
  const anchors = anchorSites(spec);
  const fields = new Map(spec.heightFields.map((field) => [field.name, field]));
  const context = { units, materials, fields, timestep: solver.timestep, anchors };
  const geoms = layout.bodies.reduce((sum, { body }) => sum + body.geoms.length, spec.geoms.length);
  const { medium } = spec;
  const world = [
    ...[...groundOf(spec), ...spec.geoms].map((geom) => geomElement(geom, context)),
    ...[...spec.sites, ...(anchors.get('') ?? [])].map((site) => siteElement(site, units)),
    ...spec.cameras.map((camera) => cameraElement(camera, units)),
    ...spec.lights.map((light) => lightElement(light, units)),
    ...spec.bodies.map((body) => bodyElement(body, context)),
  ];
  const option = {
    timestep: solver.timestep,
    gravity: spec.gravity,
    density: medium.density,
    viscosity: medium.viscosity,
    wind: medium.wind,
    integrator: solver.integrator,
    solver: solver.method,
    iterations: solver.iterations,
    tolerance: solver.tolerance,
    cone: spec.solver.cone === 'elliptic' ? 'elliptic' : undefined,
    impratio: spec.solver.impedanceRatio,
    noslip_iterations: spec.solver.noSlipIterations,
  };
  const keys = [
    keyElement(startKey, startOf(spec, layout, units)),
    ...spec.keyframes.map((keyframe) =>
      keyElement(keyframe.name, keyframeState(keyframe, spec, layout, units)),
    ),
  ];
  const children = [
    element('compiler', { angle: 'radian', autolimits: true, inertiafromgeom: 'auto' }),
    element('option', option, [element('flag', { energy: 'enable' })]),
    element('size', { memory: `${arenaOf(spec.solver.memory, geoms, layout.velocities)}K` }),
    ...custom,
    ...section('asset', [
      ...spec.meshes.map((mesh) => meshElement(mesh, units)),
      ...spec.heightFields.map((field) => fieldElement(field, units)),
    ]),
    ...section('worldbody', world),
    ...section('contact', contactElements(spec, units)),
    ...section('tendon', tendonElements(spec, units)),
    ...section('equality', equalityElements(spec, units)),
    ...section(
      'actuator',
      spec.actuators.map((actuator) => actuatorElement(actuator, units)),
    ),
    ...section('sensor', spec.sensors.map(sensorElement)),
    ...section('keyframe', keys),
  ];
  return `${element('mujoco', { model: name }, children)}\n`;
}
