// Sends pictures as inputs of the run, one at a time: the newest wins, the same one is not sent twice, and a refusal ends it. What changed is
// sent where that is shorter, and a whole picture now and then, in case somebody else showed the run another.

import type { InputValue } from '@holdfast/core';
import { pictureValue } from '@holdfast/sketch';

export type Levels = readonly number[];

export interface SentState {
  /** What the run took last; undefined before the first. */
  readonly shown: Levels | undefined;
  /** How many it took. */
  readonly count: number;
  /** Why it took none since. */
  readonly refused: string;
}

export interface SenderPorts {
  /** Resolves once the run took it; rejects with why not. */
  readonly send: (value: InputValue) => Promise<unknown>;
  readonly changed: (state: SentState) => void;
  /** Called when a refusal ends what is shown. */
  readonly stopped: () => void;
  /** Words for what was thrown, and whether trying again later can help. */
  readonly reason: (thrown: unknown) => { readonly message: string; readonly later: boolean };
}

function isSame(one: Levels | undefined, other: Levels): boolean {
  return one !== undefined && one.length === other.length && one.every((level, at) => level === other[at]);
}

/** Changes between two whole pictures. */
const changesMost = 100;

export class PictureSender {
  readonly #ports: SenderPorts;
  #state: SentState = { shown: undefined, count: 0, refused: '' };
  #next: Levels | undefined;
  #busy = false;
  /** What the run holds for sure. */
  #base: Levels | undefined;
  #changes = 0;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
  }

  /** Takes a picture to be sent; one that still waits is forgotten. */
  offer(levels: Levels): void {
    this.#next = levels;
    if (!this.#busy) void this.#work();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#next = undefined;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (;;) {
      const next = this.#next;
      this.#next = undefined;
      if (next === undefined) break;
      if (isSame(this.#state.shown, next)) continue;
      await this.#send(next);
    }
    this.#busy = false;
  }

  async #send(levels: Levels): Promise<void> {
    try {
      await this.#ports.send(this.#valueOf(levels));
      this.#base = levels;
      this.#become({ shown: levels, count: this.#state.count + 1, refused: '' });
    } catch (thrown) {
      this.#base = undefined;
      const { message, later } = this.#ports.reason(thrown);
      this.#become({ ...this.#state, refused: message });
      if (later) return;
      this.#next = undefined;
      this.#ports.stopped();
    }
  }

  #valueOf(levels: Levels): InputValue {
    const value = pictureValue(this.#changes < changesMost ? this.#base : undefined, levels);
    this.#changes = value === levels ? 0 : this.#changes + 1;
    return value;
  }

  #become(state: SentState): void {
    this.#state = state;
    this.#ports.changed(state);
  }
}
