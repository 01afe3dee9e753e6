// Geoms, sites, cameras and lights as MJCF.

import { log } from '@holdfast/numerics';
import { orientationOf } from '../rotation.ts';
import type { Camera, Geom, Light, Material, Mesh, Site } from '../spec/shape.ts';
import type { Units } from '../units.ts';
import { element, type AttributeValue } from './xml.ts';

/** Steps an elastic contact takes: enough to be followed, few enough to be short. */
const contactSteps = 12;

/** What emission needs besides the thing itself. */
export interface GeomContext {
  readonly units: Units;
  readonly materials: ReadonlyMap<string, Material>;
  /** s */
  readonly timestep: number;
}

/** Stiffness and damping of a contact that gives back the share `bounce` of the speed: an oscillator half a period of which
 * takes `contactSteps`, with e = exp(-pi zeta / sqrt(1 - zeta^2)). */
function bouncing(bounce: number, timestep: number): Readonly<Record<string, AttributeValue>> {
  const frequency = Math.PI / (contactSteps * timestep);
  const lost = -log(Math.max(bounce, 1e-6));
  const ratio = lost / Math.sqrt(Math.PI * Math.PI + lost * lost);
  const damped = frequency / Math.sqrt(1 - ratio * ratio);
  return { solref: [-damped * damped, -2 * ratio * damped], solimp: [0.99, 0.99, 0.001, 0.5, 2] };
}

function sizes(geom: Geom, units: Units): Readonly<Record<string, AttributeValue>> {
  switch (geom.shape) {
    case 'plane':
      return { size: [...units.lengths(geom.size ?? [0, 0]), 1] };
    case 'sphere':
      return { size: units.length(geom.radius) };
    case 'box':
      return { size: units.lengths(geom.size).map((edge) => edge / 2) };
    case 'ellipsoid':
      return { size: units.lengths(geom.radii) };
    case 'mesh':
      return { mesh: geom.mesh };
    case 'capsule':
    case 'cylinder': {
      const radius = units.length(geom.radius);
      if (geom.from !== undefined && geom.to !== undefined)
        return { size: radius, fromto: units.lengths([...geom.from, ...geom.to]) };
      return { size: [radius, units.length(geom.length ?? 0) / 2] };
    }
  }
}

export function geomElement(geom: Geom, { units, materials, timestep }: GeomContext): string {
  const material = geom.material === undefined ? undefined : materials.get(geom.material);
  const friction = geom.friction ?? material?.friction;
  const bounce = geom.bounce ?? material?.bounce;
  const mask = geom.collides === false ? ([0, 0] as const) : geom.group;
  return element('geom', {
    name: geom.name,
    type: geom.shape,
    ...sizes(geom, units),
    pos: units.lengths(geom.pos),
    quat: orientationOf(geom, units),
    mass: geom.mass,
    density: geom.mass === undefined ? (geom.density ?? material?.density) : undefined,
    friction,
    ...(bounce === undefined ? {} : bouncing(bounce, timestep)),
    ...(geom.solref === undefined ? {} : { solref: geom.solref }),
    ...(geom.solimp === undefined ? {} : { solimp: geom.solimp }),
    margin: units.length(geom.margin),
    gap: units.length(geom.gap),
    condim: geom.contactDimensions,
    contype: mask?.[0],
    conaffinity: mask?.[1],
    priority: geom.priority,
    fluidshape: geom.fluid === true ? 'ellipsoid' : undefined,
    rgba: geom.color ?? material?.color,
  });
}

export function siteElement(site: Site, units: Units): string {
  return element('site', {
    name: site.name,
    pos: units.lengths(site.pos),
    quat: orientationOf(site, units),
    size: units.length(site.radius),
  });
}

export function cameraElement(camera: Camera, units: Units): string {
  return element('camera', {
    name: camera.name,
    pos: units.lengths(camera.pos),
    quat: orientationOf(camera, units),
    fovy: camera.fieldOfView,
    resolution: camera.resolution,
    mode: camera.follows,
    target: camera.target,
  });
}

export function lightElement(light: Light, units: Units): string {
  return element('light', {
    name: light.name,
    pos: units.lengths(light.pos),
    dir: light.direction,
    type: light.directional === true ? 'directional' : undefined,
    diffuse: light.color,
    castshadow: light.shadow,
  });
}

export function meshElement(mesh: Mesh, units: Units): string {
  return element('mesh', {
    name: mesh.name,
    vertex: units.lengths(mesh.vertices),
    face: mesh.faces,
    scale: mesh.scale,
  });
}
