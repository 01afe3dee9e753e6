import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/expression/suggest.ts';

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['price', 'prcie', 1],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
  });

  it('is symmetric, zero only for equal words and never above the longer length', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearest', () => {
  it('prefers the same namespace, then the fewest slips', () => {
    const known = ['price', '$inputs.price', '$params.prices', '$params.rate'];
    expect(nearest('pric', known)).toBe('price');
    expect(nearest('$inputs.pric', known)).toBe('$inputs.price');
    expect(nearest('$params.price', known)).toBe('price');
    expect(nearest('rate', known)).toBe('$params.rate');
  });

  it('offers nothing for one strange letter', () => {
    expect(nearest('q', ['x', 'y', 'pi'])).toBeUndefined();
  });
});
