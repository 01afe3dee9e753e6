// A world seen from the side before it runs, as outlines in the plane of x and z: enough for a first picture and a list of parts, and no
// engine is needed.

import { cos, sin } from '@holdfast/numerics';
import type { PhysicsInput, PhysicsSpec } from './document.ts';
import { readSpec } from './read-spec.ts';
import { multiply, orientationOf, upright } from './rotation.ts';
import type { Body, Joint } from './spec/body.ts';
import { reachOf } from './spec/height-field.ts';
import type { Geom } from './spec/shape.ts';
import { Units, type Quaternion, type Vector } from './units.ts';

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

interface Pose {
  readonly at: Vector;
  readonly turn: Quaternion;
}

const origin: Pose = { at: [0, 0, 0], turn: upright };
/** Corners of a round outline. */
const roundCorners = 32;
/** More parts than this are not drawn one by one. */
const partsMost = 400;

function rotated([w, x, y, z]: Quaternion, [a, b, c]: Vector): Vector {
  const [tx, ty, tz] = [2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)];
  return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
}

function within({ at, turn }: Pose, inner: Pose): Pose {
  const [x, y, z] = rotated(turn, inner.at);
  return { at: [at[0] + x, at[1] + y, at[2] + z], turn: multiply(turn, inner.turn) };
}

/** Where a joint puts its body to begin with, in the body's own frame. */
function moved(joint: Joint, units: Units): Pose {
  if (joint.type !== 'hinge' && joint.type !== 'slide') return origin;
  const travel = units.travel(joint.type, joint.position ?? 0);
  const [x, y, z] = joint.axis ?? [0, 0, 1];
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  const axis: Vector = [x / length, y / length, z / length];
  if (joint.type === 'slide')
    return { at: [axis[0] * travel, axis[1] * travel, axis[2] * travel], turn: upright };
  const s = sin(travel / 2);
  const turn: Quaternion = [cos(travel / 2), axis[0] * s, axis[1] * s, axis[2] * s];
  const [px, py, pz] = units.lengths(joint.pos ?? [0, 0, 0]) as Vector;
  const [qx, qy, qz] = rotated(turn, [px, py, pz]);
  return { at: [px - qx, py - qy, pz - qz], turn };
}

type Flat = readonly [number, number];

/** Corners of the convex hull, counter-clockwise (Andrew 1979). */
function hull(points: readonly Flat[]): Flat[] {
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

function cross(a: Flat, b: Flat, c: Flat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The outline of an ellipsoid seen along y: support points of its shadow. */
function shadow({ at, turn }: Pose, radii: Vector): Flat[] {
  const axes = radii.map((radius, i) => {
    const unit: [number, number, number] = [0, 0, 0];
    unit[i] = radius;
    return rotated(turn, unit);
  });
  const xx = axes.reduce((sum, [x]) => sum + x * x, 0);
  const xz = axes.reduce((sum, [x, , z]) => sum + x * z, 0);
  const zz = axes.reduce((sum, [, , z]) => sum + z * z, 0);
  return Array.from({ length: roundCorners }, (_, i): Flat => {
    const angle = (2 * Math.PI * i) / roundCorners;
    const [u, v] = [cos(angle), sin(angle)];
    const [x, z] = [xx * u + xz * v, xz * u + zz * v];
    const length = Math.sqrt(Math.max(1e-12, x * u + z * v));
    return [at[0] + x / length, at[2] + z / length];
  });
}

function flat(pose: Pose, points: readonly Vector[]): Flat[] {
  return points.map((point) => {
    const [x, , z] = rotated(pose.turn, point);
    return [pose.at[0] + x, pose.at[2] + z];
  });
}

/** The two ends of a capsule or cylinder. */
function ends(geom: Extract<Geom, { shape: 'capsule' | 'cylinder' }>, pose: Pose, units: Units): Vector[] {
  const { from, to } = geom;
  if (from !== undefined && to !== undefined) return [from, to].map((end) => units.lengths(end) as Vector);
  const half = units.length(geom.length ?? 0) / 2;
  return [-half, half].map((z) => within(pose, { at: [0, 0, z], turn: upright }).at);
}

function rod(geom: Extract<Geom, { shape: 'capsule' | 'cylinder' }>, body: Pose, pose: Pose, units: Units) {
  const radius = units.length(geom.radius);
  const [a, b] = ends(geom, pose, units).map((end) => within(body, { at: end, turn: upright }).at) as [
    Vector,
    Vector,
  ];
  if (geom.shape === 'capsule')
    return hull([a, b].flatMap((at) => shadow({ at, turn: upright }, [radius, radius, radius])));
  const axis: Vector = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]) || 1;
  const [nx, , nz] = [axis[0] / length, axis[1] / length, axis[2] / length];
  // A disc across the axis n: its shadow is that of the identity less n n.
  const disc = (at: Vector): Flat[] =>
    Array.from({ length: roundCorners }, (_, i): Flat => {
      const angle = (2 * Math.PI * i) / roundCorners;
      const [u, v] = [cos(angle), sin(angle)];
      const [x, z] = [u - nx * (nx * u + nz * v), v - nz * (nx * u + nz * v)];
      const size = Math.sqrt(Math.max(1e-12, x * u + z * v));
      return [at[0] + (radius * x) / size, at[2] + (radius * z) / size];
    });
  return hull([a, b].flatMap(disc));
}

