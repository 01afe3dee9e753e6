// How an experiment stands, and why it ended, in words.

import type { ExperimentStop, ExperimentView } from '@holdfast/protocol';
import { formatCount, formatDuration } from '../design/format.ts';
import type { Standing } from '../design/status.tsx';

const standings = {
  queued: { word: 'Queued', icon: 'ring', tone: 'quiet' },
  running: { word: 'Running', icon: 'play', tone: 'accent' },
  completed: { word: 'Finished', icon: 'check', tone: 'ok' },
  limit: { word: 'Limit reached', icon: 'flag', tone: 'warn' },
  cancelled: { word: 'Stopped', icon: 'stop', tone: 'quiet' },
  failed: { word: 'Failed', icon: 'cross', tone: 'bad' },
} as const satisfies Record<string, Standing>;

/** The standing from status and stop reason. */
export function experimentStanding({ status, stop }: Pick<ExperimentView, 'status' | 'stop'>): Standing {
  if (status !== 'ended') return standings[status];
  return standings[stop?.kind ?? 'completed'];
}

const limits = {
  wallMs: (bound: number) => `wall time of ${formatDuration(bound)}`,
  memoryMb: (bound: number) => `memory of ${formatCount(bound)} MB`,
  points: (bound: number) => `${formatCount(bound)} points`,
} as const;

/** Why it ended, as a plain clause. */
export function experimentStopWords(stop: ExperimentStop): string {
  switch (stop.kind) {
    case 'completed':
      return 'everything asked for was computed';
    case 'cancelled':
      return 'stopped before it was done';
    case 'limit':
      return `stopped at its limit: ${limits[stop.limit](stop.bound)}`;
    case 'failed':
      return `failed: ${stop.message}`;
  }
}
