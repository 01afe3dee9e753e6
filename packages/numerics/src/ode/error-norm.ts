// How large an error is beside what is tolerated: the largest over groups of elements, the mean square inside a group.

import type { Tolerances } from './system.ts';

export class ErrorNorm {
  readonly #absolute: Float64Array;
  readonly #relative: Float64Array;
  readonly #groups: readonly number[];
  /** Number of the group that decided the last answer. */
  #decisive = 0;

  constructor({ absolute, relative, groups }: Tolerances) {
    this.#absolute = absolute;
    this.#relative = relative;
    this.#groups = groups ?? Array.from(absolute, (_, at) => at + 1);
  }

  /** Size of `errors` of a step from `before` to `after` over the tolerance, looked at in `runs` of elements: at most 1 is
   * good, NaN when something is not finite. */
  of(errors: Float64Array, before: Float64Array, after: Float64Array, runs: readonly number[]): number {
    const absolute = this.#absolute;
    const relative = this.#relative;
    const groups = this.#groups;
    let largest = 0;
    let run = 0;
    let begin = 0;
    for (let group = 0; group < groups.length; group++) {
      const end = groups[group]!;
      const single = end - begin === 1;
      let sum = 0;
      while (run < runs.length && runs[run]! < end) {
        const to = Math.min(end, runs[run + 1]!);
        for (let i = Math.max(begin, runs[run]!); i < to; i++) {
          const x = Math.abs(before[i]!);
          const y = Math.abs(after[i]!);
          const share = Math.abs(errors[i]!) / (absolute[i]! + relative[i]! * (x > y ? x : y));
          sum += single ? share : share * share;
        }
        if (runs[run + 1]! > end) break;
        run += 2;
      }
      const size = single ? sum : Math.sqrt(sum / (end - begin));
      begin = end;
      if (size <= largest) continue;
      this.#decisive = group;
      largest = size;
      if (!(size < Infinity)) break;
    }
    return largest < Infinity ? largest : Number.NaN;
  }

  /** Element with the largest share, or the first that is not finite, in the group that decided the last answer; of the same
   * vectors. Apart, because it is asked for when a step has failed for good and not in every one. */
  worst(errors: Float64Array, before: Float64Array, after: Float64Array, runs: readonly number[]): number {
    const begin = this.#decisive > 0 ? this.#groups[this.#decisive - 1]! : 0;
    const end = this.#groups[this.#decisive]!;
    let worst = begin;
    let most = -1;
    for (let run = 0; run < runs.length; run += 2)
      for (let i = Math.max(begin, runs[run]!); i < Math.min(end, runs[run + 1]!); i++) {
        const size = Math.max(Math.abs(before[i]!), Math.abs(after[i]!));
        const share = Math.abs(errors[i]!) / (this.#absolute[i]! + this.#relative[i]! * size);
        if (!(share < Infinity)) return i;
        if (share <= most) continue;
        most = share;
        worst = i;
      }
    return worst;
  }
}
