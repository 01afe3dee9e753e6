// What lists may cost a run: so many numbers a second on average, so many in its whole log.

import { listRateMost, placesMost, SimulationError, type Input } from '@holdfast/core';
import { listedIn, listLogMost } from '@holdfast/protocol';
import type { Clock } from './ports.ts';

/** Numbers in lists taken at once after a rest. */
const listBurst = 2 * listRateMost;
function bounded(places: number, most: number): void {
  if (places > most) throw new SimulationError('input.log-full', { places, most });
}

/** Refuses a run to be begun with more lists than it keeps: what it begins with is part of every answer about it.
 * @throws SimulationError `input.log-full` */
export function checkLog(beginning: readonly Input[], all: readonly Input[]): void {
  bounded(listedIn(beginning), placesMost);
  bounded(listedIn(all), listLogMost);
}

export class InputBudget {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #logged: number;
  #left = listBurst;
  #at: number;

  constructor(clock: Pick<Clock, 'monotonic'>, logged: readonly Input[]) {
    this.#clock = clock;
    this.#logged = listedIn(logged);
    this.#at = clock.monotonic();
  }

  /** What the log has cost so far. */
  get logged(): number {
    return this.#logged;
  }

  /** Spends what `inputs` cost, or nothing. @throws SimulationError `input.too-fast`, `input.log-full` */
  spend(inputs: readonly Input[]): void {
    const places = listedIn(inputs);
    if (places === 0) return;
    bounded(this.#logged + places, listLogMost);
    const now = this.#clock.monotonic();
    this.#left = Math.min(listBurst, this.#left + ((now - this.#at) * listRateMost) / 1000);
    this.#at = now;
    if (places > this.#left) throw new SimulationError('input.too-fast', { places, rate: listRateMost });
    this.#left -= places;
    this.#logged += places;
  }
}
