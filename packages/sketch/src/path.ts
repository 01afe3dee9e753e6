// A stroke as evenly spaced points in a frame of its own: the diagonal of its bounding box is 1, its middle the origin.

import type { Point } from './shape.ts';

export interface Path {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** How a path lies in the sketch. */
export interface Frame {
  readonly scale: number;
  readonly middle: Point;
}

export function distance(a: Point, b: Point): number {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  return Math.sqrt(dx * dx + dy * dy);
}

/** Length of the way through points. */
export function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < points.length; i++) length += distance(points[i - 1]!, points[i]!);
  return length;
}

/** The frame of a stroke; a single point has scale 0. */
export function frameOf(points: readonly Point[]): Frame {
  let x0 = Infinity;
  let x1 = -Infinity;
  let y0 = Infinity;
  let y1 = -Infinity;
  for (const { x, y } of points) {
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  const width = x1 - x0;
  const height = y1 - y0;
  return {
    scale: Math.sqrt(width * width + height * height),
    middle: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 },
  };
}

/** `count` points at equal distances along a stroke, in its frame. */
export function pathOf(points: readonly Point[], { scale, middle }: Frame, count: number): Path {
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const step = lengthOf(points) / (count - 1);
  let filled = 0;
  let passed = 0;
  for (let i = 1; i < points.length && filled < count; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const length = distance(a, b);
    while (filled < count - 1 && filled * step <= passed + length) {
      const part = length > 0 ? (filled * step - passed) / length : 0;
      x[filled] = (a.x + part * (b.x - a.x) - middle.x) / scale;
      y[filled] = (a.y + part * (b.y - a.y) - middle.y) / scale;
      filled += 1;
    }
    passed += length;
  }
  const last = points.at(-1)!;
  for (; filled < count; filled++) {
    x[filled] = (last.x - middle.x) / scale;
    y[filled] = (last.y - middle.y) / scale;
  }
  return { x, y };
}

/** Evenly spaced anew: the part of a path from one index to another. */
export function partOf({ x, y }: Path, from: number, to: number, count: number): Path {
  const points: Point[] = [];
  for (let i = from; i <= to; i++) points.push({ x: x[i]!, y: y[i]! });
  return pathOf(points, { scale: 1, middle: { x: 0, y: 0 } }, count);
}

/** A closed path that begins at its point of index `start`; the last point is left out where it repeats the first. */
export function rotated({ x, y }: Path, start: number): Path {
  const n = x.length;
  const turn = (values: Float64Array) => Float64Array.from(values, (_, i) => values[(i + start) % n]!);
  return { x: turn(x), y: turn(y) };
}

/** Points of a path back in the sketch. */
export function placed(points: readonly Point[], { scale, middle }: Frame): Point[] {
  return points.map(({ x, y }) => ({ x: x * scale + middle.x, y: y * scale + middle.y }));
}

export function pointsOf({ x, y }: Path): Point[] {
  return Array.from(x, (value, i) => ({ x: value, y: y[i]! }));
}
