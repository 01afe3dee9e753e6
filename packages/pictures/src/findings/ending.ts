// Why an experiment ended, in words.

import type { ExperimentStop } from '@holdfast/protocol';
import { formatCount, formatDuration } from '../format.ts';

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
