import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPairs,
  comoment,
  correlation,
  createComoments,
  fillUniforms,
  mergeComoments,
  normalQuantile,
  pairCount,
  seedKey,
} from '../src/index.ts';

function column(count: number, stream: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, stream, 0, seedKey(23));
  return out.map(normalQuantile);
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Two passes over everything. */
function direct(x: Float64Array, y: Float64Array, p: number, q: number): number {
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, value, i) => sum + (value - mx) ** p * (y[i] - my) ** q, 0) / x.length;
}

describe('joint moments', () => {
  it('agree with two passes for any split into blocks and chunks', () => {
    const chunks = fc.array(fc.array(fc.nat(200), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(chunks, fc.double({ min: -100, max: 100, noNaN: true }), (sizes, offset) => {
        const total = sizes.flat().reduce((sum, n) => sum + n, 2);
        const x = column(total, 1).map((z) => z * z + offset);
        const y = column(total, 2).map((z, i) => z + x[i] / 2);
        const all = createComoments(4);
        let at = 0;
        for (const blocks of [...sizes, [2]]) {
          const chunk = createComoments(4);
          for (const size of blocks) {
            addPairs(chunk, x.subarray(at), y.subarray(at), size);
            at += size;
          }
          mergeComoments(all, chunk);
        }
        expect(pairCount(all)).toBe(total);
        for (let p = 0; p <= 4; p++) {
          for (let q = Math.max(0, 2 - p); q <= 4 - p; q++) {
            const size = Math.sqrt(direct(x, x, p, p) * direct(y, y, q, q));
            expect(Math.abs(comoment(all, p, q) - direct(x, y, p, q)), `${p} ${q}`).toBeLessThan(
              1e-9 * (1 + size),
            );
          }
        }
      }),
    );
  });

  it('keep to second order what they keep to fourth', () => {
    const [x, y] = [column(1000, 1), column(1000, 2)];
    const [short, long] = [createComoments(2), createComoments(4)];
    for (const into of [short, long]) {
      for (let at = 0; at < 1000; at += 250) addPairs(into, x.subarray(at), y.subarray(at), 250);
    }
    expect([...long.subarray(0, short.length)]).toEqual([...short]);
  });

  it('know a correlation of 1, and none of a constant', () => {
    const x = column(500, 1);
    const moments = createComoments(2);
    addPairs(
      moments,
      x,
      x.map((value) => 3 - 2 * value),
      500,
    );
    expect(correlation(moments)).toBeCloseTo(-1, 14);
    expect(correlation(moments)).toBeGreaterThanOrEqual(-1);
    const fixed = createComoments(2);
    addPairs(fixed, x, new Float64Array(500), 500);
    expect(correlation(fixed)).toBeNaN();
  });
});
