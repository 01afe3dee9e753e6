// Ground that goes up and down: heights over a grid, on which things roll and stand.

import { z } from 'zod';
import { name, number, positive } from './values.ts';

/** Lines of a grid along one side. */
export const linesMost = 200;

export const heightFieldSchema = z.strictObject({
  name,
  size: z.tuple([positive, positive]).describe('Whole extent along x and y, m; its middle is its place'),
  heights: z
    .array(z.array(number).min(2).max(linesMost))
    .min(2)
    .max(linesMost)
    .describe(
      'Heights over its place, m: rows from the lowest y to the highest, each from the lowest x to the highest',
    ),
  base: positive.default(0.1).describe('Thickness below the lowest height, m'),
});
export type HeightField = Readonly<z.infer<typeof heightFieldSchema>>;

/** The lowest and the highest of the heights, in the unit of the document. */
export function reachOf({ heights }: Pick<HeightField, 'heights'>): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of heights)
    for (const height of row) [low, high] = [Math.min(low, height), Math.max(high, height)];
  return [low, high];
}
