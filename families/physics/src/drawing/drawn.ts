// A drawing as this family takes it: shapes with roles, and what ties them. Plain data of the shape the recogniser gives; y points down.

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
}

export type DrawnShape =
  | { readonly kind: 'dot'; readonly center: DrawnPoint }
  | { readonly kind: 'cross'; readonly center: DrawnPoint }
  | { readonly kind: 'circle'; readonly center: DrawnPoint; readonly radius: number }
  | {
      readonly kind: 'ellipse';
      readonly center: DrawnPoint;
      readonly radii: readonly [number, number];
      readonly angle: number;
    }
  | {
      readonly kind: 'box';
      readonly center: DrawnPoint;
      readonly width: number;
      readonly height: number;
      readonly angle: number;
    }
  | { readonly kind: 'triangle' | 'polygon'; readonly corners: readonly DrawnPoint[] }
  | {
      readonly kind: 'line' | 'arrow' | 'hatch' | 'zigzag' | 'coil';
      readonly from: DrawnPoint;
      readonly to: DrawnPoint;
    }
  | { readonly kind: 'arc' | 'polyline' | 'curve' | 'scribble'; readonly points: readonly DrawnPoint[] };

export interface DrawnThing {
  readonly id: string;
  readonly shape: DrawnShape;
  readonly role:
    | 'body'
    | 'fixed'
    | 'ground'
    | 'hinge'
    | 'weld'
    | 'spring'
    | 'rope'
    | 'velocity'
    | 'force'
    | 'unread';
  /** Words beside it: a mass, a substance, a colour, a speed. */
  readonly label?: string;
  /** What it is called in the world; after its shape where nobody said. */
  readonly name?: string;
}

/** An arrow that begins at a part. */
export interface DrawnPush {
  readonly part: string;
  readonly from: DrawnPoint;
  readonly to: DrawnPoint;
}

export interface DrawnTie {
  readonly kind: 'hinge' | 'weld' | 'spring' | 'rope';
  /** Id of the thing that says so. */
  readonly mark: string;
  /** Ids of bodies; undefined is the world. */
  readonly a: string | undefined;
  readonly b: string | undefined;
  readonly at: DrawnPoint;
  readonly end?: DrawnPoint;
}

export interface DrawnWorld {
  readonly parts: readonly DrawnThing[];
  readonly links: readonly DrawnTie[];
  readonly velocities: readonly DrawnPush[];
  readonly forces: readonly DrawnPush[];
}

/** How a drawing becomes a world. */
export interface SheetOptions {
  /** Width of what is drawn, m. */
  readonly width?: number;
  /** Whether everything stays in the plane of the sheet; else bodies without a joint move freely in space. */
  readonly planar?: boolean;
}

/** Points that span a shape. */
export function pointsOf(shape: DrawnShape): readonly DrawnPoint[] {
  if ('points' in shape) return shape.points;
  if ('corners' in shape) return shape.corners;
  if ('from' in shape) return [shape.from, shape.to];
  const reach =
    shape.kind === 'circle'
      ? shape.radius
      : shape.kind === 'ellipse'
        ? shape.radii[0]
        : shape.kind === 'box'
          ? Math.max(shape.width, shape.height) / 2
          : 0;
  const { x, y } = shape.center;
  return [
    { x: x - reach, y: y - reach },
    { x: x + reach, y: y + reach },
  ];
}
