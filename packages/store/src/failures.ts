// Which database errors mean "not now" (`store.unavailable`) and which mean "never this" (`store.rejected`); all others
// are programmer's mistakes and stay.

import { SimulationError } from '@holdfast/core';

/** SQLSTATE classes and codes after which the same statement may succeed later (PostgreSQL appendix A). */
const passing = /^(08...|53...|57P0[1-5]|57014|40001|40P01|25006|58030)$/;

/** Classes of errors in the data itself: a value no column can hold, a constraint that is broken. */
const rejected = /^2[23]...$/;

/** System errors of a connection that cannot be made or broke. */
const broken =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOENT|EACCES)$/;

/** Sentences of the driver that carry no code. */
const spoken =
  /connection terminated|connection error|timeout exceeded when trying to connect|query read timeout|after calling end on the pool|client was closed/i;

export function unavailable(reason: string, cause?: unknown): SimulationError {
  return new SimulationError('store.unavailable', { reason }, cause);
}

/** Turns what a driver threw into what the store throws. */
export function storeFailure(error: unknown): Error {
  if (error instanceof SimulationError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (rejected.test(code)) return new SimulationError('store.rejected', { reason: error.message }, error);
  const passes = passing.test(code) || broken.test(code) || (code === '' && spoken.test(error.message));
  return passes ? unavailable(error.message || code, error) : error;
}

/** The state of a database this version must not touch. */
export function incompatible(reason: string): SimulationError {
  return new SimulationError('store.incompatible', { reason });
}
