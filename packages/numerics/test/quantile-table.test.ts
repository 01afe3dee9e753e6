// Tables of quantile functions against the inversions they replace, out to the ends; functions no table can hold are refused.

import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  buildQuantileTable,
  fillUniforms,
  gammaQuantile,
  gammaUpperQuantile,
  normalQuantile,
  seedKey,
  studentTQuantile,
  tableQuantile,
  tailMax,
  tailMin,
  type QuantileTable,
  type TailQuantiles,
} from '../src/index.ts';

const gamma = (a: number): TailQuantiles => ({
  lower: (u) => gammaQuantile(u, a),
  upper: (q) => gammaUpperQuantile(q, a),
});
const beta = (a: number, b: number): TailQuantiles => ({
  lower: (u) => betaQuantile(u, a, b),
  upper: (q) => 1 - betaQuantile(q, b, a),
});
const studentT = (nu: number): TailQuantiles => ({
  lower: (u) => studentTQuantile(u, nu),
  upper: (q) => -studentTQuantile(q, nu),
});

const cases: readonly (readonly [string, TailQuantiles, number])[] = [
  ['gamma 0.1', gamma(0.1), 1e-11],
  ['gamma 0.5', gamma(0.5), 1e-12],
  ['gamma 2.5', gamma(2.5), 1e-12],
  ['gamma 20', gamma(20), 1e-13],
  ['gamma 1e6', gamma(1e6), 1e-14],
  ['beta 0.3 0.3', beta(0.3, 0.3), 1e-12],
  ['beta 2 5', beta(2, 5), 1e-12],
  ['beta 20 20', beta(20, 20), 1e-13],
  ['beta 1000 3', beta(1000, 3), 1e-14],
  ["Student's t 1", studentT(1), 1e-12],
  ["Student's t 9", studentT(9), 1e-12],
  ['normal', { lower: normalQuantile, upper: (q) => -normalQuantile(q) }, 1e-12],
];

function built(quantiles: TailQuantiles): QuantileTable {
  const table = buildQuantileTable(quantiles, 1e-12, 1e-11);
  if (table === undefined) throw new Error('refused');
  return table;
}

/** Ten thousand uniforms: half evenly over (0, 1), half evenly over the octaves of either tail, and the very ends. */
function places(): Float64Array {
  const out = new Float64Array(10_000);
  fillUniforms(out, out.length, 0, 1, 0, seedKey(3));
  for (let i = 0; i < 5000; i++) {
    const tail = Math.max(tailMin, 2 ** (-1 - 52 * out[i]));
    out[i] = i % 2 === 0 ? tail : 1 - tail;
  }
  out.set([tailMin, 2 * tailMin, 1 - tailMin, 1 - 2 * tailMin, 0.5, tailMax, 0.25, 0.75]);
  return out;
}

describe('quantile tables', () => {
  it.each(cases)(
    '%s is within its stated error at 10,000 places, the ends included',
    (_, quantiles, error) => {
      const table = built(quantiles);
      expect(table.error).toBeLessThanOrEqual(error);
      const crosses = quantiles.lower(tailMin) < 0;
      const floor = crosses ? quantiles.upper(0.25) - quantiles.lower(0.25) : 0;
      let worst = 0;
      for (const u of places()) {
        const exact = u < 0.5 ? quantiles.lower(u) : quantiles.upper(1 - u);
        const difference = Math.abs(tableQuantile(table, u) - exact);
        worst = Math.max(worst, difference / Math.max(Math.abs(exact), floor));
      }
      expect(worst).toBeLessThanOrEqual(table.error);
    },
  );

  it.each(cases)('%s never falls on a fine grid by more than rounding', (_, quantiles) => {
    const table = built(quantiles);
    let previous = -Infinity;
    let deepest = 0;
    for (let i = 0; i < 50_000; i++) {
      const value = tableQuantile(table, (i + 0.5) / 50_000);
      if (value < previous) deepest = Math.max(deepest, (previous - value) / Math.abs(value));
      previous = value;
    }
    expect(deepest).toBeLessThan(4 * Number.EPSILON);
  });

  it('needs a few hundred inversions', () => {
    let calls = 0;
    const counted = (f: (u: number) => number) => (u: number) => {
      calls++;
      return f(u);
    };
    const { lower, upper } = gamma(2.5);
    built({ lower: counted(lower), upper: counted(upper) });
    expect(calls).toBeLessThan(500);
  });

  it('gives the same bits each time', () => {
    expect(built(beta(2, 5)).coefficients).toEqual(built(beta(2, 5)).coefficients);
  });

  it('treats what lies beyond the smallest uniform as that one, and NaN as NaN', () => {
    const table = built(gamma(2.5));
    expect(tableQuantile(table, 1e-300)).toBe(tableQuantile(table, tailMin));
    expect(tableQuantile(table, 0)).toBe(tableQuantile(table, tailMin));
    expect(tableQuantile(table, 1)).toBe(tableQuantile(table, 1 - tailMin));
    expect(tableQuantile(table, NaN)).toBeNaN();
  });

  it.each([
    ['a shape so small that values underflow', gamma(0.01)],
    ['a jump', { lower: (u: number) => (u < 0.3 ? 1 : 2), upper: () => 3 }],
    ['values that are not finite', { lower: () => -Infinity, upper: () => 1 }],
    ['noise', { lower: (u: number) => (u * 1e9) % 1, upper: (q: number) => 1 + ((q * 1e9) % 1) }],
  ])('refuses %s', (_, quantiles) => {
    expect(buildQuantileTable(quantiles, 1e-12, 1e-11)).toBeUndefined();
  });
});

describe('upper gamma quantile', () => {
  it('keeps digits that 1 - q loses', () => {
    // Q(1, x) = e^-x.
    for (const q of [0.4, 1e-5, 1e-17, 1e-100, 1e-300]) {
      expect(gammaUpperQuantile(q, 1) / -Math.log(q)).toBeCloseTo(1, 13);
    }
    expect(gammaUpperQuantile(0.9, 3)).toBe(gammaQuantile(1 - 0.9, 3));
    expect([gammaUpperQuantile(0, 2), gammaUpperQuantile(1, 2)]).toEqual([Infinity, 0]);
    expect(gammaUpperQuantile(-1, 2)).toBeNaN();
  });
});
