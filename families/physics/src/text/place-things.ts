// A scene becomes a world: pieces get their places from how they relate, clusters of them stand side by side along x.

import { cos, sin } from '@holdfast/numerics';
import type { PhysicsInput } from '../document.ts';
import type { BodyInput } from '../spec/body.ts';
import { pieceOf } from './catalog.ts';
import { materials } from './lexicon.ts';
import {
  joined,
  Names,
  noParts,
  shifted,
  type AnchorInput,
  type Parts,
  type Piece,
  type Seat,
} from './piece.ts';
import type { Relation, Scene, Thing, Tie } from './scene.ts';

/** Free space between things that have nothing to do with each other. */
const gap = 0.5;
/** Where ropes and springs hang from. */
const ceiling = 3;

interface Placed {
  readonly thing: Thing;
  piece: Piece;
  x: number;
  z: number;
  lean: number;
  /** Index of what it was placed against; itself where it stands alone. */
  cluster: number;
}

/** The materials of the lexicon that are wanted, as a document writes them. */
export function materialInputs(isWanted: (name: string) => boolean): NonNullable<PhysicsInput['materials']> {
  return Object.entries(materials)
    .filter(([name]) => isWanted(name))
    .map(([name, { density, friction, bounce, color }]) => ({
      name,
      density,
      friction,
      color: [...color],
      ...(bounce === undefined ? {} : { bounce }),
    }));
}

export function worldOf(scene: Scene): PhysicsInput {
  return new Layout(scene).world();
}

