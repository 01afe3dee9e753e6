import { errorRegistry, SimulationError } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { asFailure, errorView, statuses } from '../src/failures.ts';
import { invalidDocument } from '../src/refusal.ts';

describe('failures', () => {
  it('give every code of the registry a status, and none besides', () => {
    expect(Object.keys(statuses).sort()).toEqual(Object.keys(errorRegistry).sort());
    for (const status of Object.values(statuses)) expect(status).toBeGreaterThanOrEqual(400);
  });

  it('say what happened and what to do next', () => {
    expect(errorView(new SimulationError('run.not-found', { id: 'r1' }))).toEqual({
      error: {
        code: 'run.not-found',
        message: 'no run has the id "r1"',
        remedy: 'See the list of runs: "holdfast runs", or the first page of the studio.',
      },
    });
  });

  it('carry the issues of a refused document', () => {
    const issue = { path: '/model', code: 'document.missing-key', message: 'missing' };
    expect(errorView(invalidDocument([issue])).error.issues).toEqual([issue]);
  });

  it('tell nothing of an unforeseen error', () => {
    const view = errorView(asFailure(new Error('password is hunter2')));
    expect(view.error.code).toBe('server.internal');
    expect(JSON.stringify(view)).not.toContain('hunter2');
  });
});
