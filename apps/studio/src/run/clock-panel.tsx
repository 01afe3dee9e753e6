// The run against the wall clock: how fast it is to go, how it keeps that, and what its computing goes into.

import { useEffect, useState } from 'react';
import type { Pace } from '@holdfast/core';
import {
  formatPaceFactor,
  type ClockView,
  type PaceRequest,
  type ProfileView,
  type RunView,
} from '@holdfast/protocol';
import { formatCount, formatDuration, formatNumber, formatShare } from '../design/format.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { paceLines } from '../shell/command-line.ts';
import { problemOf } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { LiveText } from './live-text.tsx';
import { useFeed, useRunState } from './run-context.ts';

const factors = [0, 0.1, 0.5, 1, 2, 5, 10, 100] as const;
const modes: Readonly<Record<Pace['mode'], string>> = {
  performance: 'Performance, 5 Hz',
  balanced: 'Balanced, 10 Hz',
  accuracy: 'Accuracy, 20 Hz',
};
/** What each rung of the ladder gives up. */
const rungs = [
  'everything shown',
  'figures four times less often',
  'half the live frames',
  'fewer checks of the accounts',
  'as in performance mode',
  'slower than asked',
] as const;
const profileMs = 1000;

function factorWords(factor: number): string {
  if (factor === 0) return 'At full speed';
  return factor === 1 ? '1x, real time' : formatPaceFactor(factor);
}

function PaceFields({ run }: { run: RunView }) {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const [failure, setFailure] = useState('');
  const { factor, mode, hard } = run.pace;
  const ask = (pace: PaceRequest): void => {
    setFailure('');
    reach.watch(client.pace(id, pace)).catch((error: unknown) => setFailure(problemOf(error).message));
  };
  const offered = factors.some((each) => each === factor) ? factors : [factor, ...factors];
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <label className="block font-medium">
          Pace
          <select
            className="field mt-1 w-full font-normal"
            onChange={(event) => ask({ factor: Number(event.target.value) })}
            value={factor}
          >
            {offered.map((each) => (
              <option key={each} value={each}>
                {factorWords(each)}
              </option>
            ))}
          </select>
        </label>
        <label className="block font-medium">
          Shown
          <select
            className="field mt-1 w-full font-normal"
            onChange={(event) => ask({ mode: event.target.value as Pace['mode'] })}
            value={mode}
          >
            {Object.entries(modes).map(([each, words]) => (
              <option key={each} value={each}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="flex items-center gap-2" title="Ten late steps in a row end the run">
        <input checked={hard} onChange={(event) => ask({ hard: event.target.checked })} type="checkbox" />
        End the run when it cannot keep its pace
      </label>
      {failure === '' ? null : (
        <p className="text-bad" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}

/** How fast simulated time passes: as a multiple of real time where it counts seconds. */
function speedIn(timeUnit: string, rtf: number): string {
  const speed = formatNumber(rtf, 3);
  return timeUnit === 's' ? `${speed}x` : `${speed} ${timeUnit}/s`;
}

function KeptFacts() {
  const feed = useFeed();
  const { model } = useRunState();
  const read = (write: (clock: ClockView) => string) => (): string => {
    const clock = feed.view?.clock;
    return clock == null ? '–' : write(clock);
  };
  const facts: readonly (readonly [string, string, () => string])[] = [
    [
      'Reached',
      'Simulated time that passes in a second',
      read(({ rtf }) => speedIn(model?.timeUnit ?? 's', rtf)),
    ],
    ['Lag', 'How far it is behind now', read(({ lagMs }) => formatDuration(lagMs))],
    [
      'Slips',
      'How often it gave up catching up because it was more than 100 ms late, and what that cost',
      read(({ slips, slippedMs }) =>
        slips === 0 ? '0' : `${formatCount(slips)}, ${formatDuration(slippedMs)}`,
      ),
    ],
    ['Late steps', 'Steps that came after they were due', read(({ overruns }) => formatCount(overruns))],
    [
      'Headroom',
      'How much longer computing could take within the pace',
      read(({ headroom }) => (headroom === null ? '–' : `${formatNumber(Math.min(headroom, 9999), 3)}x`)),
    ],
    [
      'Gives up',
      'Rung of the overrun ladder',
      read(({ rung }) => (rung === 0 ? 'nothing' : `${rung}: ${rungs[rung] ?? ''}`)),
    ],
  ];
  return (
    <dl className="grid grid-cols-3 gap-x-3 gap-y-2">
      {facts.map(([name, title, text]) => (
        <div className={name === 'Gives up' ? 'col-span-3 min-w-0' : 'min-w-0'} key={name} title={title}>
          <dt className="eyebrow">{name}</dt>
          <dd>
            <LiveText read={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Milliseconds as a cell. */
function cell(ms: number): string {
  return ms === 0 ? '–' : formatNumber(ms, 2);
}

function ProfileTable() {
  const { client } = useStudio();
  const { id } = useFeed();
  const [profile, setProfile] = useState<ProfileView['profile']>(null);
  useEffect(() => {
    const state = { over: false };
    const read = (): void => {
      // what cannot be read now is asked for again; the page's banner says when the server is away
      client.profile(id).then(
        (found) => (state.over ? undefined : setProfile(found)),
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, profileMs);
    return () => {
      state.over = true;
      clearInterval(timer);
    };
  }, [client, id]);
  if (profile === null) return <p className="text-ink-3">Nothing is measured yet.</p>;
  return (
    <table className="numbers">
      <caption className="sr-only">Wall time of each component, ms, over the last seconds</caption>
      <thead>
        <tr>
          {['ms', 'p50', 'p95', 'p99', 'share'].map((title) => (
            <th className={title === 'ms' ? 'text-left!' : ''} key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {profile.costs.map(({ name, within, p50, p95, p99, share }) => (
          <tr key={`${within ?? ''}/${name}`}>
            <th className={`font-normal text-left! ${within === null ? '' : 'pl-5!'}`} scope="row">
              {name}
            </th>
            <td>{cell(p50)}</td>
            <td>{cell(p95)}</td>
            <td>{cell(p99)}</td>
            <td>{formatShare(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Pace, how it is kept, and the profile; absent once the run has ended. */
export function ClockPanel() {
  const { run } = useRunState();
  const { id } = useFeed();
  const [open, setOpen] = useState(false);
  if (run === undefined || run.status === 'ended') return null;
  return (
    <section aria-labelledby="clock" className="panel">
      <header className="flex h-10 items-center justify-between border-b border-line pl-3 pr-1.5">
        <h3 className="font-semibold" id="clock">
          Clock
        </h3>
        <CopyAs lines={() => paceLines(location.origin, id, run.pace)} small />
      </header>
      <div className="space-y-3 p-3">
        <PaceFields run={run} />
        <KeptFacts />
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="cursor-pointer font-medium">What computing goes into</summary>
          <div className="mt-2 overflow-x-auto">{open ? <ProfileTable /> : null}</div>
        </details>
      </div>
    </section>
  );
}
