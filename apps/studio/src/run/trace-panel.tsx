// Quantities against time in one panel: streamed, thinned to their extremes, zoomed and panned with the other traces of the
// page. Its values stand in the legend at the pointer, else at the time shown.

import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Channel } from '@holdfast/core';
import { seriesStyle, spreadRows, type FrameHistory, type Picture } from '@holdfast/pictures';
import { formatNumber } from '../design/format.ts';
import { readPalette } from '../design/palette.ts';
import { TableSwitch } from '../design/table-switch.tsx';
import { envelope } from '../plots/envelope.ts';
import type { TimeRange, TimeWindow } from '../plots/time-window.ts';
import type { TraceChart, TraceData } from '../plots/trace-chart.ts';
import { useResolvedTheme } from '../shell/studio.ts';
import type { RunFeed } from '../telemetry/run-feed.ts';
import { LiveText } from './live-text.tsx';
import { TableTwin } from './picture-panel.tsx';
import { useFeed, useRunState } from './run-context.ts';
import { Swatch } from './swatch.tsx';

/** One line of a trace. */
export interface TraceSource {
  readonly channel: Channel;
  readonly label: string;
  /** The channel is an integral over time; what is drawn is its mean rate since the frame before, which no sampling distorts. */
  readonly rate?: boolean;
}

/** A trace: quantities that share a unit, shown divided by `per`. */
export interface Trace {
  readonly title: string;
  readonly unit: string;
  readonly per: number;
  readonly lines: readonly TraceSource[];
}

type TracePicture = Pick<Picture, 'title' | 'table' | 'summary'>;

/** Seven charts of thousands of points: ten times a second is as often as a line changes visibly. */
const displayHz = 10;
const buckets = 600;

/** From the first frame held to the newest. */
export function wholeOf(feed: Pick<RunFeed, 'history'>): TimeRange {
  const { history } = feed;
  if (history === undefined || history.count === 0) return [0, 1];
  const [low, high] = [history.timeAt(0), history.timeAt(history.count - 1)];
  return high > low ? [low, high] : [low, low + 1];
}

/** Values of a line at every frame held, in the unit shown. */
function valuesOf(history: FrameHistory, feed: RunFeed, source: TraceSource, per: number): Float64Array {
  const column = history.column(feed.offset(source.channel));
  if (source.rate !== true) return column.map((value) => value / per);
  const times = history.times();
  return column.map((value, at) => {
    const span = at === 0 ? 0 : times[at]! - times[at - 1]!;
    return span > 0 ? (value - column[at - 1]!) / span / per : Number.NaN;
  });
}

function dataOf(feed: RunFeed, { lines, per }: Trace, window: TimeWindow): TraceData | undefined {
  const { history } = feed;
  if (history === undefined || history.count === 0) return undefined;
  const whole = wholeOf(feed);
  const x = history.times();
  const columns = lines.map((line) => valuesOf(history, feed, line, per));
  const kept = envelope(x, columns, window.within(whole), buckets);
  return {
    x: kept.map((index) => x[index]!),
    lines: columns.map((column) =>
      kept.map((index) => (Number.isFinite(column[index]) ? column[index]! : null)),
    ),
    whole,
    cursor: feed.cursor ?? undefined,
    inputs: feed.state().events.flatMap(({ kind, time }) => (kind === 'input' ? [time] : [])),
  };
}

/** What a chart depends on; nothing is drawn twice. */
function versionOf(feed: RunFeed, window: TimeWindow): string {
  const { history } = feed;
  return [
    history?.count,
    history?.timeAt(history.count - 1),
    window.range,
    feed.cursor,
    feed.state().events.length,
  ].join(' ');
}

function useTraceChart(trace: Trace, window: TimeWindow, syncKey: string): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const feed = useFeed();
  const theme = useResolvedTheme();
  const timeUnit = useRunState().model?.timeUnit ?? '';
  useEffect(() => {
    const node = host.current;
    if (node === null) return undefined;
    const palette = readPalette();
    let make: typeof import('../plots/trace-chart.ts').makeTraceChart | undefined;
    let chart: TraceChart | undefined;
    let [visible, over, drawn] = [false, false, ''];
    const paint = (): void => {
      if (!visible || make === undefined) return;
      const version = versionOf(feed, window);
      if (version === drawn) return;
      const data = dataOf(feed, trace, window);
      if (data === undefined) return;
      drawn = version;
      const lines = trace.lines.map(({ label }, order) => ({ label, ...seriesStyle(order) }));
      if (chart === undefined) chart = make({ host: node, palette, lines, timeUnit, window, syncKey, data });
      else chart.update(data);
    };
    const load = async (): Promise<void> => {
      const [loaded] = await Promise.all([import('../plots/trace-chart.ts'), document.fonts.ready]);
      make = loaded.makeTraceChart;
      if (!over) feed.pump.touch();
    };
    void load();
    const watch = new IntersectionObserver(
      ([entry]) => {
        visible = entry?.isIntersecting ?? false;
        if (visible) feed.pump.touch();
      },
      { rootMargin: '240px' },
    );
    watch.observe(node);
    const remove = feed.pump.add(paint, displayHz);
    return () => {
      over = true;
      remove();
      watch.disconnect();
      chart?.destroy();
    };
  }, [feed, trace, window, syncKey, theme, timeUnit]);
  return host;
}

