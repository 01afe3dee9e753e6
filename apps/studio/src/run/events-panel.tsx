// What happened to the run, newest first; each line moves the timeline to its time.

import { memo, useMemo } from 'react';
import type { EventKind } from '@holdfast/core';
import { formatCount, formatNumber } from '../design/format.ts';
import { Icon, type IconName } from '../design/icon.tsx';
import { eventLines, type EventLineText } from './event-lines.ts';
import { useFeed, useRunState } from './run-context.ts';

const icons: Readonly<Record<EventKind, IconName>> = {
  status: 'dot',
  input: 'edit',
  checkpoint: 'file',
  recovery: 'recover',
  pace: 'clock',
  limit: 'flag',
  warning: 'warn',
  ended: 'stop',
};

const shownMax = 200;

const EventLine = memo(function EventLine(props: {
  event: EventLineText;
  unit: string;
  look: (time: number) => void;
}) {
  const { event, unit, look } = props;
  const loud = event.kind === 'warning' || event.kind === 'recovery' || event.kind === 'limit';
  return (
    <li>
      <button
        className="flex w-full cursor-pointer items-start gap-2 px-3 py-1 text-left hover:bg-sunken"
        onClick={() => look(event.time)}
        title={`Look at ${formatNumber(event.time)} ${unit}`}
        type="button"
      >
        <Icon className={`mt-0.5 ${loud ? 'text-warn' : 'text-ink-3'}`} name={icons[event.kind]} size={14} />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{event.kind}: </span>
          {event.message}
        </span>
        <span className="shrink-0 text-small text-ink-3">{formatNumber(event.time, 7)}</span>
      </button>
    </li>
  );
});

/** The list of events. */
export function EventsPanel() {
  const feed = useFeed();
  const { events, model } = useRunState();
  const lines = useMemo(() => eventLines(events), [events]);
  return (
    <section aria-labelledby="events" className="panel">
      <header className="flex h-10 items-center justify-between border-b border-line px-3">
        <h3 className="font-semibold" id="events">
          Events
        </h3>
        <span className="text-small text-ink-3">
          {lines.length > shownMax
            ? `newest ${shownMax} lines of ${lines.length}`
            : formatCount(events.length)}
        </span>
      </header>
      <ul className="relative max-h-80 overflow-y-auto py-1" tabIndex={0} aria-label="Events, newest first">
        {lines.slice(0, shownMax).map((event) => (
          <EventLine
            event={event}
            key={event.sequence}
            look={(time) => feed.look(time)}
            unit={model?.timeUnit ?? ''}
          />
        ))}
      </ul>
      {events.length === 0 ? <p className="px-3 pb-3 text-ink-3">Nothing yet.</p> : null}
    </section>
  );
}
