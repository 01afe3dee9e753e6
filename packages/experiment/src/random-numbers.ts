// Random numbers of an experiment's design: one sequence for each purpose, a function of the seed and the purpose alone.

import { normalQuantile, seedKey, streamId, uniformAt, type StreamKey } from '@holdfast/numerics';

export class RandomNumbers {
  readonly #key: StreamKey;
  readonly #stream: number;
  #next = 0;

  constructor(seed: number, purpose: string) {
    this.#key = seedKey(seed);
    this.#stream = streamId(`experiment ${purpose}`);
  }

  /** In the open interval (0, 1). */
  uniform(): number {
    return uniformAt(this.#next++, this.#stream, 0, this.#key);
  }

  /** Standard normal, by inversion. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /** 0 .. count - 1. */
  below(count: number): number {
    return Math.min(count - 1, Math.floor(this.uniform() * count));
  }

  /** The numbers 0 .. count - 1 in random order (Fisher, Yates). */
  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

/** The seed of replicate `index`: the experiment's own for the first, a hash of both for the others. */
export function replicateSeed(seed: number, index: number): number {
  if (index === 0) return seed;
  return derivedSeed(seed, `replicate ${index}`);
}

/** A seed that has nothing to do with `seed` but follows from it; 52 bits. */
export function derivedSeed(seed: number, purpose: string): number {
  return Math.floor(new RandomNumbers(seed, purpose).uniform() * 4_503_599_627_370_496);
}
