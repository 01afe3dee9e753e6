// Pictures as the senses take them: whole levels from 0 to 255, row by row. Pure, so that a test needs no browser.

import type { InputValue } from '@holdfast/core';
import { writeChange } from '@holdfast/numerics';
import type { Pixels } from './raster.ts';

/** Places across and down. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The middle part of a picture that has the proportions of the senses, in its own pixels. */
export function middleOf(
  picture: Extent,
  senses: Extent,
): Extent & { readonly left: number; readonly top: number } {
  const scale = Math.min(picture.width / senses.width, picture.height / senses.height);
  const [width, height] = [senses.width * scale, senses.height * scale];
  return { width, height, left: (picture.width - width) / 2, top: (picture.height - height) / 2 };
}

/** Lightness of pixels (RGBA, 0 to 255 each), what is clear counting as dark. ITU-R BT.601. */
export function levelsOfPixels(pixels: ArrayLike<number>): readonly number[] {
  const levels: number[] = [];
  for (let at = 0; at < pixels.length; at += 4) {
    const light = 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
    levels.push(Math.round((light * pixels[at + 3]!) / 255));
  }
  return levels;
}

/** Levels that a camera's noise alone moves. */
const noise = 4;

/** A picture with the levels of the one before where no more than noise moved them, so that what stands still costs nothing. */
export function steadied(before: readonly number[] | undefined, now: readonly number[]): readonly number[] {
  if (before === undefined) return now;
  return now.map((level, at) => (Math.abs(level - before[at]!) <= noise ? before[at]! : level));
}

/** A picture scaled to the senses, its middle filling them: each place is the mean of what lies under it. */
export function scaledLevels(picture: Pixels, senses: Extent): readonly number[] {
  const lightness = levelsOfPixels(picture.data);
  const middle = middleOf(picture, senses);
  const [across, down] = [middle.width / senses.width, middle.height / senses.height];
  return Array.from({ length: senses.width * senses.height }, (_, at) => {
    const left = Math.floor(middle.left + (at % senses.width) * across);
    const top = Math.floor(middle.top + Math.floor(at / senses.width) * down);
    const right = Math.max(left + 1, Math.floor(middle.left + ((at % senses.width) + 1) * across));
    const bottom = Math.max(top + 1, Math.floor(middle.top + (Math.floor(at / senses.width) + 1) * down));
    let sum = 0;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) sum += lightness[y * picture.width + x] ?? 0;
    return Math.round(sum / ((right - left) * (bottom - top)));
  });
}

/** Letters of a change that take as much as one number of a list. */
const lettersEach = 4;

/** How a picture is told to who holds `before`: by what changed where that is shorter, else whole. */
export function pictureValue(before: readonly number[] | undefined, after: readonly number[]): InputValue {
  const change = before === undefined ? undefined : writeChange(before, after);
  return change !== undefined && change.length < lettersEach * after.length ? { change } : after;
}

/** Writes levels as grey pixels; a place without a level stays clear. */
export function pixelsOfLevels(levels: readonly number[], pixels: Uint8ClampedArray): void {
  for (const [at, level] of levels.entries()) {
    const grey = Math.max(0, level);
    pixels.set([grey, grey, grey, level < 0 ? 0 : 255], 4 * at);
  }
}

/** Energy by pitch, high above, from the bins of a spectrum: each place takes the loudest bin of its share of the octaves. */
export function columnOfSpectrum(bins: ArrayLike<number>, height: number): readonly number[] {
  const edge = (step: number): number => Math.round((bins.length + 1) ** (step / height)) - 1;
  return Array.from({ length: height }, (_, row) => {
    const step = height - 1 - row;
    const from = Math.min(bins.length - 1, edge(step));
    const end = Math.max(from + 1, edge(step + 1));
    let most = 0;
    for (let bin = from; bin < Math.min(end, bins.length); bin++) most = Math.max(most, bins[bin] ?? 0);
    return most;
  });
}

/** Moves a picture by one place to the left and puts a column at its right end. */
export function withColumn(
  levels: readonly number[],
  { width }: Extent,
  column: readonly number[],
): readonly number[] {
  return levels.map((_, at) =>
    (at + 1) % width === 0 ? (column[Math.floor(at / width)] ?? 0) : (levels[at + 1] ?? 0),
  );
}

/** Pictures of a table at most. */
const rowsMost = 10_000;

/** Whether a cell names its column; what stands for a number that is missing is no name. */
function isName(cell: string): boolean {
  return /^"?[A-Za-z_]/.test(cell) && !/^"?(nan|na|null|inf|infinity)"?$/i.test(cell);
}

/** Reads a table with a picture in each row and a column for each sense; a first row of names is passed over. Throws words for the reader. */
export function levelsOfTable(text: string, senses: Extent): readonly (readonly number[])[] {
  const places = senses.width * senses.height;
  const lines = text
    .split(/\r?\n/)
    .map((line, at) => ({ at: at + 1, cells: line.split(/[,;\t]/).map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const rows = lines.filter(({ at, cells }) => at > 1 || !cells.every(isName));
  if (rows.length === 0) throw new Error('The table has no row of levels.');
  if (rows.length > rowsMost)
    throw new Error(`The table has ${rows.length} rows, at most ${rowsMost} are read.`);
  return rows.map(({ at, cells }) => {
    if (cells.length !== places) {
      throw new Error(
        `Line ${at} has ${cells.length} columns; the senses are ${senses.width} × ${senses.height} = ${places}.`,
      );
    }
    return cells.map((cell) => {
      const level = Math.round(cell === '' ? Number.NaN : Number(cell));
      if (!(level >= 0 && level <= 255))
        throw new Error(`Line ${at}: "${cell.slice(0, 20)}" is no level from 0 to 255.`);
      return level;
    });
  });
}
