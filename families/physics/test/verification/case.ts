// A world with an answer known beforehand: what is computed, its answer and where that is from, and how far off it was found.

import type { PhysicsInput } from '@holdfast/physics';
import { begin, figure, walkTo } from '../fixtures/world.ts';

export interface WorldCase {
  readonly name: string;
  readonly answer: string;
  readonly source: string;
  /** Why it is not exact. */
  readonly limit: string;
  /** Largest error that passes; relative where no unit is given. */
  readonly bound: number;
  readonly unit: string;
  /** Finds the error. */
  readonly error: () => number;
}

export const g = 9.81;

/** Distance of two numbers over the size of the second. */
export function relative(found: number, exact: number): number {
  return Math.abs(found - exact) / Math.abs(exact);
}

type Read = (subject: string, name: string) => number;

/** Walks a world to a time and reads figures there. */
export function after<Result>(
  model: PhysicsInput | { mjcf: string },
  time: number,
  read: (figure: Read) => Result,
): Result {
  const simulation = begin(model, Math.max(time, 10));
  walkTo(simulation, time);
  const result = read((subject, name) => figure(simulation, subject, name));
  simulation.dispose();
  return result;
}

/** Times at which a figure passes zero upwards, interpolated between frames. */
export function crossings(
  model: PhysicsInput,
  until: number,
  read: readonly [string, string],
): readonly number[] {
  const simulation = begin(model, until);
  const found: number[] = [];
  let before = figure(simulation, ...read);
  let timeBefore = 0;
  while (simulation.time < until - 1e-9) {
    simulation.step(Math.min(0.02, until - simulation.time));
    const now = figure(simulation, ...read);
    if (before < 0 && now >= 0)
      found.push(timeBefore + ((simulation.time - timeBefore) * -before) / (now - before));
    [before, timeBefore] = [now, simulation.time];
  }
  simulation.dispose();
  return found;
}

/** Errors below this depend on the order of sums, and are shown as it. */
const least = 1e-10;

/** An error, rounded up to one digit. */
export function shown(error: number): string {
  if (error === 0) return '0';
  if (error < least) return `< ${least}`;
  const exponent = Math.floor(Math.log10(error));
  const digit = Math.ceil(Number((error / 10 ** exponent).toPrecision(6)));
  return Number(`${digit}e${exponent}`).toExponential();
}
