// Eigenvalues and eigenvectors of small symmetric matrices by cyclic Jacobi rotations. Rotations come in a fixed order and
// use + - * / sqrt only, so the bits are the same everywhere.

/** `values[k]` belongs to row k of `vectors` (n x n, row-major), an orthonormal basis; in no particular order. */
export interface Eigensystem {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Jacobi converges quadratically: a dozen sweeps at most in practice; the bound only keeps the loop finite. */
const sweepsMax = 60;

/** Off-diagonal weight, relative to the whole, that counts as none. */
const negligible = 1e-32;

/** Eigensystem of the symmetric `matrix` (n x n, row-major), begun from the orthonormal rows of `basis` where a near one
 * is known. G. H. Golub, C. F. Van Loan, Matrix Computations (2013), section 8.5. */
export function symmetricEigen(matrix: Float64Array, n: number, basis?: Float64Array): Eigensystem {
  const vectors = basis === undefined ? identity(n) : basis.slice();
  const a = basis === undefined ? matrix.slice() : rotated(matrix, basis, n);
  for (let sweep = 0; sweep < sweepsMax && !isDiagonal(a, n); sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, k) => a[k * n + k]!), vectors };
}

/** Makes a[p, q] zero by a rotation of rows and columns p and q; `vectors` follow. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p]!;
    const kq = a[k * n + q]!;
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (const m of [a, vectors]) {
    for (let k = 0; k < n; k++) {
      const pk = m[p * n + k]!;
      const qk = m[q * n + k]!;
      m[p * n + k] = c * pk - s * qk;
      m[q * n + k] = s * pk + c * qk;
    }
  }
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

function isDiagonal(a: Float64Array, n: number): boolean {
  let [off, all] = [0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const square = a[i * n + j]! * a[i * n + j]!;
      all += square;
      if (i !== j) off += square;
    }
  }
  // Also true where the numbers are none: rotations would not help.
  return !(off > negligible * all);
}

/** basis * matrix * basis transposed, averaged with its transpose, which rounding would let drift apart. */
function rotated(matrix: Float64Array, basis: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = basis[i * n + k]!;
      for (let j = 0; j < n; j++) half[i * n + j]! += factor * matrix[k * n + j]!;
    }
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let [sum, mirrored] = [0, 0];
      for (let k = 0; k < n; k++) {
        sum += half[i * n + k]! * basis[j * n + k]!;
        mirrored += half[j * n + k]! * basis[i * n + k]!;
      }
      out[i * n + j] = (sum + mirrored) / 2;
      out[j * n + i] = out[i * n + j]!;
    }
  }
  return out;
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}
