// Ground that goes up and down: heights over a grid, on which things roll and stand.

import { z } from 'zod';
import { name, number, positive } from './values.ts';

/** Lines of a grid along one side. */
export const linesMost = 200;
/** Letters of a file in base64: a megabyte. */
const lettersMost = 1_400_000;

const picture = z.strictObject({
  data: z
    .string()
    .min(1)
    .max(lettersMost)
    .describe('A grey PNG of 8 or 16 bits, or heights as MuJoCo writes them, in base64'),
  low: number.default(0).describe('Height of black, or of 0, m'),
  high: number.describe('Height of white, or of 1, m'),
});

export const heightFieldSchema = z.strictObject({
  name,
  size: z.tuple([positive, positive]).describe('Whole extent along x and y, m; its middle is its place'),
  heights: z
    .array(z.array(number).min(2).max(linesMost))
    .min(2)
    .max(linesMost)
    .optional()
    .describe(
      'Heights over its place, m: rows from the lowest y to the highest, each from the lowest x to the highest',
    ),
  picture: picture
    .optional()
    .describe('The heights as a file, in place of rows; its upper edge lies at the highest y'),
  base: positive.default(0.1).describe('Thickness below the lowest height, m'),
});
export type WrittenHeightField = Readonly<z.infer<typeof heightFieldSchema>>;
/** With its heights at hand, wherever they were written. */
export type HeightField = Omit<WrittenHeightField, 'heights' | 'picture'> & {
  readonly heights: readonly (readonly number[])[];
};

/** The lowest and the highest of the heights, in the unit of the document. */
export function reachOf({ heights }: Pick<HeightField, 'heights'>): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const row of heights)
    for (const height of row) [low, high] = [Math.min(low, height), Math.max(high, height)];
  return [low, high];
}
