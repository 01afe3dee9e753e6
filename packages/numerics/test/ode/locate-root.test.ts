import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateRoot } from '../../src/index.ts';

describe('locateRoot', () => {
  it('finds the root of steep, flat and kinked functions from the positive side', () => {
    const kinds = [
      (x: number, root: number) => x - root,
      (x: number, root: number) => (x - root) ** 3,
      (x: number, root: number) => Math.exp(20 * (x - root)) - 1,
      (x: number, root: number) => (x < root ? 1e-3 * (x - root) : 1e3 * (x - root)),
    ];
    const property = fc.property(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.constantFrom(...kinds),
      (root, kind) => {
        const found = locateRoot((x) => kind(x, root), 0, 1, 1e-12);
        expect(Math.abs(found - root)).toBeLessThan(1e-9);
        expect(kind(found, root)).toBeGreaterThanOrEqual(0);
      },
    );
    fc.assert(property);
  });

  it('answers the beginning when the function is positive there already', () => {
    expect(locateRoot((x) => x + 1, 0.25, 1, 1e-12)).toBe(0.25);
  });
});
