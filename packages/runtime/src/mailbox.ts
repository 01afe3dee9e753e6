// What the host asked, kept until the driver looks between two steps.

import type { Input, StopReason } from '@holdfast/core';
import type { HostMessage } from './messages.ts';

export interface InputRequest {
  readonly request: number;
  readonly inputs: readonly Input[];
}

export class Mailbox {
  #requests: InputRequest[] = [];
  #conclude: StopReason | undefined;
  #park = false;
  readonly #waiting = new Map<number, () => void>();
  #messages = 0;

  get conclude(): StopReason | undefined {
    return this.#conclude;
  }

  get park(): boolean {
    return this.#park;
  }

  put(message: HostMessage): void {
    if (message.type === 'input') this.#requests.push(message);
    else if (message.type === 'conclude') this.#conclude ??= message.stop;
    else if (message.type === 'park') this.#park = true;
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
