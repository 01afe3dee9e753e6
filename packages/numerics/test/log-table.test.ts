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
