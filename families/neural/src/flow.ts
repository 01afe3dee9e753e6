// Energy on its way: all nodes are charged, push and settle. Computed alone, or in tasks that lanes share; the bits are the same,
// because what lanes add up are whole numbers.

import type { Graph } from './graph.ts';
import { countAt, perReady, sumAt, sumCount } from './layout.ts';
import type { Lessons, Moment, Phases, Reach } from './phases.ts';

export interface Flow {
  /** Computes one step for the bands with these reaches; writes scratch only. Where others helped and the accounts do not close, it is computed
   * once more without them. */
  run(reaches: readonly Reach[], moment: Moment, closes: () => boolean): void;
  /** Has rows learn. What is kept changes in place: false where it was not all done, so that nothing can be proven about it. */
  learn(lessons: Lessons, moment: Moment): boolean;
  /** Removes connections to dying nodes; false as for learning. */
  sweep(reach: Reach): boolean;
  /** Lets go of those who help; harmless when repeated. */
  close(): void;
}

/** Joins the lists of those that starve, each from the place of the first slot of its reach on, to one from 0 on. */
export function joinFallen({ fallen, counts }: Graph, reaches: readonly Reach[]): void {
  let count = 0;
  for (const { first, end } of reaches) {
    for (let place = first; place < end && fallen[place]! >= 0; place++) fallen[count++] = fallen[place]!;
  }
  counts[countAt.fallen] = count;
}

/** Whether the account of a step is one of whole passes over all slots: what was sent arrived and was paid, what nodes keep is what they had and the
 * lines of the ledger, and those that starve or are ready are as many as were marked. */
export function flowsClose({ sums, counts, tally, fallen }: Graph): boolean {
  const { read, kept, sent, arrived } = sumAt;
  let change = sums[arrived]! - sums[sent]!;
  for (let line = sumAt.amplified; line < sumCount; line++) change += sums[line]!;
  let marked = Math.imul(counts[countAt.ready]!, perReady);
  for (let each = 0; each < counts[countAt.fallen]!; each++) marked = (marked + fallen[each]! + 1) | 0;
  return (
    counts[countAt.pushed] === counts[countAt.taken] &&
    counts[countAt.sources] === tally.high &&
    BigInt.asIntN(32, sums[sent]!) === BigInt(counts[countAt.paid]!) &&
    change === sums[kept]! - sums[read]! &&
    counts[countAt.marked] === marked
  );
}

/** Opens the account of every lane. */
export function emptyAccounts({ accounts }: Graph): void {
  for (const { sums, counts } of accounts) {
    sums.fill(0n);
    counts.fill(0);
  }
}

/** One after the other, without help. */
export function flowAlone(graph: Graph, phases: Phases): Flow {
  return {
    run(reaches, moment) {
      emptyAccounts(graph);
      reaches.forEach((reach, band) => phases.charge(reach, band, moment.front));
      phases.push({ first: 0, end: reaches.at(-1)!.end }, 0);
      reaches.forEach((reach, band) => phases.settle(reach, band, moment, 0));
      joinFallen(graph, reaches);
    },
    learn(lessons, moment) {
      phases.learn(lessons, moment, 0);
      return true;
    },
    sweep(reach) {
      phases.sweep(reach, 0);
      return true;
    },
    close() {
      // nobody helps
    },
  };
}
