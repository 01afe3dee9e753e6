// The page at `/compare?runs=a,b`: two or more runs beside each other. The first is what the others are held against.

import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { EmptyNotice, FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { Icon } from '../design/icon.tsx';
import { PartialBadge, StatusMark } from '../design/status.tsx';
import { FindingPanel } from '../analysis/finding-panel.tsx';
import { usePictureKeys } from '../analysis/use-picture-keys.ts';
import type { Action } from '../shell/actions.ts';
import { shellWord, type CopyLines } from '../shell/command-line.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { useActions, useStudio, useTitle } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { comparedMost, compareAddress } from './compare-address.ts';
import { readComparedRun, type ComparedRun } from './compared-run.ts';
import { fanPictures } from './compare-fans.ts';
import { distributionPictures, sharedSubjects } from './compare-pictures.ts';
import { figureRows } from './difference.ts';
import { FigureTable } from './figure-table.tsx';
import { BytesVerdicts, DocumentChanges, IdentityTable } from './identity-panel.tsx';
import { RunChoice } from './run-choice.tsx';
import { TrajectoryPanel } from './trajectory-panel.tsx';

/** Living runs are read again so often. */
const againMs = 2000;

const letterOf = (index: number): string => String.fromCharCode(65 + index);

function useComparedRuns(ids: readonly string[]) {
  const { client } = useStudio();
  const key = ids.join(',');
  const loaded = useLoaded(
    useCallback(
      () => Promise.all(key.split(',').map((id, index) => readComparedRun(client, id, letterOf(index)))),
      [client, key],
    ),
  );
  const { again } = loaded;
  const living = loaded.state === 'ready' && loaded.value.some(({ run }) => run.status !== 'ended');
  useEffect(() => {
    if (!living) return undefined;
    const timer = setInterval(() => !document.hidden && again(), againMs);
    return () => clearInterval(timer);
  }, [living, again]);
  return loaded;
}

function Swatch({ index }: { index: number }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-5 shrink-0 place-items-center rounded text-micro font-semibold text-surface"
      style={{ background: `var(--series-${index})` }}
    >
      {letterOf(index)}
    </span>
  );
}

function Heads({ runs, leave }: { runs: readonly ComparedRun[]; leave: (id: string) => void }) {
  return (
    <ul aria-label="Runs compared" className="mb-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {runs.map(({ run, letter }, index) => (
        <li className="panel flex items-center gap-2.5 px-3 py-2" key={run.id}>
          <Swatch index={index} />
          <div className="min-w-0 flex-1">
            <p className="flex items-center gap-2">
              <Link className="truncate font-medium hover:text-accent" href={`/run/${run.id}`}>
                {run.name}
              </Link>
              {run.partial ? <PartialBadge /> : null}
            </p>
            <p className="flex items-center gap-2 text-small text-ink-3">
              <StatusMark run={run} />{' '}
              {index === 0 ? 'the first: others are held against it' : `seed ${run.seed}`}
            </p>
          </div>
          {runs.length > 2 ? (
            <button
              aria-label={`Leave out ${letter}`}
              className="button button-quiet button-icon"
              onClick={() => leave(run.id)}
              type="button"
            >
              <Icon name="cross" size={14} />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function linesOf(ids: readonly string[]): readonly CopyLines[] {
  return ids.map((id, index) => ({
    title: `Figures of ${letterOf(index)}`,
    shell: `holdfast export ${shellWord(id)} --to csv`,
    sdk: `const { metrics } = await client.metrics('${id}');`,
  }));
}

function useCompareActions(ids: readonly string[], add: () => void, turn: () => void): void {
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'compare add',
          title: 'Compare with one more run',
          group: 'This comparison',
          keys: 'c',
          unavailable: ids.length < comparedMost ? undefined : `${comparedMost} at most`,
          run: add,
        },
        {
          id: 'compare turn',
          title: 'Hold the others against the next run',
          group: 'This comparison',
          keys: 'o',
          run: turn,
        },
      ],
      [ids, add, turn],
    ),
  );
}

function Findings({ runs }: { runs: readonly ComparedRun[] }) {
  const rows = useMemo(() => figureRows(runs), [runs]);
  const pictures = useMemo(
    () => [
      ...sharedSubjects(runs).flatMap((shared) => distributionPictures(runs, shared)),
      ...fanPictures(runs),
    ],
    [runs],
  );
  return (
    <div className="grid gap-4 pb-8">
      {pictures.length === 0 ? null : (
        <div className="grid gap-4 xl:grid-cols-2">
          {pictures.map((picture) => (
            <FindingPanel key={picture.title} picture={picture} />
          ))}
        </div>
      )}
      <TrajectoryPanel runs={runs} />
      <FigureTable rows={rows} runs={runs} />
      <IdentityTable runs={runs} />
      <DocumentChanges runs={runs} />
    </div>
  );
}

function Comparison({ ids }: { ids: readonly string[] }) {
  const [, go] = useLocation();
  const loaded = useComparedRuns(ids);
  const [choosing, setChoosing] = useState(false);
  const add = useCallback(() => setChoosing(true), []);
  const turn = useCallback(() => go(compareAddress([...ids.slice(1), ...ids.slice(0, 1)])), [go, ids]);
  useCompareActions(ids, add, turn);
  usePictureKeys();
  if (loaded.state === 'failed') return <FailureNotice error={loaded.error} retry={loaded.again} />;
  if (loaded.state === 'loading') return <LoadingNotice what="runs" />;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-5 pb-3">
        <h1 className="text-title font-semibold tracking-tight">Compare {ids.length} runs</h1>
        <span className="ml-auto flex gap-1.5">
          <button
            className="button"
            onClick={turn}
            title="Hold the others against the next run (O)"
            type="button"
          >
            <Icon name="recover" size={14} />
            Another first
          </button>
          <button
            className="button"
            disabled={ids.length >= comparedMost}
            onClick={add}
            title="One more run (C)"
            type="button"
          >
            <Icon name="plus" size={14} />
            Add a run
          </button>
          <CopyAs lines={() => linesOf(ids)} />
        </span>
      </header>
      <Heads leave={(id) => go(compareAddress(ids.filter((each) => each !== id)))} runs={loaded.value} />
      <BytesVerdicts runs={loaded.value} />
      <Findings runs={loaded.value} />
      {choosing ? (
        <RunChoice
          choose={(id) => go(compareAddress([...ids, id]))}
          except={ids}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}

/** The page; says what to do where fewer than two runs are named. */
export function ComparePage() {
  useTitle('Compare runs');
  const search = useSearch();
  const ids = useMemo(() => {
    const named = (new URLSearchParams(search).get('runs') ?? '').split(',').filter((id) => id !== '');
    return [...new Set(named)].slice(0, comparedMost);
  }, [search]);
  if (ids.length < 2) {
    return (
      <EmptyNotice title="Choose two runs or more">
        <p>
          In the list of runs, mark them with the boxes or with <kbd className="key">X</kbd>, then press{' '}
          <kbd className="key">C</kbd>.
        </p>
        <Link className="button button-primary mt-4" href="/">
          Go to the runs
        </Link>
      </EmptyNotice>
    );
  }
  return <Comparison ids={ids} />;
}
