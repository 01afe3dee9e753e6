import { recogniseStroke, strokesOf, type Stroke } from '@holdfast/sketch';
import { describe, expect, it } from 'vitest';
import { drawStroke, randomFrom } from '../../../bench/parts/hand-strokes.js';
import { drawInk, fitted } from '../../../bench/parts/ink.js';

const kinds = ['circle', 'box', 'triangle', 'line', 'zigzag', 'ellipse'];

/** Six drawings in a grid of 300 pixels, as one picture. */
function picture(random: () => number) {
  const strokes = kinds.map((kind, i) =>
    fitted(drawStroke(kind, random, 1), 150 + (i % 3) * 300, 150 + Math.floor(i / 3) * 300, 230),
  );
  return drawInk(strokes, 900, 600, 2);
}

/** What the longest stroke in each cell is read as. */
function readCells(strokes: readonly Stroke[]): string[] {
  return kinds.map((_, i) => {
    const [x, y] = [150 + (i % 3) * 300, 150 + Math.floor(i / 3) * 300];
    const mine = strokes.filter((stroke) => {
      const middle = stroke[Math.floor(stroke.length / 2)];
      return Math.abs(middle.x - x) < 150 && Math.abs(middle.y - y) < 150;
    });
    const longest = mine.toSorted((a, b) => b.length - a.length)[0];
    return longest === undefined ? 'nothing' : (recogniseStroke(longest)[0]?.shape.kind ?? 'nothing');
  });
}

describe('a picture', () => {
  it('is read through the same recogniser', () => {
    const random = randomFrom(11);
    const cells = Array.from({ length: 8 }, () => readCells(strokesOf(picture(random)))).flat();
    const right = cells.filter((kind, i) => kind === kinds[i % kinds.length]);
    expect(right.length / cells.length).toBeGreaterThanOrEqual(0.9);
  });

  it('may be light on dark, or ink on nothing', () => {
    const dark = picture(randomFrom(2));
    const light = {
      ...dark,
      data: dark.data.map((level: number, i: number) => (i % 4 === 3 ? 255 : 255 - level)),
    };
    expect(strokesOf(light)).toEqual(strokesOf(dark));
    const clear = {
      ...dark,
      data: dark.data.map((level: number, i: number) =>
        i % 4 === 3 && dark.data[i - 1] === 255 ? 0 : level,
      ),
    };
    expect(strokesOf(clear)).toEqual(strokesOf(dark));
  });

  it('keeps its lines when it is too large to follow pixel by pixel', () => {
    const line = [
      { x: 100, y: 1500 },
      { x: 2900, y: 1500 },
    ];
    const strokes = strokesOf(drawInk([line], 3000, 1600, 2));
    expect(strokes).toHaveLength(1);
    const ends = [strokes[0].at(0)!.x, strokes[0].at(-1)!.x].toSorted((a, b) => a - b);
    expect(ends[0]).toBeGreaterThan(80);
    expect(ends[0]).toBeLessThan(120);
    expect(ends[1]).toBeGreaterThan(2880);
  });

  it('of nothing has no strokes', () => {
    const blank = new Uint8Array(4 * 100).fill(255);
    expect(strokesOf({ width: 10, height: 10, data: blank })).toEqual([]);
    expect(strokesOf({ width: 10, height: 10, data: new Uint8Array(5) })).toEqual([]);
    expect(strokesOf({ width: 0, height: 0, data: new Uint8Array() })).toEqual([]);
  });
});
