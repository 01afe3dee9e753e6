import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { log, LogTable } from '../src/index.ts';

it('agrees with the general logarithm inside its range, and is it outside', () => {
  const table = new LogTable(0.4, 3.5);
  fc.assert(
    fc.property(fc.double({ min: 0.4, max: 3.5, noNaN: true }), (x) => {
      expect(Math.abs(table.at(x) - log(x))).toBeLessThanOrEqual(4e-16);
    }),
    { numRuns: 2000 },
  );
  for (const x of [1e-3, 0.39, 3.6, 1e6]) expect(table.at(x)).toBe(log(x));
  expect(table.at(0)).toBe(-Infinity);
  expect(table.at(-1)).toBeNaN();
});

it('adds weighted logarithms in the order they come, those outside its range too', () => {
  const table = new LogTable(0.4, 3.5);
  const values = Float64Array.of(0.5, 2, 7, 1);
  const weights = Float64Array.of(3, -1, 0.5, 1e6);
  const one = (at: number): number => weights[at] * table.at(values[at]);
  expect(table.weighted(values, weights, 4)).toBe(one(0) + one(1) + one(2) + one(3));
  expect(table.weighted(values, weights, 2)).toBe(one(0) + one(1));
});
