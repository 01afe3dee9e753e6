import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOf } from './compiled.ts';
import { evaluate, numbers, print, trees } from './language.ts';

const ports = ['a', 'b', 'c', 'd'];
const offerings = ['column', 'parameter', 'constant'] as const;
const settings = fc.record({ a: numbers, b: numbers, c: numbers, d: numbers });

describe('random expressions', () => {
  it('printed, parsed and evaluated equal a direct evaluation bit for bit, however the inputs are offered', () => {
    fc.assert(
      fc.property(trees(ports), settings, fc.boolean(), (tree, names, words) => {
        const source = print(tree, words);
        const expected = evaluate(tree, names);
        const values = offerings.map((how) => valueOf(source, names, how));
        expect(values, source).toEqual([expected, expected, expected]);
      }),
      { numRuns: 800 },
    );
  });
});
