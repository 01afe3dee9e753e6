// The scene of a world written as a spec: read from the spec alone, in the order in which the engine numbers geoms.

import type { PhysicsSpec } from '../document.ts';
import { layoutOf, type Layout } from '../layout.ts';
import { groundOf } from '../mjcf/compile.ts';
import { orientationOf, upright } from '../rotation.ts';
import type { Anchor } from '../spec/connection.ts';
import type { Camera, Geom, Light, Material, Site } from '../spec/shape.ts';
import type { HeightField } from '../spec/height-field.ts';
import { Units, type Quaternion, type Vector } from '../units.ts';
import { surfaceOf } from './field-surface.ts';
import { anchorOf, axisOf, startPoses, turned, unit } from './kinematics.ts';
import type {
  Scene,
  SceneCamera,
  SceneCord,
  SceneGeom,
  SceneLight,
  SceneMesh,
  ScenePiece,
  ScenePlace,
  SceneWheel,
} from './scene.ts';

/** What geoms refer to. */
interface Named {
  readonly units: Units;
  readonly materials: ReadonlyMap<string, Material>;
  readonly meshes: readonly string[];
  readonly fields: readonly string[];
}

/** Index of what is drawn of a mesh or a height field; surfaces of fields come after the meshes. */
function surfaceAt(geom: Geom, { meshes, fields }: Named): number {
  if (geom.shape === 'mesh') return meshes.indexOf(geom.mesh);
  return geom.shape === 'heightField' ? meshes.length + fields.indexOf(geom.heightField) : -1;
}

function fieldSurface({ heights, size: [width, depth] }: HeightField, units: Units): SceneMesh {
  return surfaceOf({
    rows: heights.length,
    columns: heights[0]!.length,
    half: [units.length(width) / 2, units.length(depth) / 2],
    height: (row, column) => units.length(heights[row]![column]!),
  });
}

function vectorOf(values: readonly number[] | undefined): Vector {
  const [x = 0, y = 0, z = 0] = values ?? [];
  return [x, y, z];
}

/** The shortest turn from z to a direction. */
export function fromZ(direction: Vector): Quaternion {
  const [x, y, z] = unit(direction);
  if (z < -1 + 1e-12) return [0, 1, 0, 0];
  const w = Math.sqrt((1 + z) / 2);
  return [w, -y / (2 * w), x / (2 * w), 0];
}

function sizeOf(geom: Geom, units: Units): Vector {
  switch (geom.shape) {
    case 'plane':
      return vectorOf(units.lengths(geom.size));
    case 'sphere':
      return [units.length(geom.radius), 0, 0];
    case 'box':
      return vectorOf(units.lengths(geom.size).map((edge) => edge / 2));
    case 'ellipsoid':
      return vectorOf(units.lengths(geom.radii));
    case 'mesh':
    case 'heightField':
      return [0, 0, 0];
    case 'capsule':
    case 'cylinder':
      return [units.length(geom.radius), units.length(geom.length ?? 0) / 2, 0];
  }
}

function geomOf(geom: Geom, body: number, named: Named): SceneGeom {
  const { units, materials } = named;
  const material = geom.material === undefined ? undefined : materials.get(geom.material);
  const drawn: SceneGeom = {
    name: geom.name ?? '',
    body,
    shape: geom.shape,
    size: sizeOf(geom, units),
    position: vectorOf(units.lengths(geom.pos)),
    orientation: orientationOf(geom, units) ?? upright,
    colour: geom.color ?? material?.color,
    mesh: surfaceAt(geom, named),
  };
  if (!('from' in geom) || geom.from === undefined || geom.to === undefined) return drawn;
  const [from, to] = [vectorOf(units.lengths(geom.from)), vectorOf(units.lengths(geom.to))];
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  return {
    ...drawn,
    size: [drawn.size[0], Math.sqrt(x * x + y * y + z * z) / 2, 0],
    position: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2],
    orientation: fromZ([x, y, z]),
  };
}

/** Places by name of site. */
function placesOf(spec: PhysicsSpec, layout: Layout, units: Units): ReadonlyMap<string, ScenePlace> {
  const places = new Map<string, ScenePlace>();
  const take = (sites: readonly Site[], body: number): void => {
    for (const { name, pos } of sites) places.set(name, { body, position: vectorOf(units.lengths(pos)) });
  };
  take(spec.sites, -1);
  layout.bodies.forEach(({ body }, row) => take(body.sites, row));
  return places;
}

/** What a cord passes, in order; a wheel is laid around by the piece it stands in. */
export type Passage = ScenePlace | { readonly wheel: SceneWheel } | 'pulley';

/** The pieces between places; a pulley divides what comes before from what comes after. */
export function piecesOf(path: readonly Passage[]): readonly ScenePiece[] {
  const pieces: ScenePiece[] = [];
  let from: ScenePlace | undefined;
  let around: SceneWheel | undefined;
  for (const passage of path) {
    if (passage === 'pulley') [from, around] = [undefined, undefined];
    else if ('wheel' in passage) around = passage.wheel;
    else {
      if (from !== undefined) pieces.push({ from, to: passage, around });
      [from, around] = [passage, undefined];
    }
  }
  return pieces;
}

