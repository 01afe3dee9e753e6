// A whole drawing: what each shape is for, and what ties what. Roles follow from shapes and from what they touch; a user may choose
// another reading or role for any part, and everything else follows anew.

import { joinStrokes, type Group } from './join-strokes.ts';
import { distance } from './path.ts';
import type { Point, Reading, Shape, ShapeKind, Stroke } from './shape.ts';
import { distanceTo, isClosed, outlineOf, sizeOf } from './touch.ts';

export type Role =
  | 'body'
  | 'fixed'
  | 'ground'
  | 'hinge'
  | 'weld'
  | 'spring'
  | 'rope'
  | 'velocity'
  | 'force'
  | 'unread';

/** A written word or measure beside a shape. */
export interface Label {
  readonly text: string;
  readonly at: Point;
}

export interface DrawnPart {
  /** "part 1" and so on, in the order of the first stroke of each. */
  readonly id: string;
  readonly strokes: readonly number[];
  /** Every way to read it, the chosen one first. */
  readonly readings: readonly Reading[];
  readonly shape: Shape;
  readonly role: Role;
  readonly label?: string;
  /** What somebody called it. */
  readonly name?: string;
}

/** What ties two parts; undefined stands for the world. */
export interface DrawnLink {
  readonly kind: 'hinge' | 'weld' | 'spring' | 'rope';
  readonly mark: string;
  readonly a: string | undefined;
  readonly b: string | undefined;
  /** Where; a spring or rope goes from here to `end`. */
  readonly at: Point;
  readonly end?: Point;
}

/** An arrow and what it begins at. */
export interface DrawnArrow {
  readonly mark: string;
  readonly part: string;
  readonly from: Point;
  readonly to: Point;
}

export interface Drawing {
  readonly parts: readonly DrawnPart[];
  readonly links: readonly DrawnLink[];
  readonly velocities: readonly DrawnArrow[];
  readonly forces: readonly DrawnArrow[];
}

export interface DrawingChoices {
  /** By first stroke of a part: the reading somebody chose. */
  readonly shapes?: Readonly<Record<number, ShapeKind>>;
  readonly roles?: Readonly<Record<number, Role>>;
  readonly names?: Readonly<Record<number, string>>;
  /** What is said about a part, besides labels near it. */
  readonly notes?: Readonly<Record<number, string>>;
  readonly labels?: readonly Label[];
}

/** A mark may miss what it means by this much, in units of the sketch, or by this share of its size. */
const slack = 14;
const slackShare = 0.12;

/** Reads strokes as a drawing. Pure: the same strokes and choices, the same drawing. */
export function readDrawing(strokes: readonly Stroke[], choices: DrawingChoices = {}): Drawing {
  const groups = joinStrokes(strokes).sort((a, b) => a.strokes[0]! - b.strokes[0]!);
  const shapes = groups.map((group) => chosen(group, choices));
  const roles = rolesOf(shapes.map(([first]) => first!.shape)).map(
    (role, i) => choices.roles?.[groups[i]!.strokes[0]!] ?? role,
  );
  const parts = groups.map(({ strokes: own }, i): DrawnPart => {
    const readings = shapes[i]!;
    const name = choices.names?.[own[0]!];
    return {
      id: `part ${i + 1}`,
      strokes: own,
      readings,
      shape: readings[0]!.shape,
      role: roles[i]!,
      ...(name === undefined ? {} : { name }),
    };
  });
  const labelled = withLabels(parts, choices.labels ?? [], choices.notes ?? {});
  return {
    parts: labelled,
    links: linksOf(labelled),
    velocities: arrowsOf(labelled, 'velocity'),
    forces: arrowsOf(labelled, 'force'),
  };
}

function chosen({ readings, strokes }: Group, { shapes }: DrawingChoices): readonly Reading[] {
  const kind = shapes?.[strokes[0]!];
  const reading = readings.find(({ shape }) => shape.kind === kind);
  return reading === undefined ? readings : [reading, ...readings.filter((other) => other !== reading)];
}

function near(shape: Shape, point: Point, mark = 0): boolean {
  return distanceTo(shape, point) <= Math.max(slack, slackShare * sizeOf(shape), mark);
}