class Layout {
  readonly #scene: Scene;
  readonly #placed: (Placed | undefined)[];
  readonly #names = new Names();
  readonly #ties = noParts();
  readonly #nested: { readonly child: number; readonly parent: number; readonly hinge: boolean }[] = [];

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#placed = scene.things.map(() => undefined);
  }

  world(): PhysicsInput {
    const { things, surroundings } = this.#scene;
    for (const index of things.keys()) this.#place(index, new Set());
    this.#spread();
    this.#tieAll();
    const parts = this.#parts();
    const used = new Set(
      [...things, ...things.map(({ element }) => element)].map((thing) => thing?.material),
    );
    if (JSON.stringify(parts).includes('"material":"steel"')) used.add('steel');
    const { gravity, medium, wind, ground, friction } = surroundings;
    return {
      ...(gravity === undefined ? {} : { gravity: [0, 0, 0 - gravity] }),
      ...(medium === undefined
        ? {}
        : { medium: { density: medium[0], viscosity: medium[1], wind: [wind ?? 0, 0, 0] } }),
      ground: ground ? (friction === undefined ? true : { friction }) : false,
      materials: materialInputs((name) => used.has(name)),
      ...Object.fromEntries(
        Object.entries(friction === undefined ? parts : smoothed(parts, friction)).filter(
          ([, list]) => list.length > 0,
        ),
      ),
    };
  }

  #relationOf(index: number): Relation | undefined {
    return this.#scene.relations.find(({ a, b }) => a === index && b !== index);
  }

  #place(index: number, open: Set<number>): Placed {
    const done = this.#placed[index];
    if (done !== undefined) return done;
    const thing = this.#scene.things[index]!;
    const relation = this.#relationOf(index);
    open.add(index);
    const base =
      relation === undefined || relation.b < 0 || open.has(relation.b)
        ? undefined
        : this.#place(relation.b, open);
    const onRamp = base?.thing.kind === 'ramp' && relation?.kind === 'on';
    const piece = pieceOf(thing, this.#names, onRamp && thing.kind === 'cylinder');
    const placed: Placed = { thing, piece, x: 0, z: thing.measures.drop ?? 0, lean: 0, cluster: index };
    this.#placed[index] = placed;
    if (relation?.b === -1) this.#hang(placed, relation);
    if (relation !== undefined && base !== undefined) {
      placed.cluster = base.cluster;
      this.#against(placed, base, relation, index);
    }
    return placed;
  }

  /** Puts a piece where its relation to a placed one says. */
  #against(placed: Placed, base: Placed, relation: Relation, index: number): void {
    const { piece, thing } = placed;
    switch (relation.kind) {
      case 'on': {
        const seat = this.#seat(base, relation, index, piece.half);
        placed.x = base.x + seat.x;
        placed.z = base.z + seat.z + (thing.measures.drop ?? 0.001);
        placed.lean = seat.lean;
        return;
      }
      case 'above':
        placed.x = base.x;
        placed.z = base.z + base.piece.top + (relation.distance ?? thing.measures.drop ?? 0.5);
        return;
      case 'hanging': {
        const length = relation.tie?.measures.length ?? 0.4;
        const raise = Math.max(0, length + piece.top + 0.2 - base.z);
        base.z += raise;
        placed.x = base.x;
        placed.z = base.z - length - piece.top;
        return;
      }
      case 'hitting':
        placed.x = base.x - base.piece.left - 1.2 - piece.right;
        if (thing.measures.speed === undefined && !piece.isStatic) this.#push(placed, 4);
        return;
      case 'joined': {
        const apart =
          relation.tie === undefined || relation.tie.kind === 'weld' || relation.tie.kind === 'hinge'
            ? 0.002
            : (relation.tie.measures.length ?? 0.5);
        placed.x = base.x + base.piece.right + apart + piece.left;
        placed.z = base.z + (base.piece.isStatic ? 0 : Math.max(0, base.piece.middle - piece.middle));
        return;
      }
      case 'beside':
        placed.x = base.x + base.piece.right + 0.3 + piece.left;
    }
  }

  #seat(base: Placed, relation: Relation, index: number, half: number): Seat {
    const siblings = this.#scene.relations
      .filter(({ kind, b }) => kind === 'on' && b === relation.b)
      .map(({ a }) => a);
    const at = siblings.indexOf(index);
    if (base.piece.seat !== undefined) return base.piece.seat(at, siblings.length, half);
    const width = base.piece.left + base.piece.right;
    const x = siblings.length === 1 ? 0 : ((at + 0.5) / siblings.length - 0.5) * width;
    return { x, z: base.piece.top, lean: 0 };
  }

  #push(placed: Placed, speed: number): void {
    const thing: Thing = { ...placed.thing, measures: { ...placed.thing.measures, speed } };
    const name = placed.piece.body;
    if (name === undefined) return;
    const again = pieceOf(thing, new Names());
    placed.piece = { ...placed.piece, parts: renamed(again.parts, again.body, name) };
  }

  #hang(placed: Placed, { tie }: Relation): void {
    const length = tie?.measures.length ?? 0.8;
    placed.z = Math.max(0.2, ceiling - length - placed.piece.top);
  }

  /** Moves clusters apart, in the order in which they were named. */
  #spread(): void {
    const clusters = new Map<number, Placed[]>();
    for (const placed of this.#placed)
      clusters.set(placed!.cluster, [...(clusters.get(placed!.cluster) ?? []), placed!]);
    let edge = 0;
    for (const members of clusters.values()) {
      const left = Math.min(...members.map(({ x, piece }) => x - piece.left));
      const right = Math.max(...members.map(({ x, piece }) => x + piece.right));
      const shift = clusters.size === 1 ? 0 : edge - left;
      for (const placed of members) placed.x += shift;
      edge += right - left + gap;
    }
  }

  #tieAll(): void {
    for (const { kind, a, b, tie } of this.#scene.relations) {
      const placed = this.#placed[a]!;
      if (kind === 'hanging' && tie !== undefined)
        this.#suspend(placed, b < 0 ? undefined : this.#placed[b], tie);
      if (kind === 'joined' && tie !== undefined) this.#connect(a, b, tie);
    }
  }

  #anchor(placed: Placed, dx: number, dz: number): AnchorInput {
    const { piece, x, z } = placed;
    if (piece.body === undefined || piece.isStatic) return { pos: [x + dx, 0, z + piece.middle + dz] };
    return { body: piece.body, pos: [dx, 0, dz] };
  }

  #suspend(placed: Placed, from: Placed | undefined, tie: Tie): void {
    const length = tie.measures.length ?? (from === undefined ? 0.8 : 0.4);
    const up = placed.piece.top / 2;
    const top: AnchorInput =
      from === undefined
        ? { pos: [placed.x, 0, placed.z + placed.piece.top + length] }
        : this.#anchor(from, 0, -from.piece.middle);
    const to = this.#anchor(placed, 0, up);
    if (from === undefined)
      this.#ties.geoms.push({
        shape: 'box',
        size: [0.5, 0.3, 0.04],
        pos: [placed.x, 0, placed.z + placed.piece.top + length + 0.02],
        collides: false,
      });
    this.#tie(tie, top, to, length, placed.piece.mass);
  }

  #tie(tie: Tie, from: AnchorInput, to: AnchorInput, length: number, mass: number): void {
    const { measures } = tie;
    if (tie.kind === 'spring')
      this.#ties.springs.push({
        name: this.#names.take('spring'),
        from,
        to,
        stiffness: measures.stiffness ?? 60 * mass,
        damping: measures.damping ?? 0,
        length: measures.length ?? length,
      });
    else this.#ties.ropes.push({ name: this.#names.take('rope'), from, to, length: length * 1.001 });
  }

  #connect(a: number, b: number, tie: Tie): void {
    const one = this.#placed[a]!;
    const other = this.#placed[b]!;
    if (tie.kind === 'spring' || tie.kind === 'rope') {
      const sign = one.x >= other.x ? 1 : -1;
      const level = one.z + one.piece.middle - (other.z + other.piece.middle);
      const from = this.#anchor(
        other,
        sign * (sign > 0 ? other.piece.right : other.piece.left),
        other.piece.isStatic ? level : 0,
      );
      const to = this.#anchor(one, -sign * (sign > 0 ? one.piece.left : one.piece.right), 0);
      this.#tie(
        tie,
        from,
        to,
        tie.measures.length ?? 0.5,
        Math.min(one.piece.mass, other.piece.isStatic ? Infinity : other.piece.mass),
      );
      return;
    }
    this.#nested.push({ child: a, parent: b, hinge: tie.kind === 'hinge' });
  }

  #parts(): Parts {
    const all = this.#placed.map((placed) => {
      const { piece, x, z, lean, thing } = placed!;
      if (lean === 0) return shifted(piece.parts, [x, 0, z]);
      // Along the normal of the seat by half the height, turned with it where it lies flat.
      const rise = piece.top / 2;
      const body = piece.parts.bodies[0]!;
      const isRound = thing.kind === 'cylinder' || thing.kind === 'wheel' || !piece.leans;
      const turned: BodyInput = {
        ...body,
        pos: [x + (rise + 0.001) * sin(lean), 0, z + (rise + 0.001) * cos(lean)],
        ...(isRound ? {} : { euler: [0, lean, 0] as [number, number, number] }),
      };
      return { ...piece.parts, bodies: [turned, ...piece.parts.bodies.slice(1)] };
    });
    for (const { child, parent, hinge } of this.#nested) nest(all, child, parent, hinge);
    return joined([...all, this.#ties]);
  }
}

/** Makes a body part of another one: rigidly, or on a hinge where they touch. */
function nest(all: Parts[], child: number, parent: number, hinge: boolean): void {
  const inner = all[child]!.bodies[0];
  const outer = all[parent]!.bodies[0];
  if (inner === undefined) return;
  const at = inner.pos ?? [0, 0, 0];
  const base = outer?.pos ?? [0, 0, 0];
  const joints = hinge
    ? [
        {
          type: 'hinge' as const,
          axis: [0, 1, 0] as [number, number, number],
          pos: [(base[0] - at[0]) / 2, 0, (base[2] - at[2]) / 2] as [number, number, number],
        },
      ]
    : [];
  const fixed: BodyInput = { ...inner, joints };
  if (outer === undefined) {
    all[child] = { ...all[child]!, bodies: [fixed, ...all[child]!.bodies.slice(1)] };
    return;
  }
  const moved: BodyInput = { ...fixed, pos: [at[0] - base[0], 0, at[2] - base[2]] };
  all[parent] = {
    ...all[parent]!,
    bodies: [{ ...outer, bodies: [...(outer.bodies ?? []), moved] }, ...all[parent]!.bodies.slice(1)],
  };
  all[child] = { ...all[child]!, bodies: all[child]!.bodies.slice(1) };
}

function renamed(parts: Parts, from: string | undefined, to: string): Parts {
  if (from === undefined || from === to) return parts;
  return JSON.parse(JSON.stringify(parts).replaceAll(`"${from}`, `"${to}`)) as Parts;
}

/** Friction everywhere, where nothing else is said. */
function smoothed(parts: Parts, friction: number): Parts {
  const body = (one: BodyInput): BodyInput => ({
    ...one,
    ...(one.geoms === undefined ? {} : { geoms: one.geoms.map((geom) => ({ friction, ...geom })) }),
    ...(one.bodies === undefined ? {} : { bodies: one.bodies.map(body) }),
  });
  return { ...parts, bodies: parts.bodies.map(body) };
}
