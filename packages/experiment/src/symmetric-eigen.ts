// Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations, in a fixed order, so that the bits are the
// same everywhere. G. H. Golub, C. F. Van Loan, Matrix Computations, section 8.5.

export interface Eigen {
  readonly values: Float64Array;
  /** Column `j` (element [i][j]) belongs to value `j`. */
  readonly vectors: readonly Float64Array[];
}

const sweepsMax = 60;

/** Decomposes `matrix`, which is not changed; only its symmetry is relied on. */
export function symmetricEigen(matrix: readonly Float64Array[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => row.slice());
  const vectors = a.map((_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < sweepsMax && rest(a) > 0; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  return { values: Float64Array.from(a, (row, i) => row[i]!), vectors };
}

/** Weight off the diagonal; 0 as soon as it cannot change the diagonal any more. */
function rest(a: readonly Float64Array[]): number {
  let [off, on] = [0, 0];
  for (const [i, row] of a.entries()) {
    for (const [j, value] of row.entries()) {
      if (i === j) on += value * value;
      else off += value * value;
    }
  }
  return off <= on * 1e-30 ? 0 : off;
}

/** Turns the plane (p, q) so that the element between them vanishes. */
function rotate(a: readonly Float64Array[], vectors: readonly Float64Array[], p: number, q: number): void {
  const between = a[p]![q]!;
  if (between === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * between);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  const [upper, lower] = [a[p]!, a[q]!];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [upper[k]!, lower[k]!];
    upper[k] = c * x - s * y;
    lower[k] = s * x + c * y;
  }
  upper[q] = 0;
  lower[p] = 0;
  for (const row of vectors) turn(row, p, q, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
