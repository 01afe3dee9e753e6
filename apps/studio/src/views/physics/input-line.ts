// Inputs of a hand on their way to the run, one after the other: requests that travel side by side may overtake each other, and a pull that
// comes after the hand let go would hold the body for good. Of what waits only the newest counts.

import type { Input } from '@holdfast/core';

export class InputLine {
  readonly #send: (inputs: readonly Input[]) => Promise<void>;
  #isSending = false;
  #waiting: readonly Input[] | undefined;

  /** @param send settles when the inputs have come, or were refused */
  constructor(send: (inputs: readonly Input[]) => Promise<void>) {
    this.#send = send;
  }

  give(inputs: readonly Input[]): void {
    this.#waiting = inputs;
    if (!this.#isSending) void this.#go();
  }

  async #go(): Promise<void> {
    this.#isSending = true;
    for (;;) {
      const inputs = this.#waiting;
      if (inputs === undefined) break;
      this.#waiting = undefined;
      await this.#send(inputs);
    }
    this.#isSending = false;
  }
}
