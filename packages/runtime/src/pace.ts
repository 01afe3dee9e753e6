// What a pace means: what each mode shows, and what is assumed where nothing is asked.

import type { Pace, RunEvent } from '@holdfast/core';
import { liveHzMost } from '@holdfast/protocol';

/** As fast as possible, shown as often as live views draw. */
export const freePace: Pace = { factor: 0, mode: 'accuracy', hard: false };

/** A change of some of a pace. */
export type PaceChange = { readonly [Name in keyof Pace]?: Pace[Name] | undefined };

/** A pace with what a request changes of it. */
export function changedPace(pace: Pace, { factor, mode, hard }: PaceChange): Pace {
  return { factor: factor ?? pace.factor, mode: mode ?? pace.mode, hard: hard ?? pace.hard };
}

/** A pace in words. */
export function wordsOf({ factor, mode, hard }: Pace): string {
  return `${factor > 0 ? `${factor}x` : 'as fast as possible'}, ${mode}${hard ? ', hard' : ''}`;
}

/** The pace an event tells of, when it is one that says what was asked. */
export function paceAsked({ kind, details }: RunEvent): Pace | undefined {
  const { factor, mode, hard } = details;
  if (kind !== 'pace' || typeof factor !== 'number' || typeof hard !== 'boolean') return undefined;
  return typeof mode === 'string' && mode in modeMs
    ? { factor, mode: mode as Pace['mode'], hard }
    : undefined;
}

/** Wall time between live frames where nobody asks for more, and between checks of the accounts, ms. */
export const modeMs: Readonly<Record<Pace['mode'], { readonly frame: number; readonly check: number }>> = {
  performance: { frame: 200, check: 1000 },
  balanced: { frame: 100, check: 100 },
  accuracy: { frame: 50, check: 50 },
};

/** Wall time between live frames in a mode, ms, for those who ask for `hz` of them a second: only accuracy gives more than its own. */
export function frameMs(mode: Pace['mode'], hz: number): number {
  const own = modeMs[mode].frame;
  return mode === 'accuracy' && hz > 0 ? Math.min(own, 1000 / Math.min(hz, liveHzMost)) : own;
}
