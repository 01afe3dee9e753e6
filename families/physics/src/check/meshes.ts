// What the corners and faces of a mesh must be, so that a volume can be made of them.

import type { PhysicsSpec } from '../document.ts';
import type { Report } from './report.ts';

type Point = readonly [number, number, number];

function size([x, y, z]: Point): number {
  return x * x + y * y + z * z;
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function longest(points: readonly Point[]): Point {
  return points.reduce((best, point) => (size(point) > size(best) ? point : best), [0, 0, 0]);
}

/** Whether all corners lie in a plane, up to a millionth of their extent. */
function flat(vertices: readonly number[]): boolean {
  const [ox = 0, oy = 0, oz = 0] = vertices;
  const rest = Array.from({ length: vertices.length / 3 - 1 }, (_, index): Point => {
    const first = 3 * (index + 1);
    return [vertices[first]! - ox, vertices[first + 1]! - oy, vertices[first + 2]! - oz];
  });
  const edge = longest(rest);
  const normal = longest(rest.map((point) => cross(edge, point)));
  const scale = Math.sqrt(size(edge)) * Math.sqrt(size(normal));
  const [nx, ny, nz] = normal;
  const height = rest.reduce((most, [x, y, z]) => Math.max(most, Math.abs(x * nx + y * ny + z * nz)), 0);
  return !(height > 1e-6 * scale);
}

export function checkMeshes({ meshes }: PhysicsSpec, report: Report): void {
  meshes.forEach(({ vertices, faces, scale }, index) => {
    const path = `/meshes/${index}`;
    const corners = vertices.length / 3;
    if (!Number.isInteger(corners))
      report.add(
        `${path}/vertices`,
        'broken-mesh',
        'each corner has three numbers',
        'Complete the last one.',
      );
    else if (flat(vertices))
      report.add(`${path}/vertices`, 'flat-mesh', 'the corners lie in a plane', 'Give it a volume.');
    if (scale?.includes(0) === true)
      report.add(`${path}/scale`, 'flat-mesh', 'a scale of 0 makes it flat', 'Use another factor.');
    if (faces === undefined) return;
    if (faces.length === 0 || faces.length % 3 !== 0)
      report.add(`${path}/faces`, 'broken-mesh', 'each face has three corners', 'Complete the last one.');
    const wrong = faces.findIndex((corner) => corner >= corners);
    if (wrong < 0) return;
    const message = `there is no corner ${faces[wrong]}`;
    report.add(`${path}/faces/${wrong}`, 'broken-mesh', message, `Use 0 to ${Math.floor(corners) - 1}.`);
  });
}
