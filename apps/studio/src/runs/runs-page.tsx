// The list of runs: every one that is kept, living ones moving.

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import { comparedMost, compareAddress } from '../compare/compare-address.ts';
import { Icon } from '../design/icon.tsx';
import { EmptyNotice, FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { CopyAs } from '../shell/copy-as.tsx';
import type { Action } from '../shell/actions.ts';
import { useActions, useStudio, useTitle } from '../shell/studio.ts';
import { wallAddress } from '../wall/wall-address.ts';
import { filterRuns, RunList, type RunFilter, type RunListState } from './run-list.ts';
import { RunRows } from './run-rows.tsx';

const refreshLivingMs = 1000;
const refreshRestingMs = 5000;
/** A filter that leaves fewer rows than this reads on by itself, so that it does not look empty too early. */
const filterWants = 20;

const filters: readonly { readonly key: RunFilter; readonly title: string }[] = [
  { key: 'all', title: 'All' },
  { key: 'active', title: 'Active' },
  { key: 'finished', title: 'Finished' },
  { key: 'partial', title: 'Partial' },
  { key: 'failed', title: 'Failed' },
];

/** Opens the list and keeps it fresh while the tab is visible: each second with living runs, else every five. */
function useRunList(): readonly [RunList, RunListState] {
  const { client, reach } = useStudio();
  const list = useMemo(() => new RunList(client, reach), [client, reach]);
  const state = useSyncExternalStore(list.subscribe, list.state);
  const living = state.runs.some((run) => run.status !== 'ended');
  useEffect(() => {
    void list.refresh();
  }, [list]);
  useEffect(() => {
    const ask = (): void => {
      if (!document.hidden) void list.refresh();
    };
    const timer = setInterval(ask, living ? refreshLivingMs : refreshRestingMs);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [list, living]);
  return [list, state];
}

function Empty() {
  return (
    <div className="panel mt-2">
      <EmptyNotice title="No runs yet">
        <p>
          A run is one execution of a document: it is recorded, survives a crash, and can be replayed bit for
          bit.
        </p>
        <Link className="button button-primary mt-4" href="/new">
          Start from an example
        </Link>
        <p className="mt-3">
          or in a terminal: <code className="font-mono text-small text-ink">holdfast run model.json</code>
        </p>
      </EmptyNotice>
    </div>
  );
}

function Filters(props: {
  query: string;
  setQuery: (query: string) => void;
  filter: RunFilter;
  setFilter: (filter: RunFilter) => void;
}) {
  const { query, setQuery, filter, setFilter } = props;
  return (
    <>
      <div aria-label="Status" className="segments" role="group">
        {filters.map(({ key, title }) => (
          <button
            aria-pressed={filter === key}
            className="segment"
            key={key}
            onClick={() => setFilter(key)}
            type="button"
          >
            {title}
          </button>
        ))}
      </div>
      <input
        aria-label="Filter by name, family or id"
        className="field w-64"
        onChange={(event) => setQuery(event.target.value)}
        placeholder="Filter by name, family or id"
        type="search"
        value={query}
      />
    </>
  );
}

/** Which runs are chosen, and how they are compared; the first chosen is what the others are held against. */
function useChosen() {
  const [, go] = useLocation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = useCallback(
    (id: string) =>
      setChosen((before) => {
        if (before.includes(id)) return before.filter((each) => each !== id);
        return before.length < comparedMost ? [...before, id] : before;
      }),
    [],
  );
  const clear = useCallback(() => setChosen([]), []);
  const compare = useCallback(() => go(compareAddress(chosen)), [go, chosen]);
  const watch = useCallback(() => go(wallAddress(chosen)), [go, chosen]);
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'compare',
          title: 'Compare the chosen runs',
          group: 'Runs',
          keys: 'c',
          unavailable: chosen.length < 2 ? 'choose two or more' : undefined,
          run: compare,
        },
        {
          id: 'watch together',
          title: 'Watch the chosen runs side by side',
          group: 'Runs',
          keys: 'w',
          unavailable: chosen.length === 0 ? 'none is chosen' : undefined,
          run: watch,
        },
        {
          id: 'choose none',
          title: 'Choose no run',
          group: 'Runs',
          keys: 'Escape',
          unavailable: chosen.length === 0 ? 'none is chosen' : undefined,
          run: clear,
        },
      ],
      [chosen, compare, watch, clear],
    ),
  );
  return { chosen, toggle, clear, compare, watch };
}

function Chosen({ chosen, clear, compare, watch }: ReturnType<typeof useChosen>) {
  if (chosen.length === 0) return null;
  return (
    <span className="flex items-center gap-1.5" role="status">
      <button
        className="button button-primary"
        disabled={chosen.length < 2}
        onClick={compare}
        title="Compare (C)"
        type="button"
      >
        {chosen.length < 2 ? 'Choose one more to compare' : `Compare ${chosen.length} runs`}
      </button>
      <button className="button" onClick={watch} title="Watch side by side (W)" type="button">
        Watch
      </button>
      <button className="button button-quiet" onClick={clear} title="Choose none (Escape)" type="button">
        Clear
      </button>
    </span>
  );
}

/** The page at `/`. */
export function RunsPage() {
  useTitle('Runs');
  const [list, state] = useRunList();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<RunFilter>('all');
  const shown = useMemo(() => filterRuns(state.runs, query, filter), [state.runs, query, filter]);
  const narrowed = query !== '' || filter !== 'all';
  useEffect(() => {
    if (narrowed && shown.length < filterWants && typeof state.next === 'string' && !state.loading)
      void list.more();
  }, [list, narrowed, shown.length, state.next, state.loading]);
  const choosing = useChosen();
  const known = state.next !== undefined;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-5 pb-3">
        <h1 className="text-title font-semibold tracking-tight">Runs</h1>
        {state.runs.length === 0 ? null : (
          <Filters filter={filter} query={query} setFilter={setFilter} setQuery={setQuery} />
        )}
        <span className="ml-auto flex items-center gap-1.5">
          <Chosen {...choosing} />
          <CopyAs
            lines={() => [
              { title: 'List runs', shell: 'holdfast runs', sdk: 'const { runs } = await client.runs();' },
            ]}
          />
          <Link className="button button-primary" href="/new">
            <Icon name="plus" size={14} />
            New run
          </Link>
        </span>
      </header>
      {known && state.runs.length > 0 ? (
        <RunRows
          chosen={choosing.chosen}
          toggle={choosing.toggle}
          loading={state.loading}
          more={() => void list.more()}
          next={state.next ?? null}
          runs={shown}
          total={state.runs.length}
        />
      ) : null}
      {known && state.runs.length === 0 ? <Empty /> : null}
      {known || state.error !== undefined ? null : <LoadingNotice what="runs" />}
      {known || state.error === undefined ? null : (
        <FailureNotice error={state.error} retry={() => void list.refresh()} />
      )}
    </>
  );
}
