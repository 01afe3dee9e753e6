// What the host asked, kept until the driver looks between two steps.

import type { Input, StopReason } from '@holdfast/core';
import type { HostMessage } from './messages.ts';
import type { PaceChange } from './pace.ts';
import type { Asked } from './questions.ts';
import type { Clock } from './ports.ts';
import { Promised } from './promised.ts';

export interface InputRequest {
  readonly request: number;
  readonly inputs: readonly Input[];
}

export class Mailbox {
  #requests: InputRequest[] = [];
  #asked: Asked[] = [];
  #conclude: StopReason | undefined;
  #park = false;
  #pace: PaceChange | undefined;
  #showHz = 0;
  #arrived = false;
  #wake: () => void = () => undefined;
  readonly #waiting = new Map<number, () => void>();
  #messages = 0;

  get conclude(): StopReason | undefined {
    return this.#conclude;
  }

  get park(): boolean {
    return this.#park;
  }

  /** Whether something was asked since `seen`. */
  get arrived(): boolean {
    return this.#arrived;
  }

  /** The driver looks at everything now. */
  seen(): void {
    this.#arrived = false;
  }

  /** Resolves when something is asked, or after `waitMs`. */
  async arrivedWithin(clock: Clock, waitMs: number): Promise<void> {
    const woken = new Promised<void>();
    this.#wake = () => woken.resolve();
    const cancel = clock.after(waitMs, this.#wake);
    await woken.promise;
    cancel();
  }

  put(message: HostMessage): void {
    if (message.type !== 'stored') {
      this.#arrived = true;
      this.#wake();
    }
    if (message.type === 'input') this.#requests.push(message);
    else if (message.type === 'ask') this.#asked.push(message);
    else if (message.type === 'conclude') this.#conclude ??= message.stop;
    else if (message.type === 'park') this.#park = true;
    else if (message.type === 'pace') this.#pace = { ...this.#pace, ...message.change };
    else if (message.type === 'show') this.#showHz = message.hz;
    else if (message.type === 'stored') {
      this.#waiting.get(message.message)?.();
      this.#waiting.delete(message.message);
    }
  }

  takeRequests(): readonly InputRequest[] {
    const taken = this.#requests;
    this.#requests = [];
    return taken;
  }

  /** Questions to be answered with the state as it is now. */
  takeAsked(): readonly Asked[] {
    const taken = this.#asked;
    this.#asked = [];
    return taken;
  }

  takePace(): PaceChange | undefined {
    const taken = this.#pace;
    this.#pace = undefined;
    return taken;
  }

  /** Live frames per second that were asked for last. */
  get showHz(): number {
    return this.#showHz;
  }

  /** Drops a request to park that could not be honoured. */
  unpark(): void {
    this.#park = false;
  }

  /** Numbers a message that the host will answer; `stored` resolves with that answer. */
  expect(): { readonly message: number; readonly stored: Promise<void> } {
    const message = this.#messages++;
    return { message, stored: new Promise((resolve) => this.#waiting.set(message, resolve)) };
  }
}
