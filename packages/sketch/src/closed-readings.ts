// Strokes that come back to where they began: circle, ellipse, box, triangle, polygon, compared on one scale.

import { atan2 } from '@holdfast/numerics';
import { bluntness, cornersOf, LineFits, straightPieces } from './line-fits.ts';
import { modelCost, pathPoints, type Costed } from './model-cost.ts';
import { distance, partOf, rotated, type Path } from './path.ts';
import { areaMoments, fitCircle, fitEllipse, type AreaMoments } from './round-fits.ts';
import type { Point, Shape } from './shape.ts';

/** Share of a stroke at each end in which it may cross itself before it closes. */
const overlapShare = 0.2;
const cornersMost = 8;
/** A closed shape covers at least this share of its hull. */
const solidLeast = 0.7;
/** Ratio of radii from which an ellipse is not a circle drawn in haste. */
const ellipseFrom = 1.3;

/** The loop in a stroke: without what overshoots, and how far apart its ends are, relative to its length. */
export function loopOf(path: Path): { readonly loop: Path; readonly gap: number } {
  const n = path.x.length;
  const reach = Math.floor(n * overlapShare);
  const step = 1 / (n - 1);
  let length = 0;
  for (let i = 1; i < n; i++) length += distanceAt(path, i - 1, i);
  let best = Infinity;
  let from = 0;
  let to = n - 1;
  for (let i = 0; i < reach; i++) {
    for (let j = n - reach; j < n; j++) {
      const trimmed = (i + (n - 1 - j)) * step;
      const cost = distanceAt(path, i, j) / length + 0.06 * trimmed;
      if (cost < best) {
        best = cost;
        from = i;
        to = j;
      }
    }
  }
  return { loop: partOf(path, from, to, pathPoints + 1), gap: distanceAt(path, from, to) / length };
}

function distanceAt({ x, y }: Path, i: number, j: number): number {
  const dx = x[i]! - x[j]!;
  const dy = y[i]! - y[j]!;
  return Math.sqrt(dx * dx + dy * dy);
}

/** Readings of a loop, in the frame of its path. Empty where it encloses too little to be a thing. */
export function closedReadings(loop: Path): Costed<Shape>[] {
  const open: Path = { x: loop.x.subarray(0, pathPoints), y: loop.y.subarray(0, pathPoints) };
  const moments = areaMoments(open);
  if (!(moments.area > 0.02) || moments.area < solidLeast * hullArea(open)) return [];
  const readings: Costed<Shape>[] = [...roundReadings(open, moments), ...polygonReadings(open, moments)];
  return readings;
}

function roundReadings(path: Path, moments: AreaMoments): Costed<Shape>[] {
  const n = path.x.length;
  const readings: Costed<Shape>[] = [];
  const circle = fitCircle(path);
  const ellipse = fitEllipse(path, moments);
  const ratio = ellipse.radii[0] / ellipse.radii[1];
  if (circle !== undefined) {
    const shape: Shape = {
      kind: 'circle',
      center: circle.center,
      radius: Math.sqrt(ellipse.radii[0] * ellipse.radii[1]),
    };
    // Hands draw circles up to this ratio; beyond it somebody means an ellipse.
    const error = ratio < ellipseFrom ? Math.min(circle.error, ellipse.error) : circle.error;
    readings.push({ shape, cost: modelCost(error, n, 3) });
  }
  const { center, radii, dx, dy } = ellipse;
  const cost = modelCost(ellipse.error, n, 5) + (ratio < ellipseFrom ? 4 : 0);
  readings.push({ shape: { kind: 'ellipse', center, radii, angle: atan2(dy, dx) }, cost });
  return readings;
}

function polygonReadings(path: Path, moments: AreaMoments): Costed<Shape>[] {
  const n = path.x.length;
  // The point farthest from the middle is a corner, if there are any.
  let start = 0;
  let far = -1;
  for (let i = 0; i < n; i++) {
    const dx = path.x[i]! - moments.middle.x;
    const dy = path.y[i]! - moments.middle.y;
    const square = dx * dx + dy * dy;
    if (square > far) {
      far = square;
      start = i;
    }
  }
  const turned = rotated(path, start);
  const closed: Path = {
    x: Float64Array.of(...turned.x, turned.x[0]!),
    y: Float64Array.of(...turned.y, turned.y[0]!),
  };
  const fits = new LineFits(closed);
  const readings: Costed<Shape>[] = [];
  for (const { error, cuts } of straightPieces(fits, cornersMost, 3).slice(2)) {
    if (!(error < Infinity)) continue;
    const corners = cornersOf(closed, fits, cuts, true);
    const count = corners.length;
    readings.push({
      shape: polygonOf(corners),
      cost: modelCost(error, n + 1, 2 * count) + flatness(corners) + bluntness(closed, cuts, true),
    });
  }
  return readings;
}

