// Linear systems with I - c A for a block-diagonal A: elimination with pivoting in every block.

export class BlockSolver {
  /** Size of the largest block. */
  readonly largest: number;
  readonly #blocks: readonly (readonly number[])[];
  readonly #matrices: readonly Float64Array[];
  readonly #factors: readonly Float64Array[];
  readonly #pivots: readonly Int32Array[];
  readonly #right: Float64Array;

  /** @param blocks elements of each block, none of them in two */
  constructor(blocks: readonly (readonly number[])[]) {
    this.#blocks = blocks;
    this.largest = Math.max(0, ...blocks.map((block) => block.length));
    this.#matrices = blocks.map(({ length }) => new Float64Array(length * length));
    this.#factors = blocks.map(({ length }) => new Float64Array(length * length));
    this.#pivots = blocks.map(({ length }) => new Int32Array(length));
    this.#right = new Float64Array(this.largest);
  }

  /** Elements at `place` of their blocks. */
  column(place: number): readonly number[] {
    return this.#blocks.flatMap((block) => (place < block.length ? [block[place]!] : []));
  }

  /** Sets the columns of A at `place` of every block: `entry` gives the element of a row for the column of `at`. */
  setColumn(place: number, entry: (row: number, at: number) => number): void {
    this.#blocks.forEach((block, number) => {
      const at = block[place];
      if (at === undefined) return;
      block.forEach((row, index) => {
        this.#matrices[number]![index * block.length + place] = entry(row, at);
      });
    });
  }

  /** Prepares systems with I - `scale` A. */
  factor(scale: number): void {
    for (let number = 0; number < this.#blocks.length; number++) {
      const n = this.#blocks[number]!.length;
      const a = this.#factors[number]!;
      const matrix = this.#matrices[number]!;
      for (let i = 0; i < n * n; i++) a[i] = -scale * matrix[i]!;
      for (let i = 0; i < n; i++) a[i * n + i]! += 1;
      eliminate(a, n, this.#pivots[number]!);
    }
  }

  /** Replaces the elements of all blocks in `vector` by the solution for them as right side; others stay. */
  solve(vector: Float64Array): void {
    const right = this.#right;
    for (let number = 0; number < this.#blocks.length; number++) {
      const block = this.#blocks[number]!;
      const n = block.length;
      const a = this.#factors[number]!;
      const pivots = this.#pivots[number]!;
      for (let i = 0; i < n; i++) right[i] = vector[block[i]!]!;
      for (let k = 0; k < n; k++) {
        const chosen = pivots[k]!;
        const held = right[chosen]!;
        right[chosen] = right[k]!;
        right[k] = held;
      }
      for (let k = 0; k < n; k++)
        for (let i = k + 1; i < n; i++) right[i] = right[i]! - a[i * n + k]! * right[k]!;
      for (let k = n - 1; k >= 0; k--) {
        let sum = right[k]!;
        for (let j = k + 1; j < n; j++) sum -= a[k * n + j]! * right[j]!;
        right[k] = sum / a[k * n + k]!;
      }
      for (let i = 0; i < n; i++) vector[block[i]!] = right[i]!;
    }
  }
}

/** Replaces the n x n matrix by its triangular factors, rows exchanged as `pivots` says. Golub, Van Loan, Matrix
 * Computations (2013), section 3.4. */
function eliminate(a: Float64Array, n: number, pivots: Int32Array): void {
  for (let k = 0; k < n; k++) {
    let chosen = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[chosen * n + k]!)) chosen = i;
    pivots[k] = chosen;
    // factors of earlier columns move with their rows
    for (let j = 0; j < n; j++) {
      const held = a[k * n + j]!;
      a[k * n + j] = a[chosen * n + j]!;
      a[chosen * n + j] = held;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!;
      a[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
}
