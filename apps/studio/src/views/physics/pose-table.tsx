// The twin of the picture: where every body is and how it is turned, at the instant shown.

import type { Scene } from '@holdfast/catalog';
import type { NumberTable } from '@holdfast/pictures';
import { NumbersTable } from '../../design/numbers-table.tsx';
import { useSampled } from '../use-sampled.ts';
import type { WorldShow } from './world-show.ts';

const bodiesMost = 500;
const degrees = 180 / Math.PI;

/** Angle by which a body is turned from its own upright, degrees. */
export function tiltOf([w, x, y, z]: readonly number[]): number {
  const sine = Math.sqrt((x ?? 0) ** 2 + (y ?? 0) ** 2 + (z ?? 0) ** 2);
  return 2 * Math.atan2(sine, Math.abs(w ?? 1)) * degrees;
}

function metres(value: number): string {
  return value.toFixed(3).replace('-', '−');
}

/** One row for each body. */
export function poseTable({ bodies }: Scene, poses: ArrayLike<number>): NumberTable {
  const rows = bodies.slice(0, bodiesMost).map(({ name }, row) => {
    const pose = Array.from({ length: 7 }, (_, at) => poses[7 * row + at] ?? Number.NaN);
    return [name, ...pose.slice(0, 3).map(metres), `${tiltOf(pose.slice(3)).toFixed(1)}°`];
  });
  const more = bodies.length - rows.length;
  return {
    columns: ['Body', 'x, m', 'y, m', 'z, m', 'Turned by'],
    rows,
    ...(more > 0 ? { note: `${more} more bodies are in the exported frames.` } : {}),
  };
}

export function PoseTable({ scene, show }: { scene: Scene; show: WorldShow }) {
  const table = useSampled(() => {
    show.show(performance.now());
    return poseTable(scene, show.poses);
  });
  return (
    <div aria-label="The world as a table" className="h-full overflow-auto" role="group" tabIndex={0}>
      <NumbersTable table={table} title="The world: where each body is" words />
    </div>
  );
}
