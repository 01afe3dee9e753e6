// How fast simulated time has gone over the last few seconds of wall time.

const windowMs = 5000;

interface Sample {
  readonly at: number;
  readonly time: number;
}

export class RateWindow {
  #samples: readonly Sample[] = [];

  add(at: number, time: number): void {
    const fresh = this.#samples.filter((sample) => sample.at > at - windowMs);
    this.#samples = [...fresh, { at, time }];
  }

  clear(): void {
    this.#samples = [];
  }

  /** Time units per wall second; 0 while unknown. */
  get rate(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    return ((last.time - first.time) * 1000) / (last.at - first.at);
  }
}
