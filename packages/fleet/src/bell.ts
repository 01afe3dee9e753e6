// Wakes those who wait for the board in the same process; those in other processes look from time to time.

import type { Clock } from '@holdfast/runtime';

export class Bell {
  readonly #clock: Clock;
  #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Resolves when the bell rings or `mostMs` have passed. */
  async wait(mostMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(mostMs, () => {
        this.#waiting.delete(wake);
        resolve();
      });
      const wake = (): void => {
        cancel();
        resolve();
      };
      this.#waiting.add(wake);
    });
  }
}
