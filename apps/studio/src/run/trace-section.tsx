// Several traces side by side with one window of time and one pointer.

import { useId, useMemo } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import { TimeWindow } from '../plots/time-window.ts';
import { useFeed } from './run-context.ts';
import { TracePanel, wholeOf, type Trace } from './trace-panel.tsx';

function WindowButtons({ window }: { window: TimeWindow }) {
  const feed = useFeed();
  const offered: readonly (readonly [string, IconName, () => void])[] = [
    ['Earlier', 'left', () => window.pan(-0.4, wholeOf(feed))],
    ['Later', 'right', () => window.pan(0.4, wholeOf(feed))],
    ['Zoom in', 'plus', () => window.zoom(0.5, wholeOf(feed))],
    ['Zoom out', 'minus', () => window.zoom(2, wholeOf(feed))],
    ['Whole run', 'fit', () => window.showAll()],
  ];
  return (
    <div aria-label="Part of the run shown" className="ml-auto flex gap-0.5" role="group">
      {offered.map(([title, icon, run]) => (
        <button
          aria-label={title}
          className="button button-quiet button-small button-icon"
          key={title}
          onClick={run}
          title={title}
          type="button"
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </div>
  );
}

/** The traces under a heading, the first one wide; drag chooses a part of the time for all of them. */
export function TraceSection({ title, traces }: { title: string; traces: readonly Trace[] }) {
  const { pump } = useFeed();
  const id = useId();
  const window = useMemo(() => new TimeWindow(() => pump.touch()), [pump]);
  if (traces.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-lead font-semibold" id={id}>
          {title}
        </h3>
        <p className="text-small text-ink-3">
          Drag to zoom, <kbd className="key">Shift</kbd> drag to move, double click for the whole run
        </p>
        <WindowButtons window={window} />
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(22rem,100%),1fr))] gap-3">
        {traces.map((trace, order) => (
          <TracePanel key={trace.title} syncKey={id} trace={trace} wide={order === 0} window={window} />
        ))}
      </div>
    </section>
  );
}
