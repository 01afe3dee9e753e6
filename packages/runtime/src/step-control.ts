// Chooses the next step from the local error of the last one. Uses only exact arithmetic, so that every machine agrees.

import { SimulationError, type Model, type StepReport } from '@holdfast/core';

/** Safety factor and bounds of one change, the usual choice of error-per-step control
 * (Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, section II.4). */
const safety = 0.9;
const shrinkMost = 0.2;
const growMost = 2;

/** Slack for sums of rounded steps, as a fraction of a step. */
const slack = 1e-9;

export class StepControl {
  readonly #bounds: Model['step'];
  #dt: number;

  constructor(bounds: Model['step']) {
    this.#bounds = bounds;
    this.#dt = bounds.initial;
  }

  get dt(): number {
    return this.#dt;
  }

  restore(dt: number): void {
    this.#dt = dt;
  }

  /** What to offer so that a step neither passes `end` nor, where the bounds allow, `due`; 0 when the smallest step
   * would pass `end`. */
  offer(time: number, due: number, end: number): number {
    const { min } = this.#bounds;
    const gapToEnd = end - time;
    if (gapToEnd < min * (1 - slack)) return 0;
    // The difference may be rounded up.
    const left = time + gapToEnd > end ? gapToEnd * (1 - Number.EPSILON) : gapToEnd;
    const gap = due - time;
    const wanted = gap <= this.#dt * (1 + slack) ? Math.max(min, gap) : this.#dt;
    return Math.min(wanted, left);
  }

  /** Learns from a report. A step cut short by `offer` does not shrink the next one.
   * @throws SimulationError `step.refused` when the smallest step was rejected */
  learn(report: StepReport, offered: number, time: number): void {
    const { min, max } = this.#bounds;
    if (report.advanced > 0) {
      if (report.error <= 0) this.#dt = this.#bounds.initial;
      else if (offered >= this.#dt * (1 - slack) || report.error > safety) {
        this.#dt = Math.max(min, Math.min(max, offered * factor(report.error)));
      }
      return;
    }
    if (offered <= min * (1 + slack)) throw new SimulationError('step.refused', { time, min });
    this.#dt = Math.max(min, offered * Math.min(0.5, factor(report.error)));
  }
}

/** 0.9 / error^(1/4), bounded; a fourth root because two square roots are exact everywhere. */
function factor(error: number): number {
  if (!(error > 0)) return 0.5;
  return Math.min(growMost, Math.max(shrinkMost, safety / Math.sqrt(Math.sqrt(error))));
}
