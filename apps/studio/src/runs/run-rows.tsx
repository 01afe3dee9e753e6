// Runs as virtual rows: only those in sight are in the document, the next page is read before the end comes up.

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { RunView } from '@holdfast/protocol';
import { formatAgo, formatCompact, formatDuration, formatShare, stopInWords } from '../design/format.ts';
import { sentence } from '../design/notice.tsx';
import { PartialBadge, StatusMark } from '../design/status.tsx';
import { comparedMost } from '../compare/compare-address.ts';
import { useRowKeys } from './use-row-keys.ts';

const rowPx = 52;
/** Rows before the end at which the next page is asked for. */
const ahead = 15;

const grid =
  'grid grid-cols-[1rem_8.5rem_minmax(12rem,1fr)_minmax(9rem,15rem)_6rem] sm:grid-cols-[1rem_8.5rem_minmax(12rem,1fr)_minmax(11rem,17rem)_6rem_6.5rem] gap-x-4 px-4';

function Progress({ run }: { run: RunView }) {
  const share = Number.isFinite(run.end) && run.end > 0 ? Math.min(1, run.time / run.end) : null;
  const end = Number.isFinite(run.end) ? formatCompact(run.end) : 'open end';
  return (
    <div className="w-full">
      <div className="flex justify-between text-small">
        <span>
          {formatCompact(run.time)} <span className="text-ink-3">/ {end}</span>
        </span>
        <span className="text-ink-2">{share === null ? '' : formatShare(share)}</span>
      </div>
      <div className="mt-1 h-1 overflow-hidden rounded-full bg-line">
        <div
          className={`h-full ${run.status === 'ended' ? 'bg-line-strong' : 'bg-accent'}`}
          style={{ width: `${(share ?? 0) * 100}%` }}
        />
      </div>
    </div>
  );
}

function pace(run: RunView): string {
  if (run.status === 'ended') return formatDuration(run.updatedAt - run.createdAt);
  return run.rate === null ? '–' : `${formatCompact(run.rate)} / s`;
}

interface Choosing {
  /** Ids of the runs chosen to be compared. */
  readonly chosen: readonly string[];
  readonly toggle: (id: string) => void;
}

function ChoiceBox({ run, chosen, toggle }: Choosing & { run: RunView }) {
  const on = chosen.includes(run.id);
  return (
    <input
      aria-label={`Choose ${run.name}, seed ${run.seed}, to compare`}
      checked={on}
      className="relative z-10 block size-4 cursor-pointer"
      disabled={!on && chosen.length >= comparedMost}
      onChange={() => toggle(run.id)}
      type="checkbox"
    />
  );
}

function Row({ run, top, index, ...choosing }: Choosing & { run: RunView; top: number; index: number }) {
  return (
    <div
      aria-rowindex={index + 2}
      className={`${grid} group absolute inset-x-0 items-center border-b border-line hover:bg-sunken/70`}
      data-index={index}
      role="row"
      style={{ height: rowPx, transform: `translateY(${top}px)` }}
    >
      <div role="cell">
        <ChoiceBox {...choosing} run={run} />
      </div>
      <div role="cell">
        <StatusMark run={run} />
      </div>
      <div className="min-w-0" role="cell">
        <p className="flex items-center gap-2">
          <Link
            className="truncate font-medium after:absolute after:inset-0 group-hover:text-accent"
            href={`/run/${run.id}`}
          >
            {run.name}
          </Link>
          {run.partial ? <PartialBadge /> : null}
        </p>
        <p className="truncate text-small text-ink-3">
          {run.family} · seed {run.seed}
          {run.stop !== null && run.stop.kind !== 'reached-end'
            ? ` · ${sentence(stopInWords(run.stop))}`
            : ''}
        </p>
      </div>
      <div role="cell">
        <Progress run={run} />
      </div>
      <div className="text-right text-ink-2" role="cell">
        {pace(run)}
      </div>
      <div className="hidden text-right text-ink-3 sm:block" role="cell">
        {formatAgo(run.createdAt, Date.now())}
      </div>
    </div>
  );
}

function Head() {
  return (
    <div role="rowgroup">
      <div className={`${grid} eyebrow h-8 items-center border-b border-line`} role="row">
        <div role="columnheader">
          <span className="sr-only">Compare</span>
        </div>
        <div role="columnheader">Status</div>
        <div role="columnheader">Run</div>
        <div role="columnheader">Progress</div>
        <div className="text-right" role="columnheader">
          Rate or time
        </div>
        <div className="hidden text-right sm:block" role="columnheader">
          Started
        </div>
      </div>
    </div>
  );
}

/** The table of runs; `more` is called when the rows in sight come near the end. */
export function RunRows(
  props: {
    runs: readonly RunView[];
    total: number;
    next: string | null;
    loading: boolean;
    more: () => void;
  } & Choosing,
) {
  const { runs, total, next, loading, more, chosen, toggle } = props;
  const body = useRef<HTMLDivElement>(null);
  const rows = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => rowPx,
    overscan: 10,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  useRowKeys(runs, body, rows.scrollToIndex, toggle);
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== null && !loading && last >= runs.length - ahead) more();
  }, [last, runs.length, next, loading, more]);
  return (
    <>
      <div
        aria-label="Runs"
        aria-rowcount={next === null ? runs.length + 1 : -1}
        className="panel overflow-x-auto max-sm:[&>div]:min-w-[37rem]"
        role="table"
      >
        <Head />
        <div className="relative" ref={body} role="rowgroup" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const run = runs[item.index];
            return run === undefined ? null : (
              <Row
                chosen={chosen}
                index={item.index}
                key={run.id}
                run={run}
                toggle={toggle}
                top={item.start - rows.options.scrollMargin}
              />
            );
          })}
        </div>
        {runs.length === 0 ? (
          <p className="px-4 py-10 text-center text-ink-3">
            {loading || next !== null ? 'Searching older runs …' : `None of ${total} runs matches.`}
          </p>
        ) : null}
      </div>
      <p className="py-3 text-small text-ink-3">
        {runs.length === total
          ? `${total} ${total === 1 ? 'run' : 'runs'}`
          : `${runs.length} of ${total} runs`}
        {next === null ? '' : loading ? ', reading more …' : ', more below'}
      </p>
    </>
  );
}
