// How long the input log of a run has room for what is shown, and how often may be sent so that it lasts.

import { listLogMost } from '@holdfast/protocol';
import { formatDuration } from '../../../design/format.ts';

/** What was sent lately, as the log counts it. */
export interface LogUse {
  /** What lists cost the log so far. */
  readonly listed: number;
  /** What the newest picture cost, on average of some. */
  readonly each: number;
}

/** Seconds that the room which is left lasts at least: the rate falls with it, so that a log is never full in a moment. */
const lastsAtLeast = 1800;
/** Pictures a second that are always sent. */
const rateLeast = 0.2;
const newest = 0.1;

/** Takes note of one more picture. */
export function used({ listed: before, each }: LogUse, listed: number): LogUse {
  // the first answer tells of all that was in the log before
  if (before === 0) return { listed, each };
  const cost = Math.max(0, listed - before);
  return { listed, each: each === 0 ? cost : each + newest * (cost - each) };
}

/** Pictures a second: `asked` where the log has room for half an hour of them. */
export function rateWithin({ listed, each }: LogUse, asked: number): number {
  const allowed = Math.max(rateLeast, (listLogMost - listed) / (Math.max(1, each) * lastsAtLeast));
  let rate = asked;
  // halved, because each change of the rate begins a new beat
  while (rate > allowed) rate /= 2;
  return rate;
}

/** What is said of the room; nothing before anything was sent. */
export function roomWords(use: LogUse, asked: number): string {
  if (use.each === 0) return '';
  const left = Math.max(0, listLogMost - use.listed);
  const rate = rateWithin(use, asked);
  const share = `${Math.floor((100 * left) / listLogMost)} % free`;
  if (rate < asked) {
    return `The log of the run is ${share}: slowed to ${rate.toFixed(1)} pictures a second. Fork the run to go on with all of it.`;
  }
  const ms = (1000 * left) / (use.each * rate);
  return `The log of the run is ${share}: room for ${formatDuration(ms)} of this, then fewer pictures a second.`;
}
