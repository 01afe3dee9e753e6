import { pictureValue, scaledLevels, type Pixels } from '@holdfast/sketch';
import { readChange } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function grey(width: number, height: number, level: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++) {
    const light = level(at % width, Math.floor(at / width));
    data.set([light, light, light, 255], 4 * at);
  }
  return { width, height, data };
}

describe('a picture scaled to the senses', () => {
  it('is its own mean where it is larger, and its middle where its proportions are others', () => {
    const half = grey(400, 100, (x) => (x < 200 ? 200 : 100));
    expect(scaledLevels(half, { width: 2, height: 2 })).toEqual([200, 100, 200, 100]);
    const striped = grey(64, 64, (_, y) => (y % 2 === 0 ? 0 : 200));
    expect(scaledLevels(striped, { width: 2, height: 1 })).toEqual([100, 100]);
  });

  it('has a level of the picture for each sense, whatever the sizes', () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, side, side, (width, height, across, down) => {
        const levels = scaledLevels(
          grey(width, height, (x, y) => 50 + ((x + y) % 3)),
          { width: across, height: down },
        );
        expect(levels).toHaveLength(across * down);
        for (const level of levels) expect(level >= 50 && level <= 52).toBe(true);
      }),
    );
  });

  it('is told by what changed where that is shorter, and then is the same', () => {
    const before = Array.from({ length: 100 }, () => 7);
    const after = [1, ...before.slice(1)];
    const value = pictureValue(before, after);
    expect(value).toEqual({ change: 'AAEB' });
    expect(readChange(before, 'AAEB')).toEqual(after);
    expect(pictureValue(undefined, after)).toBe(after);
    expect(pictureValue([7], [1])).toEqual([1]);
    expect(
      pictureValue(
        before,
        after.map(() => -1),
      ),
    ).toHaveLength(100);
  });
});
