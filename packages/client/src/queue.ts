// Whether a queued run waits for others or is just beginning: every run is queued for as long as its process takes to start.

import type { RunView } from '@holdfast/protocol';

type Standing = Pick<RunView, 'id' | 'status' | 'createdAt'>;

/** True when the runs that compute, and those queued before it, take all of the server's `slots`. */
export function waitsForPlace(run: Standing, runs: readonly Standing[], slots: number): boolean {
  if (run.status !== 'queued') return false;
  const before = runs.filter(
    ({ id, status, createdAt }) =>
      id !== run.id &&
      (status === 'running' || status === 'recovering' || (status === 'queued' && createdAt < run.createdAt)),
  );
  return before.length >= slots;
}
