// Energy on its way: all nodes are charged, push and settle. Computed alone, or in tasks that lanes share; the bits are the same,
// because what lanes add up are whole numbers.

import type { Graph } from './graph.ts';
import { countAt } from './layout.ts';
import type { Moment, Phases, Reach } from './phases.ts';

export interface Flow {
  /** Computes one step for the bands with these reaches, from accounts that are empty; writes scratch only. */
  run(reaches: readonly Reach[], moment: Moment): void;
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

/** One after the other, without help. */
export function flowAlone(graph: Graph, phases: Phases): Flow {
  return {
    run(reaches, moment) {
      reaches.forEach((reach, band) => phases.charge(reach, band, moment.front));
      phases.push({ first: 0, end: reaches.at(-1)!.end }, 0);
      reaches.forEach((reach, band) => phases.settle(reach, band, moment, 0));
      joinFallen(graph, reaches);
    },
    close() {
      // nobody helps
    },
  };
}
