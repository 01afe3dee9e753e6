import { SimulationError, type ErrorCode, type StopReason } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { exitCodeOf, exitCodeOfError } from '../src/exit-code.ts';

describe('exit codes', () => {
  it.each<[StopReason, number]>([
    [{ kind: 'reached-end' }, 0],
    [{ kind: 'converged' }, 0],
    [{ kind: 'failed', code: 'x', message: '', remedy: '' }, 1],
    [{ kind: 'limit', limit: 'wallMs', bound: 300 }, 4],
    [{ kind: 'halted', rule: 'x' }, 7],
    [{ kind: 'cancelled' }, 130],
  ])('tell how a run ended: %o gives %i', (stop, code) => {
    expect(exitCodeOf(stop)).toBe(code);
  });

  it.each<[ErrorCode, number]>([
    ['store.unavailable', 1],
    ['run.not-found', 1],
    ['configuration.invalid', 2],
    ['limit.out-of-bounds', 2],
    ['run.undivided', 2],
    ['request.invalid', 2],
    ['export.no-form', 2],
    ['document.invalid', 3],
    ['document.unreadable', 3],
    ['input.unknown', 3],
    ['input.out-of-range', 3],
    ['replay.mismatch', 5],
    ['server.unreachable', 6],
  ])('tell what failed: %s gives %i', (code, expected) => {
    expect(exitCodeOfError(new SimulationError(code))).toBe(expected);
  });

  it('call whatever is not expected a failure', () => {
    expect(exitCodeOfError(new TypeError('x'))).toBe(1);
  });
});
