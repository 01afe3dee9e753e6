// What each account gained in the last whole loop of the chain: the steady figures of a plant that has run in.

import { account, accounts, type AccountName, type Layout } from './layout.ts';

export class LoopRecord {
  /** Time and accounts when the loop began, and at the end of the last one less at its beginning. */
  readonly begun = new Float64Array(accounts + 1);
  readonly gained = new Float64Array(accounts + 1);
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Takes the end of a loop. */
  complete(time: number, state: Float64Array): void {
    const { ledgerAt } = this.#layout;
    for (let at = 0; at <= accounts; at++) {
      const now = at < accounts ? state[ledgerAt + at]! : time;
      this.gained[at] = now - this.begun[at]!;
      this.begun[at] = now;
    }
  }

  /** s; 0 before the first loop is complete. */
  get duration(): number {
    return this.gained[accounts]!;
  }

  /** Mean rate over the last loop, W or kg/s. */
  mean(name: AccountName): number {
    return this.gained[account[name]]! / this.duration;
  }
}