/** A price for corners that hardly turn: a round thing cut into pieces, or one side cut in two. */
function flatness(corners: readonly Point[]): number {
  let price = 0;
  const sides = corners.map((corner, i) => distance(corner, corners[(i + 1) % corners.length]!));
  const mean = sides.reduce((sum, side) => sum + side, 0) / sides.length;
  // Boxes may be long; of five sides and more, one that is hardly there is a slip at a corner.
  if (corners.length > 4 && Math.min(...sides) < 0.35 * mean) price += 10;
  for (const [i, b] of corners.entries()) {
    const a = corners.at(i - 1)!;
    const c = corners[(i + 1) % corners.length]!;
    const ab = distance(a, b);
    const bc = distance(b, c);
    const turn = ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)) / Math.max(ab * bc, 1e-9);
    if (turn > 0.87 || ab < 0.06) price += 8;
  }
  return price;
}

/** A polygon, or the triangle or box it is. */
function polygonOf(corners: readonly Point[]): Shape {
  if (corners.length === 3) return { kind: 'triangle', corners };
  return (corners.length === 4 ? boxOf(corners) : undefined) ?? { kind: 'polygon', corners };
}

/** The box four corners mean, unless an angle is too far from a right one. */
function boxOf(corners: readonly Point[]): Shape | undefined {
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  for (let i = 0; i < 4; i++) {
    const here = corners[i]!;
    const before = corners[(i + 3) % 4]!;
    const after = corners[(i + 1) % 4]!;
    const ux = before.x - here.x;
    const uy = before.y - here.y;
    const vx = after.x - here.x;
    const vy = after.y - here.y;
    const cosine =
      (ux * vx + uy * vy) / Math.sqrt(Math.max(1e-12, (ux * ux + uy * uy) * (vx * vx + vy * vy)));
    if (Math.abs(cosine) > 0.34) return undefined;
  }
  // The direction both pairs of sides agree on best, the second pair turned back by the right angle of the way round.
  const vx = c.x - b.x + (d.x - a.x);
  const vy = c.y - b.y + (d.y - a.y);
  const turn = (b.x - a.x) * vy - (b.y - a.y) * vx > 0 ? 1 : -1;
  const ux = b.x - a.x + (c.x - d.x) + turn * vy;
  const uy = b.y - a.y + (c.y - d.y) - turn * vx;
  const norm = Math.sqrt(ux * ux + uy * uy);
  const alongX = norm > 0 ? ux / norm : 1;
  const alongY = norm > 0 ? uy / norm : 0;
  const width = (distance(a, b) + distance(c, d)) / 2;
  const height = (distance(b, c) + distance(d, a)) / 2;
  const center = { x: (a.x + b.x + c.x + d.x) / 4, y: (a.y + b.y + c.y + d.y) / 4 };
  return { kind: 'box', center, width, height, angle: atan2(alongY, alongX) };
}

/** Area of the convex hull (Andrew 1979). */
function hullArea({ x, y }: Path): number {
  const order = Array.from(x.keys()).sort((i, j) => x[i]! - x[j]! || y[i]! - y[j]!);
  const half = (indices: readonly number[]) => {
    const chain: number[] = [];
    for (const i of indices) {
      while (chain.length > 1) {
        const a = chain.at(-2)!;
        const b = chain.at(-1)!;
        if ((x[b]! - x[a]!) * (y[i]! - y[a]!) - (y[b]! - y[a]!) * (x[i]! - x[a]!) > 0) break;
        chain.pop();
      }
      chain.push(i);
    }
    return chain.slice(0, -1);
  };
  const hull = [...half(order), ...half(order.toReversed())];
  let twice = 0;
  for (const [at, i] of hull.entries()) {
    const j = hull[(at + 1) % hull.length]!;
    twice += x[i]! * y[j]! - x[j]! * y[i]!;
  }
  return Math.abs(twice) / 2;
}
