import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, fillUniforms, log, normalQuantile, pow, QuantileSketch, seedKey } from '../src/index.ts';

const N = 100_000;

function sample(of: (u: number) => number, count = N, stream = 1): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, 0, stream, 0, seedKey(2024));
  return out.map(of);
}

function sketchOf(values: Float64Array): QuantileSketch {
  const sketch = new QuantileSketch(QuantileSketch.calibrate(values));
  sketch.add(values, 0, values.length);
  return sketch;
}

function exactQuantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const k = Math.floor(position);
  return sorted[k] + ((sorted[k + 1] ?? sorted[k]) - sorted[k]) * (position - k);
}

/** Fraction of sorted values below x. */
function below(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

const levels = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1];

describe('binned quantiles against an exact sort of 100,000 values', () => {
  it.each([
    { name: 'normal', of: normalQuantile, rank: 2e-4 },
    { name: 'lognormal', of: (u: number) => exp(normalQuantile(u)), rank: 2e-4 },
    { name: 'Pareto 1.5', of: (u: number) => pow(u, -1 / 1.5), rank: 2e-4 },
    { name: 'offset 1e6 + 10 z', of: (u: number) => 1e6 + 10 * normalQuantile(u), rank: 2e-4 },
    { name: 'tiny scale', of: (u: number) => 1e-290 * normalQuantile(u), rank: 2e-4 },
    { name: 'huge scale', of: (u: number) => 1e300 * normalQuantile(u), rank: 2e-4 },
    // The bin at the cliff 0.99 is partly empty, which interpolation cannot know.
    { name: 'nine decades with a cliff', of: (u: number) => (u < 0.99 ? u : 1e9 * u), rank: 1e-3 },
  ])(
    '$name: ranks within two hundredths of a point, values within 0.4 percent of their distance',
    ({ of, rank }) => {
      const values = sample(of);
      const sketch = sketchOf(values);
      const sorted = values.slice().sort();
      expect(sketch.exact).toBe(false);
      expect(sketch.count).toBe(N);
      const median = exactQuantile(sorted, 0.5);
      const range = exactQuantile(sorted, 0.75) - exactQuantile(sorted, 0.25);
      for (const p of levels) {
        const found = sketch.quantile(p);
        const exact = exactQuantile(sorted, p);
        expect(Math.abs(found - exact), `p = ${p}`).toBeLessThanOrEqual(
          0.004 * Math.abs(exact - median) + range / 900,
        );
        expect(Math.abs(below(sorted, found) - p), `rank at p = ${p}`).toBeLessThan(rank);
        expect(Math.abs(sketch.probabilityBelow(exact) - below(sorted, exact))).toBeLessThan(rank);
      }
      expect([sketch.quantile(0), sketch.quantile(1)]).toEqual([sorted[0], sorted[N - 1]]);
      expect(sketch.bytes).toBeLessThan(262_144);
    },
  );

  it('tail means from weighted values are within 1e-4', () => {
    const values = sample((u) => exp(normalQuantile(u)));
    const sorted = values.slice().sort();
    const tail = N / 20;
    const exact = sorted.subarray(N - tail).reduce((sum, x) => sum + x, 0) / tail;
    let left = N - tail;
    let sum = 0;
    sketchOf(values).forEachWeighted((value, weight) => {
      const skipped = Math.min(left, weight);
      left -= skipped;
      sum += value * (weight - skipped);
    });
    expect(Math.abs(sum / tail / exact - 1)).toBeLessThan(1e-4);
  });
});

describe('exact mode', () => {
  it('reports type-7 quantiles, ranks and multiplicities of up to 65,536 values', () => {
    const values = sample((u) => Math.round(20 * normalQuantile(u)), 65_536);
    const sketch = sketchOf(values);
    const sorted = values.map((x) => x + 0).sort();
    expect(sketch.exact).toBe(true);
    for (const p of levels) expect(sketch.quantile(p)).toBe(exactQuantile(sorted, p));
    expect(sketch.probabilityBelow(3)).toBe(below(sorted, 3));
    expect(sketch.rank(3)).toBe(sorted.filter((x) => x <= 3).length);
    let weights = 0;
    let last = -Infinity;
    sketch.forEachWeighted((value, weight) => {
      expect(value).toBeGreaterThan(last);
      last = value;
      weights += weight;
    });
    expect(weights).toBe(65_536);
    sketch.add(Float64Array.of(1), 0, 1);
    expect([sketch.exact, sketch.count]).toEqual([false, 65_537]);
    expect(sketch.bytes).toBeLessThan(100_000);
  });

  it('is empty, then holds one value', () => {
    const sketch = sketchOf(new Float64Array(0));
    expect(sketch.quantile(0.5)).toBeNaN();
    expect(sketch.probabilityBelow(0)).toBeNaN();
    expect([...sketch.histogram(3).counts]).toEqual([0, 0, 0]);
    sketch.add(Float64Array.of(7), 0, 1);
    expect([sketch.quantile(0), sketch.quantile(0.3), sketch.quantile(1)]).toEqual([7, 7, 7]);
    expect(sketch.quantile(1.5)).toBeNaN();
  });
});