/** A geom as something a cord is laid around. */
export function wheelOf(geom: SceneGeom, side: ScenePlace | undefined): SceneWheel {
  const { body, position, size, shape, orientation } = geom;
  const axis = shape === 'sphere' ? undefined : turned(orientation, [0, 0, 1]);
  return { centre: { body, position }, radius: size[0], axis, side };
}

function between(name: string, kind: SceneCord['kind'], from: ScenePlace, to: ScenePlace): SceneCord {
  return { name, kind, pieces: [{ from, to, around: undefined }], colour: undefined };
}

function cordsOf(
  spec: PhysicsSpec,
  layout: Layout,
  units: Units,
  geoms: readonly SceneGeom[],
): readonly SceneCord[] {
  const sites = placesOf(spec, layout, units);
  const anchored = ({ body, pos }: Anchor): ScenePlace => ({
    body: layout.bodies.findIndex(({ name }) => name === body),
    position: vectorOf(units.lengths(pos)),
  });
  const tendons = spec.tendons.flatMap((tendon): readonly SceneCord[] => {
    if (tendon.type === 'fixed') return [];
    const path = tendon.path.flatMap((passage): readonly Passage[] => {
      if ('pulley' in passage) return ['pulley'];
      if ('site' in passage) return [sites.get(passage.site) ?? 'pulley'];
      const geom = geoms.find(({ name }) => name === passage.geom);
      const side = passage.side === undefined ? undefined : sites.get(passage.side);
      return geom === undefined ? [] : [{ wheel: wheelOf(geom, side) }];
    });
    return [{ name: tendon.name, kind: 'tendon', pieces: piecesOf(path), colour: tendon.color }];
  });
  return [
    ...tendons,
    ...spec.springs.map(({ name, from, to }) => between(name, 'spring', anchored(from), anchored(to))),
    ...spec.ropes.map(({ name, from, to }) => between(name, 'rope', anchored(from), anchored(to))),
  ];
}

function cameraOf(camera: Camera, body: number, units: Units): SceneCamera {
  return {
    name: camera.name,
    body,
    position: vectorOf(units.lengths(camera.pos)),
    orientation: orientationOf(camera, units) ?? upright,
    fieldOfView: camera.fieldOfView ?? 45,
  };
}

function lightOf(light: Light, body: number, units: Units): SceneLight {
  return {
    body,
    position: vectorOf(units.lengths(light.pos)),
    direction: unit(light.direction ?? [0, 0, -1]),
    directional: light.directional === true,
  };
}

/** The scene of a checked spec. */
export function specScene(spec: PhysicsSpec): Scene {
  const units = new Units(spec.units);
  const layout = layoutOf(spec.bodies);
  const named: Named = {
    units,
    materials: new Map(spec.materials.map((material) => [material.name, material])),
    meshes: spec.meshes.map(({ name }) => name),
    fields: spec.heightFields.map(({ name }) => name),
  };
  const rows = new Map(layout.bodies.map(({ name }, row) => [name, row]));
  const { bodies } = layout;
  const moving = new Set<number>();
  const tree = bodies.map(({ name, parent, body }, row) => {
    const above = rows.get(parent) ?? -1;
    if (body.joints.length > 0 || body.moved === true || moving.has(above)) moving.add(row);
    return { name, parent: above, moves: moving.has(row) };
  });
  const geoms = [
    ...[...groundOf(spec), ...spec.geoms].map((geom) => geomOf(geom, -1, named)),
    ...bodies.flatMap(({ body }, row) => body.geoms.map((geom) => geomOf(geom, row, named))),
  ];
  return {
    bodies: tree,
    geoms,
    meshes: [
      ...spec.meshes.map(({ vertices, faces, scale }) => ({
        vertices: units.lengths(vertices).map((value, index) => value * (scale?.[index % 3] ?? 1)),
        faces: faces ?? [],
      })),
      ...spec.heightFields.map((field) => fieldSurface(field, units)),
    ],
    joints: layout.joints.map((place) => ({
      name: place.name,
      type: place.type,
      body: rows.get(place.body) ?? -1,
      position: anchorOf(place, units),
      axis: axisOf(place),
    })),
    cords: cordsOf(spec, layout, units, geoms),
    cameras: [
      ...spec.cameras.map((camera) => cameraOf(camera, -1, units)),
      ...bodies.flatMap(({ body }, row) => body.cameras.map((camera) => cameraOf(camera, row, units))),
    ],
    lights: [
      ...spec.lights.map((light) => lightOf(light, -1, units)),
      ...bodies.flatMap(({ body }, row) => body.lights.map((light) => lightOf(light, row, units))),
    ],
    start: startPoses(spec, layout, units).flatMap(({ position, orientation }) => [
      ...position,
      ...orientation,
    ]),
  };
}