function rolesOf(shapes: readonly Shape[]): Role[] {
  const roles = shapes.map((shape, i) =>
    roleOf(
      shape,
      shapes.filter((_, j) => j !== i),
    ),
  );
  const outlines = shapes.flatMap(outlineOf);
  const low = Math.max(...outlines.map(({ y }) => y));
  const width = Math.max(...outlines.map(({ x }) => x)) - Math.min(...outlines.map(({ x }) => x));
  return roles.map((role, i): Role => {
    const shape = shapes[i]!;
    if (role !== 'fixed' || shape.kind !== 'line') return role;
    const isLevel = Math.abs(shape.to.y - shape.from.y) < 0.12 * Math.abs(shape.to.x - shape.from.x);
    const isLow = Math.min(shape.from.y, shape.to.y) > low - 0.1 * width;
    return isLevel && isLow && sizeOf(shape) > 0.5 * width ? 'ground' : role;
  });
}

function roleOf(shape: Shape, others: readonly Shape[]): Role {
  switch (shape.kind) {
    case 'dot':
      return 'hinge';
    case 'circle':
      return isHinge(shape.center, shape.radius, others) ? 'hinge' : 'body';
    case 'cross':
      return 'weld';
    case 'zigzag':
    case 'coil':
      return 'spring';
    case 'arrow':
      return 'velocity';
    case 'hatch':
      return 'fixed';
    case 'triangle':
      return isRamp(shape.corners, others) ? 'fixed' : 'body';
    case 'ellipse':
    case 'box':
    case 'polygon':
      return 'body';
    case 'line':
      return isRod(shape, others) ? 'body' : 'fixed';
    case 'curve':
    case 'polyline':
    case 'arc':
      return isRope(shape.points, others) ? 'rope' : 'fixed';
    case 'scribble':
      return 'unread';
  }
}

/** A small circle on something larger. */
function isHinge(center: Point, radius: number, others: readonly Shape[]): boolean {
  return others.some(
    (other) =>
      other.kind !== 'hatch' &&
      other.kind !== 'arrow' &&
      2.5 * 2 * radius < sizeOf(other) &&
      distanceTo(other, center) <= radius &&
      !isCarried(other, center, radius),
  );
}

/** A ball that lies on a line is no hinge of it: its middle is a radius away. */
function isCarried(other: Shape, center: Point, radius: number): boolean {
  return distanceTo(other, center) > 0.6 * radius;
}

/** A triangle with a level side below, that something smaller lies on or above: it carries, and does not move. */
function isRamp(corners: readonly Point[], others: readonly Shape[]): boolean {
  const low = Math.max(...corners.map(({ y }) => y));
  const size = Math.max(...corners.map(({ x }) => x)) - Math.min(...corners.map(({ x }) => x));
  const onBase = corners.filter(({ y }) => y > low - 0.15 * size).length;
  return onBase >= 2 && others.every((other) => !isClosed(other) || sizeOf(other) < size);
}

/** A line is a rod where an end of it meets a thing that moves, a hinge or a cross. */
function isRod(line: Extract<Shape, { kind: 'line' }>, others: readonly Shape[]): boolean {
  const ends = [line.from, line.to] as const;
  const size = distance(line.from, line.to);
  return others.some((other) => {
    if (other.kind === 'dot' || other.kind === 'cross') return near(other, ends[0]) || near(other, ends[1]);
    if (
      other.kind === 'circle' &&
      5 * other.radius < size &&
      distanceTo(line, other.center) <= 0.6 * other.radius
    )
      return true;
    if (!isClosed(other) || sizeOf(other) > size) return false;
    // An end that points at the middle of a thing, not one it lies beside.
    return (
      ends.some((end) => near(other, end) && !(distanceTo(line, centerOf(other)) > 0.35 * sizeOf(other))) ||
      ends.some((end) => near(other, end) && isAimed(line, other))
    );
  });
}

function isAimed(line: Extract<Shape, { kind: 'line' }>, other: Shape): boolean {
  const center = centerOf(other);
  const length = distance(line.from, line.to);
  const across =
    Math.abs(
      (line.to.x - line.from.x) * (center.y - line.from.y) -
        (line.to.y - line.from.y) * (center.x - line.from.x),
    ) / length;
  return across < 0.25 * sizeOf(other);
}

function isRope(points: readonly Point[], others: readonly Shape[]): boolean {
  const ends = [points[0]!, points.at(-1)!];
  return ends.every((end) =>
    others.some(
      (other) => (isClosed(other) || other.kind === 'hatch' || other.kind === 'line') && near(other, end),
    ),
  );
}

/** Middle of a shape. */
export function centerOf(shape: Shape): Point {
  if ('center' in shape) return shape.center;
  const outline = outlineOf(shape);
  const sum = outline.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / outline.length, y: sum.y / outline.length };
}

