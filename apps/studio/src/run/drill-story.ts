// The last drill of a run as its events tell it: harmed, found, repaired or gone back, caught up; with the time each took.

import type { RunEvent } from '@holdfast/core';

export interface DrillStep {
  readonly title: 'Harmed' | 'Found' | 'Repaired in place' | 'Gone back' | 'Caught up' | 'Nothing wrong';
  readonly text: string;
  /** In the model's time unit. */
  readonly time: number;
  /** Since the harm, wall clock. */
  readonly ms: number;
}

export interface DrillStory {
  readonly kind: string;
  readonly seed: number;
  readonly steps: readonly DrillStep[];
  readonly isOver: boolean;
}

const foundBy = new Set(['state.corrupt', 'state.repaired', 'worker.crashed']);

/** Titles of how a drill may end, by phase. */
const endings: Readonly<Record<string, DrillStep['title']>> = {
  repaired: 'Repaired in place',
  'caught-up': 'Caught up',
  harmless: 'Nothing wrong',
};

/** Reads it off events, oldest first; undefined while there was no drill. */
export function drillStory(events: readonly RunEvent[]): DrillStory | undefined {
  const begun = events.findLastIndex(({ details }) => details['phase'] === 'harmed');
  const harmed = events[begun];
  if (harmed === undefined) return undefined;
  const after = events.slice(begun + 1);
  const step = (
    title: DrillStep['title'],
    event: RunEvent | undefined,
    text?: string,
  ): readonly DrillStep[] =>
    event === undefined
      ? []
      : [{ title, text: text ?? event.message, time: event.time, ms: Math.max(0, event.at - harmed.at) }];
  const over = after.find(({ details }) => details['drill'] !== undefined);
  const found = after.find(({ details }) => foundBy.has(String(details['code'])));
  const back = after.find(
    ({ kind, details }) =>
      kind === 'recovery' && details['drill'] === undefined && details['checkpoint'] !== undefined,
  );
  const ending = over === undefined ? undefined : endings[String(over.details['phase'])];
  return {
    kind: String(harmed.details['drill']),
    seed: Number(harmed.details['seed']),
    steps: [
      ...step('Harmed', harmed, String(harmed.details['what'])),
      ...step('Found', found),
      ...step('Gone back', back),
      ...(ending === undefined ? [] : step(ending, over, over?.message.replace(/^drill: /, ''))),
    ],
    isOver: over !== undefined,
  };
}
