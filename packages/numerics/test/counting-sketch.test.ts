import { describe, expect, it } from 'vitest';
import { fillUniforms, normalQuantile, QuantileSketch, seedKey } from '../src/index.ts';
import type { BinPage } from '../src/index.ts';

const calibration = { center: 0, scale: 3 };

function normals(count: number, first = 0): Float64Array {
  const out = new Float64Array(count);
  fillUniforms(out, count, first, 3, 0, seedKey(5));
  return out.map(normalQuantile);
}

function sketchOf(...parts: readonly Float64Array[]): QuantileSketch {
  const sketch = new QuantileSketch(calibration);
  for (const part of parts) sketch.add(part, 0, part.length);
  return sketch;
}

/** What a kernel leaves behind: the bins of `values` as counts and atoms. */
function pagesOf(values: Float64Array): readonly BinPage[] {
  const counting = QuantileSketch.counting(calibration);
  counting.add(values, 0, values.length);
  const { bins, counts, atomAt, atoms } = counting.fields() as Record<string, Float64Array>;
  const common = new Map([...atomAt].map((at, i) => [at, atoms[i]]));
  const pages = new Map<number, BinPage>();
  bins.forEach((bin, at) => {
    const page = pages.get(bin >> 8) ?? {
      page: bin >> 8,
      counts: new Uint32Array(256),
      atoms: new Float64Array(256),
    };
    pages.set(bin >> 8, page);
    page.counts[bin & 255] = common.has(at) ? counts[at] : counts[at] + 2 ** 31;
    page.atoms[bin & 255] = common.get(at) ?? 0;
  });
  return [...pages.values()];
}

describe('a part that counts from its first value', () => {
  it('merges into the state that adding its values would have given', () => {
    const [before, after] = [normals(65_536), normals(5000, 65_536)];
    const part = QuantileSketch.counting(calibration);
    part.add(after, 0, after.length);
    const merged = sketchOf(before);
    merged.merge(part);
    expect(merged.fields()).toEqual(sketchOf(before, after).fields());
  });

  it('takes counts made elsewhere as if it had counted their values', () => {
    const values = normals(3000);
    values.fill(0.25, 100, 400);
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    const direct = QuantileSketch.counting(calibration);
    const paged = QuantileSketch.counting(calibration);
    for (const part of [values, normals(700, 9000)]) {
      direct.add(part, 0, part.length);
      const [min, max] = part === values ? [low, high] : [Math.min(...part), Math.max(...part)];
      paged.addPages(pagesOf(part), min, max);
    }
    expect(paged.fields()).toEqual(direct.fields());
    const kept = sketchOf(normals(700, 9000));
    kept.addPages(pagesOf(values), low, high);
    expect(kept.fields()).toEqual(direct.fields());
  });
});

describe('the limit of kept values', () => {
  it('counts invalid values too, so that it lies at the same iteration whatever the values are', () => {
    const values = normals(65_536).map((value, index) => (index % 3 === 0 ? NaN : value));
    const sketch = sketchOf(values);
    expect([sketch.exact, sketch.count]).toEqual([true, 43_690]);
    sketch.add(Float64Array.of(NaN), 0, 1);
    expect([sketch.exact, sketch.count, sketch.invalid.nan]).toEqual([false, 43_690, 21_847]);
    const merged = sketchOf(values);
    merged.merge(sketchOf(Float64Array.of(NaN)));
    expect(merged.fields()).toEqual(sketch.fields());
  });

  it('leaves quantiles exact when they are asked for between adds', () => {
    const values = normals(4000);
    const sketch = sketchOf();
    for (let from = 0; from < 4000; from += 500) {
      sketch.add(values, from, from + 500);
      const sorted = values.slice(0, from + 500).sort();
      expect(sketch.quantile(0)).toBe(sorted[0]);
      expect(sketch.fields()['values']).toEqual(sorted);
    }
  });
});
