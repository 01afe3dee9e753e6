// The list of experiments, newest first; living ones move.

import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { ExperimentView } from '@holdfast/protocol';
import { formatAgo, formatCount, formatDuration } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { EmptyNotice, FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { PartialBadge, StandingMark } from '../design/status.tsx';
import { CopyAs } from '../shell/copy-as.tsx';
import { useStudio, useTitle } from '../shell/studio.ts';
import { experimentStanding } from './experiment-standing.ts';
import { kindTitle } from '@holdfast/pictures';

const pageSize = 60;
const askLivingMs = 1000;
const askRestingMs = 5000;

interface Listed {
  readonly experiments: readonly ExperimentView[];
  readonly next: string | null;
}

/** Reads the list and keeps its first page fresh while the tab is visible. */
function useExperiments() {
  const { client, reach } = useStudio();
  const [listed, setListed] = useState<Listed>();
  const [error, setError] = useState<unknown>();
  const read = useCallback(
    async (after?: string): Promise<void> => {
      try {
        const page = await reach.watch(
          client.experiments({ limit: pageSize, ...(after === undefined ? {} : { after }) }),
        );
        setError(undefined);
        setListed((before) => {
          const fresh = new Set(page.experiments.map(({ id }) => id));
          const older = (before?.experiments ?? []).filter(({ id }) => !fresh.has(id));
          const all = [...page.experiments, ...older].toSorted((a, b) => (a.id < b.id ? 1 : -1));
          return {
            experiments: all,
            next: after === undefined && before !== undefined ? before.next : page.next,
          };
        });
      } catch (thrown) {
        setError(thrown);
      }
    },
    [client, reach],
  );
  const living = listed?.experiments.some(({ status }) => status !== 'ended') ?? false;
  useEffect(() => {
    void read();
  }, [read]);
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && void read(), living ? askLivingMs : askRestingMs);
    return () => clearInterval(timer);
  }, [read, living]);
  return { listed, error, read };
}

function Row({ experiment }: { experiment: ExperimentView }) {
  const { id, name, kind, family, seed, points, status, createdAt, updatedAt } = experiment;
  return (
    <tr className="group relative border-b border-line last:border-b-0 hover:bg-sunken/70">
      <td className="py-2.5 pl-4">
        <StandingMark living={status === 'running'} standing={experimentStanding(experiment)} />
      </td>
      <td className="py-2.5 pl-4">
        <Link
          className="font-medium after:absolute after:inset-0 group-hover:text-accent"
          href={`/analysis/${id}`}
        >
          {kindTitle(kind)} · {name}
        </Link>{' '}
        {experiment.partial ? <PartialBadge /> : null}
        <span className="block text-small text-ink-3">
          {family} · seed {seed}
        </span>
      </td>
      <td className="py-2.5 pl-4 text-right">{formatCount(points)}</td>
      <td className="py-2.5 pl-4 text-right text-ink-2">
        {status === 'ended' ? formatDuration(updatedAt - createdAt) : '–'}
      </td>
      <td className="py-2.5 px-4 text-right text-ink-3">{formatAgo(createdAt, Date.now())}</td>
    </tr>
  );
}

function Table({ experiments }: { experiments: readonly ExperimentView[] }) {
  return (
    <div className="panel overflow-x-auto">
      <table aria-label="Analyses" className="w-full min-w-[37rem] border-collapse">
        <thead>
          <tr className="eyebrow border-b border-line text-left">
            <th className="w-36 py-2 pl-4 font-medium" scope="col">
              Status
            </th>
            <th className="py-2 pl-4 font-medium" scope="col">
              Analysis
            </th>
            <th className="w-24 py-2 pl-4 text-right font-medium" scope="col">
              Points
            </th>
            <th className="w-24 py-2 pl-4 text-right font-medium" scope="col">
              Took
            </th>
            <th className="w-28 px-4 py-2 text-right font-medium" scope="col">
              Started
            </th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => (
            <Row experiment={experiment} key={experiment.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const listLines = [
  {
    title: 'List analyses',
    shell: 'curl http://127.0.0.1:7700/api/v1/experiments',
    sdk: 'const { experiments } = await client.experiments();',
  },
] as const;

/** The page at `/analyses`. */
export function AnalysesPage() {
  useTitle('Analyses');
  const { listed, error, read } = useExperiments();
  const next = listed?.next ?? null;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-5 pb-3">
        <h1 className="text-title font-semibold tracking-tight">Analyses</h1>
        <span className="ml-auto flex items-center gap-1.5">
          <CopyAs
            lines={() =>
              listLines.map((each) => ({
                ...each,
                shell: each.shell.replace('http://127.0.0.1:7700', location.origin),
              }))
            }
          />
          <Link className="button button-primary" href="/analyse">
            <Icon name="plus" size={14} />
            New analysis
          </Link>
        </span>
      </header>
      {listed !== undefined && listed.experiments.length > 0 ? (
        <Table experiments={listed.experiments} />
      ) : null}
      {listed?.experiments.length === 0 ? (
        <div className="panel mt-2">
          <EmptyNotice title="No analyses yet">
            <p>
              An analysis carries out many runs of a document as one: which parameter matters, where a target
              lies, what is best.
            </p>
            <Link className="button button-primary mt-4" href="/analyse">
              Analyse an example
            </Link>
          </EmptyNotice>
        </div>
      ) : null}
      {next === null ? null : (
        <button className="button my-3 self-center" onClick={() => void read(next)} type="button">
          Older analyses
        </button>
      )}
      {listed === undefined && error === undefined ? <LoadingNotice what="analyses" /> : null}
      {listed === undefined && error !== undefined ? (
        <FailureNotice error={error} retry={() => void read()} />
      ) : null}
    </>
  );
}