function withLabels(
  parts: readonly DrawnPart[],
  labels: readonly Label[],
  notes: Readonly<Record<number, string>>,
): DrawnPart[] {
  return parts.map((part) => {
    const beside = labels.filter(({ at }) => nearest(parts, at) === part).map(({ text }) => text);
    const note = notes[part.strokes[0]!]?.trim() ?? '';
    const own = note === '' ? beside : [...beside, note];
    return own.length === 0 ? part : { ...part, label: own.join(' ') };
  });
}

function nearest(parts: readonly DrawnPart[], point: Point): DrawnPart | undefined {
  return parts.toSorted(
    (a, b) => distanceTo(a.shape, point) - distanceTo(b.shape, point) || sizeOf(a.shape) - sizeOf(b.shape),
  )[0];
}

/** Things that can be tied, nearest first. */
function heldAt(parts: readonly DrawnPart[], point: Point, reach: number): DrawnPart[] {
  return parts
    .filter(
      ({ role, shape }) =>
        (role === 'body' || role === 'fixed' || role === 'ground') && near(shape, point, reach),
    )
    .sort((a, b) => distanceTo(a.shape, point) - distanceTo(b.shape, point));
}

const idOf = (part: DrawnPart | undefined) => (part?.role === 'body' ? part.id : undefined);

function linksOf(parts: readonly DrawnPart[]): DrawnLink[] {
  const links = parts.flatMap((part): DrawnLink[] => {
    const { role, shape, id } = part;
    if (role === 'hinge' || role === 'weld') {
      const at = centerOf(shape);
      const bodies = heldAt(parts, at, sizeOf(shape))
        .filter((held) => held.role === 'body')
        .slice(0, 2)
        .sort((one, other) => parts.indexOf(one) - parts.indexOf(other));
      if (bodies.length === 0) return [];
      return [{ kind: role, mark: id, a: bodies[0]!.id, b: bodies[1]?.id, at }];
    }
    if (role !== 'spring' && role !== 'rope') return [];
    const outline = outlineOf(shape);
    const [at, end] = [outline[0]!, outline.at(-1)!];
    const reach = 0.2 * sizeOf(shape);
    const [a, b] = [heldAt(parts, at, reach)[0], heldAt(parts, end, reach)[0]];
    return idOf(a) === undefined && idOf(b) === undefined
      ? []
      : [{ kind: role, mark: id, a: idOf(a), b: idOf(b), at, end }];
  });
  return [...links, ...parts.flatMap((part) => rodLinks(part, parts, links))];
}

/** A rod holds what its ends meet; an end that meets nothing that moves hangs from the world. */
function rodLinks(rod: DrawnPart, parts: readonly DrawnPart[], marked: readonly DrawnLink[]): DrawnLink[] {
  const { shape } = rod;
  if (rod.role !== 'body' || shape.kind !== 'line') return [];
  const others = parts.filter(
    (part) => part !== rod && !(part.role === 'body' && part.shape.kind === 'line'),
  );
  const links: DrawnLink[] = [];
  const isHeld = marked.some(({ a, b }) => a === rod.id || b === rod.id);
  for (const end of [shape.from, shape.to]) {
    if (marked.some(({ at, a, b }) => (a === rod.id || b === rod.id) && distance(at, end) < 2 * slack))
      continue;
    const [held] = heldAt(others, end, 0);
    if (held?.role === 'body' && (distanceTo(held.shape, end) === 0 || isAimed(shape, held.shape)))
      links.push({ kind: 'weld', mark: rod.id, a: rod.id, b: held.id, at: end });
    else if (
      held?.role === 'fixed' ||
      (held === undefined && !isHeld && end.y === Math.min(shape.from.y, shape.to.y))
    )
      links.push({ kind: 'hinge', mark: rod.id, a: rod.id, b: undefined, at: end });
  }
  return links;
}

function arrowsOf(parts: readonly DrawnPart[], meaning: 'velocity' | 'force'): DrawnArrow[] {
  return parts.flatMap(({ role, shape, id }): DrawnArrow[] => {
    if (role !== meaning || shape.kind !== 'arrow') return [];
    const held = heldAt(parts, shape.from, 0.2 * sizeOf(shape)).find((part) => part.role === 'body');
    return held === undefined ? [] : [{ mark: id, part: held.id, from: shape.from, to: shape.to }];
  });
}
