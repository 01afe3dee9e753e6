// Which instant a living run shows: what had come a little while ago, so that frames that come unevenly are shown evenly. The while is as
// long as frames keep one waiting, and changes without a jump. It never runs ahead of what has come.

/** ms between the coming of a frame and its being shown, where frames come often; at most, where they come seldom. */
export const bufferMs = 100;
const bufferMost = 700;
/** The buffer is this many times the longest of the last gaps between frames; a longer gap than `pauseMs` is a pause. */
const spare = 1.25;
const gapsKept = 6;
const pauseMs = 1000;
/** How fast the buffer may change, ms per ms: while it grows, time goes at half its pace. */
const grows = 0.5;
const shrinks = 0.05;
const kept = 64;

export class ArrivalClock {
  #arrivals: { readonly at: number; readonly time: number }[] = [];
  #gaps: number[] = [];
  #buffer = bufferMs;
  #at = Number.NaN;

  /** Simulated time to show at `now`, ms. @param newest time of the newest frame */
  show(newest: number, now: number): number {
    this.#hear(newest, now);
    this.#suit(now);
    const asked = now - this.#buffer;
    const after = this.#arrivals.findIndex(({ at }) => at > asked);
    if (after < 0) return newest;
    const [a, b] = [this.#arrivals[after - 1], this.#arrivals[after]!];
    if (a === undefined) return b.time;
    return a.time + ((b.time - a.time) * (asked - a.at)) / (b.at - a.at);
  }

  /** True while it has not arrived at the newest frame. */
  moving(now: number): boolean {
    const last = this.#arrivals.at(-1);
    return last !== undefined && now - last.at < this.#buffer;
  }

  #hear(newest: number, now: number): void {
    const last = this.#arrivals.at(-1);
    if (last !== undefined && newest === last.time) return;
    // A run that went back was begun anew.
    if (last !== undefined && newest < last.time) this.#arrivals = [];
    else if (last !== undefined) {
      const gap = now - last.at;
      if (gap < pauseMs) this.#gaps = [...this.#gaps.slice(1 - gapsKept), gap];
      // After a pause the newest frame does not come from long ago.
      if (gap > 2 * this.#buffer) this.#arrivals = [{ at: now - this.#buffer, time: last.time }];
    }
    this.#arrivals = [...this.#arrivals.slice(1 - kept), { at: now, time: newest }];
  }

  #suit(now: number): void {
    const passed = Number.isNaN(this.#at) ? 0 : Math.max(0, now - this.#at);
    this.#at = now;
    const wished = Math.min(bufferMost, Math.max(bufferMs, spare * Math.max(0, ...this.#gaps)));
    const change = Math.max(-shrinks * passed, Math.min(grows * passed, wished - this.#buffer));
    this.#buffer += change;
  }
}
