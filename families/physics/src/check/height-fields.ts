// What the rows of a height field must be, so that a surface can be laid over them.

import type { PhysicsSpec } from '../document.ts';
import { reachOf } from '../spec/height-field.ts';
import type { Report } from './report.ts';

export function checkHeightFields({ heightFields }: PhysicsSpec, report: Report): void {
  heightFields.forEach((field, index) => {
    const path = `/heightFields/${index}/heights`;
    const count = field.heights[0]!.length;
    const odd = field.heights.findIndex((row) => row.length !== count);
    if (odd >= 0)
      report.add(
        `${path}/${odd}`,
        'uneven-rows',
        `this row has ${field.heights[odd]!.length} heights, the first has ${count}`,
        'Give every row as many.',
      );
    const [low, high] = reachOf(field);
    if (!(high > low))
      report.add(path, 'flat-field', 'all heights are the same', 'Use a plane or a box for flat ground.');
  });
}
