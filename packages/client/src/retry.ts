// When to try a lost stream again: soon, then more rarely, and not for ever.

const firstMs = 250;
const longestMs = 5000;
/** A restart and its recovery take seconds; after a minute of waiting somebody has to look. */
const patienceMs = 60_000;

/** Delays of 250 ms doubling up to 5 s until a minute has been waited in vain; success starts over. */
export class Retry {
  #next = firstMs;
  #waited = 0;

  /** Milliseconds to wait before the next attempt; undefined when patience is at its end. */
  delay(): number | undefined {
    if (this.#waited >= patienceMs) return undefined;
    const delay = this.#next;
    this.#waited += delay;
    this.#next = Math.min(longestMs, 2 * delay);
    return delay;
  }

  succeeded(): void {
    this.#next = firstMs;
    this.#waited = 0;
  }
}
