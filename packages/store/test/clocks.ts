// Clocks for the store's tests: one that real processes need, one that moves only when told.

import type { StoreClock } from '../src/index.ts';

export const realClock: StoreClock = {
  now: () => Date.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Moves when `advance` is called; actions run in the order they are due. */
export class ManualClock implements StoreClock {
  #now = 0;
  #due: { at: number; action: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, action: () => void): () => void {
    const entry = { at: this.#now + ms, action };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.sort((left, right) => left.at - right.at)[0];
      if (next === undefined || next.at > end) break;
      this.#due.shift();
      this.#now = next.at;
      next.action();
    }
    this.#now = end;
  }
}
