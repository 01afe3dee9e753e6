// How soundly a plant is being followed: a score from 0 to 1 of six terms over the last five seconds, looked at once a second
// of simulated time. It says nothing about the plant and everything about its integration.

import { log10, pow } from '@holdfast/numerics';
import type { Metric } from '@holdfast/core';

/** In the order of the score's terms. */
export const stabilityTerms = [
  'accepted steps',
  'stiffness',
  'accounts',
  'bounds of motion',
  'length of steps',
  'rate of events',
] as const;

/** What one look notes. */
export interface Look {
  readonly time: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly events: number;
  /** Fastest rate of the equations, 1/s: times a step, beyond 3.3 an explicit method of order 5 is unstable. */
  readonly rate: number;
  /** Share of the turnover that the accounts miss, and the tolerance of the run. */
  readonly residual: number;
  readonly tolerance: number;
  /** Events that a plant of this speed has each second. */
  readonly expected: number;
}

const looks = 6;
/** Numbers of a look that later ones are compared with: time, accepted, rejected, events, frames, frames out of bounds, rate. */
const width = 7;
const rateAt = 6;
/** Places behind the ring. */
const countAt = looks * width;
const framesAt = countAt + 1;
const outAt = countAt + 2;
const speedAt = countAt + 3;
const lowestAt = countAt + 4;
const leastThenAt = countAt + 5;
const valueThenAt = countAt + 6;
const termsAt = countAt + 7;
const size = termsAt + stabilityTerms.length;

/** Chain faster than this, m/s, or speeding up more than this, m/s^2, is out of bounds. */
const speedMost = 8;
const accelerationMost = 40;
/** Where explicit methods of order 5 become unstable. */
const unstable = 3.3;
/** Shortest step there is, s. */
const stepLeast = 1e-9;
/** A term never counts as nothing: only a run that has ended does. */
const termLeast = 0.01;

const bounded = (x: number): number => Math.min(1, Math.max(0, x));

function figure(name: string, value: number): Metric {
  return { subject: 'stability', name, value, standardError: null, unit: '1' };
}

export class Stability {
  /** All that a snapshot needs. */
  readonly memory = new Float64Array(size);

  constructor() {
    this.memory.fill(1, termsAt);
    this.memory[lowestAt] = 1;
    this.memory[valueThenAt] = 1;
  }

  /** Takes a frame, `interval` s after the one before. */
  frame(speed: number, interval: number): void {
    const { memory } = this;
    const acceleration = memory[framesAt]! > 0 ? Math.abs(speed - memory[speedAt]!) / interval : 0;
    memory[framesAt]!++;
    if (Math.abs(speed) > speedMost || acceleration > accelerationMost) memory[outAt]!++;
    memory[speedAt] = speed;
  }

  /** Judges the last five seconds. */
  look(now: Look): void {
    const { memory } = this;
    const count = memory[countAt]!;
    const row = [
      now.time,
      now.accepted,
      now.rejected,
      now.events,
      memory[framesAt]!,
      memory[outAt]!,
      now.rate,
    ];
    const oldest = count < looks ? 0 : (count % looks) * width;
    const since = (at: number): number => row[at]! - (count === 0 ? 0 : memory[oldest + at]!);
    const [seconds, accepted, rejected, events, frames, out] = row.map((_, at) => since(at));
    memory.set(row, (count % looks) * width);
    // a direction that is not excited at an instant does not show its rate there
    const rates = Array.from({ length: looks }, (_, at) => memory[at * width + rateAt]!);
    const step = seconds! / Math.max(1, accepted!);
    memory[countAt]!++;
    const ratio = accepted! / Math.max(1, accepted! + rejected!);
    const missing = Math.max(1e-300, Math.abs(now.residual)) / (1e-3 * now.tolerance);
    const terms = [
      bounded((ratio - 0.5) / 0.45),
      1 - bounded((Math.max(...rates) * step) / unstable),
      1 - bounded(log10(missing) / 5),
      1 - out! / Math.max(1, frames!),
      bounded(log10(step / stepLeast) / 3),
      1 - bounded(events! / Math.max(1e-9, seconds!) / (20 * now.expected)),
    ];
    memory.set(
      terms.map((term) => Math.max(termLeast, term)),
      termsAt,
    );
    if (!(this.score < memory[lowestAt]!)) return;
    memory[lowestAt] = this.score;
    memory[leastThenAt] = this.least;
    memory[valueThenAt] = memory[termsAt + this.least]!;
  }

  /** Geometric mean of all terms. */
  get score(): number {
    return pow(
      this.terms.reduce((product, term) => product * term, 1),
      1 / stabilityTerms.length,
    );
  }

  get terms(): Float64Array {
    return this.memory.subarray(termsAt);
  }

  /** Number of the smallest term. */
  get least(): number {
    return this.terms.indexOf(Math.min(...this.terms));
  }

  /** The lowest score, and the term that was smallest then. */
  metrics(): readonly Metric[] {
    const { memory } = this;
    const name = stabilityTerms[memory[leastThenAt]!]!;
    return [figure('lowest', memory[lowestAt]!), figure(`least term then: ${name}`, memory[valueThenAt]!)];
  }
}
