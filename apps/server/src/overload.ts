// How late the event loop is. Measured once a second, so reading it costs nothing.

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface LoopWatch {
  /** 99th percentile above the sampling interval, ms: the lesser of the last two seconds, since one hiccup, such as
   * starting, is no overload. */
  readonly delayMs: number;
  close(): void;
}

const resolutionMs = 10;
const windowMs = 1000;

/** Begins to watch the event loop of this process. */
export function watchLoop(): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  let lastMs = 0;
  let delayMs = 0;
  histogram.enable();
  const timer = setInterval(() => {
    const nowMs = Math.max(0, histogram.percentile(99) / 1e6 - resolutionMs);
    delayMs = Math.min(lastMs, nowMs);
    lastMs = nowMs;
    histogram.reset();
  }, windowMs);
  timer.unref();
  return {
    get delayMs() {
      return delayMs;
    },
    close() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
