// Which instant a living run shows: what had come a tenth of a second ago, so that frames that come unevenly are shown evenly.
// It never runs ahead of what has come.

/** ms between the coming of a frame and its being shown. */
export const bufferMs = 100;
const kept = 64;

export class ArrivalClock {
  #arrivals: { readonly at: number; readonly time: number }[] = [];

  /** Simulated time to show at `now`, ms. @param newest time of the newest frame */
  show(newest: number, now: number): number {
    const last = this.#arrivals.at(-1);
    if (last === undefined || newest !== last.time) {
      // A run that went back was begun anew.
      if (last !== undefined && newest < last.time) this.#arrivals = [];
      // After a pause the newest frame does not come from long ago.
      else if (last !== undefined && now - last.at > 2 * bufferMs)
        this.#arrivals = [{ at: now - bufferMs, time: last.time }];
      this.#arrivals = [...this.#arrivals.slice(1 - kept), { at: now, time: newest }];
    }
    const asked = now - bufferMs;
    const after = this.#arrivals.findIndex(({ at }) => at > asked);
    if (after < 0) return newest;
    const [a, b] = [this.#arrivals[after - 1], this.#arrivals[after]!];
    if (a === undefined) return b.time;
    return a.time + ((b.time - a.time) * (asked - a.at)) / (b.at - a.at);
  }

  /** True while it has not arrived at the newest frame. */
  moving(now: number): boolean {
    const last = this.#arrivals.at(-1);
    return last !== undefined && now - last.at < bufferMs;
  }
}