const moves: Readonly<Record<string, (window: TimeWindow, whole: TimeRange) => void>> = {
  '+': (window, whole) => window.zoom(0.5, whole),
  '=': (window, whole) => window.zoom(0.5, whole),
  '-': (window, whole) => window.zoom(2, whole),
  '0': (window) => window.showAll(),
  ArrowLeft: (window, whole) => window.pan(-0.2, whole),
  ArrowRight: (window, whole) => window.pan(0.2, whole),
};

function TraceCanvas(props: { trace: Trace; window: TimeWindow; syncKey: string; picture: TracePicture }) {
  const { trace, window, syncKey, picture } = props;
  const feed = useFeed();
  const host = useTraceChart(trace, window, syncKey);
  useEffect(
    () => feed.pump.add(() => host.current?.setAttribute('aria-label', picture.summary()), 0.5),
    [feed, host, picture],
  );
  const onKey = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(window, wholeOf(feed));
  };
  return (
    <div
      aria-label={`${trace.title} against time. Plus, minus and 0 zoom, the arrow keys move.`}
      className="absolute inset-x-1.5 top-0 bottom-1.5 overflow-hidden"
      onKeyDown={onKey}
      role="group"
      tabIndex={0}
    >
      <div aria-label="Chart" className="size-full" ref={host} role="img" />
    </div>
  );
}

/** Value of a line in one frame held. */
function valueAt(feed: RunFeed, source: TraceSource, per: number, index: number): number {
  const { history } = feed;
  if (history === undefined || index < 0) return Number.NaN;
  const at = (frame: number): number => history.valuesAt(frame)[feed.offset(source.channel)]!;
  if (source.rate !== true) return at(index) / per;
  if (index === 0) return Number.NaN;
  return (at(index) - at(index - 1)) / (history.timeAt(index) - history.timeAt(index - 1)) / per;
}

/** The same numbers as a table and a sentence. */
function pictureOf(feed: RunFeed, { title, unit, per, lines }: Trace, timeUnit: string): TracePicture {
  const inUnit = unit === '' ? '' : ` ${unit}`;
  return {
    title,
    table() {
      const count = feed.history?.count ?? 0;
      return {
        columns: [timeUnit, ...lines.map(({ label }) => `${label}${unit === '' ? '' : `, ${unit}`}`)],
        rows: spreadRows(count).map((index) => [
          formatNumber(feed.history?.timeAt(index) ?? 0, 8),
          ...lines.map((line) => cell(valueAt(feed, line, per, index), 7)),
        ]),
      };
    },
    summary() {
      const index = feed.shownIndex();
      const said = lines.map((line) => `${line.label} ${cell(valueAt(feed, line, per, index), 4)}${inUnit}`);
      return `${title} at ${formatNumber(feed.history?.timeAt(index) ?? 0)} ${timeUnit}: ${said.join(', ')}.`;
    },
  };
}

function cell(value: number, digits: number): string {
  return Number.isFinite(value) ? formatNumber(value, digits) : '–';
}

function Legend({ trace, window }: { trace: Trace; window: TimeWindow }) {
  const feed = useFeed();
  const read = (source: TraceSource): string => {
    const { pointed } = window;
    const { history } = feed;
    const index =
      pointed === undefined || history === undefined ? feed.shownIndex() : history.indexAt(pointed + 1e-12);
    return cell(valueAt(feed, source, trace.per, index), 4);
  };
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 px-3 pb-2 text-small">
      {trace.lines.map((source, order) => (
        <li className="flex items-center gap-1.5" key={source.label}>
          <Swatch order={order} />
          <span className="text-ink-2">{source.label}</span>
          <LiveText className="font-medium" read={() => read(source)} />
        </li>
      ))}
    </ul>
  );
}

/** The panel of one trace. */
export function TracePanel(props: { trace: Trace; window: TimeWindow; syncKey: string; wide: boolean }) {
  const { trace, window, syncKey, wide } = props;
  const feed = useFeed();
  const timeUnit = useRunState().model?.timeUnit ?? '';
  const [asTable, setAsTable] = useState(false);
  const picture = useMemo(() => pictureOf(feed, trace, timeUnit), [feed, trace, timeUnit]);
  return (
    <section
      aria-label={trace.title}
      className={`panel flex min-h-52 flex-col ${wide ? 'lg:col-span-2' : ''}`}
    >
      <header className="flex h-9 items-center gap-1.5 pl-3 pr-1.5">
        <h4 className="flex-1 font-medium">
          {trace.title} {trace.unit === '' ? null : <span className="text-ink-3">{trace.unit}</span>}
        </h4>
        <TableSwitch asTable={asTable} choose={setAsTable} kind="chart" name={trace.title.toLowerCase()} />
      </header>
      <div className="relative min-h-36 flex-1 px-1.5 pb-1.5">
        {asTable ? (
          <TableTwin picture={picture} title={trace.title} />
        ) : (
          <TraceCanvas picture={picture} syncKey={syncKey} trace={trace} window={window} />
        )}
      </div>
      <Legend trace={trace} window={window} />
    </section>
  );
}