describe('degenerate and mixed values', () => {
  it('atoms are reported exactly in bin mode', () => {
    const values = sample((u) => (u < 0.3 ? 1 / 3 : u < 0.6 ? 2.75 : u < 0.8 ? 1e5 + 0.1 : -777.7));
    const sketch = sketchOf(values);
    const sorted = values.slice().sort();
    expect(sketch.exact).toBe(false);
    for (const p of levels) expect(sketch.quantile(p)).toBe(exactQuantile(sorted, p));
    for (const x of [-777.7, 1 / 3, 2.75, 1e5 + 0.1]) {
      expect(sketch.probabilityBelow(x)).toBe(below(sorted, x));
      expect(sketch.rank(x)).toBe(sorted.filter((v) => v <= x).length);
    }
    const seen: number[] = [];
    sketch.forEachWeighted((value) => seen.push(value));
    expect(seen).toEqual([-777.7, 1 / 3, 2.75, 1e5 + 0.1]);
  });

  it('a constant stays a constant', () => {
    const sketch = sketchOf(new Float64Array(N).fill(0.1));
    for (const p of levels) expect(sketch.quantile(p)).toBe(0.1);
    expect(sketch.histogram(4)).toEqual({ low: 0.1, high: 0.1, counts: Float64Array.of(N, 0, 0, 0) });
  });

  it('a pilot without spread falls back and rare values keep their quantiles', () => {
    const values = sample((u) => (u < 0.9995 ? 0 : 5e6 * (1 + log(1 / (1 - u)))));
    const rare = new QuantileSketch(QuantileSketch.calibrate(new Float64Array(4096)));
    rare.add(values, 0, N);
    const sorted = values.slice().sort();
    for (const p of [0.5, 0.99, 0.9998, 0.99999]) {
      const exact = exactQuantile(sorted, p);
      expect(Math.abs(rare.quantile(p) - exact)).toBeLessThanOrEqual(0.004 * exact);
    }
    expect(rare.quantile(0.5)).toBe(0);
  });

  it.each([
    [[], { center: 0, scale: 1 }],
    [[NaN, Infinity], { center: 0, scale: 1 }],
    [[0, 0, 0], { center: 0, scale: 4 }],
    [[-5, -5], { center: -5, scale: 0.8 }],
    [[1, 2, 3, 4, 5], { center: 3, scale: 2 }],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 8], { center: 0, scale: 0.5, heavy: Float64Array.of(0) }],
    [[1, 1, 2, 2, 3, 3], { center: 2, scale: 2 }],
    [[-1e308, -1e308, 1e308, 1e308], { center: -1e308, scale: 4 / Number.MAX_VALUE }],
  ])('calibrate(%j)', (pilot, expected) => {
    expect(QuantileSketch.calibrate(Float64Array.from(pilot))).toEqual(expected);
  });

  it('calibration looks at the first 4096 finite values only', () => {
    const head = sample(normalQuantile, 4096);
    const long = Float64Array.from([NaN, ...head, ...new Float64Array(5000).fill(1e9)]);
    expect(QuantileSketch.calibrate(long)).toEqual(QuantileSketch.calibrate(head));
  });

  it('NaN and infinities are counted apart, -0 counts as 0', () => {
    const values = sample((u) => (u < 0.1 ? NaN : u < 0.15 ? Infinity : u < 0.17 ? -Infinity : u), N);
    const sketch = sketchOf(values);
    const finite = values.filter(Number.isFinite).sort();
    expect(sketch.count).toBe(finite.length);
    expect(sketch.invalid).toEqual({
      nan: values.filter(Number.isNaN).length,
      positiveInfinity: values.filter((x) => x === Infinity).length,
      negativeInfinity: values.filter((x) => x === -Infinity).length,
    });
    expect(sketch.invalid.nan).toBeGreaterThan(0.09 * N);
    for (const p of levels)
      expect(Math.abs(sketch.quantile(p) - exactQuantile(finite, p))).toBeLessThan(1e-3);
    expect(Object.is(sketchOf(Float64Array.of(-0, -0)).quantile(0.5), 0)).toBe(true);
  });

  it('values at the ends of the number range keep memory bounded', () => {
    const values = sample((u) => (u < 0.5 ? -1 : 1) * pow(2, 2000 * Math.abs(u - 0.5) * 1.02));
    const sketch = new QuantileSketch({ center: 0, scale: 1 });
    sketch.add(values, 0, N);
    const sorted = values.slice().sort();
    for (const p of [0, 0.1, 0.499, 0.501, 0.9, 1]) {
      const ratio = sketch.quantile(p) / exactQuantile(sorted, p);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
    expect(sketch.bytes).toBeLessThanOrEqual(352 * 1024);
  });
});

