// Strokes that end elsewhere: line, arc, polyline, curve, and the marks zigzag, coil and arrow.

import { atan2 } from '@holdfast/numerics';
import { bluntness, cornersOf, LineFits, straightPieces } from './line-fits.ts';
import { modelCost, type Costed } from './model-cost.ts';
import { distance, pointsOf, type Path } from './path.ts';
import { fitCircle } from './round-fits.ts';
import type { Point, Shape } from './shape.ts';

const piecesMost = 6;
/** What a reading costs that gives a hint of no shape at all, beside its misfit of a tenth. */
const scribbleCost = -16;
/** What a mark costs whose signature is there: less than the best plain shape of a steady hand, since none has it by accident. */
const markCost = -140;
const fullTurn = 2 * Math.PI;

export function openReadings(path: Path): Costed<Shape>[] {
  const n = path.x.length;
  const fits = new LineFits(path);
  const readings: Costed<Shape>[] = [];
  const pieces = straightPieces(fits, piecesMost, 3);
  for (const { error, cuts } of pieces) {
    if (!(error < Infinity)) continue;
    const points = cornersOf(path, fits, cuts, false);
    const numbers = 2 * points.length;
    readings.push({
      shape: straightOf(points),
      cost: modelCost(error, n, numbers) + bends(points) + bluntness(path, cuts, false),
    });
  }
  const arc = arcReading(path);
  if (arc !== undefined) readings.push(arc);
  readings.push({
    shape: { kind: 'curve', points: pointsOf(path) },
    cost: modelCost(curveError(path), n, 14),
  });
  readings.push({ shape: { kind: 'scribble', points: pointsOf(path) }, cost: scribbleCost });
  return readings;
}

function straightOf(points: readonly Point[]): Shape {
  if (points.length === 2) return { kind: 'line', from: points[0]!, to: points[1]! };
  return { kind: 'polyline', points };
}

/** A price for corners that hardly turn and for pieces that are hardly there. */
function bends(points: readonly Point[]): number {
  let price = 0;
  for (let i = 1; i + 1 < points.length; i++) {
    const [a, b, c] = [points[i - 1]!, points[i]!, points[i + 1]!];
    const ab = distance(a, b);
    const bc = distance(b, c);
    const turn = ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y)) / Math.max(ab * bc, 1e-9);
    if (turn > 0.92 || ab < 0.05 || bc < 0.05) price += 8;
  }
  return price;
}

function arcReading(path: Path): Costed<Shape> | undefined {
  const circle = fitCircle(path);
  if (circle === undefined || circle.radius > 2) return undefined;
  const cost = modelCost(circle.error, path.x.length, 5);
  return {
    shape: { kind: 'arc', center: circle.center, radius: circle.radius, points: pointsOf(path) },
    cost,
  };
}

