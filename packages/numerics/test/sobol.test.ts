// The sequence against reference direction numbers, and what a net must hold before and after it is scrambled.

import { describe, expect, it } from 'vitest';
import {
  fillSobol,
  philox4x32,
  scrambledSobol,
  sobolDimensions,
  sobolDirections,
  sobolWords,
  type SobolCoordinate,
} from '../src/index.ts';

function randomWords(key: number): Uint32Array {
  const block = new Uint32Array(4);
  return Uint32Array.from({ length: sobolWords }, (_, i) => {
    philox4x32(i >> 2, 0, 0, 0, key, 0, block);
    return block[i & 3];
  });
}

/** No scramble and no shift. */
function plain(dimension: number): SobolCoordinate {
  const high = new Uint32Array(33);
  high.set(sobolDirections(dimension));
  return { high, low: new Uint32Array(33) };
}

function points(coordinate: SobolCoordinate, count: number, first = 0): Float64Array {
  const out = new Float64Array(count);
  fillSobol(out, 0, count, first, coordinate);
  return out;
}

/** How many points fall into each of 2^a by 2^b equal boxes. */
function boxes(x: Float64Array, y: Float64Array, a: number, b: number): Set<number> {
  const counts = new Uint32Array(2 ** (a + b));
  x.forEach((value, i) => counts[Math.floor(value * 2 ** a) * 2 ** b + Math.floor(y[i] * 2 ** b)]++);
  return new Set(counts);
}

describe('direction numbers', () => {
  it('are those of SciPy in all dimensions', () => {
    let digest = 0;
    for (let dimension = 0; dimension < sobolDimensions; dimension++) {
      for (const direction of sobolDirections(dimension)) {
        digest = Math.imul(digest ^ direction, 16777619);
      }
    }
    expect(digest >>> 0).toBe(0xd0c011a7);
    expect(sobolDirections(999)[20]).toBe(0xf1861800);
    expect(sobolDirections(1110)[31]).toBe(0x2700003d);
  });

  it('exist for no other dimension', () => {
    for (const dimension of [-1, 0.5, sobolDimensions, NaN]) {
      expect(() => sobolDirections(dimension)).toThrow(RangeError);
    }
  });
});

describe('points', () => {
  it('begin with the sequence of van der Corput', () => {
    expect([...points(plain(0), 5)].map((u) => u - 2 ** -53)).toEqual([0, 0.5, 0.25, 0.75, 0.125]);
  });

  it('do not depend on the blocks they are asked for in', () => {
    const coordinate = scrambledSobol(17, randomWords(1));
    const whole = points(coordinate, 1024, 5 * 256);
    const pieces = new Float64Array(1024);
    for (let at = 0, size = 1; at < 1024; at += size, size = Math.min(1024 - at, size + 37)) {
      fillSobol(pieces, at, size, 5 * 256 + at, coordinate);
    }
    expect(pieces).toEqual(whole);
    expect(points(coordinate, 1, 2 ** 32 - 1)[0]).toBeGreaterThan(0);
  });

  it.each([0, 1, 2, 9, 500, 1110])('fill every one of 4096 intervals once in dimension %i', (dimension) => {
    for (const coordinate of [plain(dimension), scrambledSobol(dimension, randomWords(dimension))]) {
      for (const first of [0, 4096, 7 * 4096]) {
        const places = new Set(Array.from(points(coordinate, 4096, first), (u) => Math.floor(u * 4096)));
        expect(places.size).toBe(4096);
      }
    }
  });

  it('fill every elementary box of the first two dimensions once, scrambled or not', () => {
    const scrambled = [scrambledSobol(0, randomWords(3)), scrambledSobol(1, randomWords(4))] as const;
    for (const [one, two] of [[plain(0), plain(1)] as const, scrambled]) {
      const [x, y] = [points(one, 1024), points(two, 1024)];
      for (let a = 0; a <= 10; a++) expect(boxes(x, y, a, 10 - a)).toEqual(new Set([1]));
    }
  });

  it('stay inside the open interval with digits below the 32 of the sequence', () => {
    const u = points(scrambledSobol(3, randomWords(9)), 4096);
    expect(Math.min(...u)).toBeGreaterThan(0);
    expect(Math.max(...u)).toBeLessThan(1);
    expect(u.some((value) => (value * 2 ** 32) % 1 !== 2 ** -21)).toBe(true);
    const zeros = points(scrambledSobol(0, new Uint32Array(sobolWords)), 1);
    expect(zeros[0]).toBe(2 ** -53);
    const ones = points(scrambledSobol(0, new Uint32Array(sobolWords).fill(0xffffffff)), 1);
    expect(ones[0]).toBe(1 - 2 ** -53);
  });

  it('are each uniform over scrambles', () => {
    const counts = new Float64Array(16);
    for (let key = 0; key < 3200; key++) {
      counts[Math.floor(16 * points(scrambledSobol(5, randomWords(key)), 1, 777)[0])]++;
    }
    // Chi-square with 15 degrees of freedom: 30.6 is its 0.99 quantile, 37.7 its 0.999.
    expect(counts.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0)).toBeLessThan(37.7);
  });
});
