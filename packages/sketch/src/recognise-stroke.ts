// Reads one stroke: every shape it could be, ranked. Pure; about a fifth of a millisecond.

import { closedReadings, loopOf } from './closed-readings.ts';
import { pathPoints, ranked, type Costed } from './model-cost.ts';
import { arrowReading, coilReading, openReadings, zigzagReading } from './open-readings.ts';
import { frameOf, lengthOf, pathOf, type Frame } from './path.ts';
import { moved } from './move-shape.ts';
import type { Point, Reading, Shape, Stroke } from './shape.ts';

/** Strokes shorter than this, in the units of the sketch, are dots. */
const dotMost = 7;
/** Ends further apart, relative to the length of the stroke, leave it open. */
const gapMost = 0.13;
/** A stroke that may be closed: what being open or closed costs more, by its gap. */
const gapPrice = 90;
/** Points that follow every turn of a coil. */
const finePoints = 200;

/** All readings of a stroke worth showing, the likeliest first. Strokes that are not finite numbers read as nothing. */
export function recogniseStroke(stroke: Stroke): readonly Reading[] {
  const points = distinct(stroke);
  const frame = frameOf(points);
  if (points.length === 0) return [];
  if (frame.scale < dotMost) return [{ shape: { kind: 'dot', center: frame.middle }, confidence: 1 }];
  return ranked(readingsOf(points, frame)).map(({ shape, confidence }) => ({
    shape: moved(shape, frame),
    confidence,
  }));
}

function readingsOf(points: readonly Point[], frame: Frame): Costed<Shape>[] {
  const path = pathOf(points, frame, pathPoints);
  const fine = pathOf(points, frame, finePoints);
  const marks = [coilReading(fine), zigzagReading(fine), arrowReading(fine)].filter(
    (mark) => mark !== undefined,
  );
  const { loop, gap } = loopOf(pathOf(points, frame, 2 * pathPoints));
  const isLong = lengthOf(points) > 1.8 * frame.scale;
  const open = openReadings(path);
  if (!isLong || gap > gapMost) return [...open, ...marks];
  const closed = closedReadings(loop);
  // The more nearly it closes, the less it is read as open.
  const openPrice = closed.length === 0 ? 0 : Math.max(0, gapPrice * (gapMost - gap) - 2);
  return [...closed, ...open.map(({ shape, cost }) => ({ shape, cost: cost + openPrice })), ...marks];
}

/** Finite points, each different from the one before. */
function distinct(stroke: Stroke): Point[] {
  const points: Point[] = [];
  for (const { x, y } of stroke) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    const last = points.at(-1);
    if (last === undefined || last.x !== x || last.y !== y) points.push({ x, y });
  }
  return points;
}
