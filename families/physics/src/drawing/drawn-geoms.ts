// Drawn shapes as geoms in the plane y = 0, and the map from the sheet to the world.

import type { GeomInput } from '../text/piece.ts';
import type { PhysicsInput } from '../document.ts';
import { pointsOf, type DrawnPoint, type DrawnShape, type DrawnThing } from './drawn.ts';

type MeshInput = NonNullable<PhysicsInput['meshes']>[number];

/** From the sheet, y down, to the world, z up: the lowest point drawn is z = 0, the middle x = 0. */
export class Sheet {
  readonly scale: number;
  readonly #middle: number;
  readonly #low: number;

  constructor(parts: readonly DrawnThing[], width: number) {
    const points = parts.flatMap(({ shape }) => pointsOf(shape));
    const xs = points.map(({ x }) => x);
    const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
    this.#low = Math.max(...points.map(({ y }) => y));
    this.#middle = (x0 + x1) / 2;
    const tall = this.#low - Math.min(...points.map(({ y }) => y));
    this.scale = width / Math.max(x1 - x0, tall, 1e-9);
  }

  x(point: DrawnPoint): number {
    return (point.x - this.#middle) * this.scale;
  }

  z(point: DrawnPoint): number {
    return (this.#low - point.y) * this.scale;
  }

  at(point: DrawnPoint): [number, number, number] {
    return [this.x(point), 0, this.z(point)];
  }
}

/** Where the frame of a body is. */
export function middleOf(shape: DrawnShape): DrawnPoint {
  if ('center' in shape) return shape.center;
  const points = pointsOf(shape);
  return {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
}

/** Thickness of lines, and depth of what is drawn, relative to the width of the sheet. */
const lineShare = 0.006;
const depthShare = 0.06;

export interface DrawnGeoms {
  readonly geoms: GeomInput[];
  readonly meshes: MeshInput[];
}

/** The geoms of a shape about `origin`; `name` names its mesh, if it needs one. */
export function geomsOf(
  shape: DrawnShape,
  sheet: Sheet,
  origin: DrawnPoint,
  name: string,
  width: number,
  look: object,
): DrawnGeoms {
  const [ox, , oz] = sheet.at(origin);
  const local = (point: DrawnPoint): [number, number, number] => [
    sheet.x(point) - ox,
    0,
    sheet.z(point) - oz,
  ];
  const depth = depthShare * width;
  const s = sheet.scale;
  switch (shape.kind) {
    case 'circle':
      return {
        geoms: [{ shape: 'sphere', radius: shape.radius * s, pos: local(shape.center), ...look }],
        meshes: [],
      };
    case 'ellipse': {
      const [a, b] = [shape.radii[0] * s, shape.radii[1] * s];
      return {
        geoms: [
          {
            shape: 'ellipsoid',
            radii: [a, Math.min(a, b), b],
            pos: local(shape.center),
            euler: [0, shape.angle, 0],
            ...look,
          },
        ],
        meshes: [],
      };
    }
    case 'box':
      return {
        geoms: [
          {
            shape: 'box',
            size: [shape.width * s, depth, shape.height * s],
            pos: local(shape.center),
            euler: [0, shape.angle, 0],
            ...look,
          },
        ],
        meshes: [],
      };
    case 'triangle':
    case 'polygon':
      return prism(shape.corners.map(local), depth, name, look);
    case 'dot':
    case 'cross':
      return { geoms: [], meshes: [] };
    case 'line':
    case 'arrow':
    case 'hatch':
    case 'zigzag':
    case 'coil':
    case 'arc':
    case 'polyline':
    case 'curve':
    case 'scribble':
      return { geoms: wire(shape, local, width, look), meshes: [] };
  }
}

function prism(
  corners: readonly (readonly [number, number, number])[],
  depth: number,
  mesh: string,
  look: object,
): DrawnGeoms {
  const vertices = corners.flatMap(([x, , z]) => [x, -depth / 2, z, x, depth / 2, z]);
  return { geoms: [{ shape: 'mesh', mesh, ...look }], meshes: [{ name: mesh, vertices }] };
}

/** Thin rods along a line; pieces too short to matter are left out. */
function wire(
  shape: DrawnShape,
  local: (point: DrawnPoint) => [number, number, number],
  width: number,
  look: object,
): GeomInput[] {
  const points = ('points' in shape ? thinned(shape.points) : pointsOf(shape)).map(local);
  const radius = lineShare * width;
  return points.slice(1).flatMap((to, i): GeomInput[] => {
    const from = points[i]!;
    const isThere = Math.abs(to[0] - from[0]) + Math.abs(to[2] - from[2]) >= radius;
    return isThere ? [{ shape: 'capsule', radius, from, to, ...look }] : [];
  });
}

/** At most 24 pieces of a curve. */
function thinned(points: readonly DrawnPoint[]): readonly DrawnPoint[] {
  const step = Math.max(1, Math.ceil((points.length - 1) / 24));
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}
