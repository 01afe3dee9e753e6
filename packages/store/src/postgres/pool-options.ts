// Bounds of the connection pool, and of the bounds.

import { SimulationError } from '@holdfast/core';

export interface PoolOptions {
  /** Most connections, 1 .. 200. */
  readonly max: number;
  /** Connections kept while idle, 0 .. max. */
  readonly min: number;
  /** Longest wait for a connection, 100 .. 120 000 ms. */
  readonly connectionTimeoutMs: number;
  /** Longest statement, 100 .. 3 600 000 ms. */
  readonly statementTimeoutMs: number;
  /** A connection above `min` is closed after this, 1000 .. 3 600 000 ms. */
  readonly idleTimeoutMs: number;
}

const defaults: PoolOptions = {
  max: 20,
  min: 2,
  connectionTimeoutMs: 10_000,
  statementTimeoutMs: 60_000,
  idleTimeoutMs: 30_000,
};

function check(name: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new SimulationError('limit.out-of-bounds', { name, value, min, max });
}

/** Fills in defaults and checks. @throws SimulationError `limit.out-of-bounds` */
export function checkedPool(given: Partial<PoolOptions> = {}): PoolOptions {
  const max = given.max ?? defaults.max;
  const options = { ...defaults, min: Math.min(defaults.min, max), ...given };
  check('pool.max', options.max, 1, 200);
  check('pool.min', options.min, 0, options.max);
  check('pool.connectionTimeoutMs', options.connectionTimeoutMs, 100, 120_000);
  check('pool.statementTimeoutMs', options.statementTimeoutMs, 100, 3_600_000);
  check('pool.idleTimeoutMs', options.idleTimeoutMs, 1000, 3_600_000);
  return options;
}
