// Which instant the moving picture shows: the cursor where one is set, else a way from the frame before to the newest one
// that takes as long as the newest one took to come. It shows the past, never a guess about the future.

/** What follows is held against these, ms: frames that come faster are shown as they come, slower ones without waiting long. */
const shortest = 16;
const longest = 1000;

export class SceneClock {
  #from = Number.NaN;
  #to = Number.NaN;
  #begunAt = 0;
  #lasts = shortest;
  #shown = Number.NaN;
  #rate = 0;
  #askedAt = Number.NaN;

  /** Simulated time that passes per second of the watcher, over the last two calls. */
  get rate(): number {
    return this.#rate;
  }

  /** True while it has not arrived at the newest frame. */
  moving(now: number): boolean {
    return this.#shown < this.#to && now - this.#begunAt < 2 * longest;
  }

  /** @param newest time of the newest frame; NaN where there is none
   * @param cursor the time looked at; null follows
   * @param now ms of the watcher's clock
   * @param smooth false jumps from frame to frame */
  at(newest: number, cursor: number | null, now: number, smooth: boolean): number {
    const before = this.#shown;
    if (cursor !== null || !smooth || Number.isNaN(this.#to) || newest < this.#to) {
      this.#from = this.#to = newest;
      this.#begunAt = now;
      this.#shown = cursor ?? newest;
    } else {
      if (newest > this.#to) {
        this.#lasts = Math.min(longest, Math.max(shortest, now - this.#begunAt));
        this.#from = Number.isNaN(before) ? newest : Math.min(before, newest);
        this.#to = newest;
        this.#begunAt = now;
      }
      const share = Math.min(1, (now - this.#begunAt) / this.#lasts);
      this.#shown = this.#from + (this.#to - this.#from) * share;
    }
    const passed = (now - this.#askedAt) / 1000;
    if (passed > 0) this.#rate = Number.isNaN(before) ? 0 : Math.abs(this.#shown - before) / passed;
    this.#askedAt = now;
    return this.#shown;
  }
}
