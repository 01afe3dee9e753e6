// The head of the run page: what runs, how it stands, how far it is, and what can be done with it.

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatPaceFactor, type RunView } from '@holdfast/protocol';
import { compareAddress } from '../compare/compare-address.ts';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatShare,
  stopInWords,
} from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { sentence } from '../design/notice.tsx';
import { PartialBadge, StatusMark } from '../design/status.tsx';
import { LiveText } from './live-text.tsx';
import { QueuedNotice } from './queued-notice.tsx';
import { useFeed, useRunState } from './run-context.ts';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="eyebrow">{name}</dt>
      <dd className="truncate text-lead">{children}</dd>
    </div>
  );
}

function amount(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value, 6);
}

/** The pace that is reached beside the one that was asked for. */
function PaceFact({ run }: { run: RunView }) {
  const feed = useFeed();
  if (run.pace.factor === 0) return null;
  const read = (): string => {
    const { clock } = feed.view ?? run;
    if (clock === null) return '–';
    const lag = clock.lagMs >= 1 ? `, lag ${formatDuration(clock.lagMs)}` : '';
    return `${formatNumber(clock.rtf, 3)}x${lag}`;
  };
  return (
    <Fact name={`Pace, of ${formatPaceFactor(run.pace.factor)}`}>
      <LiveText read={read} />
    </Fact>
  );
}

function Facts({ run }: { run: RunView }) {
  const feed = useFeed();
  const { model } = useRunState();
  const counts = model?.channels.filter(({ role }) => role === 'count') ?? [];
  const now = (): RunView => feed.view ?? run;
  const share = (): string =>
    Number.isFinite(run.end) ? formatShare(Math.min(1, now().time / run.end)) : '';
  const living = run.status !== 'ended';
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Fact name={`Progress, ${model?.timeUnit ?? 'time'}`}>
        <LiveText className="font-semibold" read={() => amount(now().time)} />
        <span className="text-ink-2"> / {Number.isFinite(run.end) ? amount(run.end) : 'open end'}</span>{' '}
        <LiveText className="text-base text-ink-2" read={share} />
      </Fact>
      {living ? (
        <>
          <Fact name="Rate">
            <LiveText
              read={() => {
                const { rate } = now();
                return rate === null ? '–' : `${formatCompact(rate)} / s`;
              }}
            />
          </Fact>
          <PaceFact run={run} />
          <Fact name="Time left">
            <LiveText
              read={() => {
                const { etaMs } = now();
                return etaMs === null ? '–' : formatDuration(etaMs);
              }}
            />
          </Fact>
          <Fact name="Memory">
            <LiveText
              read={() => {
                const { memoryMb } = now();
                return memoryMb === null ? '–' : `${formatCount(memoryMb)} MB`;
              }}
            />
          </Fact>
        </>
      ) : (
        <Fact name="Took">{formatDuration(run.updatedAt - run.createdAt)}</Fact>
      )}
      {counts.map((channel) => (
        <Fact key={channel.name} name={channel.label ?? channel.name}>
          <LiveText read={() => amount(feed.shown(channel)?.values[0] ?? 0)} />
        </Fact>
      ))}
      <Fact name="Workers">{run.workers}</Fact>
      <Fact name="Seed">{run.seed}</Fact>
      <Fact name="Epoch">
        <span title="Grows by one each time a worker takes the run over, for example after a crash">
          {run.epoch}
        </span>
      </Fact>
    </dl>
  );
}

/** Why it ended, with what to do next when it failed. */
function Ending({ run }: { run: RunView }) {
  if (run.stop === null) return null;
  const words = sentence(stopInWords(run.stop));
  if (run.stop.kind === 'failed') {
    return (
      <div className="mt-3 flex items-start gap-2.5 rounded-md bg-bad-wash px-3 py-2" role="alert">
        <Icon className="mt-0.5 text-bad" name="warn" />
        <p>
          <span className="font-medium text-ink">{words}.</span>{' '}
          <span className="text-ink-2">{run.stop.remedy}</span>
        </p>
        <code className="ml-auto font-mono text-micro leading-5 text-ink-2">{run.stop.code}</code>
      </div>
    );
  }
  if (!run.partial) return null;
  return (
    <p className="mt-3 rounded-md bg-warn-wash px-3 py-2 text-ink">
      <span className="font-medium">{words}.</span> It reached {amount(run.time)} of{' '}
      {Number.isFinite(run.end) ? amount(run.end) : 'an open end'}; every number and its error is for what was
      really used.
    </p>
  );
}

/** Where a forked run comes from, and the two side by side. */
function Descent({ run }: { run: RunView }) {
  if (run.parent === null) return null;
  const { run: parent, time } = run.parent;
  return (
    <>
      {' '}
      · forked at {formatNumber(time, 7)} from{' '}
      <Link className="underline" href={`/run/${encodeURIComponent(parent)}`}>
        its parent
      </Link>
      ,{' '}
      <Link className="underline" href={compareAddress([parent, run.id])}>
        compare
      </Link>
    </>
  );
}

/** Name, standing, progress; `children` are the controls. */
export function RunHeader({ run, children }: { run: RunView; children: ReactNode }) {
  return (
    <header className="pt-5 pb-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-title font-semibold tracking-tight">{run.name}</h1>
        <StatusMark run={run} />
        {run.partial ? <PartialBadge /> : null}
        <div className="ml-auto flex flex-wrap items-center gap-1.5">{children}</div>
      </div>
      <p className="mb-3 mt-0.5 text-ink-3">
        {run.family} · started{' '}
        {new Date(run.createdAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })} ·
        document <span className="font-mono text-small">{run.document.slice(0, 12)}</span>
        <Descent run={run} />
      </p>
      <Facts run={run} />
      {run.status === 'queued' ? <QueuedNotice run={run} /> : null}
      <Ending run={run} />
    </header>
  );
}
