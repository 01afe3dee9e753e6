// Wall-clock manners of a worker: how often it reports and when it lets messages in. Never touches a number of the run.

import type { WorkerMessage } from './messages.ts';
import type { LivingRun } from './living-run.ts';
import type { Clock } from './ports.ts';

const sliceMs = 5;
const beatMs = 200;
const metricsMs = 500;
const frameMs = 50;
/** Live frames may use this many bytes per millisecond (8 MB/s); larger frames are sent less often. */
const frameBytesPerMs = 8000;

export class Pacing {
  readonly #clock: Clock;
  readonly #post: (message: WorkerMessage) => void;
  readonly #base: number;
  readonly #started: number;
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
    return this.#base + this.#clock.monotonic() - this.#started;
  }

  /** Reports what is due, then serves the event loop when the slice is used up. */
  async afterStep(run: LivingRun): Promise<void> {
    const now = this.#clock.monotonic();
    if (now - this.#beat >= beatMs) {
      this.#beat = now;
      this.#post({ type: 'beat', time: run.time, end: run.end, runningMs: this.runningMs });
    }
    if (now - this.#metrics >= metricsMs) {
      this.#metrics = now;
      this.#post({ type: 'metrics', time: run.time, inputs: run.applied, metrics: run.metrics() });
    }
    if (now - this.#frame >= Math.max(frameMs, (8 * run.frameSize) / frameBytesPerMs)) {
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
