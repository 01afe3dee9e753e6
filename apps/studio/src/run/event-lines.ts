// Events as lines to read. A run writes a checkpoint every two seconds; those that follow each other are one line, so that
// what a person did and what went wrong stays in sight.

import type { RunEvent } from '@holdfast/core';

/** One line; where it stands for several events, their newest. */
export type EventLineText = Pick<RunEvent, 'sequence' | 'kind' | 'time' | 'message'>;

const numbered = /^checkpoint (\d+)$/;

/** Checkpoints that follow each other as one line. */
function gathered(oldest: RunEvent, newest: RunEvent, count: number): EventLineText {
  const { sequence, kind, time } = newest;
  const [from, to] = [oldest, newest].map(({ message }) => numbered.exec(message)?.[1]);
  const message =
    from === undefined || to === undefined ? `${count} checkpoints` : `checkpoints ${from} to ${to}`;
  return { sequence, kind, time, message };
}

/** Lines of events that are in order of time, newest first. */
export function eventLines(events: readonly RunEvent[]): readonly EventLineText[] {
  const lines: EventLineText[] = [];
  for (let end = events.length; end > 0;) {
    const newest = events[end - 1]!;
    let start = end - 1;
    if (newest.kind === 'checkpoint') {
      while (start > 0 && events[start - 1]!.kind === 'checkpoint') start -= 1;
    }
    lines.push(end - start > 1 ? gathered(events[start]!, newest, end - start) : newest);
    end = start;
  }
  return lines;
}
