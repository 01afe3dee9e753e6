// Every number the run concluded so far, with its error; sortable, searchable, and copied as CSV.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { metricsCsv } from '@holdfast/client';
import { unitText } from '@holdfast/pictures';
import type { MetricsView } from '@holdfast/protocol';
import { CopyButton } from '../design/copy-button.tsx';
import { formatEstimate } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { PartialBadge } from '../design/status.tsx';
import { useFeed, useRunState } from './run-context.ts';

type Metric = MetricsView['metrics'][number];
type Column = 'subject' | 'name' | 'value' | 'standardError';

interface Order {
  readonly column: Column | 'given';
  readonly down: boolean;
}

const rowPx = 26;
const refreshHz = 4;

const columns: readonly { readonly key: Column; readonly title: string; readonly numeric: boolean }[] = [
  { key: 'subject', title: 'Subject', numeric: false },
  { key: 'name', title: 'Metric', numeric: false },
  { key: 'value', title: 'Value', numeric: true },
  { key: 'standardError', title: '± Standard error', numeric: true },
];

function compare(left: Metric, right: Metric, column: Column): number {
  const [a, b] = [left[column], right[column]];
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true });
  return (typeof a === 'number' ? a : -Infinity) - (typeof b === 'number' ? b : -Infinity);
}

/** Metrics that hold the words of `query`, in the asked order. */
export function arrange(metrics: readonly Metric[], query: string, order: Order): readonly Metric[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = metrics.filter((metric) => {
    const text = `${metric.subject} ${metric.name} ${metric.unit}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const { column } = order;
  if (column === 'given') return found;
  return found.toSorted((left, right) => compare(left, right, column) * (order.down ? -1 : 1));
}

/** What the run says of itself now, read again four times a second. */
export function useMetrics(): readonly Metric[] {
  const feed = useFeed();
  const [metrics, setMetrics] = useState<readonly Metric[]>(feed.metrics?.metrics ?? []);
  useEffect(() => feed.pump.add(() => setMetrics(feed.metrics?.metrics ?? []), refreshHz), [feed]);
  return metrics;
}

function HeadCell(props: {
  title: string;
  numeric: boolean;
  sorted: 'ascending' | 'descending' | 'none';
  sort: () => void;
}) {
  const { title, numeric, sorted, sort } = props;
  return (
    <div aria-sort={sorted} className={numeric ? 'text-right' : ''} role="columnheader">
      <button
        className="inline-flex cursor-pointer items-center gap-1 hover:text-ink"
        onClick={sort}
        type="button"
      >
        {title}
        {sorted === 'none' ? null : <Icon name={sorted === 'ascending' ? 'up' : 'down'} size={12} />}
      </button>
    </div>
  );
}

const grid =
  'grid grid-cols-[minmax(7rem,1.2fr)_minmax(7rem,1.2fr)_minmax(6rem,1fr)_minmax(6rem,1fr)_4.5rem] gap-x-3 px-3';

function Row({ metric, top }: { metric: Metric; top: number }) {
  const text = formatEstimate(metric.value, metric.standardError);
  return (
    <div
      className={`${grid} absolute inset-x-0 items-center border-b border-line/60 hover:bg-sunken/60`}
      role="row"
      style={{ height: rowPx, transform: `translateY(${top}px)` }}
    >
      <span className="truncate text-ink-2" role="cell">
        {metric.subject}
      </span>
      <span className="truncate" role="cell">
        {metric.name}
      </span>
      <span className="truncate text-right font-medium" role="cell">
        {text.value}
      </span>
      <span className="truncate text-right text-ink-2" role="cell">
        {text.error === null ? (
          <span title="No error can be estimated for this number">–</span>
        ) : (
          `± ${text.error}`
        )}
      </span>
      <span className="truncate text-ink-3" role="cell">
        {unitText(metric.unit)}
      </span>
    </div>
  );
}

function Rows({ metrics }: { metrics: readonly Metric[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: metrics.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  return (
    <div
      aria-label="Rows"
      className="max-h-[30rem] overflow-y-auto"
      ref={scroller}
      role="rowgroup"
      tabIndex={0}
    >
      <div className="relative" role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const metric = metrics[item.index];
          return metric === undefined ? null : <Row key={item.key} metric={metric} top={item.start} />;
        })}
      </div>
    </div>
  );
}

/** The next order when a column's title is pressed: up, down, as given. */
function nextOrder(order: Order, column: Column): Order {
  if (order.column !== column) return { column, down: false };
  return order.down ? { column: 'given', down: false } : { column, down: true };
}

function sortedAs(order: Order, column: Column): 'ascending' | 'descending' | 'none' {
  if (order.column !== column) return 'none';
  return order.down ? 'descending' : 'ascending';
}

/** The table; the order starts as the model gives it. */
export function MetricsTable() {
  const metrics = useMetrics();
  const { run } = useRunState();
  const [query, setQuery] = useState('');
  const [order, setOrder] = useState<Order>({ column: 'given', down: false });
  const shown = useMemo(() => arrange(metrics, query, order), [metrics, query, order]);
  const counted =
    shown.length === metrics.length ? `${metrics.length} numbers` : `${shown.length} of ${metrics.length}`;
  return (
    <section aria-labelledby="metrics" className="panel">
      <header className="flex flex-wrap items-center gap-2 border-b border-line py-1.5 pl-3 pr-1.5">
        <h3 className="font-semibold" id="metrics">
          {run?.status === 'ended' ? 'Result' : 'Numbers so far'}
        </h3>
        {run?.partial === true ? <PartialBadge /> : null}
        <span className="text-small text-ink-3">{counted}</span>
        <input
          aria-label="Filter numbers"
          className="field ml-auto w-52"
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Filter by subject or metric"
          type="search"
          value={query}
        />
        <CopyButton label="these numbers as CSV" text={() => metricsCsv(shown)} />
      </header>
      <div className="overflow-x-auto">
        <div
          aria-labelledby="metrics"
          aria-rowcount={shown.length + 1}
          className="min-w-[33rem]"
          role="table"
        >
          <div role="rowgroup">
            <div
              className={`${grid} h-7 items-center border-b border-line text-small font-medium text-ink-3`}
              role="row"
            >
              {columns.map(({ key, title, numeric }) => (
                <HeadCell
                  key={key}
                  numeric={numeric}
                  sort={() => setOrder(nextOrder(order, key))}
                  sorted={sortedAs(order, key)}
                  title={title}
                />
              ))}
              <div role="columnheader">Unit</div>
            </div>
          </div>
          <Rows metrics={shown} />
        </div>
      </div>
      {shown.length === 0 ? (
        <p className="px-3 py-6 text-center text-ink-3">
          {metrics.length === 0 ? 'No numbers yet.' : 'Nothing matches.'}
        </p>
      ) : null}
    </section>
  );
}
