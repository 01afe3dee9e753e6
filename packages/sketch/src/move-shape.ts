// Shapes from the frame they were fitted in to the sketch they were drawn on.

import { placed, type Frame } from './path.ts';
import type { Point, Shape } from './shape.ts';

export function moved(shape: Shape, frame: Frame): Shape {
  const { scale } = frame;
  const at = (point: Point): Point => placed([point], frame)[0]!;
  switch (shape.kind) {
    case 'dot':
      return { ...shape, center: at(shape.center) };
    case 'circle':
      return { ...shape, center: at(shape.center), radius: shape.radius * scale };
    case 'ellipse':
      return { ...shape, center: at(shape.center), radii: [shape.radii[0] * scale, shape.radii[1] * scale] };
    case 'box':
      return {
        ...shape,
        center: at(shape.center),
        width: shape.width * scale,
        height: shape.height * scale,
      };
    case 'triangle':
    case 'polygon':
      return { ...shape, corners: placed(shape.corners, frame) };
    case 'line':
    case 'arrow':
    case 'hatch':
      return { ...shape, from: at(shape.from), to: at(shape.to) };
    case 'arc':
      return {
        ...shape,
        center: at(shape.center),
        radius: shape.radius * scale,
        points: placed(shape.points, frame),
      };
    case 'polyline':
    case 'curve':
    case 'scribble':
      return { ...shape, points: placed(shape.points, frame) };
    case 'zigzag':
    case 'coil':
      return { ...shape, from: at(shape.from), to: at(shape.to), width: shape.width * scale };
    case 'cross':
      return { ...shape, center: at(shape.center), size: shape.size * scale };
  }
}
