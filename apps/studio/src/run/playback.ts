// Plays what is recorded: a time that runs ahead of the watcher's clock by a factor, from the cursor to the newest frame.

export class Playback {
  #time = Number.NaN;
  #at = 0;
  #told: number | null = null;
  #toldAt = -Infinity;
  speed: number;

  constructor(speed: number) {
    this.speed = speed;
  }

  get playing(): boolean {
    return !Number.isNaN(this.#time);
  }

  /** The time shown while it plays. */
  get time(): number {
    return this.#time;
  }

  /** @param cursor where it stands; who moves it from there ends the playing */
  begin(time: number, now: number, cursor: number | null): void {
    this.#time = time;
    this.#at = now;
    this.#told = cursor;
    this.#toldAt = -Infinity;
  }

  end(): void {
    this.#time = Number.NaN;
  }

  /** Goes on to `now` (ms); ends at `newest`, or when somebody else moved the cursor. `tell` moves it, a few times a second.
   * @returns whether it still plays */
  advance(
    now: number,
    newest: number,
    cursor: number | null,
    tell: (time: number) => void,
    tellEveryMs: number,
  ): boolean {
    if (!this.playing) return false;
    if (cursor !== this.#told) {
      this.end();
      return false;
    }
    this.#time = Math.min(newest, this.#time + Math.max(0, (now - this.#at) / 1000) * this.speed);
    this.#at = now;
    const over = this.#time >= newest;
    if (over || now - this.#toldAt >= tellEveryMs) {
      this.#toldAt = now;
      this.#told = this.#time;
      tell(this.#time);
    }
    if (over) this.end();
    return this.playing;
  }
}