/** What is left of a path beside its smooth part: polynomials of degree 6 in the way, orthogonal on the points. */
function curveError({ x, y }: Path): number {
  const n = x.length;
  const basis: Float64Array[] = [];
  for (let degree = 0; degree <= 6; degree++) {
    const vector = Float64Array.from(x, (_, i) => {
      const s = (2 * i) / (n - 1) - 1;
      let power = 1;
      for (let d = 0; d < degree; d++) power *= s;
      return power;
    });
    for (const other of basis) {
      const along = dot(vector, other);
      for (let i = 0; i < n; i++) vector[i] = vector[i]! - along * other[i]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < n; i++) vector[i] = vector[i]! / norm;
    basis.push(vector);
  }
  let error = dot(x, x) + dot(y, y);
  for (const vector of basis) error -= dot(vector, x) ** 2 + dot(vector, y) ** 2;
  // Half of what is left lies along the way, where it does not matter.
  return Math.max(0, error) / 2;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Turning of a path: with its sign, and without. */
export function turning({ x, y }: Path): { readonly signed: number; readonly total: number } {
  let signed = 0;
  let total = 0;
  const stride = 3;
  for (let i = 0; i + 2 * stride < x.length; i += stride) {
    const ux = x[i + stride]! - x[i]!;
    const uy = y[i + stride]! - y[i]!;
    const vx = x[i + 2 * stride]! - x[i + stride]!;
    const vy = y[i + 2 * stride]! - y[i + stride]!;
    const angle = atan2(ux * vy - uy * vx, ux * vx + uy * vy);
    signed += angle;
    total += Math.abs(angle);
  }
  return { signed, total };
}

/** A spring drawn as a coil: more than two turns one way, its ends apart. `path` is fine enough for its turns. */
export function coilReading(path: Path): Costed<Shape> | undefined {
  const from = pointAt(path, 0);
  const to = pointAt(path, path.x.length - 1);
  const { signed, total } = turning(path);
  const turns = Math.abs(signed) / fullTurn;
  if (turns < 2.2 || Math.abs(signed) < 0.7 * total || distance(from, to) < 0.3) return undefined;
  const shape: Shape = {
    kind: 'coil',
    from,
    to,
    turns: Math.round(turns),
    width: widthAcross(path, from, to),
  };
  return { shape, cost: markCost };
}

/** A spring drawn as a zigzag: it crosses its own middle at least five times, and goes forward. */
export function zigzagReading(path: Path): Costed<Shape> | undefined {
  const n = path.x.length;
  const from = pointAt(path, 0);
  const to = pointAt(path, n - 1);
  const chord = distance(from, to);
  if (chord < 0.3) return undefined;
  const ux = (to.x - from.x) / chord;
  const uy = (to.y - from.y) / chord;
  const across = Float64Array.from(path.x, (x, i) => (path.y[i]! - from.y) * ux - (x - from.x) * uy);
  const along = Float64Array.from(path.x, (x, i) => (x - from.x) * ux + (path.y[i]! - from.y) * uy);
  const width = Math.max(...across) - Math.min(...across);
  const extremes = alternations(across, 0.35 * width);
  let back = 0;
  for (let i = 1; i < n; i++) back += Math.max(0, along[i - 1]! - along[i]!);
  if (extremes < 5 || width > 0.8 * chord || back > 0.4 * chord || width < 0.03) return undefined;
  return { shape: { kind: 'zigzag', from, to, turns: Math.round(extremes / 2), width }, cost: markCost };
}

/** How often values go up and down by more than `least`. */
function alternations(values: Float64Array, least: number): number {
  let low = values[0]!;
  let high = values[0]!;
  let direction = 0;
  let count = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (direction <= 0 && value > low + least) {
      count += 1;
      direction = 1;
      high = value;
    } else if (direction >= 0 && value < high - least) {
      count += 1;
      direction = -1;
      low = value;
    }
  }
  return count;
}

/** An arrow in one stroke: a long shaft, then a head that goes back from the tip on both sides. */
export function arrowReading(path: Path): Costed<Shape> | undefined {
  const n = path.x.length;
  const from = pointAt(path, 0);
  const lengths = Float64Array.from(path.x, (_, i) => distance(from, pointAt(path, i)));
  const far = Math.max(...lengths);
  // The pen comes to the tip twice; the shaft ends where it is there first.
  let tipAt = lengths.findIndex((length) => length > 0.96 * far);
  while (tipAt + 1 < n && lengths[tipAt + 1]! >= lengths[tipAt]!) tipAt += 1;
  const share = tipAt / (n - 1);
  if (share < 0.35 || share > 0.88) return undefined;
  const tip = pointAt(path, tipAt);
  const ux = (tip.x - from.x) / far;
  const uy = (tip.y - from.y) / far;
  const fits = new LineFits(path);
  if (fits.error(0, Math.max(2, tipAt - 2)) / tipAt > 0.0006) return undefined;
  let left = 0;
  let right = 0;
  let behind = 0;
  for (let i = tipAt; i < n; i++) {
    const dx = path.x[i]! - tip.x;
    const dy = path.y[i]! - tip.y;
    behind = Math.max(behind, -(dx * ux + dy * uy));
    const across = dy * ux - dx * uy;
    left = Math.min(left, across);
    right = Math.max(right, across);
  }
  const isHead = behind > 0.06 * far && behind < 0.5 * far;
  if (!isHead || Math.min(-left, right) < 0.03 * far || Math.max(-left, right) > 0.45 * far) return undefined;
  return { shape: { kind: 'arrow', from, to: tip }, cost: markCost };
}

function pointAt({ x, y }: Path, i: number): Point {
  return { x: x[i]!, y: y[i]! };
}

/** Width of a path across the way from one point to another. */
function widthAcross(path: Path, from: Point, to: Point): number {
  const chord = distance(from, to);
  const across = Float64Array.from(
    path.x,
    (x, i) => ((path.y[i]! - from.y) * (to.x - from.x) - (x - from.x) * (to.y - from.y)) / chord,
  );
  return Math.max(...across) - Math.min(...across);
}
