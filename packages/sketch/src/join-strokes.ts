// Strokes that mean one thing together: sides of a closed shape, an arrow with its head, a cross, hatching.

import { distance } from './path.ts';
import { recogniseStroke } from './recognise-stroke.ts';
import type { Point, Reading, Shape, Stroke } from './shape.ts';
import { isClosed } from './touch.ts';

/** What one or several strokes are read as. */
export interface Group {
  readonly strokes: readonly number[];
  readonly readings: readonly Reading[];
}

type Line = Extract<Shape, { kind: 'line' }>;

/** Ends nearer than this, in units of the sketch, or than this share of the shorter stroke, meet. */
const meetMost = 12;
const meetShare = 0.12;
const sure = 0.9;

export function joinStrokes(strokes: readonly Stroke[]): Group[] {
  let groups: Group[] = strokes.map((stroke, i) => ({ strokes: [i], readings: recogniseStroke(stroke) }));
  groups = groups.filter(({ readings }) => readings.length > 0);
  groups = joinLoops(groups, strokes);
  groups = joinArrows(groups);
  groups = joinCrosses(groups);
  return joinHatches(groups);
}

const shapeOf = ({ readings }: Group): Shape => readings[0]!.shape;

function endsOf(shape: Shape): readonly [Point, Point] | undefined {
  if (shape.kind === 'line') return [shape.from, shape.to];
  if (shape.kind === 'polyline' || shape.kind === 'curve' || shape.kind === 'arc')
    return [shape.points[0]!, shape.points.at(-1)!];
  return undefined;
}

function lineOf(group: Group): Line | undefined {
  const shape = shapeOf(group);
  return shape.kind === 'line' ? shape : undefined;
}

const lengthOf = ({ from, to }: Line) => distance(from, to);

/** Open strokes whose ends meet in a ring become the closed shape they outline. */
function joinLoops(groups: readonly Group[], strokes: readonly Stroke[]): Group[] {
  let left = [...groups];
  for (const start of groups) {
    if (!left.includes(start)) continue;
    const chain = ringFrom(start, left);
    if (chain === undefined || chain.some(({ group }) => hasJoint(group, groups))) continue;
    const points = chain.flatMap(({ group, isReversed }) => {
      const stroke = strokes[group.strokes[0]!]!;
      return isReversed ? stroke.toReversed() : stroke;
    });
    const readings = recogniseStroke([...points, points[0]!]);
    if (readings[0] === undefined || !isClosed(readings[0].shape)) continue;
    const used = chain.map(({ group }) => group);
    left = left.filter((group) => !used.includes(group));
    left.push({ strokes: used.flatMap((group) => group.strokes), readings });
  }
  return left;
}

/** Whether a small circle or dot marks an end of a stroke: then its ring is a linkage and not an outline. */
function hasJoint(group: Group, groups: readonly Group[]): boolean {
  const ends = endsOf(shapeOf(group))!;
  const reach = reachOf(ends);
  return groups.some((other) => {
    const shape = shapeOf(other);
    const isSmall = shape.kind === 'dot' || (shape.kind === 'circle' && shape.radius < reach);
    return isSmall && ends.some((end) => distance(end, shape.center) < reach);
  });
}

function ringFrom(start: Group, groups: readonly Group[]) {
  const first = endsOf(shapeOf(start));
  if (first === undefined || start.strokes.length > 1) return undefined;
  const chain = [{ group: start, isReversed: false }];
  let end = first[1];
  while (chain.length < 12) {
    const next = groups
      .filter((group) => group.strokes.length === 1 && chain.every((link) => link.group !== group))
      .flatMap((group) => {
        const ends = endsOf(shapeOf(group));
        if (ends === undefined) return [];
        return ends.map((at, i) => ({
          group,
          isReversed: i === 1,
          gap: distance(at, end),
          far: ends[1 - i]!,
          reach: reachOf(ends),
        }));
      })
      .filter(({ gap, reach }) => gap <= reach)
      .sort((a, b) => a.gap - b.gap)[0];
    if (next === undefined) return undefined;
    chain.push(next);
    end = next.far;
    if (chain.length > 1 && distance(end, first[0]) <= reachOf(first)) return chain;
  }
  return undefined;
}

function reachOf([a, b]: readonly [Point, Point]): number {
  return Math.max(meetMost, meetShare * distance(a, b));
}

