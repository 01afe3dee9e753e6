// Real time and real turns of the event loop.

import { setImmediate } from 'node:timers/promises';
import type { Clock, Random } from '../ports.ts';

export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, then) => {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
  breathe: () => setImmediate(),
};

export const nodeRandom: Random = {
  uint32: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
};
