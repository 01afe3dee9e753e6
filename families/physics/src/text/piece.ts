// A part of a world that can be moved as a whole. A piece stands on z = 0 about x = 0; sentences are laid out in the plane y = 0.

import type { PhysicsInput } from '../document.ts';
import type { BodyInput } from '../spec/body.ts';

export type Vector = readonly [number, number, number];
type Element<K extends keyof PhysicsInput> =
  NonNullable<PhysicsInput[K]> extends readonly (infer T)[] ? T : never;
export type GeomInput = Element<'geoms'>;
export type JointInput = NonNullable<BodyInput['joints']>[number];
export type AnchorInput = Element<'springs'>['from'];

/** Lists of a spec, to be filled. */
export interface Parts {
  readonly bodies: BodyInput[];
  readonly geoms: GeomInput[];
  readonly sites: Element<'sites'>[];
  readonly springs: Element<'springs'>[];
  readonly ropes: Element<'ropes'>[];
  readonly tendons: Element<'tendons'>[];
  readonly equalities: Element<'equalities'>[];
  readonly excludes: Element<'excludes'>[];
  readonly actuators: Element<'actuators'>[];
}

export function noParts(): Parts {
  return {
    bodies: [],
    geoms: [],
    sites: [],
    springs: [],
    ropes: [],
    tendons: [],
    equalities: [],
    excludes: [],
    actuators: [],
  };
}

/** Where something that is put on a piece stands: the point under it, and how far it leans about +y. */
export interface Seat {
  readonly x: number;
  readonly z: number;
  readonly lean: number;
}

export interface Piece {
  readonly parts: Parts;
  /** Extent along x; both positive. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** Half its height, where it is tied. */
  readonly middle: number;
  /** Body others are tied to; none where it is fixed to the world. */
  readonly body: string | undefined;
  /** Seat number `index` of `count` for something of a half width; on the top in a row where not given. */
  readonly seat?: (index: number, count: number, half: number) => Seat;
  /** Whether it lies flat on what it stands on, so that it leans with it. */
  readonly leans: boolean;
  /** Half width and height of what it is when it leans. */
  readonly half: number;
  readonly mass: number;
  /** Things put on it become part of what moves. */
  readonly isStatic: boolean;
}

export function piece(
  parts: Parts,
  extent: { left: number; right?: number; top: number } & Partial<Piece>,
): Piece {
  const {
    left,
    right = left,
    top,
    middle = top / 2,
    half = left,
    mass = 1,
    isStatic = false,
    leans = false,
    body,
  } = extent;
  const seat = extent.seat === undefined ? {} : { seat: extent.seat };
  return { parts, left, right, top, middle, body, leans, half, mass, isStatic, ...seat };
}

const plus = (a: Vector | undefined, b: Vector): [number, number, number] => [
  (a?.[0] ?? 0) + b[0],
  (a?.[1] ?? 0) + b[1],
  (a?.[2] ?? 0) + b[2],
];

/** Moves what a piece has in the world; what hangs on its bodies follows. */
export function shifted(parts: Parts, by: Vector): Parts {
  const anchor = (at: AnchorInput): AnchorInput => (at.body === undefined ? { pos: plus(at.pos, by) } : at);
  return {
    ...parts,
    bodies: parts.bodies.map((body) => ({ ...body, pos: plus(body.pos, by) })),
    sites: parts.sites.map((site) => ({ ...site, pos: plus(site.pos, by) })),
    geoms: parts.geoms.map((geom) => movedGeom(geom, by)),
    springs: parts.springs.map((spring) => ({ ...spring, from: anchor(spring.from), to: anchor(spring.to) })),
    ropes: parts.ropes.map((rope) => ({ ...rope, from: anchor(rope.from), to: anchor(rope.to) })),
  };
}

function movedGeom(geom: GeomInput, by: Vector): GeomInput {
  if ('from' in geom && geom.from !== undefined && geom.to !== undefined)
    return { ...geom, from: plus(geom.from, by), to: plus(geom.to, by) };
  return { ...geom, pos: plus(geom.pos, by) };
}

export function joined(all: readonly Parts[]): Parts {
  const sum = noParts();
  for (const parts of all)
    for (const key of Object.keys(sum) as (keyof Parts)[]) (sum[key] as unknown[]).push(...parts[key]);
  return sum;
}

/** Gives every name once. */
export class Names {
  readonly #taken = new Set<string>();

  take(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name} ${number}`;
    this.#taken.add(free);
    return free;
  }
}
