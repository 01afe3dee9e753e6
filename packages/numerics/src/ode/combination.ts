// Sums of slopes, one loop for each number of terms: the inner loop of every Runge-Kutta method. All vectors lie in one
// array, which an engine checks and addresses once instead of once for each vector.

import type { VectorMemory } from './vector-memory.ts';

/** Vectors of one length in one array. */
export interface Vectors {
  readonly all: Float64Array;
  readonly length: number;
}

export function createVectors(count: number, length: number, memory: VectorMemory): Vectors {
  return { all: memory.take(count * length), length };
}

/** Vector `number` as an array of its own that shares its memory. */
export function vectorAt({ all, length }: Vectors, number: number): Float64Array {
  return all.subarray(number * length, (number + 1) * length);
}

/** Terms of a weighted sum of vectors; those with weight zero are left out. */
export interface Combination {
  readonly offsets: readonly number[];
  readonly weights: number[];
  /** Whether weights are written anew for each use. */
  readonly changing: boolean;
}

/** @param first number of the vector that the first weight belongs to */
export function combination(
  weights: readonly number[],
  first: number,
  { length }: Vectors,
  changing = false,
): Combination {
  const used = weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
  return {
    offsets: used.map((at) => (first + at) * length),
    weights: used.map((at) => weights[at]!),
    changing,
  };
}

/** into = base + h * (sum of weights times vectors), for the elements before `end` in `runs` - pairs of the first element and
 * the one behind the last - of the vectors at the offsets `into` and `base`. At most seven terms. */
export function combine(
  all: Float64Array,
  into: number,
  base: number,
  h: number,
  { offsets, weights }: Combination,
  runs: readonly number[],
  end: number,
): void {
  // by number and not as a list, which an engine would walk with an iterator
  const terms = weights.length;
  const a = offsets[0]!;
  const p = weights[0]!;
  const b = terms > 1 ? offsets[1]! : 0;
  const q = terms > 1 ? weights[1]! : 0;
  const c = terms > 2 ? offsets[2]! : 0;
  const r = terms > 2 ? weights[2]! : 0;
  const d = terms > 3 ? offsets[3]! : 0;
  const s = terms > 3 ? weights[3]! : 0;
  const e = terms > 4 ? offsets[4]! : 0;
  const t = terms > 4 ? weights[4]! : 0;
  const f = terms > 5 ? offsets[5]! : 0;
  const u = terms > 5 ? weights[5]! : 0;
  const g = terms > 6 ? offsets[6]! : 0;
  const v = terms > 6 ? weights[6]! : 0;
  for (let run = 0; run < runs.length; run += 2) {
    const from = runs[run]!;
    const to = Math.min(end, runs[run + 1]!);
    if (terms === 1) for (let i = from; i < to; i++) all[into + i] = all[base + i]! + h * (p * all[a + i]!);
    else if (terms === 2)
      for (let i = from; i < to; i++)
        all[into + i] = all[base + i]! + h * (p * all[a + i]! + q * all[b + i]!);
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
}
