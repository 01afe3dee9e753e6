// How an experiment stands, in a word.

import type { ExperimentView } from '@holdfast/protocol';
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
