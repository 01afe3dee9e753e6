// Single bodies: what a ball, a box or a plank is where a sentence says no more than that.

import { colors, materials } from './lexicon.ts';
import { noParts, piece, type GeomInput, type JointInput, type Piece, type Vector } from './piece.ts';
import type { Measures, Thing } from './scene.ts';
import { cos, sin } from '@holdfast/numerics';

/** The look and substance of a thing's geoms. */
export function substanceOf({ material, color, measures }: Thing) {
  const density =
    measures.density ??
    (measures.weight === undefined
      ? undefined
      : (materials[material ?? '']?.density ?? 1000) * measures.weight);
  return {
    ...(material === undefined ? {} : { material }),
    ...(color === undefined ? {} : { color: [...colors[color]!] as [number, number, number, number] }),
    ...(density === undefined ? {} : { density }),
    ...(measures.friction === undefined ? {} : { friction: measures.friction }),
    ...(measures.bounce === undefined ? {} : { bounce: Math.min(1, measures.bounce) }),
  };
}

interface Form {
  readonly geom: GeomInput;
  /** Half extents along x and z as it stands. */
  readonly halfX: number;
  readonly halfZ: number;
  readonly volume: number;
}

/** Kinds of single things. */
export const solidKinds: readonly string[] = [
  'ball',
  'box',
  'cylinder',
  'disc',
  'capsule',
  'egg',
  'rod',
  'plank',
  'wheel',
  'pins',
];
const solids: ReadonlySet<string> = new Set(solidKinds);

export function isSolid(kind: string): boolean {
  return solids.has(kind);
}

const radiusOf = (m: Measures, otherwise: number) =>
  m.radius ?? (m.diameter ?? m.size ?? 2 * otherwise * (m.scale ?? 1)) / 2;

/** Geometry of a solid; `lying` turns round things on their side. */
function formOf(kind: string, m: Measures, look: object, lying: boolean): Form {
  const s = m.scale ?? 1;
  switch (kind) {
    case 'box': {
      const edge = m.size ?? 0.2 * s;
      const size: [number, number, number] = [
        m.length ?? m.width ?? edge,
        m.width ?? m.size ?? m.length ?? edge,
        m.height ?? edge,
      ];
      return {
        geom: { shape: 'box', size, ...look },
        halfX: size[0] / 2,
        halfZ: size[2] / 2,
        volume: size[0] * size[1] * size[2],
      };
    }
    case 'plank': {
      const size: [number, number, number] = [
        m.length ?? 1.2 * s,
        m.width ?? 0.3 * s,
        m.thickness ?? m.height ?? 0.05 * s,
      ];
      return {
        geom: { shape: 'box', size, ...look },
        halfX: size[0] / 2,
        halfZ: size[2] / 2,
        volume: size[0] * size[1] * size[2],
      };
    }
    case 'cylinder':
    case 'disc':
    case 'wheel':
    case 'pins':
      return roundForm(kind, m, look, lying || kind === 'wheel');
    case 'capsule':
    case 'rod': {
      const radius = m.radius ?? (m.thickness ?? m.diameter ?? (kind === 'rod' ? 0.04 : 0.12) * s) / 2;
      const length = m.length ?? m.size ?? (kind === 'rod' ? 1 : 0.3) * s;
      const half = length / 2 + radius;
      const euler: [number, number, number] = [0, Math.PI / 2, 0];
      return {
        geom: { shape: 'capsule', radius, length, euler, ...look },
        halfX: half,
        halfZ: radius,
        volume: Math.PI * radius * radius * (length + (4 / 3) * radius),
      };
    }
    case 'egg': {
      const a = radiusOf(m, 0.12);
      return {
        geom: { shape: 'ellipsoid', radii: [a, a * 0.7, a * 0.7], ...look },
        halfX: a,
        halfZ: a * 0.7,
        volume: (4 / 3) * Math.PI * a * a * a * 0.49,
      };
    }
    default: {
      const radius = radiusOf(m, 0.1);
      return {
        geom: { shape: 'sphere', radius, ...look },
        halfX: radius,
        halfZ: radius,
        volume: (4 / 3) * Math.PI * radius * radius * radius,
      };
    }
  }
}

