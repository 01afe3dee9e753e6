// The passes of a step over rows and nodes: what the kernel computes, in plain code. Both give the same bits, because all
// arithmetic is on whole numbers, on 32-bit floats rounded at each operation, or on doubles without contraction.

import type { Tally } from './graph.ts';

/** Nodes `first` .. `end` - 1 of one band in one step. */
export interface Reach {
  readonly first: number;
  readonly end: number;
}

/** Neighbouring slots learn in the same step: their rows mostly lie side by side. */
export const lessonSlots = 64;

/** The slots that learn in one step: so many from `first` on, again after each `stride`, all below `end`. */
export interface Lessons extends Reach {
  readonly stride: number;
}

/** What the passes over nodes need to know of a step. */
export interface Moment {
  /** Which of the two energy arrays is read; the other is written. */
  readonly front: 0 | 1;
  readonly noiseKey: number;
  readonly learningKey: number;
}

export interface Phases {
  /** Computes activation and level of a band from the energy that is read. */
  charge(reach: Reach, band: number, front: 0 | 1): void;
  /** Sends energy along the rows of some nodes into a gain array. */
  push(reach: Reach, lane: number): void;
  /** Books what nodes of a band gained, lost and used in the account of a lane, and writes their energy. Who starves is listed in `fallen`
   * from the place of the first slot on; -1 ends a list that is shorter than the reach. */
  settle(reach: Reach, band: number, moment: Moment, lane: number): void;
  /** Lets plastic connections of some rows learn, and counts their slots in the account of a lane. */
  learn(lessons: Lessons, moment: Moment, lane: number): void;
  /** Removes connections to dying nodes, and counts them and the slots in the account of a lane. */
  sweep(reach: Reach, lane: number): void;
  /** Counts unsound rows: what `inspectRows` would name. */
  check(reach: Reach, tally: Tally, cap: number, front: 0 | 1): number;
}
