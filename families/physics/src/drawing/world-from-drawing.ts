// A drawing becomes a world: bodies move in the plane of the sheet, joints lie at their marks, the tree of bodies follows the ties,
// and loops are closed with equalities.

import type { PhysicsInput } from '../document.ts';
import type { BodyInput } from '../spec/body.ts';
import { materials } from '../text/lexicon.ts';
import type { AnchorInput, JointInput } from '../text/piece.ts';
import type { Question, Thing } from '../text/scene.ts';
import { substanceOf } from '../text/solids.ts';
import { readMeasure, readThing } from '../text/read-things.ts';
import { readMotion } from '../text/read-motion.ts';
import { Sentence } from '../text/sentence.ts';
import { geomsOf, middleOf, Sheet } from './drawn-geoms.ts';
import type { DrawnPoint, DrawnPush, DrawnThing, DrawnTie, DrawnWorld, SheetOptions } from './drawn.ts';
import { named } from './name-parts.ts';

export type DrawnAnswer =
  | { readonly ok: true; readonly world: PhysicsInput }
  | { readonly ok: false; readonly questions: readonly Question[] };

/** Width of the sheet where nothing else is said, m. */
const widthDefault = 4;
/** Speed of an arrow as long as a metre, m/s. */
const speedPerMetre = 2;
/** Force of an arrow as long as a metre, N. */
const forcePerMetre = 10;

/** Builds the world a drawing means. Asks about parts and words it cannot read. */
export function worldFromDrawing(
  drawing: DrawnWorld,
  { width = widthDefault, planar = true }: SheetOptions = {},
): DrawnAnswer {
  const questions: Question[] = [];
  for (const { role, id } of drawing.parts)
    if (role === 'unread') questions.push(question(id, `What is ${id}? Choose a reading, or take it away.`));
  const things = drawing.parts.map((part) => labelOf(part, questions));
  if (drawing.parts.every(({ role }) => role !== 'body'))
    questions.push(question('', 'What moves? Draw a ball, a box or a rod.'));
  if (questions.length > 0) return { ok: false, questions };
  const known = named(drawing);
  const labels = new Map(known.parts.map(({ id }, i) => [id, things[i]!]));
  return { ok: true, world: new DrawnScene(known, width, planar, labels).world() };
}

function question(text: string, message: string): Question {
  return { from: 0, to: 0, text, message, suggestions: [] };
}

/** What a label says, as a thing with measures. */
function labelOf({ id, label }: DrawnThing, questions: Question[]): Thing {
  const thing: Thing = {
    kind: 'ball',
    count: 1,
    isCounted: true,
    measures: {},
    heading: 'forward',
    fixed: false,
    from: 0,
    to: 0,
  };
  if (label === undefined) return thing;
  // "2 kg steel" stands before a noun, "stiffness 80 N/m" behind one.
  const before = new Sentence(`${label} box`);
  const named = readThing(before);
  if (named !== undefined && before.isOver && named.count === 1) return { ...thing, ...named };
  const sentence = new Sentence(label);
  while (!sentence.isOver) {
    if (readMotion(sentence, [thing]) || readMeasure(sentence, thing, 'size')) continue;
    const word = readThing(new Sentence(`${sentence.word()} box`));
    if (word !== undefined && sentence.tokens[sentence.at]!.value === undefined) {
      Object.assign(thing, { ...word, measures: { ...thing.measures, ...word.measures } });
      sentence.at += 1;
    } else if (!sentence.filler()) sentence.unknown();
  }
  for (const { text } of sentence.questions)
    questions.push(question(id, `What is meant by "${text}" beside ${id}?`));
  return thing;
}

const isTied = ({ kind }: DrawnTie) => kind === 'hinge' || kind === 'weld';

class DrawnScene {
  readonly #drawing: DrawnWorld;
  readonly #sheet: Sheet;
  readonly #width: number;
  readonly #isPlanar: boolean;
  readonly #labels: ReadonlyMap<string, Thing>;
  readonly #bodies: ReadonlyMap<string, DrawnThing>;
  readonly #meshes: NonNullable<PhysicsInput['meshes']> = [];
  readonly #equalities: NonNullable<PhysicsInput['equalities']> = [];
  readonly #actuators: NonNullable<PhysicsInput['actuators']> = [];
  readonly #used = new Set<DrawnTie>();
  readonly #placed = new Set<string>();

