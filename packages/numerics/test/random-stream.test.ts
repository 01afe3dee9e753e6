import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillUniforms, philox4x32, seedKey, streamId, uniformAt } from '../src/index.ts';

describe('philox4x32', () => {
  // Known answers of the Random123 distribution: counter, key, block.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives the published block for counter %j', (counter, key, block) => {
    const out = new Uint32Array(4);
    philox4x32(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out);
    expect([...out]).toEqual(block);
  });
});

describe('seedKey', () => {
  it('keeps all 53 bits of a seed', () => {
    expect(seedKey(0)).toEqual({ k0: 0, k1: 0 });
    expect(seedKey(2 ** 32)).toEqual({ k0: 0, k1: 1 });
    fc.assert(
      fc.property(fc.maxSafeNat(), (seed) => {
        const { k0, k1 } = seedKey(seed);
        return k0 + k1 * 2 ** 32 === seed;
      }),
    );
  });

  it.each([-1, 0.5, 2 ** 53, NaN])('refuses %d', (seed) => {
    expect(() => seedKey(seed)).toThrow(RangeError);
  });
});

describe('streamId', () => {
  it('is MurmurHash3_x86_32 of the UTF-8 bytes', () => {
    expect(streamId('')).toBe(0);
    expect(streamId('test')).toBe(0xba6bd213);
    expect(streamId('Hello, world!')).toBe(0xc0363e43);
    expect(streamId('The quick brown fox jumps over the lazy dog')).toBe(0x2e4ff723);
  });

  it('reads two-, three- and four-byte characters', () => {
    const ids = ['é', 'ü', '€', '漢', '😀', '😁', '\ud83d', 'e'].map(streamId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('changes about half of the bits when one character changes', () => {
    let changed = 0;
    for (let i = 0; i < 2000; i++) {
      let bits = streamId(`node-${i}`) ^ streamId(`node-${i + 1}`);
      for (; bits !== 0; bits &= bits - 1) changed++;
    }
    expect(changed / 2000).toBeGreaterThan(15.7);
    expect(changed / 2000).toBeLessThan(16.3);
  });
});

/** The uniform of two words by the documented formula. */
function uniformOf(low: number, high: number): number {
  return (high * 2 ** 20 + Math.floor(low / 2 ** 12) + 0.5) / 2 ** 52;
}

describe('fillUniforms', () => {
  const key = seedKey(123456789012345);

  it('follows the counter layout of streamFormat 1', () => {
    const words = new Uint32Array(4);
    for (const iteration of [0, 3, 4, 7, 8, 21, 2 ** 31 + 5, 2 ** 33 + 6, 2 ** 53 - 1]) {
      const counter = 4n * (BigInt(iteration) >> 3n) + (BigInt(iteration) & 3n);
      const low = Number(counter & 0xffffffffn);
      philox4x32(low, Number(counter >> 32n), 77, 5, key.k0, key.k1, words);
      const upper = (BigInt(iteration) >> 2n) & 1n;
      const expected = upper === 1n ? uniformOf(words[2], words[3]) : uniformOf(words[0], words[1]);
      expect(uniformAt(iteration, 77, 5, key)).toBe(expected);
    }
  });

  it('writes the same values wherever a range starts and ends', () => {
    const first = fc.oneof(fc.nat(100), fc.integer({ min: 2 ** 32 - 40, max: 2 ** 36 }), fc.maxSafeNat());
    fc.assert(
      fc.property(first, fc.nat(40), fc.nat(9), (start, count, draw) => {
        const from = Math.min(start, Number.MAX_SAFE_INTEGER - 40);
        const out = new Float64Array(count + 1).fill(-1);
        fillUniforms(out, count, from, 31, draw, key);
        for (let i = 0; i < count; i++) expect(out[i]).toBe(uniformAt(from + i, 31, draw, key));
        expect(out[count]).toBe(-1);
      }),
      { seed: 3 },
    );
  });
});

/** Pearson's chi-square over equal cells. */
function chiSquare(values: Float64Array, cells: number): number {
  const counts = new Float64Array(cells);
  for (const u of values) counts[Math.floor(u * cells)]++;
  const expected = values.length / cells;
  return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - 0.5) * (b[i] - 0.5);
  return (12 * sum) / a.length;
}

function uniforms(seed: number, stream: number, draw: number, first = 0): Float64Array {
  const out = new Float64Array(65536);
  fillUniforms(out, out.length, first, stream, draw, seedKey(seed));
  return out;
}

describe('uniforms look independent (smoke test with fixed seeds)', () => {
  it('fill [0, 1) evenly: chi-square of 256 cells within 5 standard deviations', () => {
    for (const seed of [0, 1, 2, 99, 2 ** 40]) {
      expect(Math.abs(chiSquare(uniforms(seed, streamId('demand'), 0), 256) - 255)).toBeLessThan(
        5 * Math.sqrt(510),
      );
    }
  });

  it('fill the plane of neighbouring streams, seeds, draws and iterations evenly', () => {
    const base = uniforms(7, 1000, 0);
    const others = [
      uniforms(7, 1001, 0),
      uniforms(8, 1000, 0),
      uniforms(7, 1000, 1),
      uniforms(7, 1000, 0, 1),
    ];
    for (const other of others) {
      const pairs = base.map((u, i) => (Math.floor(u * 16) + other[i]) / 16);
      expect(Math.abs(chiSquare(pairs, 256) - 255)).toBeLessThan(5 * Math.sqrt(510));
      expect(Math.abs(correlation(base, other))).toBeLessThan(5 / Math.sqrt(base.length));
    }
  });

  it('stay strictly inside (0, 1) and 1 - u is exact', () => {
    const wrong = uniforms(5, 5, 5).filter((u) => !(u > 0 && u < 1 && 1 - (1 - u) === u));
    expect([...wrong]).toEqual([]);
  });
});
