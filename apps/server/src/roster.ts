// Which runs this process answers for, so that counting them asks neither the store nor a worker.

import type { RunRecord, Store } from '@holdfast/core';
import type { RunHost } from '@holdfast/runtime';

/** Runs of this process that have not ended, by status. */
export type RunCounts = Readonly<Record<'queued' | 'running' | 'paused' | 'recovering', number>>;

/** A run host that knows its runs. */
export interface RosteredRuns extends RunHost {
  counts(): RunCounts;
}

/** Wraps `runs`; `ended` hears of every run of this process that ends. */
export function keepRoster(
  runs: RunHost,
  store: Pick<Store, 'orphanedRuns'>,
  ended: (record: RunRecord) => void,
): RosteredRuns {
  const present = new Set<string>();
  function note(id: string): void {
    if (present.has(id)) return;
    present.add(id);
    runs
      .ended(id)
      .then(ended, () => undefined)
      .finally(() => present.delete(id));
  }
  return {
    async start(spec) {
      const record = await runs.start(spec);
      note(record.id);
      return record;
    },
    async recover() {
      const orphans = await store.orphanedRuns();
      const recovered = await runs.recover();
      for (const { id } of orphans) if (runs.live(id) !== undefined) note(id);
      return recovered;
    },
    pause: (id) => runs.pause(id),
    resume: (id) => runs.resume(id),
    cancel: (id) => runs.cancel(id),
    input: (id, inputs) => runs.input(id, inputs),
    pace: (id, change) => runs.pace(id, change),
    detail: (id, name, query) => runs.detail(id, name, query),
    drill: (id, drill) => runs.drill(id, drill),
    live: (id) => runs.live(id),
    subscribe: (id, subscriber) => runs.subscribe(id, subscriber),
    ended: (id) => runs.ended(id),
    close: (deadlineMs) => runs.close(deadlineMs),
    counts() {
      const counts = { queued: 0, running: 0, paused: 0, recovering: 0 };
      for (const id of present) {
        const status = runs.live(id)?.record.status;
        if (status !== undefined && status !== 'ended') counts[status] += 1;
      }
      return counts;
    },
  };
}
