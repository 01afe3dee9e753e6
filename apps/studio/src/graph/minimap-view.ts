// Between the map in the corner and the drawing: where a rectangle is drawn on the map, and where a press on the map leads.

import type { Point } from './graph-model.ts';
import type { Rect, Size } from './place.ts';
import type { Viewport } from './stage.ts';

/** Size of the map, and free space at its rim, in pixels. */
export const mapSize: Size = { width: 168, height: 112 };
const margin = 6;

/** Pixels of the map for one unit of the drawing, so that all of it fits. */
function scaleOf(whole: Rect): number {
  return Math.min((mapSize.width - 2 * margin) / whole.width, (mapSize.height - 2 * margin) / whole.height);
}

/** A rectangle of the drawing on the map of all of it. */
export function onMap(whole: Rect, { x, y, width, height }: Rect): Rect {
  const scale = scaleOf(whole);
  return {
    x: margin + (x - whole.x) * scale,
    y: margin + (y - whole.y) * scale,
    width: width * scale,
    height: height * scale,
  };
}

/** What of the drawing is in sight. */
export function inSight({ x, y, scale }: Viewport, { width, height }: Size): Rect {
  return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale };
}

/** The viewport whose middle is what the map shows at a point, at the same zoom. */
export function lookAt(whole: Rect, at: Point, { scale }: Viewport, { width, height }: Size): Viewport {
  const ratio = scaleOf(whole);
  const x = (at.x - margin) / ratio + whole.x;
  const y = (at.y - margin) / ratio + whole.y;
  return { x: width / 2 - x * scale, y: height / 2 - y * scale, scale };
}
