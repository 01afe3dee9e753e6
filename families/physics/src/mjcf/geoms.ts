// Geoms, sites, cameras and lights as MJCF.

import { orientationOf, upright } from '../rotation.ts';
import { turned } from '../scene/kinematics.ts';
import { reachOf, type HeightField } from '../spec/height-field.ts';
import type { Camera, Geom, Light, Material, Mesh, Site } from '../spec/shape.ts';
import type { Units } from '../units.ts';
import { element, type AttributeValue } from './xml.ts';

/** Steps an elastic contact takes: enough to be followed, few enough to be short. */
const contactSteps = 12;

/** What emission needs besides the thing itself. */
export interface GeomContext {
  readonly units: Units;
  readonly materials: ReadonlyMap<string, Material>;
  readonly fields: ReadonlyMap<string, HeightField>;
  /** s */
  readonly timestep: number;
}

/** Half a period of the contact's oscillation takes `contactSteps` steps, here of length 1. */
const contactFrequency = Math.PI / contactSteps;

/** Places within a step at which a contact may begin; a rebound differs a little between them. */
const phases = 8;

/** Share of the speed that a spring and dashpot of damping ratio `ratio` give back when the engine follows them in steps.
 * Contacts cannot pull and steps are few, so the solution in closed form is no help. The engine comes within 0.04 of it. */
function restitution(ratio: number): number {
  let sum = 0;
  for (let phase = 0; phase < phases; phase++) {
    let [depth, speed] = [(phase + 0.5) / phases, 1];
    while (depth > 0) {
      const force = contactFrequency * contactFrequency * depth + 2 * ratio * contactFrequency * speed;
      speed -= Math.max(0, force);
      depth += speed;
    }
    sum -= speed;
  }
  return sum / phases;
}

/** The damping ratio that gives back `bounce`, by bisection; a critically damped contact gives back less than a tenth. */
function ratioOf(bounce: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (restitution(middle) > bounce) low = middle;
    else high = middle;
  }
  return low;
}

/** Stiffness and damping of a contact that gives back the share `bounce` of the speed: an oscillator half a period of which
 * takes `contactSteps`. */
function bouncing(bounce: number, timestep: number): Readonly<Record<string, AttributeValue>> {
  const frequency = contactFrequency / timestep;
  const ratio = ratioOf(bounce);
  return {
    solref: [-frequency * frequency, -2 * ratio * frequency],
    solimp: [0.99, 0.99, 0.001, 0.5, 2],
  };
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
    case 'heightField':
      return { hfield: geom.heightField };
    case 'capsule':
    case 'cylinder': {
      const radius = units.length(geom.radius);
      if (geom.from !== undefined && geom.to !== undefined)
        return { size: radius, fromto: units.lengths([...geom.from, ...geom.to]) };
      return { size: [radius, units.length(geom.length ?? 0) / 2] };
    }
  }
}

/** Where a geom is put; the engine counts the heights of a field from the lowest. */
function placeOf(geom: Geom, { units, fields }: GeomContext): readonly number[] | undefined {
  const pos = units.lengths(geom.pos);
  const field = geom.shape === 'heightField' ? fields.get(geom.heightField) : undefined;
  const lowest = field === undefined ? 0 : units.length(reachOf(field)[0]);
  if (lowest === 0) return pos;
  const [x, y, z] = turned(orientationOf(geom, units) ?? upright, [0, 0, lowest]);
  const [px = 0, py = 0, pz = 0] = pos ?? [];
  return [px + x, py + y, pz + z];
}

export function geomElement(geom: Geom, context: GeomContext): string {
  const { units, materials, timestep } = context;
  const material = geom.material === undefined ? undefined : materials.get(geom.material);
  const friction = geom.friction ?? material?.friction;
  const bounce = geom.bounce ?? material?.bounce;
  const mask = geom.collides === false ? ([0, 0] as const) : geom.group;
  return element('geom', {
    name: geom.name,
    type: geom.shape === 'heightField' ? 'hfield' : geom.shape,
    ...sizes(geom, units),
    pos: placeOf(geom, context),
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

/** Heights as shares of their reach, which is what the engine keeps; written text goes from the highest row to the lowest. */
export function fieldElement(field: HeightField, units: Units): string {
  const [low, high] = reachOf(field);
  const [width, depth] = field.size;
  const shares = field.heights
    .toReversed()
    .flatMap((row) => row.map((height) => (height - low) / (high - low)));
  return element('hfield', {
    name: field.name,
    nrow: field.heights.length,
    ncol: field.heights[0]!.length,
    size: [
      units.length(width) / 2,
      units.length(depth) / 2,
      units.length(high - low),
      units.length(field.base),
    ],
    elevation: shares,
  });
}
