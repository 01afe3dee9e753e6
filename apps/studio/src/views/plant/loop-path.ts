// Where a place of the chain lies in a side view: metres across and up from the axis of the lower sprocket. The path counts
// from the lowest point and rises on the right, as the family counts it.

export interface LoopShape {
  readonly radius: number;
  /** Length of each straight side, m. */
  readonly height: number;
  /** Water over the upper bend, m. */
  readonly submergence: number;
}

export interface LoopPoint {
  /** m to the right of the axes. */
  readonly x: number;
  /** m above the lower axis. */
  readonly z: number;
  /** Direction of motion, radians from right over up. */
  readonly heading: number;
}

export function loopLength({ radius, height }: LoopShape): number {
  return 2 * height + 2 * Math.PI * radius;
}

/** The point `way` m along the chain, any number of times round. */
export function pointAt(shape: LoopShape, way: number): LoopPoint {
  const { radius, height } = shape;
  const length = loopLength(shape);
  const quarter = (Math.PI / 2) * radius;
  const at = way - Math.floor(way / length) * length;
  if (at < quarter) return bend(radius, 0, at / radius - Math.PI / 2);
  if (at < quarter + height) return { x: radius, z: at - quarter, heading: Math.PI / 2 };
  if (at < 3 * quarter + height) return bend(radius, height, (at - quarter - height) / radius);
  if (at < 3 * quarter + 2 * height)
    return { x: -radius, z: height - (at - 3 * quarter - height), heading: -Math.PI / 2 };
  return bend(radius, 0, (at - 3 * quarter - 2 * height) / radius + Math.PI);
}

/** On a circle around (0, centre), at `angle` from the right, turning anticlockwise. */
function bend(radius: number, centre: number, angle: number): LoopPoint {
  return {
    x: radius * Math.cos(angle),
    z: centre + radius * Math.sin(angle),
    heading: angle + Math.PI / 2,
  };
}
