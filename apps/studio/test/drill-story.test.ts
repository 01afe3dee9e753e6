// The last drill as events tell it, without a browser.
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@holdfast/core';
import { drillStory } from '../src/run/drill-story.ts';

function eventsOf(
  ...rows: readonly (readonly [kind: RunEvent['kind'], at: number, details: RunEvent['details']])[]
): readonly RunEvent[] {
  return rows.map(([kind, at, details], sequence) => ({
    sequence,
    kind,
    time: 10,
    at,
    message: `event ${sequence}`,
    details,
  }));
}

const harmed = { drill: 'corrupt', phase: 'harmed', seed: 4, what: 'bit 3' };

describe('the story of a drill', () => {
  it('is not told where nothing was harmed', () => {
    expect(
      drillStory(eventsOf(['recovery', 1, { code: 'worker.crashed' }], ['checkpoint', 2, {}])),
    ).toBeUndefined();
  });

  it('goes from the harm over what was found and where it went back to, to the end, each with its time', () => {
    const story = drillStory(
      eventsOf(
        ['recovery', 50, { code: 'worker.crashed' }],
        ['warning', 100, harmed],
        ['warning', 130, { code: 'state.corrupt' }],
        ['recovery', 140, { code: 'worker.crashed' }],
        ['recovery', 300, { checkpoint: 2 }],
        ['recovery', 420, { drill: 'corrupt', phase: 'caught-up', seed: 4, ms: 320 }],
      ),
    );
    expect(story).toMatchObject({ kind: 'corrupt', seed: 4, isOver: true });
    expect(story?.steps.map(({ title, ms }) => [title, ms])).toEqual([
      ['Harmed', 0],
      ['Found', 30],
      ['Gone back', 200],
      ['Caught up', 320],
    ]);
  });

  it('tells the newest drill only, and says while it is not over', () => {
    const done = { drill: 'corrupt', phase: 'repaired', seed: 4 };
    const first = [
      ['warning', 0, harmed],
      ['warning', 5, { code: 'state.repaired' }],
      ['recovery', 6, done],
    ] as const;
    expect(drillStory(eventsOf(...first))?.steps.at(-1)?.title).toBe('Repaired in place');
    const second = drillStory(eventsOf(...first, ['warning', 900, { ...harmed, drill: 'plug' }]));
    expect(second).toMatchObject({ kind: 'plug', isOver: false });
    expect(second?.steps.map(({ title }) => title)).toEqual(['Harmed']);
  });
});
