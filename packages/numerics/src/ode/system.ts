// What every method integrates, and which error it may make.

import type { VectorMemory } from './vector-memory.ts';

/** A system of ordinary differential equations of first order. */
export interface OdeSystem {
  readonly size: number;
  /** First of the elements that are mere sums over time: no slope depends on them and no tolerance holds for them, so that
   * only ends of steps need them. None are where this is absent. */
  readonly sumsFrom?: number;
  /** Where the system likes states and slopes best; anywhere where this is absent. */
  readonly memory?: VectorMemory;
  /** Fills `slope` with the derivative of `state` at `time`. */
  derivative(time: number, state: Float64Array, slope: Float64Array): void;
  /** Pairs of the first element and the one behind the last of those that may change in a step of `h` from `state`,
   * ascending; the others have slope zero, and cost nothing. All may where this is absent. */
  runs?(state: Float64Array, h: number): readonly number[];
}

/** What error is tolerated: absolute[i] + relative[i] * |state[i]|, for the first elements of the state; elements behind
 * them, such as integrals that nothing depends on, are not controlled. */
export interface Tolerances {
  readonly absolute: Float64Array;
  readonly relative: Float64Array;
  /** Ends of groups of elements, ascending: a group counts with the root mean square of its elements, as fits very many
   * of one kind. Without it every element counts by itself. */
  readonly groups?: readonly number[];
}
