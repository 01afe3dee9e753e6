// A second plant beside the first, for a second in every minute, at a tenth of the tolerance: closed accounts do not prove
// that a trajectory is right, two trajectories that agree do. Begins where the first has settled, and is compared at a frame.

import type { Metric, Simulation } from '@holdfast/core';
import type { PlantModel } from './document.ts';
import type { Figures } from './figures.ts';
import {
  account,
  accounts,
  accountIsEnergy,
  flywheelAt,
  positionAt,
  speedAt,
  type Layout,
} from './layout.ts';

/** Part of the tolerance the shadow has. */
export const shadowShare = 0.1;
/** Errors of many steps add up: how many tolerances two trajectories may part in a window. */
export const partMost = 10;

/** Way, both speeds, and all accounts. */
const compared = 3 + accounts;
/** Places: frame at which it is compared, or -1; the last difference, the largest, windows so far; then what was expected and
 * what the accounts were when the window began. */
const dueAt = 0;
const lastAt = 1;
const largestAt = 2;
const countAt = 3;
const expectedAt = 4;
const beforeAt = expectedAt + compared;
const size = beforeAt + compared;

/** What is compared, of a state and the loops before it. */
function numbersOf({ ledgerAt }: Layout, loop: number, loops: number, state: Float64Array): Float64Array {
  const numbers = new Float64Array(compared);
  numbers[0] = loops * loop + state[positionAt]!;
  numbers[1] = state[speedAt]!;
  numbers[2] = state[flywheelAt]!;
  for (let at = 0; at < accounts; at++) numbers[3 + at] = state[ledgerAt + at]!;
  return numbers;
}

function figure(name: string, value: number): Metric {
  return { subject: 'shadow', name, value, standardError: null, unit: '1' };
}

/** A plant that can be asked for its state at its last frame. */
export interface Shadowed extends Simulation {
  /** Loops completed and the state at the last frame. */
  standing(): { readonly loops: number; readonly state: Float64Array };
  /** Takes over where `other` has settled last. */
  follow(other: Shadowed): void;
}

export class ShadowCheck {
  /** All that a snapshot needs. */
  readonly memory = new Float64Array(size);
  readonly #layout: Layout;
  readonly #every: number;
  readonly #frames: number;
  readonly #begin: () => Shadowed;
  #shadow: Shadowed | undefined;

  /** @param begin makes the plant that runs beside */
  constructor({ solver }: PlantModel, layout: Layout, begin: () => Shadowed) {
    const { every = Infinity, length = 1 } = solver.shadow ?? {};
    this.#layout = layout;
    this.#every = Math.max(2, Math.round(every / solver.frame));
    this.#frames = Math.max(1, Math.min(this.#every - 1, Math.round(length / solver.frame)));
    this.#begin = begin;
    this.memory[dueAt] = -1;
    this.memory[lastAt] = Number.NaN;
  }

  /** Looks at the plant at frame `number`: compares, or runs ahead. */
  frame(plant: Shadowed, figures: Figures, number: number): void {
    const { memory } = this;
    if (memory[dueAt] === number) this.#compare(plant, figures);
    if (number % this.#every !== 0) return;
    const shadow = (this.#shadow ??= this.#begin());
    shadow.follow(plant);
    const { frame } = figures.model.solver;
    for (let taken = 0; taken < this.#frames; taken++) shadow.step(frame);
    memory.set(this.#numbers(shadow, figures), expectedAt);
    memory.set(this.#numbers(plant, figures), beforeAt);
    memory[dueAt] = number + this.#frames;
  }

  /** Forgets the window under way: something was changed from outside. */
  cancel(): void {
    this.memory[dueAt] = -1;
  }

  /** The largest difference in the last window; NaN before the first. */
  get last(): number {
    return this.memory[lastAt]!;
  }

  metrics(): readonly Metric[] {
    const { memory } = this;
    if (memory[countAt] === 0) return [];
    return [figure('windows', memory[countAt]!), figure('largest difference', memory[largestAt]!)];
  }

  #numbers(plant: Shadowed, { loop }: Figures): Float64Array {
    const { loops, state } = plant.standing();
    return numbersOf(this.#layout, loop.length, loops, state);
  }

  /** Way over a pitch, speeds over what they are, energies over all that went through in the window. */
  #compare(plant: Shadowed, figures: Figures): void {
    const { memory } = this;
    const now = this.#numbers(plant, figures);
    const gained = (at: number): number => Math.abs(now[3 + at]! - memory[beforeAt + 3 + at]!);
    const { inertia } = figures.model.drive;
    const moving = 0.5 * (figures.massFlooded * now[1]! * now[1]! + inertia * now[2]! * now[2]!);
    const through = gained(account.compression) + gained(account.generator) + gained(account.heat);
    const energy = 1 + through + moving;
    let worst = 0;
    for (let at = 0; at < compared; at++) {
      let scale = energy;
      if (at === 0) scale = figures.loop.pitch;
      else if (at === 1) scale = Math.abs(now[1]!) + 0.1;
      else if (at === 2) scale = Math.abs(now[2]!) + 0.1 * figures.speedSetPoint;
      else if (!accountIsEnergy(at - 3)) scale = figures.charge * this.#layout.count;
      worst = Math.max(worst, Math.abs(now[at]! - memory[expectedAt + at]!) / scale);
    }
    memory[lastAt] = worst;
    memory[largestAt] = Math.max(memory[largestAt]!, worst);
    memory[countAt]!++;
    memory[dueAt] = -1;
  }
}
