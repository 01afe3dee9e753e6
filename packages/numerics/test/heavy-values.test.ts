// Outputs with atoms: single values so frequent beside a continuous part that they are counted by themselves.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, fillUniforms, heavyMost, normalQuantile, QuantileSketch, seedKey } from '../src/index.ts';

const count = 80_000;

function uniforms(stream: number): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, stream, 0, seedKey(31));
  return out;
}

const choices = uniforms(1);
const draws = uniforms(2).map(normalQuantile);

function sketchOf(values: Float64Array): QuantileSketch {
  const sketch = new QuantileSketch(QuantileSketch.calibrate(values));
  sketch.add(values, 0, values.length);
  return sketch;
}

/** Number of sorted values below x. */
function below(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

const shapes: readonly ((z: number) => number)[] = [
  (z) => z,
  (z) => 1000 * exp(z),
  (z) => 1e6 + 30 * z,
  (z) => Math.max(0, 40 + 60 * z),
  (z) => Math.min(Math.max(z, -0.5), 2),
];
const levels = [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

describe('a mixture of atoms and a continuous part, beyond 65,536 values', () => {
  it('has the exact quantile wherever an atom holds it, and elsewhere one within the bins', () => {
    const atoms = fc.array(
      fc.record({
        share: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
        place: fc.double({ min: -3, max: 3, noNaN: true }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(atoms, fc.constantFrom(...shapes), (mixed, shape) => {
        const values = draws.map((draw, i) => {
          let rest = choices[i];
          for (const { share, place } of mixed) {
            if (rest < share) return shape(place);
            rest -= share;
          }
          return shape(draw);
        });
        const sketch = sketchOf(values);
        const sorted = values.slice().sort();
        const { center, scale, heavy = [] } = sketch.calibration;
        expect(sketch.exact).toBe(false);
        for (const { place } of mixed) expect([...heavy]).toContain(shape(place) + 0);
        for (const level of levels) {
          const exact = sorted[Math.round(level * (count - 1))];
          // A bin spans 1/256 of 1 + its distance from the centre, in units of the scale.
          const bin = (1 / scale + Math.abs(exact - center)) / 256;
          const found = sketch.quantile(level);
          expect(Math.abs(found - exact), `p = ${level}`).toBeLessThanOrEqual(bin * 1.01);
          const [from, to] = [below(sorted, exact), below(sorted, exact + bin * 1e-9)];
          const others = below(sorted, exact + bin * 1.01) - below(sorted, exact - bin * 1.01) - (to - from);
          const rank = level * (count - 1);
          if (rank > from + others && rank < to - 1 - others) expect(found, `p = ${level}`).toBe(exact);
        }
        for (const value of heavy) {
          const [less, upTo] = [sketch.probabilityBelow(value) * count, sketch.rank(value)];
          expect(upTo - less).toBeCloseTo(sorted.filter((each) => each === value).length, 6);
        }
      }),
      { numRuns: 12, seed: 4 },
    );
  });

  it('reads the floor of an inventory as the floor, not as somewhere in its bin', () => {
    const values = draws.map((draw) => Math.max(0, 40_000 + 20_000 * draw));
    const sketch = sketchOf(values);
    expect(sketch.quantile(0.02)).toBe(0);
    const share = values.filter((value) => value === 0).length / count;
    expect(sketch.rank(0) / count).toBe(share);
    let weight = 0;
    sketch.forEachWeighted((value, each) => (weight += value === 0 ? each : 0));
    expect(weight).toBe(share * count);
  });

  it('keeps the same state however its parts are merged, restored or counted elsewhere', () => {
    const values = draws.map((draw, i) => (choices[i] < 0.3 ? 7 : Math.max(0, 5 * exp(draw) - 3)));
    const calibration = QuantileSketch.calibrate(values);
    expect([...calibration.heavy!]).toEqual([0, 7]);
    const whole = sketchOf(values);
    const parts = [0, 30_000, 50_000].map((from, index) => {
      const part = index === 1 ? QuantileSketch.counting(calibration) : new QuantileSketch(calibration);
      part.add(values, from, [30_000, 50_000, count][index]);
      return QuantileSketch.from(structuredClone(part.fields()));
    });
    const merged = parts[2];
    merged.merge(parts[0]);
    merged.merge(parts[1]);
    expect(merged.fields()).toEqual(whole.fields());
    expect([merged.quantile(0.1), merged.quantile(0.5)]).toEqual([whole.quantile(0.1), whole.quantile(0.5)]);
    const { heavy: _heavy, ...plain } = calibration;
    expect(() => merged.merge(new QuantileSketch(plain))).toThrow(RangeError);
  });
});

describe('heavy values', () => {
  it('are the most frequent ones, at most eight, and none where nothing is continuous', () => {
    const mixed = draws.map((draw, i) => (choices[i] < 0.5 ? Math.floor(choices[i] * 40) : draw));
    const { heavy } = QuantileSketch.calibrate(mixed);
    expect(heavy).toHaveLength(heavyMost);
    expect(heavy!.every(Number.isInteger)).toBe(true);
    const whole = draws.map((draw) => Math.round(3 * draw));
    expect(QuantileSketch.calibrate(whole).heavy).toBeUndefined();
    expect(QuantileSketch.calibrate(draws).heavy).toBeUndefined();
  });
});
