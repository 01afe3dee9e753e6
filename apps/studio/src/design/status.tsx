// How a run stands: always a shape and a word, colour only as a third hint.

import type { RunView } from '@holdfast/protocol';
import { Icon, type IconName } from './icon.tsx';

export interface Standing {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'accent' | 'ok' | 'warn' | 'bad' | 'quiet';
}

const standings = {
  queued: { word: 'Queued', icon: 'ring', tone: 'quiet' },
  running: { word: 'Running', icon: 'play', tone: 'accent' },
  paused: { word: 'Paused', icon: 'pause', tone: 'quiet' },
  recovering: { word: 'Recovering', icon: 'recover', tone: 'warn' },
  'reached-end': { word: 'Finished', icon: 'check', tone: 'ok' },
  converged: { word: 'Converged', icon: 'check', tone: 'ok' },
  limit: { word: 'Limit reached', icon: 'flag', tone: 'warn' },
  halted: { word: 'Halted', icon: 'warn', tone: 'warn' },
  cancelled: { word: 'Stopped', icon: 'stop', tone: 'quiet' },
  failed: { word: 'Failed', icon: 'cross', tone: 'bad' },
} as const satisfies Record<string, Standing>;

/** The standing of a run from its status and stop reason. */
export function standingOf(run: Pick<RunView, 'status' | 'stop'>): Standing {
  if (run.status !== 'ended') return standings[run.status];
  return run.stop === null ? { word: 'Ended', icon: 'check', tone: 'quiet' } : standings[run.stop.kind];
}

const tones = {
  accent: 'text-accent',
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  quiet: 'text-ink-2',
} as const;

/** Shape and word of a standing. */
export function StandingMark({ standing, living }: { standing: Standing; living: boolean }) {
  const { word, icon, tone } = standing;
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${tones[tone]}`}>
      <Icon className={living ? 'pulse' : ''} name={icon} size={14} />
      {word}
    </span>
  );
}

/** Shape and word of a run's standing. */
export function StatusMark({ run }: { run: Pick<RunView, 'status' | 'stop'> }) {
  return <StandingMark living={run.status === 'running'} standing={standingOf(run)} />;
}

/** Said wherever a result is shown that is not the whole one. */
export function PartialBadge() {
  return (
    <span
      className="badge bg-warn-wash text-warn"
      title="The run did not reach its end; errors are for what was really used."
    >
      <Icon name="warn" size={12} />
      PARTIAL
    </span>
  );
}
