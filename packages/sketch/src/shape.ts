// The words of a sketch: strokes as they were drawn, and what a stroke can be read as. y points down, as on a screen.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A sample of a pen, mouse or finger. */
export interface StrokePoint extends Point {
  /** Milliseconds from any origin. */
  readonly t?: number;
  /** From 0 to 1. */
  readonly pressure?: number;
}

export type Stroke = readonly StrokePoint[];

export type Shape =
  | { readonly kind: 'dot'; readonly center: Point }
  | { readonly kind: 'circle'; readonly center: Point; readonly radius: number }
  /** `angle` is that of the first radius, from +x towards +y. */
  | {
      readonly kind: 'ellipse';
      readonly center: Point;
      readonly radii: readonly [number, number];
      readonly angle: number;
    }
  /** `angle` is that of the width. */
  | {
      readonly kind: 'box';
      readonly center: Point;
      readonly width: number;
      readonly height: number;
      readonly angle: number;
    }
  | { readonly kind: 'triangle' | 'polygon'; readonly corners: readonly Point[] }
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'arrow'; readonly from: Point; readonly to: Point }
  | {
      readonly kind: 'arc';
      readonly center: Point;
      readonly radius: number;
      readonly points: readonly Point[];
    }
  | { readonly kind: 'polyline' | 'curve'; readonly points: readonly Point[] }
  | {
      readonly kind: 'zigzag' | 'coil';
      readonly from: Point;
      readonly to: Point;
      readonly turns: number;
      readonly width: number;
    }
  /** Two strokes across each other. */
  | { readonly kind: 'cross'; readonly center: Point; readonly size: number }
  /** Short parallel strokes along a line: what they hang from does not move. */
  | { readonly kind: 'hatch'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'scribble'; readonly points: readonly Point[] };

export type ShapeKind = Shape['kind'];

/** One way to read a stroke. */
export interface Reading {
  readonly shape: Shape;
  /** From 0 to 1; the readings of a stroke sum to at most 1. */
  readonly confidence: number;
}