  constructor(drawing: DrawnWorld, width: number, planar: boolean, labels: ReadonlyMap<string, Thing>) {
    this.#drawing = drawing;
    this.#width = width;
    this.#isPlanar = planar;
    this.#labels = labels;
    this.#sheet = new Sheet(drawing.parts, width);
    this.#bodies = new Map(
      drawing.parts.filter(({ role }) => role === 'body').map((part) => [part.id, part]),
    );
  }

  world(): PhysicsInput {
    const { parts, links } = this.#drawing;
    const ties = links.filter(isTied);
    // Bodies that hang from the world are roots before others.
    const anchored = ties.filter(({ b }) => b === undefined).map(({ a }) => a!);
    const order = [...anchored, ...this.#bodies.keys()];
    const bodies = order.flatMap((id) =>
      this.#placed.has(id) ? [] : [this.#grow(id, undefined, undefined)],
    );
    for (const tie of ties) if (!this.#used.has(tie)) this.#close(tie);
    const ground = parts.find(({ role }) => role === 'ground');
    const fixed = parts.filter(({ role, shape }) => role === 'fixed' && shape.kind !== 'hatch');
    const substances = new Set([...this.#labels.values()].map(({ material }) => material));
    return {
      ground: {
        height:
          ground === undefined
            ? ties.length > 0
              ? -0.1 * this.#width
              : 0
            : this.#sheet.z(middleOf(ground.shape)),
      },
      materials: Object.entries(materials)
        .filter(([name]) => substances.has(name))
        .map(([name, { density, friction, color, bounce }]) => ({
          name,
          density,
          friction,
          color: [...color],
          ...(bounce === undefined ? {} : { bounce }),
        })),
      geoms: fixed.flatMap((part) => this.#fixedGeoms(part)),
      bodies,
      meshes: this.#meshes,
      springs: links.flatMap((link) =>
        link.kind === 'spring'
          ? [
              {
                name: link.mark,
                ...this.#ends(link),
                stiffness: this.#labels.get(link.mark)?.measures.stiffness ?? 100,
                damping: this.#labels.get(link.mark)?.measures.damping ?? 0.5,
              },
            ]
          : [],
      ),
      ropes: links.flatMap((link) =>
        link.kind === 'rope'
          ? [{ name: link.mark, ...this.#ends(link), length: Math.max(0.01, this.#ropeLength(link)) }]
          : [],
      ),
      equalities: this.#equalities,
      actuators: this.#actuators,
      excludes: ties.flatMap(({ a, b }) =>
        a === undefined || b === undefined ? [] : [{ body1: a, body2: b }],
      ),
    };
  }

  #fixedGeoms(part: DrawnThing) {
    const origin = middleOf(part.shape);
    const { geoms, meshes } = geomsOf(
      part.shape,
      this.#sheet,
      origin,
      part.id,
      this.#width,
      substanceOf(this.#labels.get(part.id)!),
    );
    this.#meshes.push(...meshes);
    const [x, , z] = this.#sheet.at(origin);
    return geoms.map((geom, i) => {
      const named = { ...geom, name: i === 0 ? part.id : `${part.id} piece ${i + 1}` };
      if ('from' in named && named.from !== undefined && named.to !== undefined)
        return { ...named, from: added(named.from, x, z), to: added(named.to, x, z) };
      return { ...named, pos: added(named.pos ?? [0, 0, 0], x, z) };
    });
  }

  /** A body with everything that hangs on it. */
  #grow(id: string, parent: DrawnThing | undefined, by: DrawnTie | undefined): BodyInput {
    this.#placed.add(id);
    const part = this.#bodies.get(id)!;
    const origin = middleOf(part.shape);
    const label = this.#labels.get(id)!;
    const look = substanceOf(label);
    const { geoms, meshes } = geomsOf(part.shape, this.#sheet, origin, id, this.#width, look);
    this.#meshes.push(...meshes);
    const massive =
      label.measures.mass === undefined
        ? geoms
        : geoms.map((geom) => ({ ...geom, mass: label.measures.mass! / geoms.length }));
    const tie =
      by ??
      this.#drawing.links.find(
        (link) => (link.kind === 'hinge' || link.kind === 'weld') && link.a === id && link.b === undefined,
      );
    if (tie !== undefined) this.#used.add(tie);
    const [x, , z] = this.#sheet.at(origin);
    const [px, , pz] = parent === undefined ? [0, 0, 0] : this.#sheet.at(middleOf(parent.shape));
    const joints = label.fixed
      ? []
      : tie === undefined
        ? this.#loose(id, label)
        : this.#joint(tie, origin, id);
    const pushed = this.#pushes(id, joints, origin);
    const children = this.#drawing.links.flatMap((link) => {
      if ((link.kind !== 'hinge' && link.kind !== 'weld') || this.#used.has(link)) return [];
      const other = link.a === id ? link.b : link.b === id ? link.a : undefined;
      if (other === undefined || this.#placed.has(other) || !this.#bodies.has(other)) return [];
      this.#used.add(link);
      return [this.#grow(other, part, link)];
    });
    const at: [number, number, number] = [x - px, 0, z - pz];
    return { name: id, pos: at, joints, geoms: massive, ...pushed, bodies: children };
  }

  /** Along x and z of the world. */
  #along({ from, to }: DrawnPush): [number, number] {
    return [this.#sheet.x(to) - this.#sheet.x(from), this.#sheet.z(to) - this.#sheet.z(from)];
  }

  /** What pushes a body, as controls of the run: along the plane where it moves in it, else where the arrow begins. */
  #pushes(id: string, joints: readonly JointInput[], origin: DrawnPoint) {
    const sites = this.#drawing.forces
      .filter(({ part }) => part === id)
      .flatMap((arrow, i) => {
        const name = `force on ${id}${i === 0 ? '' : ` ${i + 1}`}`;
        const [fx, fz] = this.#along(arrow).map((length) => length * forcePerMetre) as [number, number];
        const along = joints.filter(({ type }) => type === 'slide');
        if (along.length === 0) {
          this.#actuators.push({ type: 'motor', name, site: name, gear: [fx, 0, fz, 0, 0, 0], control: 1 });
          return [{ name, pos: this.#local(arrow.from, origin) }];
        }
        for (const [axis, control] of [
          ['x', fx],
          ['z', fz],
        ] as const)
          this.#actuators.push({ type: 'motor', name: `${name} ${axis}`, joint: `${id} ${axis}`, control });
        return [];
      });
    return sites.length === 0 ? {} : { sites };
  }

  /** Free in the plane of the sheet, or in space, with the velocity its arrow says. */
  #loose(id: string, { measures, heading }: Thing): JointInput[] {
    const arrow = this.#drawing.velocities.find(({ part }) => part === id);
    const speed = (measures.speed ?? 0) * (heading === 'back' ? -1 : 1);
    const [vx, vz] =
      arrow === undefined
        ? [speed, 0]
        : (this.#along(arrow).map((length) => length * speedPerMetre) as [number, number]);
    if (!this.#isPlanar) return [{ type: 'free', name: `${id} free`, velocity: [vx, 0, vz] }];
    return [
      { type: 'slide', name: `${id} x`, axis: [1, 0, 0], velocity: vx },
      { type: 'slide', name: `${id} z`, axis: [0, 0, 1], velocity: vz },
      { type: 'hinge', name: `${id} turn`, axis: [0, 1, 0] },
    ];
  }

  #joint(tie: DrawnTie, origin: DrawnPoint, id: string): JointInput[] {
    if (tie.kind === 'weld') return [];
    const velocity = this.#swing(tie, id);
    return [
      {
        type: 'hinge',
        name: `${id} hinge`,
        axis: [0, 1, 0],
        pos: this.#local(tie.at, origin),
        ...(velocity === 0 ? {} : { velocity }),
      },
    ];
  }

  /** Angular velocity about a hinge that an arrow on the body, or on what is welded to it, means. */
  #swing({ at }: DrawnTie, id: string): number {
    const held = new Set([id]);
    const welds = this.#drawing.links.filter(({ kind }) => kind === 'weld');
    // As often as there are welds: each pass takes at least one more body, or none is left.
    for (const _ of welds)
      for (const { a, b } of welds)
        if (a !== undefined && b !== undefined && (held.has(a) || held.has(b))) held.add(a).add(b);
    const arrow = this.#drawing.velocities.find(({ part }) => held.has(part));
    if (arrow === undefined) return 0;
    const middle = middleOf(this.#bodies.get(arrow.part)!.shape);
    const [rx, , rz] = this.#local(middle, at);
    const [vx, vz] = this.#along(arrow).map((length) => length * speedPerMetre) as [number, number];
    // About +y: v = w (rz, -rx).
    return (vx * rz - vz * rx) / Math.max(1e-9, rx * rx + rz * rz);
  }

  #local(point: DrawnPoint, origin: DrawnPoint): [number, number, number] {
    return [this.#sheet.x(point) - this.#sheet.x(origin), 0, this.#sheet.z(point) - this.#sheet.z(origin)];
  }

  /** A tie that closes a loop. */
  #close({ kind, a, b, at }: DrawnTie): void {
    if (a === undefined) return;
    const other = b === undefined ? {} : { body2: b };
    if (kind === 'weld') this.#equalities.push({ type: 'weld', body1: a, ...other });
    else
      this.#equalities.push({
        type: 'connect',
        body1: a,
        ...other,
        anchor: this.#local(at, middleOf(this.#bodies.get(a)!.shape)),
      });
  }

  #ends({ a, b, at, end }: DrawnTie): { from: AnchorInput; to: AnchorInput } {
    return { from: this.#anchor(a, at), to: this.#anchor(b, end ?? at) };
  }

  #anchor(id: string | undefined, point: DrawnPoint): AnchorInput {
    if (id === undefined) return { pos: this.#sheet.at(point) };
    return { body: id, pos: this.#local(point, middleOf(this.#bodies.get(id)!.shape)) };
  }

  #ropeLength({ mark, at, end }: DrawnTie): number {
    const shape = this.#drawing.parts.find(({ id }) => id === mark)?.shape;
    const points = shape !== undefined && 'points' in shape ? shape.points : [at, end ?? at];
    let length = 0;
    for (let i = 1; i < points.length; i++) {
      const [dx, dy] = [points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y];
      length += Math.sqrt(dx * dx + dy * dy);
    }
    return length * this.#sheet.scale;
  }
}

function added(point: readonly number[], x: number, z: number): [number, number, number] {
  return [point[0]! + x, point[1]!, point[2]! + z];
}
