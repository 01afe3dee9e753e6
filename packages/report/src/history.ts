// What happened to the run, in order: limits, recoveries, warnings, changes from outside.

import type { EventKind } from '@holdfast/core';
import { formatCount, formatNumber } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { section, table } from './parts.ts';
import { instant, type ReportSource } from './source.ts';

const kinds: Readonly<Record<EventKind, string>> = {
  status: 'status',
  input: 'input',
  checkpoint: 'checkpoint',
  recovery: 'recovery',
  pace: 'pace',
  limit: 'limit',
  warning: 'warning',
  ended: 'end',
};

/** The events, checkpoints only counted. */
export function historySection({ events, eventsLeftOut, checkpoints, model }: ReportSource): Markup {
  const rows = events.map(
    ({ kind, time, at, message }) =>
      markup`<tr class="${kind}">
        <td class="n">${formatNumber(time, 9)}</td>
        <td>${kinds[kind]}</td>
        <td>${message}</td>
        <td><time datetime="${new Date(at).toISOString()}">${instant(at)}</time></td>
      </tr>`,
  );
  const notes = [
    ...(eventsLeftOut === 0 ? [] : [`Before these came ${formatCount(eventsLeftOut)} others.`]),
    ...(checkpoints === 0 ? [] : [`Checkpoints kept meanwhile: ${formatCount(checkpoints)}.`]),
  ];
  const columns = [`At, ${model.timeUnit}`, 'Kind', 'Event', 'Clock'];
  return section(
    'history',
    'What happened',
    markup`${table('Events', 'events', columns, markup`<tbody>${rows}</tbody>`)}
    ${notes.length === 0 ? undefined : markup`<p class="note">${notes.join(' ')}</p>`}`,
  );
}
