// The surface of a height field as a mesh: what a viewer draws of it.

import type { SceneMesh } from './scene.ts';

export interface FieldGrid {
  readonly rows: number;
  readonly columns: number;
  /** Half extents along x and y, m. */
  readonly half: readonly [number, number];
  /** Height of a point over the lowest, m; rows go with y, columns with x. */
  readonly height: (row: number, column: number) => number;
}

/** Two triangles for each field of the grid, seen from above. */
export function surfaceOf({ rows, columns, half, height }: FieldGrid): SceneMesh {
  const vertices: number[] = [];
  const faces: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      vertices.push(
        ((2 * column) / (columns - 1) - 1) * half[0],
        ((2 * row) / (rows - 1) - 1) * half[1],
        height(row, column),
      );
      if (row === 0 || column === 0) continue;
      const corner = row * columns + column;
      const [left, below, across] = [corner - 1, corner - columns, corner - columns - 1];
      faces.push(across, below, corner, across, corner, left);
    }
  return { vertices, faces };
}
