// A count as a rate.

/** Counts per second over about half a second. */
export class Meter {
  #at = Number.NaN;
  #count = 0;
  #rate = 0;

  read(count: number, now: number): number {
    if (Number.isNaN(this.#at) || count < this.#count) [this.#at, this.#count] = [now, count];
    if (now - this.#at > 500) {
      this.#rate = ((count - this.#count) / (now - this.#at)) * 1000;
      [this.#at, this.#count] = [now, count];
    }
    return this.#rate;
  }
}
