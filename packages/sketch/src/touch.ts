// How far a point is from a shape; inside a closed one it is 0.

import { cos, sin } from '@holdfast/numerics';
import { distance } from './path.ts';
import type { Point, Shape } from './shape.ts';

/** Points of a shape in order; of round ones enough to draw them. */
export function outlineOf(shape: Shape): readonly Point[] {
  switch (shape.kind) {
    case 'dot':
    case 'cross':
      return [shape.center];
    case 'circle':
      return ringOf(shape.center, shape.radius, shape.radius, 0);
    case 'ellipse':
      return ringOf(shape.center, shape.radii[0], shape.radii[1], shape.angle);
    case 'box': {
      const [c, s] = [cos(shape.angle), sin(shape.angle)];
      const corner = (u: number, v: number): Point => ({
        x: shape.center.x + (c * u * shape.width - s * v * shape.height) / 2,
        y: shape.center.y + (s * u * shape.width + c * v * shape.height) / 2,
      });
      return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
    }
    case 'triangle':
    case 'polygon':
      return shape.corners;
    case 'line':
    case 'arrow':
    case 'hatch':
    case 'zigzag':
    case 'coil':
      return [shape.from, shape.to];
    case 'arc':
    case 'polyline':
    case 'curve':
    case 'scribble':
      return shape.points;
  }
}

function ringOf(center: Point, a: number, b: number, angle: number): Point[] {
  const [c, s] = [cos(angle), sin(angle)];
  return Array.from({ length: 32 }, (_, i) => {
    const turn = (2 * Math.PI * i) / 32;
    const [u, v] = [a * cos(turn), b * sin(turn)];
    return { x: center.x + c * u - s * v, y: center.y + s * u + c * v };
  });
}

export function isClosed({ kind }: Shape): boolean {
  return (
    kind === 'circle' || kind === 'ellipse' || kind === 'box' || kind === 'triangle' || kind === 'polygon'
  );
}

export function distanceTo(shape: Shape, point: Point): number {
  const outline = outlineOf(shape);
  if (outline.length === 1) return distance(outline[0]!, point);
  const closed = isClosed(shape);
  if (closed && isInside(outline, point)) return 0;
  let least = Infinity;
  for (let i = closed ? 0 : 1; i < outline.length; i++)
    least = Math.min(least, distanceToPiece(outline.at(i - 1)!, outline[i]!, point));
  return least;
}

function distanceToPiece(a: Point, b: Point, point: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / square : 0;
  const part = Math.min(1, Math.max(0, along));
  return distance({ x: a.x + part * dx, y: a.y + part * dy }, point);
}

/** Even-odd rule. */
function isInside(corners: readonly Point[], { x, y }: Point): boolean {
  let inside = false;
  for (const [i, a] of corners.entries()) {
    const b = corners.at(i - 1)!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

const span = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** Largest extent of a shape. */
export function sizeOf(shape: Shape): number {
  if (shape.kind === 'cross') return shape.size;
  const outline = outlineOf(shape);
  return Math.max(span(outline.map(({ x }) => x)), span(outline.map(({ y }) => y)));
}