/** A line with a wedge at one end. */
function joinArrows(groups: readonly Group[]): Group[] {
  let left = [...groups];
  for (const shaft of groups) {
    const line = lineOf(shaft);
    if (line === undefined || !left.includes(shaft)) continue;
    for (const [tail, tip] of [
      [line.from, line.to],
      [line.to, line.from],
    ] as const) {
      const head = headAt(left, shaft, tip, lengthOf(line));
      if (head === undefined) continue;
      left = left.filter((group) => group !== shaft && !head.includes(group));
      const shape: Shape = { kind: 'arrow', from: tail, to: tip };
      left.push({
        strokes: [shaft, ...head].flatMap(({ strokes }) => strokes),
        readings: [{ shape, confidence: sure }],
      });
      break;
    }
  }
  return left;
}

/** The wedge at the tip of a shaft: one bent stroke, or two short lines. */
function headAt(
  groups: readonly Group[],
  shaft: Group,
  tip: Point,
  length: number,
): readonly Group[] | undefined {
  const reach = Math.max(meetMost, 0.15 * length);
  const others = groups.filter((group) => group !== shaft);
  const wedge = others.find((group) => {
    const shape = shapeOf(group);
    if (shape.kind !== 'polyline' || shape.points.length !== 3) return false;
    const [a, apex, b] = shape.points as [Point, Point, Point];
    return distance(apex, tip) < reach && Math.max(distance(a, apex), distance(b, apex)) < 0.6 * length;
  });
  if (wedge !== undefined) return [wedge];
  const barbs = others.filter((group) => {
    const line = lineOf(group);
    if (line === undefined || lengthOf(line) > 0.5 * length) return false;
    return Math.min(distance(line.from, tip), distance(line.to, tip)) < reach;
  });
  return barbs.length === 2 ? barbs : undefined;
}

/** Two short lines of about one length across each other's middle. */
function joinCrosses(groups: readonly Group[]): Group[] {
  let left = [...groups];
  for (const one of groups) {
    const a = lineOf(one);
    if (a === undefined || !left.includes(one)) continue;
    const other = left.find((group) => {
      const b = group === one ? undefined : lineOf(group);
      if (b === undefined || Math.max(lengthOf(a), lengthOf(b)) > 1.8 * Math.min(lengthOf(a), lengthOf(b)))
        return false;
      const isNear = distance(middleOf(a), middleOf(b)) < 0.22 * lengthOf(a);
      return isNear && Math.abs(cosineOf(a, b)) < 0.8 && lengthOf(a) < 80;
    });
    if (other === undefined) continue;
    left = left.filter((group) => group !== one && group !== other);
    const shape: Shape = { kind: 'cross', center: middleOf(a), size: lengthOf(a) };
    left.push({ strokes: [...one.strokes, ...other.strokes], readings: [{ shape, confidence: sure }] });
  }
  return left;
}

/** Three or more short parallel lines in a row. */
function joinHatches(groups: readonly Group[]): Group[] {
  let left = [...groups];
  for (const first of groups) {
    const a = lineOf(first);
    if (a === undefined || !left.includes(first)) continue;
    const row = [first];
    for (const group of left) {
      const b = lineOf(group);
      if (b === undefined || row.includes(group)) continue;
      const isAlike =
        Math.abs(cosineOf(a, b)) > 0.92 && lengthOf(b) < 1.8 * lengthOf(a) && lengthOf(a) < 1.8 * lengthOf(b);
      const isNear = row.some((member) => distance(middleOf(lineOf(member)!), middleOf(b)) < 3 * lengthOf(a));
      if (isAlike && isNear) row.push(group);
    }
    if (row.length < 3) continue;
    const middles = row.map((group) => middleOf(lineOf(group)!)).sort((p, q) => p.x - q.x || p.y - q.y);
    left = left.filter((group) => !row.includes(group));
    const shape: Shape = { kind: 'hatch', from: middles[0]!, to: middles.at(-1)! };
    left.push({ strokes: row.flatMap(({ strokes }) => strokes), readings: [{ shape, confidence: sure }] });
  }
  return left;
}

function middleOf({ from, to }: Line): Point {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

function cosineOf(a: Line, b: Line): number {
  const [ax, ay, bx, by] = [a.to.x - a.from.x, a.to.y - a.from.y, b.to.x - b.from.x, b.to.y - b.from.y];
  return (ax * bx + ay * by) / Math.max(1e-9, lengthOf(a) * lengthOf(b));
}
