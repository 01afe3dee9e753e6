// A world seen from the side before it runs, as outlines in the plane of x and z: its scene, flattened. Enough for a first picture and a
// list of parts, and no engine is needed.

import { cos, sin } from '@holdfast/numerics';
import type { PhysicsInput, PhysicsSpec } from './document.ts';
import { layoutOf } from './layout.ts';
import { groundOf } from './mjcf/compile.ts';
import { readSpec } from './read-spec.ts';
import { multiply, upright } from './rotation.ts';
import { add, turned, type Pose } from './scene/kinematics.ts';
import type { Scene, SceneGeom } from './scene/scene.ts';
import { specScene } from './scene/spec-scene.ts';
import type { Geom } from './spec/shape.ts';
import { reachOf } from './spec/height-field.ts';
import { Units, type Vector } from './units.ts';

/** A body or a fixed geom. */
export interface SidePart {
  readonly name: string;
  /** What it is, in a few words. */
  readonly detail: string;
  readonly fixed: boolean;
  /** Red, green, blue from 0 to 1; undefined where nobody chose one. */
  readonly color?: readonly [number, number, number];
  /** Closed outlines of its geoms, x and z in metres. */
  readonly outlines: readonly (readonly (readonly [number, number])[])[];
}

type Flat = readonly [x: number, z: number];

/** Corners of a round outline. */
const roundCorners = 32;
/** Corners of a mesh that are looked at, and parts that are drawn one by one. */
const cornersMost = 3000;
const partsMost = 400;

const still: Pose = { position: [0, 0, 0], orientation: upright };

function poseOf({ start }: Scene, body: number): Pose {
  if (body < 0) return still;
  const [x = Number.NaN, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0] = start.slice(7 * body, 7 * body + 7);
  return { position: [x, y, z], orientation: [qw, qx, qy, qz] };
}

function within(outer: Pose, inner: Pose): Pose {
  return {
    position: add(outer.position, turned(outer.orientation, inner.position)),
    orientation: multiply(outer.orientation, inner.orientation),
  };
}

