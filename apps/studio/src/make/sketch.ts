// A sketch: ink as it was drawn, and what somebody chose about it. Ink is the one truth; parts are read from it anew after every stroke.

import type { WriteDrawingRequest } from '@holdfast/protocol';
import {
  readDrawing,
  type DrawingChoices,
  type DrawnPart,
  type Point,
  type Role,
  type ShapeKind,
} from '@holdfast/sketch';

export interface Ink {
  /** Never used again within a sketch. */
  readonly id: number;
  readonly points: readonly Point[];
}

/** What somebody chose about the part whose first stroke has this id. */
export interface Choice {
  readonly shape?: ShapeKind;
  readonly role?: Role;
  readonly name?: string;
  /** Words such as "2 kg steel". */
  readonly note?: string;
}

export interface Sketch {
  readonly ink: readonly Ink[];
  readonly choices: Readonly<Record<number, Choice>>;
  readonly next: number;
}

/** A part as the page shows it. */
export interface SketchPart extends DrawnPart {
  /** Id of its first stroke: what choices are kept by. */
  readonly key: number;
  /** Ids of its strokes. */
  readonly ink: readonly number[];
  readonly choice: Choice;
}

export const emptySketch: Sketch = { ink: [], choices: {}, next: 1 };

/** Points of a stroke at most; a longer one is thinned. */
const pointsMost = 1500;

export function withStroke(sketch: Sketch, points: readonly Point[]): Sketch {
  const every = Math.max(1, Math.ceil(points.length / pointsMost));
  const kept = points.filter((_, i) => i % every === 0 || i === points.length - 1);
  return { ...sketch, ink: [...sketch.ink, { id: sketch.next, points: kept }], next: sketch.next + 1 };
}

export function withoutInk(sketch: Sketch, ids: readonly number[]): Sketch {
  const ink = sketch.ink.filter(({ id }) => !ids.includes(id));
  return ink.length === sketch.ink.length ? sketch : { ...sketch, ink };
}

export function movedInk(sketch: Sketch, ids: readonly number[], dx: number, dy: number): Sketch {
  const ink = sketch.ink.map((each) =>
    ids.includes(each.id)
      ? { ...each, points: each.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) }
      : each,
  );
  return { ...sketch, ink };
}

/** Changes what is chosen about a part; undefined takes a choice back. */
export function withChoice(
  sketch: Sketch,
  key: number,
  change: { readonly [Name in keyof Choice]?: Choice[Name] | undefined },
): Sketch {
  const merged = { ...sketch.choices[key], ...change };
  const choice = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  return { ...sketch, choices: { ...sketch.choices, [key]: choice } };
}

/** The choices as the recogniser takes them, by the place of a stroke. */
function choicesOf({ ink, choices }: Sketch) {
  const of = <Name extends keyof Choice>(name: Name): Record<number, NonNullable<Choice[Name]>> =>
    Object.fromEntries(
      ink.flatMap(({ id }, place) => {
        const value = choices[id]?.[name];
        return value === undefined || value === '' ? [] : [[place, value]];
      }),
    );
  return { shapes: of('shape'), roles: of('role'), names: of('name'), notes: of('note') };
}

/** Reads all of it; a fifth of a millisecond a stroke. */
export function readSketch(sketch: Sketch): readonly SketchPart[] {
  const { ink } = sketch;
  const choices: DrawingChoices = choicesOf(sketch);
  return readDrawing(
    ink.map(({ points }) => points),
    choices,
  ).parts.map((part) => {
    const ids = part.strokes.map((place) => ink[place]!.id);
    const key = ids[0]!;
    return { ...part, key, ink: ids, choice: sketch.choices[key] ?? {} };
  });
}

/** What the server is asked for the world this means. */
export function drawingRequest(
  sketch: Sketch,
  sheet: { readonly width: number; readonly planar: boolean },
): WriteDrawingRequest {
  const strokes = sketch.ink.map(({ points }) =>
    points.map(({ x, y }) => ({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 })),
  );
  return { strokes, ...choicesOf(sketch), ...sheet, name: 'A drawn world' };
}

/** Strokes of a picture, made to fit a sheet with a margin. */
export function fittedStrokes(
  strokes: readonly (readonly Point[])[],
  width: number,
  height: number,
): readonly (readonly Point[])[] {
  const all = strokes.flat();
  if (all.length === 0) return [];
  const xs = all.map(({ x }) => x);
  const ys = all.map(({ y }) => y);
  const [x0, y0] = [Math.min(...xs), Math.min(...ys)];
  const [w, h] = [Math.max(...xs) - x0, Math.max(...ys) - y0];
  const scale = Math.min((0.86 * width) / Math.max(w, 1), (0.8 * height) / Math.max(h, 1));
  const [left, top] = [(width - w * scale) / 2, (height - h * scale) / 2];
  return strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({ x: left + (x - x0) * scale, y: top + (y - y0) * scale })),
  );
}

/** Distance from a point to a stroke. */
function inkDistance(points: readonly Point[], { x, y }: Point): number {
  return points.reduce((least, point, i) => {
    const before = points[Math.max(0, i - 1)]!;
    const [dx, dy] = [point.x - before.x, point.y - before.y];
    const length = dx * dx + dy * dy;
    const share =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((x - before.x) * dx + (y - before.y) * dy) / length));
    return Math.min(least, Math.hypot(before.x + share * dx - x, before.y + share * dy - y));
  }, Infinity);
}

/** The stroke nearest to a point, if one is within reach. */
export function inkAt({ ink }: Sketch, at: Point, reach: number): number | undefined {
  const [nearest] = ink
    .map(({ id, points }) => ({ id, distance: inkDistance(points, at) }))
    .filter(({ distance }) => distance <= reach)
    .toSorted((a, b) => a.distance - b.distance);
  return nearest?.id;
}

/** Box around all ink of a part. */
export function boxOf(sketch: Sketch, ids: readonly number[]) {
  const points = sketch.ink.filter(({ id }) => ids.includes(id)).flatMap((each) => each.points);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** The point halfway along the longest stroke of a part. */
export function middleOf(sketch: Sketch, ids: readonly number[]): Point {
  const [longest] = sketch.ink
    .filter(({ id }) => ids.includes(id))
    .toSorted((a, b) => b.points.length - a.points.length);
  const points = longest?.points ?? [];
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return { x: 0, y: 0 };
  return { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
}
