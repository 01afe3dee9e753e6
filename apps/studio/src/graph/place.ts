// Where the parts of a node stand and how an edge runs: pure geometry in the units of the drawing.

import type { GraphNode, Point } from './graph-model.ts';

export const nodeWidth = 184;
/** Title and detail. */
const headHeight = 46;
/** Where the distribution is shown. */
const pictureHeight = 38;
const rowHeight = 18;
const footHeight = 6;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Point, Size {}

/** Ports that get a row with their name; a single port called as everybody expects needs none. */
export function namedPorts(node: GraphNode, side: 'inputs' | 'outputs'): readonly string[] {
  const ports = node.sketch[side];
  const usual = side === 'inputs' ? ['in'] : ['out', 'value'];
  return ports.length === 1 && usual.includes(ports[0] ?? '') ? [] : ports;
}

/** Where the ports with names begin; a block has no distribution above them. */
function portsTop({ group }: GraphNode): number {
  return headHeight + (group === undefined ? pictureHeight : 0);
}

export function sizeOf(node: GraphNode): Size {
  const rows = Math.max(namedPorts(node, 'inputs').length, namedPorts(node, 'outputs').length);
  return {
    width: nodeWidth,
    height: portsTop(node) + (rows > 0 ? rows * rowHeight : 0) + footHeight,
  };
}

/** Centre of a port's handle from the upper left corner of its node. A port that does not exist is at the corner below. */
export function portPoint(node: GraphNode, side: 'inputs' | 'outputs', port: string): Point {
  const x = side === 'inputs' ? 0 : nodeWidth;
  const row = namedPorts(node, side).indexOf(port);
  if (row >= 0) return { x, y: portsTop(node) + row * rowHeight + rowHeight / 2 };
  if (node.sketch[side].includes(port)) return { x, y: headHeight + pictureHeight / 2 };
  return { x, y: sizeOf(node).height - footHeight };
}

/** To a tenth of a unit, so that paths stay short. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A curve that leaves to the right and arrives from the left, as an SVG path. */
export function edgePath(from: Point, to: Point): string {
  const reach = Math.max(28, Math.min(Math.abs(to.x - from.x) / 2, 140) + (to.x < from.x ? 60 : 0));
  const numbers = [from.x, from.y, from.x + reach, from.y, to.x - reach, to.y, to.x, to.y].map(round);
  const [a, b, c, d, e, f, g, h] = numbers;
  return `M${a} ${b}C${c} ${d} ${e} ${f} ${g} ${h}`;
}

/** The smallest rectangle around rectangles; undefined for none. */
export function boundsOf(rects: Iterable<Rect>): Rect | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

export function overlaps(left: Rect, right: Rect): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  );
}
