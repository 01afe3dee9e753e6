// Clean strokes to begin with, for those who do not draw: each is read as what it is called.

import type { Point } from '@holdfast/sketch';

export interface Stamp {
  readonly title: string;
  /** Around its own middle. */
  readonly strokes: readonly (readonly Point[])[];
}

function way(...corners: readonly (readonly [number, number])[]): Point[] {
  return corners.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = corners[i]!;
    return Array.from({ length: 20 }, (_, k) => ({
      x: ax + ((bx - ax) * k) / 19,
      y: ay + ((by - ay) * k) / 19,
    }));
  });
}

function ring(radius: number): Point[] {
  return Array.from({ length: 60 }, (_, i) => ({
    x: radius * Math.cos((i / 59) * 2 * Math.PI),
    y: radius * Math.sin((i / 59) * 2 * Math.PI),
  }));
}

function zigzag(): Point[] {
  const teeth = Array.from({ length: 8 }, (_, i) => [-60 + (120 * (i + 0.5)) / 8, i % 2 ? 14 : -14] as const);
  return way([-70, 0], [-60, 0], ...teeth, [60, 0], [70, 0]);
}

export const stamps: readonly Stamp[] = [
  { title: 'Ball', strokes: [ring(34)] },
  { title: 'Box', strokes: [way([-50, -35], [50, -35], [50, 35], [-50, 35], [-50, -35])] },
  { title: 'Ramp', strokes: [way([-200, -90], [200, 70])] },
  { title: 'Rod', strokes: [way([0, -80], [0, 80])] },
  { title: 'Ground', strokes: [way([-380, 0], [380, 0])] },
  { title: 'Hinge', strokes: [ring(9)] },
  { title: 'Spring', strokes: [zigzag()] },
  { title: 'Arrow', strokes: [way([-60, 0], [60, 0]), way([40, -14], [60, 0], [40, 14])] },
];
