// How large an error is beside what is tolerated: the largest over groups of elements, the mean square inside a group.

import type { Tolerances } from './system.ts';

export class ErrorNorm {
  /** Element with the largest share in the last answer. */
  worst = 0;
  readonly #absolute: Float64Array;
  readonly #relative: Float64Array;
  readonly #groups: readonly number[];

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
    let largest = 0;
    let run = 0;
    let begin = 0;
    for (const end of this.#groups) {
      let squares = 0;
      let most = -1;
      let worst = begin;
      while (run < runs.length && runs[run]! < end) {
        const to = Math.min(end, runs[run + 1]!);
        for (let i = Math.max(begin, runs[run]!); i < to; i++) {
          const x = Math.abs(before[i]!);
          const y = Math.abs(after[i]!);
          const share = Math.abs(errors[i]!) / (absolute[i]! + relative[i]! * (x > y ? x : y));
          squares += share * share;
          // also where share is no number, which no comparison holds for
          if (share <= most) continue;
          most = share;
          worst = i;
        }
        if (runs[run + 1]! > end) break;
        run += 2;
      }
      const size = end - begin === 1 ? Math.max(0, most) : Math.sqrt(squares / (end - begin));
      begin = end;
      if (size <= largest) continue;
      this.worst = worst;
      largest = size;
      if (!(size < Infinity)) return Number.NaN;
    }
    return largest;
  }
}