function cross(a: Flat, b: Flat, c: Flat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Corners of the convex hull, counter-clockwise (Andrew 1979). */
function hull(points: readonly Flat[]): readonly Flat[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (from: readonly Flat[]): Flat[] => {
    const chain: Flat[] = [];
    for (const point of from) {
      while (chain.length > 1 && cross(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function flat({ position, orientation }: Pose, points: readonly Vector[]): readonly Flat[] {
  return points.map((point) => {
    const [x, , z] = add(position, turned(orientation, point));
    return [x, z];
  });
}

/** The outline of an ellipsoid seen along y: support points of its shadow. A radius of 0 makes it a disc. */
function shadow({ position, orientation }: Pose, [a, b, c]: Vector): readonly Flat[] {
  const axes = [
    turned(orientation, [a, 0, 0]),
    turned(orientation, [0, b, 0]),
    turned(orientation, [0, 0, c]),
  ];
  const sum = (of: (axis: Vector) => number): number => axes.reduce((total, axis) => total + of(axis), 0);
  const [xx, xz, zz] = [sum(([x]) => x * x), sum(([x, , z]) => x * z), sum(([, , z]) => z * z)];
  return Array.from({ length: roundCorners }, (_, i): Flat => {
    const angle = (2 * Math.PI * i) / roundCorners;
    const [u, v] = [cos(angle), sin(angle)];
    const [x, z] = [xx * u + xz * v, xz * u + zz * v];
    const length = Math.sqrt(Math.max(1e-12, x * u + z * v));
    return [position[0] + x / length, position[2] + z / length];
  });
}

/** The same shape around both ends of a rod along z. */
function rod(pose: Pose, half: number, radii: Vector): readonly Flat[] {
  const ends = [-half, half].map((z) => within(pose, { position: [0, 0, z], orientation: upright }));
  return hull(ends.flatMap((end) => shadow(end, radii)));
}

class SideView {
  readonly #spec: PhysicsSpec;
  readonly #scene: Scene;
  readonly #units: Units;

  constructor(spec: PhysicsSpec) {
    this.#spec = spec;
    this.#scene = specScene(spec);
    this.#units = new Units(spec.units);
  }

  /** Fixed geoms one by one, then bodies; the scene has their geoms in the same order. */
  parts(): readonly SidePart[] {
    const { geoms, bodies } = this.#spec;
    let at = groundOf(this.#spec).length;
    const next = (count: number): readonly SceneGeom[] => this.#scene.geoms.slice(at, (at += count));
    return [
      ...geoms.flatMap((geom, index) => this.#part(geom.name ?? `fixed ${index + 1}`, [geom], next(1), true)),
      ...layoutOf(bodies).bodies.flatMap(({ name, body }, row) =>
        this.#part(name, body.geoms, next(body.geoms.length), this.#scene.bodies[row]?.moves !== true),
      ),
    ].slice(0, partsMost);
  }

  #part(
    name: string,
    geoms: readonly Geom[],
    drawn: readonly SceneGeom[],
    fixed: boolean,
  ): readonly SidePart[] {
    const outlines = drawn
      .map((geom, index) => this.#outline(geom, geoms[index]!))
      .filter((outline) => outline.length > 2 && outline.flat().every(Number.isFinite));
    if (outlines.length === 0) return [];
    const [red, green, blue] = drawn[0]!.colour ?? [];
    const color = red === undefined ? {} : { color: [red, green!, blue!] as const };
    const detail = detailOf(geoms, fixed);
    const points = outlines.map((outline) => outline.map(([x, z]) => [rounded(x), rounded(z)] as const));
    return [{ name, detail, fixed, ...color, outlines: points }];
  }

  #outline(drawn: SceneGeom, geom: Geom): readonly Flat[] {
    const pose = within(poseOf(this.#scene, drawn.body), drawn);
    const [a, b, c] = drawn.size;
    switch (drawn.shape) {
      case 'plane':
        return [];
      case 'sphere':
        return shadow(pose, [a, a, a]);
      case 'ellipsoid':
        return shadow(pose, drawn.size);
      case 'capsule':
        return rod(pose, b, [a, a, a]);
      case 'cylinder':
        return rod(pose, b, [a, a, 0]);
      case 'box': {
        const corners = [-a, a].flatMap((x) => [-b, b].flatMap((y) => [-c, c].map((z): Vector => [x, y, z])));
        return hull(flat(pose, corners));
      }
      case 'mesh': {
        const vertices = this.#scene.meshes[drawn.mesh]?.vertices ?? [];
        const count = Math.min(cornersMost, Math.floor(vertices.length / 3));
        return hull(
          flat(
            pose,
            Array.from({ length: count }, (_, i) => cornerOf(vertices, i)),
          ),
        );
      }
      case 'heightField':
        return flat(pose, 'heightField' in geom ? this.#crest(geom.heightField) : []);
    }
  }

  /** Of hills: the highest of each column over the foot of all. */
  #crest(name: string): readonly Vector[] {
    const field = this.#spec.heightFields.find((one) => one.name === name);
    if (field === undefined) return [];
    const [low] = reachOf(field);
    const columns = field.heights[0]!.length;
    const half = this.#units.length(field.size[0]) / 2;
    const crest = Array.from({ length: columns }, (_, column): Vector => {
      const top = Math.max(...field.heights.map((row) => row[column] ?? low));
      return [((2 * column) / (columns - 1) - 1) * half, 0, this.#units.length(top)];
    });
    const foot = this.#units.length(low - field.base);
    return [...crest, [half, 0, foot], [-half, 0, foot]];
  }
}

function cornerOf(vertices: readonly number[], index: number): Vector {
  const [x = 0, y = 0, z = 0] = vertices.slice(3 * index, 3 * index + 3);
  return [x, y, z];
}

function detailOf(geoms: readonly Geom[], fixed: boolean): string {
  const [first] = geoms;
  const mass = geoms.reduce((sum, geom) => sum + (geom.mass ?? Number.NaN), 0);
  const words = [
    geoms.length === 1 ? first!.shape : `${geoms.length} shapes`,
    ...(first?.material === undefined ? [] : [first.material]),
    ...(Number.isNaN(mass) ? [] : [`${Number(mass.toPrecision(3))} kg`]),
    ...(fixed ? ['does not move'] : []),
  ];
  return words.join(', ');
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Parts of a world as they stand to begin with; none for what is no sound spec. */
export function sideView(world: PhysicsInput): readonly SidePart[] {
  const { spec } = readSpec(world);
  return spec === undefined ? [] : new SideView(spec).parts();
}
