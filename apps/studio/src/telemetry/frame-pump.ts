// One animation frame for the whole page: painters run only when something changed, at most at their own rate, never while
// the tab is hidden, and no longer than a frame can bear: who comes too late is painted in the next one.

/** Draws from the newest data; `now` in milliseconds of the animation clock. */
export type Painter = (now: number) => void;

interface Entry {
  readonly paint: Painter;
  readonly intervalMs: number;
  paintedAt: number;
  version: number;
}

/** What the pump needs of a browser; injected so that tests own time. */
export interface Display {
  requestFrame(callback: (now: number) => void): number;
  cancelFrame(handle: number): void;
  hidden(): boolean;
  /** Milliseconds, for how long painting takes. */
  clock(): number;
}

/** The window's animation frames. */
export const windowDisplay: Display = {
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  hidden: () => document.hidden,
  clock: () => performance.now(),
};

/** Painting begins no further painter after this long, so that a page that opens with many charts stays responsive. */
const budgetMs = 10;

/** Calls painters after `touch`, never more often than asked. */
export class FramePump {
  readonly #display: Display;
  readonly #entries = new Set<Entry>();
  #version = 0;
  #handle = 0;

  constructor(display: Display = windowDisplay) {
    this.#display = display;
  }

  /** Adds a painter that runs at most `hz` times a second; returns how to remove it. */
  add(paint: Painter, hz: number): () => void {
    const entry: Entry = { paint, intervalMs: 1000 / hz, paintedAt: -Infinity, version: -1 };
    this.#entries.add(entry);
    this.#request();
    return () => {
      this.#entries.delete(entry);
    };
  }

  /** Says that the data changed; cheap, may be called for every frame received. */
  touch(): void {
    this.#version += 1;
    this.#request();
  }

  /** Says that the data changed for good: everybody paints with the next frame, however recently painted. */
  settle(): void {
    for (const entry of this.#entries) entry.paintedAt = -Infinity;
    this.touch();
  }

  stop(): void {
    this.#display.cancelFrame(this.#handle);
    this.#handle = 0;
    this.#entries.clear();
  }

  #request(): void {
    if (this.#handle !== 0 || this.#display.hidden()) return;
    this.#handle = this.#display.requestFrame((now) => {
      this.#handle = 0;
      this.#tick(now);
    });
  }

  #tick(now: number): void {
    const begun = this.#display.clock();
    let waiting = false;
    for (const entry of this.#entries) {
      if (entry.version === this.#version) continue;
      if (now - entry.paintedAt < entry.intervalMs - 1) {
        waiting = true;
        continue;
      }
      if (this.#display.clock() - begun > budgetMs) {
        waiting = true;
        break;
      }
      entry.paintedAt = now;
      entry.version = this.#version;
      // Who was painted stands behind the others, so that nobody is left out for good.
      this.#entries.delete(entry);
      this.#entries.add(entry);
      entry.paint(now);
    }
    if (waiting) this.#request();
  }
}
