// The runs known to the list: pages by key, newest first; living ones are asked again while somebody looks.

import type { HoldfastClient } from '@holdfast/client';
import type { RunView } from '@holdfast/protocol';
import type { Reach } from '../shell/reach.ts';

const pageRuns = 60;
/** Living runs below the first page that are asked again each time. */
const askedMax = 20;

export interface RunListState {
  readonly runs: readonly RunView[];
  /** Key of the next page; null when all are known, undefined before the first page came. */
  readonly next: string | null | undefined;
  readonly loading: boolean;
  readonly error: unknown;
}

/** Runs by id, newest first. */
export class RunList {
  readonly #client: Pick<HoldfastClient, 'runs' | 'run'>;
  readonly #reach: Pick<Reach, 'watch'>;
  readonly #listeners = new Set<() => void>();
  #state: RunListState = { runs: [], next: undefined, loading: false, error: undefined };

  constructor(client: Pick<HoldfastClient, 'runs' | 'run'>, reach: Pick<Reach, 'watch'>) {
    this.#client = client;
    this.#reach = reach;
  }

  readonly state = (): RunListState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the following page. */
  async more(): Promise<void> {
    const { next, loading } = this.#state;
    if (loading || next === null) return;
    this.#change({ loading: true });
    try {
      const page = await this.#reach.watch(
        this.#client.runs({ limit: pageRuns, ...(next === undefined ? {} : { after: next }) }),
      );
      this.#change({ ...this.#merged(page.runs), next: page.next, loading: false, error: undefined });
    } catch (error) {
      this.#change({ loading: false, error });
    }
  }

  /** Reads the newest page again, and living runs below it one by one. */
  async refresh(): Promise<void> {
    if (this.#state.next === undefined) {
      await this.more();
      return;
    }
    try {
      const page = await this.#reach.watch(this.#client.runs({ limit: pageRuns }));
      const fresh = new Set(page.runs.map((run) => run.id));
      const living = this.#state.runs
        .filter((run) => run.status !== 'ended' && !fresh.has(run.id))
        .slice(0, askedMax);
      const details = await Promise.all(living.map((run) => this.#client.run(run.id)));
      this.#change({ ...this.#merged([...page.runs, ...details.map(({ run }) => run)]), error: undefined });
    } catch (error) {
      this.#change({ error });
    }
  }

  #merged(fresh: readonly RunView[]): { readonly runs: readonly RunView[] } {
    const byId = new Map(this.#state.runs.map((run) => [run.id, run]));
    for (const run of fresh) byId.set(run.id, run);
    return { runs: [...byId.values()].toSorted((left, right) => (left.id < right.id ? 1 : -1)) };
  }

  #change(change: Partial<RunListState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export type RunFilter = 'all' | 'active' | 'finished' | 'partial' | 'failed';

/** Runs whose name, family or id holds the words, and that stand as asked. */
export function filterRuns(runs: readonly RunView[], query: string, filter: RunFilter): readonly RunView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const text = `${run.name} ${run.family} ${run.id}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    switch (filter) {
      case 'all':
        return true;
      case 'active':
        return run.status !== 'ended';
      case 'finished':
        return run.stop?.kind === 'reached-end' || run.stop?.kind === 'converged';
      case 'partial':
        return run.partial && run.stop?.kind !== 'failed';
      case 'failed':
        return run.stop?.kind === 'failed';
    }
  });
}