function roundForm(kind: string, m: Measures, look: object, lying: boolean): Form {
  const s = m.scale ?? 1;
  const flat = kind === 'disc' ? 0.05 : kind === 'wheel' ? 0.06 : kind === 'pins' ? 0.38 : 0.25;
  const radius =
    m.radius ??
    (m.diameter ??
      (kind === 'disc' || kind === 'wheel' ? m.size : undefined) ??
      (kind === 'disc' ? 0.2 : kind === 'wheel' ? 0.4 : kind === 'pins' ? 0.11 : 0.2) * s) / 2;
  const length = m.height ?? m.thickness ?? m.length ?? flat * s;
  const turn = lying ? { euler: [Math.PI / 2, 0, 0] as [number, number, number] } : {};
  return {
    geom: { shape: 'cylinder', radius, length, ...turn, ...look },
    halfX: radius,
    halfZ: lying ? radius : length / 2,
    volume: Math.PI * radius * radius * length,
  };
}

/** The speed a thing begins with: its heading, or an angle above it. */
export function velocityOf({ measures, heading }: Thing): Vector | undefined {
  const { speed, angle } = measures;
  if (speed === undefined) return undefined;
  if (heading === 'up' || heading === 'down') return [0, 0, heading === 'up' ? speed : -speed];
  const along = angle === undefined ? 1 : cos(angle);
  const up = angle === undefined ? 0 : sin(angle);
  return [heading === 'back' ? -speed * along : speed * along, 0, speed * up];
}

/** A free solid standing on z = 0, or one fixed to the world. */
export function solidPiece(thing: Thing, name: string, lying = false): Piece {
  const { measures } = thing;
  const look = substanceOf(thing);
  const form = formOf(
    thing.kind,
    measures,
    { ...look, ...(measures.mass === undefined ? {} : { mass: measures.mass }) },
    lying,
  );
  const mass =
    measures.mass ?? form.volume * (look.density ?? materials[thing.material ?? '']?.density ?? 1000);
  const velocity = velocityOf(thing);
  const joint: JointInput = {
    type: 'free',
    ...(velocity === undefined ? {} : { velocity: [...velocity] as [number, number, number] }),
    ...(measures.spin === undefined ? {} : { spin: spinAxis(thing.kind, lying, measures.spin) }),
  };
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: [0, 0, form.halfZ],
    joints: thing.fixed ? [] : [joint],
    geoms: [form.geom],
  });
  return piece(parts, {
    left: form.halfX,
    top: 2 * form.halfZ,
    body: name,
    leans: thing.kind !== 'ball',
    mass,
    isStatic: thing.fixed,
  });
}

function spinAxis(kind: string, lying: boolean, spin: number): [number, number, number] {
  return lying || kind === 'wheel' ? [0, spin, 0] : [0, 0, spin];
}

/** Tables and walls: fixed to the world. */
export function fixturePiece(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const s = m.scale ?? 1;
  const isWall = thing.kind === 'wall';
  const height = m.height ?? (isWall ? 1.2 : 0.7) * s;
  const width = isWall ? (m.thickness ?? 0.15) : (m.width ?? m.length ?? m.size ?? 1.4 * s);
  const parts = noParts();
  parts.geoms.push({
    shape: 'box',
    name,
    size: [width, m.width ?? 1.2, height],
    pos: [0, 0, height / 2],
    ...substanceOf(thing),
  });
  return piece(parts, { left: width / 2, top: height, body: undefined, isStatic: true });
}

/** An inclined plane that falls towards +x and ends on the ground. */
export function rampPiece(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const angle = Math.min(1.3, Math.max(0.02, m.angle ?? 0.4));
  const length = m.length ?? m.size ?? (m.height === undefined ? 3 * (m.scale ?? 1) : m.height / sin(angle));
  const thickness = m.thickness ?? 0.08;
  const c = cos(angle);
  const s = sin(angle);
  const parts = noParts();
  // The middle of the upper surface, so that its lower edge is at z = 0.
  const middle = (length / 2) * s;
  parts.geoms.push({
    shape: 'box',
    name,
    size: [length, m.width ?? 1.2, thickness],
    pos: [-(thickness / 2) * s, 0, middle - (thickness / 2) * c],
    euler: [0, angle, 0],
    ...substanceOf(thing),
  });
  const seat = (index: number, count: number, half: number) => {
    const used = count === 1 ? 0.12 * length + half : ((index + 0.5) / count) * length * 0.8;
    const along = -length / 2 + Math.min(used, length - half);
    return { x: along * c, z: middle - along * s, lean: angle };
  };
  const half = (length / 2) * c;
  return piece(parts, {
    left: half + thickness * s,
    right: half,
    top: length * s,
    body: undefined,
    isStatic: true,
    seat,
  });
}
