// What the process tells its caller. The numbers are part of the interface and never change meaning.
import { SimulationError, type ErrorCode, type StopReason } from '@holdfast/core';

export const exitCode = {
  ok: 0,
  failure: 1,
  usage: 2,
  invalidModel: 3,
  limit: 4,
  replayMismatch: 5,
  serverUnreachable: 6,
  alert: 7,
  interrupted: 130,
} as const;

/** The exit code for how a run ended. */
export function exitCodeOf(stop: StopReason): number {
  switch (stop.kind) {
    case 'reached-end':
    case 'converged':
      return exitCode.ok;
    case 'limit':
      return exitCode.limit;
    case 'halted':
      return exitCode.alert;
    case 'cancelled':
      return exitCode.interrupted;
    case 'failed':
      return exitCode.failure;
  }
}

/** What was asked of the command, not of the model, cannot be. */
const misused: ReadonlySet<ErrorCode> = new Set([
  'configuration.invalid',
  'export.no-form',
  'limit.out-of-bounds',
  'request.invalid',
  'run.undivided',
]);

/** The exit code for a failure. */
export function exitCodeOfError(error: unknown): number {
  if (!(error instanceof SimulationError)) return exitCode.failure;
  if (error.code.startsWith('document.') || error.code.startsWith('input.')) return exitCode.invalidModel;
  if (error.code === 'server.unreachable') return exitCode.serverUnreachable;
  if (error.code === 'replay.mismatch') return exitCode.replayMismatch;
  if (misused.has(error.code)) return exitCode.usage;
  return exitCode.failure;
}