class SideView {
  readonly #spec: PhysicsSpec;
  readonly #units: Units;
  readonly parts: SidePart[] = [];

  constructor(spec: PhysicsSpec) {
    this.#spec = spec;
    this.#units = new Units(spec.units);
    for (const [i, geom] of spec.geoms.entries())
      this.#add(geom.name ?? `fixed ${i + 1}`, [geom], origin, true);
    this.#walk(spec.bodies, origin, true);
  }

  #walk(bodies: readonly Body[], parent: Pose, isFixed: boolean): void {
    for (const body of bodies) {
      let pose = within(parent, this.#pose(body));
      for (const joint of body.joints) pose = within(pose, moved(joint, this.#units));
      const isStill = isFixed && body.joints.length === 0;
      this.#add(body.name, body.geoms, pose, isStill);
      this.#walk(body.bodies, pose, isStill);
    }
  }

  #pose(placed: Body | Geom): Pose {
    return {
      at: this.#units.lengths(placed.pos ?? [0, 0, 0]) as Vector,
      turn: orientationOf(placed, this.#units) ?? upright,
    };
  }

  #add(name: string, geoms: readonly Geom[], pose: Pose, fixed: boolean): void {
    const outlines = geoms.map((geom) => this.#outline(geom, pose)).filter(({ length }) => length > 2);
    if (outlines.length === 0 || this.parts.length >= partsMost) return;
    const materials = geoms.map(({ material }) => this.#spec.materials.find((one) => one.name === material));
    const chosen = geoms[0]!.color ?? materials[0]?.color;
    this.parts.push({
      name,
      detail: this.#detail(geoms, fixed),
      fixed,
      ...(chosen === undefined ? {} : { color: [chosen[0], chosen[1], chosen[2]] as const }),
      outlines: outlines.map((outline) => outline.map(([x, z]) => [rounded(x), rounded(z)] as const)),
    });
  }

  #outline(geom: Geom, body: Pose): readonly Flat[] {
    const units = this.#units;
    const pose = within(body, this.#pose(geom));
    switch (geom.shape) {
      case 'plane':
        return [];
      case 'sphere': {
        const radius = units.length(geom.radius);
        return shadow(pose, [radius, radius, radius]);
      }
      case 'ellipsoid':
        return shadow(pose, units.lengths(geom.radii) as Vector);
      case 'box': {
        const [x, y, z] = units.lengths(geom.size).map((edge) => edge / 2) as [number, number, number];
        const corners = [-x, x].flatMap((a) => [-y, y].flatMap((b) => [-z, z].map((c): Vector => [a, b, c])));
        return hull(flat(pose, corners));
      }
      case 'mesh': {
        const vertices =
          this.#spec.meshes.find(({ name }) => name === geom.mesh)?.vertices.slice(0, 9000) ?? [];
        const corners = Array.from(
          { length: Math.floor(vertices.length / 3) },
          (_, i) => units.lengths(vertices.slice(3 * i, 3 * i + 3)) as Vector,
        );
        return hull(flat(pose, corners));
      }
      case 'heightField': {
        const field = this.#spec.heightFields.find(({ name }) => name === geom.heightField);
        if (field === undefined) return [];
        // Seen from the side: the highest of each column over the lowest of all.
        const [low] = reachOf(field);
        const columns = field.heights[0]!.length;
        const half = units.length(field.size[0]) / 2;
        const crest = Array.from({ length: columns }, (_, column): Vector => {
          const top = Math.max(...field.heights.map((row) => row[column] ?? low));
          return [((2 * column) / (columns - 1) - 1) * half, 0, units.length(top)];
        });
        const foot = units.length(low - field.base);
        return flat(pose, [...crest, [half, 0, foot], [-half, 0, foot]]);
      }
      case 'capsule':
      case 'cylinder':
        return rod(geom, body, this.#pose(geom), units);
    }
  }

  #detail(geoms: readonly Geom[], fixed: boolean): string {
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
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Parts of a world as they stand to begin with; none for what is no sound spec. */
export function sideView(world: PhysicsInput): readonly SidePart[] {
  const { spec } = readSpec(world);
  return spec === undefined ? [] : new SideView(spec).parts;
}
