// What a paced run gives up when it cannot keep its pace, one rung after the other and back: what it shows, then what it
// checks, last its pace. No rung changes a number.

import { DurationHistogram } from './duration-histogram.ts';

/** What is given up on each rung, besides what the rungs below it gave up. */
export const rungs = [
  'everything is shown and checked',
  'figures are told four times less often',
  'live frames come half as often',
  'accounts are checked ten times less often',
  'live frames and checks as in performance mode',
  'it runs slower than asked',
] as const;

/** Share of a step's wall time that its computation may take. */
const budget = 0.7;
const upMs = 1000;
const downMs = 10_000;
/** Share of the budget below which a rung is taken back. */
const easy = 0.5;

export class OverrunLadder {
  readonly #loads = new DurationHistogram(upMs);
  #rung = 0;
  #lookAt = -Infinity;
  #easySince = Infinity;

  /** 0 .. 5. */
  get rung(): number {
    return this.#rung;
  }

  /** How much longer computation could take, as a factor; null while nothing is known. */
  get headroom(): number | null {
    return this.#loads.count === 0 ? null : budget / this.#loads.quantile(0.95);
  }

  /** Learns that a step took `computeMs` of its `periodMs`; answers whether the rung is another one now. */
  learn(computeMs: number, periodMs: number, at: number): boolean {
    this.#loads.add(computeMs / periodMs, at);
    if (this.#lookAt === -Infinity) this.#lookAt = at + upMs;
    if (at < this.#lookAt) return false;
    this.#lookAt = at + upMs;
    const load = this.#loads.quantile(0.95);
    if (load > budget) return this.#climb();
    if (load > easy * budget) this.#easySince = Infinity;
    else if (this.#easySince === Infinity) this.#easySince = at;
    if (this.#rung === 0 || at - this.#easySince < downMs) return false;
    this.#easySince = at;
    this.#rung--;
    return true;
  }

  /** Begins anew, at the bottom. */
  reset(): void {
    this.#rung = 0;
    this.#loads.clear();
    this.#lookAt = -Infinity;
    this.#easySince = Infinity;
  }

  #climb(): boolean {
    this.#easySince = Infinity;
    if (this.#rung === rungs.length - 1) return false;
    this.#rung++;
    return true;
  }
}
