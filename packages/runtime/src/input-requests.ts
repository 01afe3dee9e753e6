// Live inputs that a caller waits for: sent to each new worker until one has applied them and the store has them.

import { SimulationError, type Input } from '@holdfast/core';
import { InputBudget } from './input-budget.ts';
import type { InputRequest } from './mailbox.ts';
import type { Clock } from './ports.ts';

interface Waiting extends InputRequest {
  readonly settle: (error: SimulationError | undefined) => void;
}

export class InputRequests {
  readonly #waiting = new Map<number, Waiting>();
  readonly #budget: InputBudget;
  #next = 0;

  /** Counts what `logged` holds as spent. */
  constructor(clock: Pick<Clock, 'monotonic'>, logged: readonly Input[]) {
    this.#budget = new InputBudget(clock, logged);
  }

  /** What lists cost the log. */
  get listed(): number {
    return this.#budget.logged;
  }

  /** Those no worker has applied yet, oldest first. */
  get open(): readonly InputRequest[] {
    return [...this.#waiting.values()].map(({ request, inputs }) => ({ request, inputs }));
  }

  /** Notes a request; the promise settles with `take`, or rejects with `refuseAll`.
   * @throws SimulationError `input.too-fast`, `input.log-full` */
  add(inputs: readonly Input[]): { readonly request: InputRequest; readonly done: Promise<void> } {
    this.#budget.spend(inputs);
    const request = { request: this.#next++, inputs };
    const done = new Promise<void>((resolve, reject) => {
      const settle = (error: SimulationError | undefined): void =>
        error === undefined ? resolve() : reject(error);
      this.#waiting.set(request.request, { ...request, settle });
    });
    return { request, done };
  }

  /** Removes an applied request; the returned function answers its caller. */
  take(request: number): (error: SimulationError | undefined) => void {
    const found = this.#waiting.get(request);
    this.#waiting.delete(request);
    return (error) => found?.settle(error);
  }

  /** Removes all, and answers each caller with what `settle` makes of its inputs. */
  takeAll(settle: (inputs: readonly Input[]) => Promise<SimulationError | undefined>): void {
    for (const { request, inputs } of this.open) {
      const answer = this.take(request);
      void settle(inputs).then(answer);
    }
  }

  refuseAll(error: SimulationError): void {
    for (const { settle } of this.#waiting.values()) settle(error);
    this.#waiting.clear();
  }
}
