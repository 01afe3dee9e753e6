// What no plant can do. A violation is a defect of the model, never a result: it ends the run with its name.

import { SimulationError } from '@holdfast/core';
import { account, accounts, type Layout } from './layout.ts';
import { irreversibilities, type Stored } from './ledger.ts';

/** Shares of the turnover: how far an integral may step back, and how far an account may stay open, before it is a defect.
 * Errors of integration lie below even at the loosest tolerance. */
const backMost = 1e-6;
const openMost = 1e-4;

/** Where what may only grow is in the state behind the floaters. */
const growing = irreversibilities.map((name) => account[name]);

/** How the accounts of a state stand. */
export interface Balance {
  readonly residuals: Stored;
  /** Exergy stored at the beginning less what is stored now, J. */
  readonly released: number;
  /** Size of everything that went through, J. */
  readonly turnover: number;
}

export class SecondLaw {
  readonly #layout: Layout;
  /** Accounts when they were last found in order. */
  readonly seen = new Float64Array(accounts);

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** @throws SimulationError `simulation.law-broken` */
  check(time: number, state: Float64Array, { residuals, released, turnover }: Balance): void {
    const { ledgerAt } = this.#layout;
    const { seen } = this;
    const at = (number: number): number => state[ledgerAt + number]!;
    const broken = (law: string, quantity: string, value: number): SimulationError =>
      new SimulationError('simulation.law-broken', { law, time, quantity, value: `${value} J` });
    for (let which = 0; which < growing.length; which++) {
      const grown = at(growing[which]!) - seen[growing[which]!]!;
      if (!(grown >= -backMost * turnover))
        throw broken('the second law', `growth of ${irreversibilities[which]!}`, grown);
    }
    if (!(Math.abs(residuals.energy) <= openMost * turnover))
      throw broken('the first law', 'what is missing in the energy account', residuals.energy);
    if (!(Math.abs(residuals.exergy) <= openMost * turnover))
      throw broken('the second law', 'what is missing in the exergy account', residuals.exergy);
    const given = at(account.compression) + at(account.heatExergy) + at(account.changes) + released;
    const surplus = at(account.generator) - given;
    if (!(surplus <= openMost * turnover)) throw broken('the second law', 'work from nothing', surplus);
    for (let place = 0; place < accounts; place++) seen[place] = at(place);
  }
}
