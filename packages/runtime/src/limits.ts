// Bounds of the bounds: what a caller may ask for. The wire schema states the same numbers; a test compares them.

import { SimulationError, type RunSpec } from '@holdfast/core';

const year = 365 * 86_400_000;
const most = Number.MAX_SAFE_INTEGER;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const bounds: Readonly<Record<string, Bounds>> = {
  wallMs: { min: 1, max: year, whole: false },
  steps: { min: 1, max: most, whole: true },
  simulatedTime: { min: Number.MIN_VALUE, max: Number.MAX_VALUE, whole: false },
  memoryMb: { min: 64, max: 1_048_576, whole: true },
  frames: { min: 1, max: 100_000_000, whole: true },
  workers: { min: 1, max: 64, whole: true },
  seed: { min: 0, max: most, whole: true },
  until: { min: Number.MIN_VALUE, max: Infinity, whole: false },
};

/** Refuses a spec whose numbers lie outside their bounds. @throws SimulationError `limit.out-of-bounds` */
export function checkBounds(spec: Pick<RunSpec, 'limits' | 'workers' | 'seed' | 'until'>): void {
  const { limits, workers, seed, until } = spec;
  for (const [name, value] of Object.entries({ ...limits, workers, seed, until })) {
    const bound = bounds[name];
    if (bound === undefined || value === undefined) continue;
    const { min, max, whole } = bound;
    const inside = value >= min && value <= max && (!whole || Number.isInteger(value));
    if (!inside) throw new SimulationError('limit.out-of-bounds', { name, value, min, max });
  }
}
