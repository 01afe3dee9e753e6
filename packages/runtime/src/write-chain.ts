// Writes of one run to the store, one after the other: repeated while the store says that it may help, given up at
// anything else, so that no write is tried for ever.

import { SimulationError } from '@holdfast/core';
import { asSimulationError } from './conclude.ts';
import type { Clock } from './ports.ts';

const retryFirstMs = 20;
const retryMostMs = 5000;

export class WriteChain {
  readonly #clock: Clock;
  readonly #refused: (error: SimulationError) => void;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `refused` is told once when trying again cannot help: `store.stale-epoch`, `store.rejected`, or `server.internal`
   * for what is no operating failure at all. Later writes are not tried. */
  constructor(clock: Clock, refused: (error: SimulationError) => void) {
    this.#clock = clock;
    this.#refused = refused;
  }

  /** Runs after all earlier writes; resolves true once done, false when the chain was closed before. */
  add(write: () => Promise<void>): Promise<boolean> {
    const done = this.#last.then(() => this.#persist(write));
    this.#last = done;
    return done;
  }

  /** Resolves when every write asked for so far is done or given up. */
  get idle(): Promise<unknown> {
    return this.#last;
  }

  close(): void {
    this.#closed = true;
  }

  async #persist(write: () => Promise<void>): Promise<boolean> {
    for (let delayMs = retryFirstMs; !this.#closed; delayMs = Math.min(2 * delayMs, retryMostMs)) {
      try {
        await write();
        return true;
      } catch (error) {
        const failure = asSimulationError(error);
        if (failure !== error || failure.retry === 'never') {
          this.#closed = true;
          this.#refused(failure);
          return false;
        }
        await new Promise<void>((resolve) => this.#clock.after(delayMs, resolve));
      }
    }
    return false;
  }
}
