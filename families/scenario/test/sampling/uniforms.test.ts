// What each design promises of its uniforms, and that a uniform depends on its iteration and stream alone.

import { describe, expect, it } from 'vitest';
import { sobolDimensions } from '@holdfast/numerics';
import type { Design } from '../../src/sampling/design.ts';
import {
  chunkIterations,
  pointOf,
  replicateLength,
  replicateOf,
  wholeChunks,
} from '../../src/sampling/layout.ts';
import { uniformsOf } from '../../src/sampling/uniforms.ts';
import type { UniformSource } from '../../src/sampling/uniform-source.ts';

const streams = [11, 22, 33];

function dimensionOf(stream: number, draw: number): number | undefined {
  const index = streams.indexOf(stream);
  return index < 0 || draw > 0 ? undefined : index;
}

function design(method: Design['method'], chosen: readonly number[] = []): Design {
  return { method, chosen, dimensionOf, padded: 0 };
}

const designs = [
  design('random'),
  design('sobol'),
  design('latin-hypercube'),
  design('antithetic'),
  design('stratified', [11, 22]),
];

function drawn(source: UniformSource, first: number, count: number, stream = 11, draw = 0): Float64Array {
  const out = new Float64Array(count);
  source.write(out, count, first, stream, draw);
  return out;
}

function strataOf(values: Float64Array, count: number): number[] {
  return Array.from(values, (u) => Math.floor(u * count));
}

describe('every source', () => {
  it.each(designs)('gives $method numbers that do not depend on blocks', (one) => {
    const whole = drawn(uniformsOf(one, 5), 3 * replicateLength, 4 * replicateLength);
    const source = uniformsOf(one, 5);
    for (const [at, size] of [
      [3000, 300],
      [0, 1],
      [1023, 2],
      [2048, 256],
      [777, 255],
    ] as const) {
      expect(drawn(source, 3 * replicateLength + at, size)).toEqual(whole.subarray(at, at + size));
    }
  });

  it.each(designs)('gives $method numbers inside (0, 1) that differ by seed, stream and draw', (one) => {
    const values = drawn(uniformsOf(one, 5), 0, chunkIterations);
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    for (const other of [
      drawn(uniformsOf(one, 6), 0, 64),
      drawn(uniformsOf(one, 5), 0, 64, 22),
      drawn(uniformsOf(one, 5), 0, 64, 11, 1),
    ]) {
      expect(other.filter((u, i) => u === values[i])).toHaveLength(0);
    }
  });

  it.each(designs)('gives $method numbers that are each uniform over seeds', (one) => {
    const counts = new Float64Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      counts[Math.floor(10 * drawn(uniformsOf(one, seed), 5 * replicateLength + 321, 1)[0])]++;
    }
    // Chi-square with 9 degrees of freedom: 27.9 is its 0.999 quantile.
    expect(counts.reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0)).toBeLessThan(27.9);
  });
});

describe('Sobol', () => {
  const source = uniformsOf(design('sobol'), 7);

  it('fills every stratum of every replicate once in each dimension, over chunks too', () => {
    for (const stream of streams) {
      const [one, two] = [0, 1].map((chunk) =>
        drawn(source, chunk * chunkIterations, chunkIterations, stream),
      );
      for (let replicate = 0; replicate < 16; replicate++) {
        const at = replicate * replicateLength;
        const [a, b] = [one.subarray(at, at + 1024), two.subarray(at, at + 1024)];
        expect(new Set(strataOf(a, 1024)).size).toBe(1024);
        expect(new Set(strataOf(Float64Array.of(...a, ...b), 2048)).size).toBe(2048);
      }
    }
  });

  it('scrambles every replicate anew', () => {
    const first = Array.from({ length: 16 }, (_, r) => drawn(source, r * replicateLength, 1)[0]);
    expect(new Set(first).size).toBe(16);
  });

  it('goes on after the last point of its sequence with another scramble', () => {
    const last = (2 ** 32 / replicateLength) * chunkIterations;
    const before = drawn(source, last - chunkIterations, 1024);
    const after = drawn(source, last, 1024);
    expect(new Set(strataOf(after, 1024)).size).toBe(1024);
    expect(after.filter((u, i) => u === before[i])).toHaveLength(0);
    expect(after).not.toEqual(drawn(source, 0, 1024));
  });

  it('leaves numbers without a dimension plain', () => {
    expect(drawn(source, 512, 64, 99)).toEqual(drawn(uniformsOf(design('random'), 7), 512, 64, 99));
    expect(sobolDimensions).toBeGreaterThan(1000);
  });
});

describe('Latin hypercube', () => {
  it('fills every stratum once by another order for every stream, replicate and chunk', () => {
    const source = uniformsOf(design('latin-hypercube'), 3);
    const orders = [0, 1024, chunkIterations].flatMap((first) =>
      streams.map((stream) => strataOf(drawn(source, first, 1024, stream), 1024)),
    );
    for (const order of orders) expect(new Set(order).size).toBe(1024);
    expect(new Set(orders.map((order) => order.join())).size).toBe(orders.length);
  });

  it('pairs two inputs like chance: strata are uncorrelated over many replicates', () => {
    const source = uniformsOf(design('latin-hypercube'), 4);
    let sum = 0;
    for (let replicate = 0; replicate < 64; replicate++) {
      const [a, b] = [11, 22].map((stream) => drawn(source, replicate * 1024, 1024, stream));
      for (let i = 0; i < 1024; i++) sum += 12 * (a[i] - 0.5) * (b[i] - 0.5);
    }
    expect(Math.abs(sum / 65_536)).toBeLessThan(4 / 256);
  });
});

describe('antithetic', () => {
  it('mirrors every second iteration exactly', () => {
    const values = drawn(uniformsOf(design('antithetic'), 2), 1024, 512);
    for (let i = 0; i < 512; i += 2) expect(values[i] + values[i + 1]).toBe(1);
  });
});

describe('stratified', () => {
  it('fills every joint stratum of the chosen inputs once and leaves the others plain', () => {
    for (const [chosen, sizes] of [
      [
        [11, 22],
        [32, 32],
      ],
      [
        [33, 11, 22],
        [16, 8, 8],
      ],
      [[22], [1024]],
    ] as const) {
      const source = uniformsOf(design('stratified', chosen), 2);
      const columns = chosen.map((stream, i) => strataOf(drawn(source, 2048, 1024, stream), sizes[i]));
      const cells = columns[0].map((_, i) => columns.map((column) => column[i]).join());
      expect(new Set(cells).size).toBe(1024);
    }
    const source = uniformsOf(design('stratified', [11]), 2);
    expect(drawn(source, 0, 64, 22)).toEqual(drawn(uniformsOf(design('random'), 2), 0, 64, 22));
  });
});

describe('the layout', () => {
  it('gives every replicate the same number of consecutive points in every chunk', () => {
    const points = Array.from({ length: 16 }, () => [] as number[]);
    for (let i = 0; i < 2 * chunkIterations; i++) points[replicateOf(i)].push(pointOf(i));
    for (const list of points) expect(list).toEqual(Array.from({ length: 2048 }, (_, i) => i));
  });

  it('rounds an end up to whole chunks', () => {
    expect([1, 16_384, 16_385, Infinity].map(wholeChunks)).toEqual([16_384, 16_384, 32_768, Infinity]);
  });
});
