// Whether the server answers. One banner reads it; while it is away one small request asks again every few seconds.

import { isLocked, isUnreachable } from './problem.ts';

const askAgainMs = 2500;

/** The server's reachability as the last request found it. */
export class Reach {
  readonly #ask: () => Promise<unknown>;
  readonly #listeners = new Set<() => void>();
  #away = false;
  #locked = false;
  /** Grows each time the server comes back, so that pages load again. */
  #returns = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<unknown>) {
    this.#ask = ask;
  }

  readonly away = (): boolean => this.#away;
  /** True once the server asked for an API key this page does not have. */
  readonly locked = (): boolean => this.#locked;
  readonly returns = (): number => this.#returns;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Passes a request through and notes whether it was answered. */
  async watch<T>(request: Promise<T>): Promise<T> {
    try {
      const answer = await request;
      this.#note(false);
      return answer;
    } catch (error) {
      this.heard(error);
      throw error;
    }
  }

  /** Notes a failure that came another way than through `watch`. */
  heard(error: unknown): void {
    if (isLocked(error)) this.#lock();
    this.#note(isUnreachable(error));
  }

  /** Asks now. */
  readonly askNow = (): void => {
    clearTimeout(this.#timer);
    this.watch(this.#ask()).catch(() => {
      if (this.#away) this.#timer = setTimeout(this.askNow, askAgainMs);
    });
  };

  #lock(): void {
    if (this.#locked) return;
    this.#locked = true;
    for (const listener of this.#listeners) listener();
  }

  #note(away: boolean): void {
    if (away === this.#away) return;
    this.#away = away;
    clearTimeout(this.#timer);
    if (away) this.#timer = setTimeout(this.askNow, askAgainMs);
    else this.#returns += 1;
    for (const listener of this.#listeners) listener();
  }
}
