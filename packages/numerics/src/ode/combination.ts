// Sums of slopes, one loop for each number of terms: the inner loop of every Runge-Kutta method. All vectors lie in one
// array, which an engine checks and addresses once instead of once for each vector.

/** Vectors of one length in one array. */
export interface Vectors {
  readonly all: Float64Array;
  readonly length: number;
}

export function createVectors(count: number, length: number): Vectors {
  return { all: new Float64Array(count * length), length };
}

/** Vector `number` as an array of its own that shares its memory. */
export function vectorAt({ all, length }: Vectors, number: number): Float64Array {
  return all.subarray(number * length, (number + 1) * length);
}

/** Terms of a weighted sum of vectors; those with weight zero are left out. */
export interface Combination {
  readonly offsets: readonly number[];
  readonly weights: number[];
}

/** @param first number of the vector that the first weight belongs to */
export function combination(weights: readonly number[], first: number, { length }: Vectors): Combination {
  const used = weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
  return { offsets: used.map((at) => (first + at) * length), weights: used.map((at) => weights[at]!) };
}

/** into = base + h * (sum of weights times vectors), for elements `from` .. `to` - 1 of the vectors at the offsets `into` and
 * `base`. At most seven terms. */
export function combine(
  all: Float64Array,
  into: number,
  base: number,
  h: number,
  { offsets, weights }: Combination,
  from: number,
  to: number,
): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = offsets;
  const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0] = weights;
  const terms = weights.length;
  if (terms === 1) for (let i = from; i < to; i++) all[into + i] = all[base + i]! + h * (p * all[a + i]!);
  else if (terms === 2)
    for (let i = from; i < to; i++) all[into + i] = all[base + i]! + h * (p * all[a + i]! + q * all[b + i]!);
  else if (terms === 3)
    for (let i = from; i < to; i++)
      all[into + i] = all[base + i]! + h * (p * all[a + i]! + q * all[b + i]! + r * all[c + i]!);
  else if (terms === 4)
    for (let i = from; i < to; i++)
      all[into + i] =
        all[base + i]! + h * (p * all[a + i]! + q * all[b + i]! + r * all[c + i]! + s * all[d + i]!);
  else if (terms === 5)
    for (let i = from; i < to; i++)
      all[into + i] =
        all[base + i]! +
        h * (p * all[a + i]! + q * all[b + i]! + r * all[c + i]! + s * all[d + i]! + t * all[e + i]!);
  else if (terms === 6)
    for (let i = from; i < to; i++)
      all[into + i] =
        all[base + i]! +
        h *
          (p * all[a + i]! +
            q * all[b + i]! +
            r * all[c + i]! +
            s * all[d + i]! +
            t * all[e + i]! +
            u * all[f + i]!);
  else
    for (let i = from; i < to; i++)
      all[into + i] =
        all[base + i]! +
        h *
          (p * all[a + i]! +
            q * all[b + i]! +
            r * all[c + i]! +
            s * all[d + i]! +
            t * all[e + i]! +
            u * all[f + i]! +
            v * all[g + i]!);
}
