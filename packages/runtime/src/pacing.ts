// Wall-clock manners of a worker: how often it reports and when it lets messages in. Never touches a number of the run.

import type { WorkerMessage } from './messages.ts';
import type { LivingRun } from './living-run.ts';
import type { Clock } from './ports.ts';

const sliceMs = 5;
const beatMs = 200;
/** Part of the time between live frames after which one may be shown: paced states come at nearly equal times. */
const early = 0.9;
/** Live frames may use this many bytes per millisecond (8 MB/s); larger frames are sent less often. */
const frameBytesPerMs = 8000;

export class Pacing {
  readonly #clock: Clock;
  readonly #post: (message: WorkerMessage) => void;
  readonly #base: number;
  readonly #started: number;
  #manner = { frameMs: 50, metricsMs: 500 };
  #slice: number;
  #beat = -Infinity;
  #metrics: number;
  #frame = -Infinity;

  /** `runningMs` is what the run had used before. */
  constructor(clock: Clock, post: (message: WorkerMessage) => void, runningMs: number) {
    this.#clock = clock;
    this.#post = post;
    this.#base = runningMs;
    this.#started = clock.monotonic();
    this.#slice = this.#started;
    this.#metrics = this.#started;
  }

  /** Wall time the run has used in all its workers, without pauses. */
  get runningMs(): number {
    return this.runningAt(this.#clock.monotonic());
  }

  /** The same at the instant `now`. */
  runningAt(now: number): number {
    return this.#base + now - this.#started;
  }

  /** Wall time until the next beat is due at the latest, ms. */
  get beatWithinMs(): number {
    return Math.max(1, this.#beat + beatMs - this.#clock.monotonic());
  }

  /** Says how often frames and figures are shown from now on. */
  show(manner: { readonly frameMs: number; readonly metricsMs: number }): void {
    this.#manner = manner;
  }

  /** Says that the run lives, when it is time to. */
  beat(run: LivingRun, now = this.#clock.monotonic()): void {
    if (now - this.#beat < beatMs) return;
    this.#beat = now;
    this.#post({ type: 'beat', time: run.time, end: run.end, runningMs: this.runningAt(now) });
  }

  /** Reports what is due at the instant `now`, then serves the event loop when the slice is used up. */
  async afterStep(run: LivingRun, now: number): Promise<void> {
    const { frameMs, metricsMs } = this.#manner;
    this.beat(run, now);
    if (now - this.#metrics >= metricsMs) {
      this.#metrics = now;
      this.#post({ type: 'metrics', time: run.time, inputs: run.applied, metrics: run.metrics() });
    }
    if (now - this.#frame >= Math.max(early * frameMs, (8 * run.frameSize) / frameBytesPerMs)) {
      this.#frame = now;
      this.#post({ type: 'frame', frame: run.liveFrame() });
    }
    if (now - this.#slice >= sliceMs) {
      await this.#clock.breathe();
      this.#slice = this.#clock.monotonic();
    }
  }

  /** Waits without computing; beats meanwhile, so that waiting is not taken for an endless loop - as long as `idle`. */
  async waiting<T>(run: LivingRun, promise: Promise<T>, idle: () => boolean = () => true): Promise<T> {
    const waiting = { over: false };
    const beat = (): void => {
      if (waiting.over) return;
      if (idle()) this.#post({ type: 'beat', time: run.time, end: run.end, runningMs: this.runningMs });
      this.#clock.after(beatMs, beat);
    };
    const cancel = this.#clock.after(beatMs, beat);
    try {
      return await promise;
    } finally {
      waiting.over = true;
      cancel();
    }
  }
}
