import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correlationFactor,
  isPositiveSemidefinite,
  largestDifference,
  nearestCorrelationMatrix,
  symmetricEigen,
} from '../src/index.ts';

const matrixOf = (rows: readonly (readonly number[])[]): Float64Array => Float64Array.from(rows.flat());

/** factor * transpose(factor). */
function squared(factor: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += factor[i * n + k] * factor[j * n + k];
    return sum;
  });
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]) ** 2, 0));
}

/** Symmetric with a unit diagonal and entries in [-1, 1]: what an author may write. */
const wanted = fc.integer({ min: 2, max: 7 }).chain((n) =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n })
    .map((entries) => {
      const matrix = Float64Array.from(entries);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!;
        matrix[i * n + i] = 1;
      }
      return { n, matrix };
    }),
);

describe('the eigensystem of a symmetric matrix', () => {
  it('has the known eigenvalues of the second difference', () => {
    const n = 5;
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const apart = Math.abs(Math.floor(at / n) - (at % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const values = [...symmetricEigen(matrix, n).values].sort((a, b) => a - b);
    for (const [k, value] of values.entries()) {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 14);
    }
  });

  it('rebuilds any matrix, from nothing or from a near basis', () => {
    fc.assert(
      fc.property(wanted, ({ n, matrix }) => {
        const first = symmetricEigen(matrix, n);
        for (const { values, vectors } of [first, symmetricEigen(matrix, n, first.vectors)]) {
          const roots = vectors.map((x, at) => x * Math.sqrt(Math.abs(values[Math.floor(at / n)])));
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < n; j++) {
              let [sum, product] = [0, 0];
              for (let k = 0; k < n; k++) {
                sum += Math.sign(values[k]) * roots[k * n + i] * roots[k * n + j];
                product += vectors[i * n + k] * vectors[j * n + k];
              }
              expect(sum).toBeCloseTo(matrix[i * n + j], 12);
              expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
            }
          }
        }
      }),
    );
  });
});

describe('the nearest correlation matrix', () => {
  it.each([
    {
      // N. J. Higham (2002), section 4.
      rows: [
        [2, -1, 0, 0],
        [-1, 2, -1, 0],
        [0, -1, 2, -1],
        [0, 0, -1, 2],
      ],
      nearest: [
        [1, -0.8084, 0.1916, 0.1068],
        [-0.8084, 1, -0.6562, 0.1916],
        [0.1916, -0.6562, 1, -0.8084],
        [0.1068, 0.1916, -0.8084, 1],
      ],
      apart: 2.1337,
    },
    {
      rows: [
        [1, 1, 0],
        [1, 1, 1],
        [0, 1, 1],
      ],
      nearest: [
        [1, 0.7607, 0.1573],
        [0.7607, 1, 0.7607],
        [0.1573, 0.7607, 1],
      ],
      apart: 0.5278,
    },
  ])('is the published one, $apart away', ({ rows, nearest, apart }) => {
    const n = rows.length;
    const found = nearestCorrelationMatrix(matrixOf(rows), n);
    expect(largestDifference(found, matrixOf(nearest))).toBeLessThan(5.1e-5);
    expect(distance(found, matrixOf(rows))).toBeCloseTo(apart, 4);
  });

  it('is a correlation matrix, is the matrix itself where that is one, and beats shrinking towards independence', () => {
    fc.assert(
      fc.property(wanted, ({ n, matrix }) => {
        const found = nearestCorrelationMatrix(matrix, n);
        expect(isPositiveSemidefinite(found, n)).toBe(true);
        for (let i = 0; i < n; i++) expect(found[i * n + i]).toBe(1);
        if (isPositiveSemidefinite(matrix, n)) expect(largestDifference(found, matrix)).toBeLessThan(1e-9);
        const least = Math.min(...symmetricEigen(matrix, n).values);
        const share = least < 0 ? 1 / (1 - least) : 1;
        const shrunk = matrix.map((value, at) => (at % (n + 1) === 0 ? 1 : value * share));
        expect(distance(found, matrix)).toBeLessThanOrEqual(distance(shrunk, matrix) + 1e-8);
      }),
    );
  });
});

describe('the factor of a correlation matrix', () => {
  it('gives the matrix back, singular ones included, with rows of length 1', () => {
    fc.assert(
      fc.property(wanted, ({ n, matrix }) => {
        const possible = nearestCorrelationMatrix(matrix, n);
        const factor = correlationFactor(possible, n);
        const back = squared(factor, n);
        expect(largestDifference(back, possible)).toBeLessThan(3e-6);
        for (let i = 0; i < n; i++) {
          expect(back[i * n + i]).toBeCloseTo(1, 15);
          for (let j = i + 1; j < n; j++) expect(factor[i * n + j]).toBe(0);
        }
      }),
    );
  });

  it('lets one variable follow another exactly', () => {
    const one = matrixOf([
      [1, 1, -1],
      [1, 1, -1],
      [-1, -1, 1],
    ]);
    expect([...correlationFactor(one, 3)]).toEqual([1, 0, 0, 1, 0, 0, -1, 0, 0]);
  });
});
