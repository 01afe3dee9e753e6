// One step of a linearly implicit method at a time, for stiff systems. The Jacobian is estimated by differences, block by
// block; what couples blocks is left to the explicit part, which costs stability there and no order.

import { BlockSolver } from './block-solver.ts';
import { ErrorNorm } from './error-norm.ts';
import type { RosenbrockMethod } from './methods/rosenbrock.ts';
import type { OdeStepper } from './stepper.ts';
import type { OdeSystem, Tolerances } from './system.ts';

/** Share of an element by which it is moved to see what follows. */
const nudge = 1.5e-8;

export class RosenbrockStepper implements OdeStepper {
  readonly method: RosenbrockMethod;
  readonly state: Float64Array;
  readonly trial: Float64Array;
  readonly #system: OdeSystem;
  readonly #norm: ErrorNorm;
  readonly #absolute: Float64Array;
  readonly #blocks: BlockSolver;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #slope: Float64Array;
  readonly #end: Float64Array;
  readonly #errors: Float64Array;
  readonly #whole: readonly number[];
  #opened = false;
  #estimated = false;
  #h = 0;

  /** @param blocks elements that depend stiffly on each other; all of them together where it is absent */
  constructor(
    method: RosenbrockMethod,
    system: OdeSystem,
    tolerances: Tolerances,
    blocks?: readonly (readonly number[])[],
  ) {
    const vector = (): Float64Array => new Float64Array(system.size);
    this.method = method;
    this.#system = system;
    this.#norm = new ErrorNorm(tolerances);
    this.#absolute = tolerances.absolute;
    this.#blocks = new BlockSolver(blocks ?? [[...tolerances.absolute.keys()]]);
    this.state = vector();
    this.trial = vector();
    this.#first = vector();
    this.#second = vector();
    this.#slope = vector();
    this.#end = vector();
    this.#errors = vector();
    this.#whole = [0, system.size];
  }

  get worst(): number {
    return this.#norm.worst(this.#errors, this.state, this.trial, this.#whole);
  }

  restart(): void {
    this.#opened = false;
    this.#estimated = false;
  }

  slopeAt(time: number): Float64Array {
    if (!this.#opened) {
      this.#system.derivative(time, this.state, this.#slope);
      this.#opened = true;
    }
    return this.#slope;
  }

  attempt(time: number, h: number): number {
    const { state, trial } = this;
    const slope = this.slopeAt(time);
    if (!this.#estimated) this.#estimate(time);
    this.#h = h;
    this.#blocks.factor(this.method.gamma * h);
    const first = this.#first;
    const second = this.#second;
    const [a, b] = this.method.weights;
    const [c, d] = this.method.errors;
    first.set(slope);
    this.#blocks.solve(first);
    for (let i = 0; i < state.length; i++) trial[i] = state[i]! + h * first[i]!;
    this.#system.derivative(time + h, trial, second);
    for (let i = 0; i < state.length; i++) second[i] = second[i]! - 2 * first[i]!;
    this.#blocks.solve(second);
    for (let i = 0; i < state.length; i++) {
      trial[i] = state[i]! + h * (a * first[i]! + b * second[i]!);
      this.#errors[i] = h * (c * first[i]! + d * second[i]!);
    }
    this.#system.derivative(time + h, trial, this.#end);
    return this.#norm.of(this.#errors, state, trial, this.#whole);
  }

  accept(): void {
    this.state.set(this.trial);
    this.#slope.set(this.#end);
    this.#opened = true;
    this.#estimated = false;
  }

  acceptInside(theta: number): void {
    this.interpolate(theta, this.#errors);
    this.state.set(this.#errors);
    this.restart();
  }

  interpolate(theta: number, into: Float64Array): void {
    for (let i = 0; i < into.length; i++) into[i] = this.#inside(theta, i);
  }

  interpolateSome(theta: number, elements: readonly number[], into: Float64Array): void {
    for (const at of elements) into[at] = this.#inside(theta, at);
  }

  /** Cubic Hermite: value and slope at both ends. */
  #inside(theta: number, at: number): number {
    const from = this.state[at]!;
    const gone = this.trial[at]! - from;
    const left = 1 - theta;
    const bend = left * (this.#h * this.#slope[at]! - gone) - theta * (this.#h * this.#end[at]! - gone);
    return from + theta * (gone + left * bend);
  }

  /** One evaluation for each place in a block serves all blocks, because they are taken to be independent. */
  #estimate(time: number): void {
    const { state, trial } = this;
    for (let place = 0; place < this.#blocks.largest; place++) {
      trial.set(state);
      for (const at of this.#blocks.column(place)) trial[at] = state[at]! + this.#step(at);
      this.#system.derivative(time, trial, this.#second);
      this.#blocks.setColumn(place, (row, at) => (this.#second[row]! - this.#slope[row]!) / this.#step(at));
    }
    this.#estimated = true;
  }

  #step(at: number): number {
    return Math.max(nudge * Math.abs(this.state[at]!), this.#absolute[at]!);
  }
}
