// Recognised shapes and strokes as paths of SVG.

import type { Point, Shape } from '@holdfast/sketch';

const at = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const chain = (points: readonly Point[]): string => `M${points.map(at).join('L')}`;

/** A stroke with soft corners: pieces meet halfway between its points. */
export function inkPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  if (rest.length === 0) return `M${at(first)}l0.01 0`;
  const middles = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1]!;
    return `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return `M${at(first)}${middles.join('')}L${at(rest.at(-1)!)}`;
}

function round(center: Point, a: number, b: number, degrees: number): string {
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [a * Math.cos(angle), a * Math.sin(angle)];
  const turn = `${a.toFixed(1)} ${b.toFixed(1)} ${degrees.toFixed(1)}`;
  const far = { x: center.x - dx, y: center.y - dy };
  const near = { x: center.x + dx, y: center.y + dy };
  return `M${at(near)}A${turn} 1 1 ${at(far)}A${turn} 1 1 ${at(near)}Z`;
}

/** The shape as it was understood; empty where that is no more than the stroke itself. */
export function shapePath(shape: Shape): string {
  switch (shape.kind) {
    case 'circle':
      return round(shape.center, shape.radius, shape.radius, 0);
    case 'ellipse':
      return round(shape.center, shape.radii[0], shape.radii[1], (shape.angle * 180) / Math.PI);
    case 'box': {
      const { center, width, height, angle } = shape;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const corner = (u: number, v: number): Point => ({
        x: center.x + (u * width * c - v * height * s) / 2,
        y: center.y + (u * width * s + v * height * c) / 2,
      });
      return `${chain([corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)])}Z`;
    }
    case 'triangle':
    case 'polygon':
      return `${chain(shape.corners)}Z`;
    case 'line':
    case 'hatch':
      return chain([shape.from, shape.to]);
    case 'arrow': {
      const { from, to } = shape;
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const barb = (turn: number): Point => ({
        x: to.x - 16 * Math.cos(angle + turn),
        y: to.y - 16 * Math.sin(angle + turn),
      });
      return `${chain([from, to])}${chain([barb(0.45), to, barb(-0.45)])}`;
    }
    case 'dot':
      return round(shape.center, 6, 6, 0);
    case 'cross':
    case 'zigzag':
    case 'coil':
    case 'arc':
    case 'polyline':
    case 'curve':
    case 'scribble':
      return '';
  }
}
