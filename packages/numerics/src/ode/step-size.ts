// Chooses step sizes from errors by proportional and integral control; depends on nothing but the errors.

import { pow } from '../power.ts';
import type { OdeStepper } from './stepper.ts';

/** Usual choices: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, sections II.4 and IV.2. */
const safety = 0.9;
const shrinkMost = 0.2;
const growMost = 5;
const errorLeast = 1e-10;
const memoryLeast = 1e-4;

export class StepSize {
  /** What to try next. */
  next: number;
  /** Error of the last accepted step. */
  before = memoryLeast;
  readonly #method: OdeStepper['method'];

  constructor(method: OdeStepper['method'], first: number) {
    this.#method = method;
    this.next = first;
  }

  /** Learns from an accepted step of `h`. */
  accepted(h: number, error: number): void {
    const { order, memory } = this.#method;
    const bounded = Math.max(error, errorLeast);
    const factor = safety * pow(bounded, 0.75 * memory - 1 / order) * pow(this.before, memory);
    this.next = h * Math.min(growMost, Math.max(shrinkMost, factor));
    this.before = Math.max(error, memoryLeast);
  }

  /** Learns from a rejected step; `error` is NaN where the trial was not finite. */
  rejected(h: number, error: number): void {
    const factor = error > 1 ? safety * pow(error, -1 / this.#method.order) : shrinkMost;
    this.next = h * Math.max(shrinkMost, factor);
  }

  /** Forgets the last error, because the equations have changed. */
  forget(): void {
    this.before = memoryLeast;
  }
}
