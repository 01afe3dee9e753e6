// Decides whether a run that lost its worker may go on. The budget refills only by progress past the failing time.

/** How a worker was lost: by its own crash, by not answering, or by a kill from outside, which says nothing about the model. */
export type LossKind = 'crash' | 'unresponsive' | 'killed';

const lossesMost: Readonly<Record<LossKind, number>> = { crash: 3, unresponsive: 2, killed: 20 };

export class CrashBudget {
  #furthest = -1;
  #losses: Record<LossKind, number> = { crash: 0, unresponsive: 0, killed: 0 };

  /** Losses since the run last got past its furthest time. */
  get count(): number {
    return this.#losses.crash + this.#losses.unresponsive + this.#losses.killed;
  }

  /** Counts a loss at a simulated time; false when the run must end. */
  spend(kind: LossKind, time: number): boolean {
    if (time > this.#furthest) {
      this.#furthest = time;
      this.#losses = { crash: 0, unresponsive: 0, killed: 0 };
    }
    this.#losses[kind]++;
    return this.#losses[kind] < lossesMost[kind];
  }
}
