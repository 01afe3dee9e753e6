import { readChange, writeChange } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const level = fc.integer({ min: -1, max: 255 });
const small = fc.nat(255);

describe('the change of a list', () => {
  it('gives the list after it again, to the bit, however much changed and wherever', () => {
    const lists = fc
      .integer({ min: 1, max: 1500 })
      .chain((length) =>
        fc.tuple(
          fc.array(level, { minLength: length, maxLength: length }),
          fc.array(fc.tuple(fc.nat(length - 1), small), { maxLength: 80 }),
        ),
      );
    fc.assert(
      fc.property(lists, ([before, changes]) => {
        const after = [...before];
        for (const [at, value] of changes) after[at] = value;
        const text = writeChange(before, after);
        expect(text).toBeDefined();
        expect(readChange(before, text!)).toStrictEqual(after);
      }),
    );
    const all = Array.from({ length: 4096 }, (_, at) => at & 255);
    const dark = all.map(() => 300);
    expect(readChange(dark, writeChange(dark, all)!)).toStrictEqual(all);
  });

  it('is short where little changed: four letters for nothing of a place, and for each three bytes', () => {
    const before = Array.from({ length: 4096 }, () => 7);
    expect(writeChange(before, before)).toBe('');
    expect(writeChange(before, [9, ...before.slice(1)])).toBe('AAEJ');
    // 16 passes of 255 places before the last one
    expect(writeChange(before, [...before.slice(1), 9])).toHaveLength(4 * 12);
  });

  it('says nothing where text cannot: other lengths, and numbers a byte does not hold', () => {
    expect(writeChange([1], [1, 2])).toBeUndefined();
    for (const value of [-1, -0, 256, 0.5, Number.NaN]) expect(writeChange([7], [value])).toBeUndefined();
  });

  it('refuses whatever is no change of the list, and never goes beyond its end', () => {
    for (const text of ['A', 'AAEJ!AAA', 'AAIJ', 'AQEJ', '====', 'AAEJAAEJ'])
      expect(readChange([1], text)).toBeUndefined();
    fc.assert(
      fc.property(fc.array(small, { maxLength: 20 }), fc.string(), ([...before], text) => {
        const after = readChange(before, text);
        if (after !== undefined) expect(after).toHaveLength(before.length);
      }),
    );
  });
});