describe('merging', () => {
  it('gives the same bytes for any order of chunks and any grouping', () => {
    const values = sample((u) => (u < 0.2 ? 4 : u < 0.21 ? NaN : exp(2 * normalQuantile(u))), 90_000);
    const calibration = QuantileSketch.calibrate(values);
    const whole = new QuantileSketch(calibration);
    whole.add(values, 0, values.length);
    const sizes = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.nat()), (cuts, picks) => {
        const ends = [...new Set([...cuts.map((cut) => (cut * 7) % 90_000), 90_000])].sort((a, b) => a - b);
        const parts = ends.map((end, i) => {
          const part = new QuantileSketch(calibration);
          part.add(values, i === 0 ? 0 : ends[i - 1], end);
          return part;
        });
        while (parts.length > 1) {
          const a = parts.splice(picks.next().value % parts.length, 1)[0];
          const b = parts.splice(picks.next().value % parts.length, 1)[0];
          a.merge(b);
          parts.push(a);
        }
        expect(parts[0].fields()).toEqual(whole.fields());
      }),
      { numRuns: 12, seed: 8 },
    );
  });

  it('keeps exact values while the total allows', () => {
    const values = sample(normalQuantile, 60_000);
    const calibration = QuantileSketch.calibrate(values);
    const parts = [0, 20_000, 40_000].map((at) => {
      const part = new QuantileSketch(calibration);
      part.add(values, at, at + 20_000);
      return part;
    });
    const owner = new QuantileSketch(calibration);
    for (const part of parts) owner.merge(part);
    expect(owner.exact).toBe(true);
    expect(owner.quantile(0.95)).toBe(exactQuantile(values.slice().sort(), 0.95));
  });

  it('refuses another calibration', () => {
    const a = new QuantileSketch({ center: 0, scale: 1 });
    expect(() => a.merge(new QuantileSketch({ center: 0, scale: 2 }))).toThrow(RangeError);
  });
});

describe('fields and from', () => {
  it.each([1000, 100_000])('restore a sketch of %d values completely', (count) => {
    const values = sample((u) => (u < 0.01 ? NaN : u < 0.3 ? -2.5 : exp(normalQuantile(u))), count);
    const sketch = sketchOf(values);
    const fields = structuredClone(sketch.fields());
    const copy = QuantileSketch.from(fields);
    expect(copy.fields()).toEqual(sketch.fields());
    expect([copy.count, copy.invalid, copy.exact]).toEqual([sketch.count, sketch.invalid, sketch.exact]);
    for (const p of levels) expect(copy.quantile(p)).toBe(sketch.quantile(p));
    copy.add(values, 0, 500);
    sketch.add(values, 0, 500);
    expect(copy.fields()).toEqual(sketch.fields());
    const bytes = Object.values(fields).reduce<number>(
      (sum, field) => sum + (typeof field === 'number' ? 8 : field.byteLength),
      0,
    );
    expect(bytes).toBeLessThan(60_000);
  });

  it('a missing field is refused', () => {
    const { scale: _scale, ...rest } = sketchOf(Float64Array.of(1, 2)).fields();
    expect(() => QuantileSketch.from(rest)).toThrow(RangeError);
  });
});

describe('histogram', () => {
  it('counts every value once, in whole numbers, exact and binned', () => {
    for (const count of [1000, 100_000]) {
      const values = sample(normalQuantile, count);
      const { low, high, counts } = sketchOf(values).histogram(37);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(count);
      expect(counts.every(Number.isInteger)).toBe(true);
      const direct = new Float64Array(37);
      for (const x of values) direct[Math.min(36, Math.floor(((x - low) / (high - low)) * 37))]++;
      counts.forEach((n, i) => expect(Math.abs(n - direct[i])).toBeLessThanOrEqual(count > 65_536 ? 60 : 1));
    }
  });

  it('takes a range and leaves out what lies outside', () => {
    const { counts } = sketchOf(Float64Array.of(-9, 0, 0.5, 1, 1, 1.5, 2, 50)).histogram(2, 0, 2);
    expect([...counts]).toEqual([2, 4]);
  });
});
