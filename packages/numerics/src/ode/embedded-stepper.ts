// One step of an embedded Runge-Kutta pair at a time: try, look at the error, read inside the step, accept or try again.
// Allocates nothing after construction; equal states and steps give equal bits.

import { combination, combine, type Combination } from './combination.ts';
import type { EmbeddedMethod } from './embedded-method.ts';

/** A system of ordinary differential equations of first order. */
export interface OdeSystem {
  readonly size: number;
  /** Fills `slope` with the derivative of `state` at `time`. */
  derivative(time: number, state: Float64Array, slope: Float64Array): void;
}

/** What error is tolerated: absolute[i] + relative[i] * |state[i]|, for the first elements of the state; elements behind
 * them, such as integrals that nothing depends on, are not controlled. */
export interface Tolerances {
  readonly absolute: Float64Array;
  readonly relative: Float64Array;
}

export class EmbeddedStepper {
  readonly method: EmbeddedMethod;
  /** Where the step begins; whoever writes to it calls `restart`. */
  readonly state: Float64Array;
  /** Where the last attempt ends. */
  readonly trial: Float64Array;
  /** Element with the largest error of the last attempt. */
  worst = 0;
  readonly #system: OdeSystem;
  readonly #tolerances: Tolerances;
  readonly #slopes: readonly Float64Array[];
  readonly #stages: readonly Combination[];
  readonly #error: Combination;
  readonly #inside: { slopes: readonly Float64Array[]; weights: number[] };
  /** As long as what is controlled. */
  readonly #zeros: Float64Array;
  readonly #errors: Float64Array;
  #opened = false;
  #h = 0;

  constructor(method: EmbeddedMethod, system: OdeSystem, tolerances: Tolerances) {
    this.method = method;
    this.#system = system;
    this.#tolerances = tolerances;
    this.state = new Float64Array(system.size);
    this.trial = new Float64Array(system.size);
    this.#zeros = new Float64Array(tolerances.absolute.length);
    this.#errors = new Float64Array(tolerances.absolute.length);
    this.#slopes = method.nodes.map(() => new Float64Array(system.size));
    this.#stages = method.stages.map((weights) => combination(weights, this.#slopes));
    this.#error = combination(method.errors, this.#slopes);
    const used = method.dense.flatMap((row, at) => (row.length === 0 ? [] : [at]));
    this.#inside = { slopes: used.map((at) => this.#slopes[at]!), weights: used.map(() => 0) };
  }

  /** Says that the state or the equations have changed since the last step. */
  restart(): void {
    this.#opened = false;
  }

  /** Computes a step of `h` from `state` at `time` into `trial`; the system was evaluated last at `trial`.
   * @returns the largest error over its tolerance: at most 1 is good, NaN when something is not finite */
  attempt(time: number, h: number): number {
    const system = this.#system;
    const { nodes } = this.method;
    if (!this.#opened) {
      system.derivative(time, this.state, this.#slopes[0]!);
      this.#opened = true;
    }
    this.#h = h;
    for (let stage = 0; stage < this.#stages.length; stage++) {
      combine(this.trial, this.state, h, this.#stages[stage]!);
      system.derivative(time + nodes[stage + 1]! * h, this.trial, this.#slopes[stage + 1]!);
    }
    return this.#norm(h);
  }

  /** Makes the end of the last attempt the state the next one begins with. */
  accept(): void {
    this.state.set(this.trial);
    this.#slopes[0]!.set(this.#slopes[this.#slopes.length - 1]!);
    this.#opened = true;
  }

  /** Fills `into` with the solution inside the last attempt, `theta` of the way from its beginning. */
  interpolate(theta: number, into: Float64Array): void {
    const { weights } = this.#inside;
    let used = 0;
    for (const row of this.method.dense) {
      if (row.length === 0) continue;
      let weight = 0;
      for (let power = row.length - 1; power >= 0; power--) weight = (weight + row[power]!) * theta;
      weights[used++] = weight;
    }
    combine(into, this.state, this.#h, this.#inside);
  }

  #norm(h: number): number {
    const { absolute, relative } = this.#tolerances;
    const { state, trial } = this;
    const errors = this.#errors;
    combine(errors, this.#zeros, h, this.#error);
    let largest = 0;
    for (let i = 0; i < absolute.length; i++) {
      const before = Math.abs(state[i]!);
      const after = Math.abs(trial[i]!);
      const scale = absolute[i]! + relative[i]! * (before > after ? before : after);
      const share = Math.abs(errors[i]!) / scale;
      if (share <= largest) continue;
      this.worst = i;
      largest = share;
      // also where share is no number, which no comparison holds for
      if (!(share < Infinity)) return Number.NaN;
    }
    return largest;
  }
}
