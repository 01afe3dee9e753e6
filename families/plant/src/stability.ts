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
    const here = (count % looks) * width;
    const oldest = count < looks ? 0 : here;
    const since = (at: number, value: number): number => value - (count === 0 ? 0 : memory[oldest + at]!);
    const seconds = since(0, now.time);
    const accepted = since(1, now.accepted);
    const rejected = since(2, now.rejected);
    const events = since(3, now.events);
    const frames = since(4, memory[framesAt]!);
    const out = since(5, memory[outAt]!);
    memory[here] = now.time;
    memory[here + 1] = now.accepted;
    memory[here + 2] = now.rejected;
    memory[here + 3] = now.events;
    memory[here + 4] = memory[framesAt]!;
    memory[here + 5] = memory[outAt]!;
    memory[here + rateAt] = now.rate;
    memory[countAt]!++;
    // a direction that is not excited at an instant does not show its rate there
    let rate = 0;
    for (let at = 0; at < looks; at++) rate = Math.max(rate, memory[at * width + rateAt]!);
    const step = seconds / Math.max(1, accepted);
    const ratio = accepted / Math.max(1, accepted + rejected);
    const missing = Math.max(1e-300, Math.abs(now.residual)) / (1e-3 * now.tolerance);
    const put = (term: number, value: number): void => {
      memory[termsAt + term] = Math.max(termLeast, value);
    };
    put(0, bounded((ratio - 0.5) / 0.45));
    put(1, 1 - bounded((rate * step) / unstable));
    put(2, 1 - bounded(log10(missing) / 5));
    put(3, 1 - out / Math.max(1, frames));
    put(4, bounded(log10(step / stepLeast) / 3));
    put(5, 1 - bounded(events / Math.max(1e-9, seconds) / (20 * now.expected)));
    const { score } = this;
    if (!(score < memory[lowestAt]!)) return;
    memory[lowestAt] = score;
    memory[leastThenAt] = this.least;
    memory[valueThenAt] = memory[termsAt + this.least]!;
  }

  /** Geometric mean of all terms. */
  get score(): number {
    let product = 1;
    for (let at = termsAt; at < size; at++) product *= this.memory[at]!;
    return pow(product, 1 / stabilityTerms.length);
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
