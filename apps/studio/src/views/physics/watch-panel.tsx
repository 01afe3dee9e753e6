// How the page watches the run: the choice, what is used now and why, whether it is proven equal, and what it costs.

import { useEffect, useMemo, useReducer } from 'react';
import { formatBytes, formatNumber } from '../../design/format.ts';
import { LiveText } from '../../run/live-text.tsx';
import { isSparing, useQuickFrames } from '../../run/quick-frames.ts';
import { useFeed, useRunState } from '../../run/run-context.ts';
import { useStudio } from '../../shell/studio.ts';
import type { RunFeed } from '../../telemetry/run-feed.ts';
import type { EngineSeat } from './lock-step.ts';
import { Meter } from './meter.ts';
import { RunWatch, type WatchChoice } from './run-watch.ts';
import type { WorldSubject } from './world-panel.tsx';

const choices: readonly (readonly [WatchChoice, string, string])[] = [
  ['automatic', 'Automatic', 'In lock-step where the engine can keep up here, else the stream'],
  ['stream', 'Stream', 'Compressed poses, as closely as the link allows'],
  ['steps', 'Lock-step', 'The engine runs in this page on the same inputs; digests prove that it is equal'],
  ['frames', 'Frames', 'Every number of every frame, not compressed'],
];

function openSeat(): EngineSeat {
  return new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

/** The watch of the page's run; it follows what becomes of the run. */
export function useWatch({ scene, document }: WorldSubject): RunWatch {
  const feed = useFeed();
  const { client } = useStudio();
  useQuickFrames();
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const watch = useMemo(
    () => new RunWatch({ feed, client, scene, document, openSeat, isSparing, changed }),
    [feed, client, scene, document],
  );
  const { run, link } = useRunState();
  useEffect(() => watch.settle(), [watch, run, link]);
  useEffect(() => () => watch.dispose(), [watch]);
  return watch;
}

const seconds = (time: number): string => `${formatNumber(time, 3)} s`;

/** What is to be known of the way the run is watched, in a line. */
export function watchLine(watch: RunWatch, feed: RunFeed): string {
  const { used, why, standing, isJoining, repairedAt } = watch;
  if (feed.view?.status === 'ended') return 'The run has ended: its recorded frames are shown';
  if (used === 'steps' && standing !== undefined) {
    const { equalAt, mended, rejoined, state } = standing;
    const repairs = [
      mended > 0 ? `taken from a checkpoint ${mended} times because it was not equal` : '',
      rejoined > 0 ? `taken from a checkpoint ${rejoined} times because this page was behind` : '',
    ].filter((text) => text !== '');
    const repaired =
      repairs.length === 0 ? '' : `; ${repairs.join('; ')}, last at t = ${seconds(repairedAt)}`;
    return `${state === 'behind' ? 'Catching up' : 'In step'}, digest equal at t = ${seconds(equalAt)}${repaired}`;
  }
  const { stream } = feed;
  const sent =
    used === 'frames'
      ? 'Whole frames'
      : stream === undefined
        ? 'Stream'
        : stream.tier === stream.asked
          ? `Stream, tier ${stream.tier}`
          : `Stream, tier ${stream.tier} instead of ${stream.asked}, because the link is slow`;
  if (isJoining) {
    const how = standing === undefined ? 'the engine is loading' : 'the first digest is awaited';
    return `${sent}; lock-step begins, ${how}`;
  }
  return why === '' ? sent : `${sent}; no lock-step: ${why}`;
}

type Figure = readonly [title: string, read: () => string];

const perSecond = (meter: Meter, count: number): number => meter.read(count, performance.now());

function figuresOf(watch: RunWatch, feed: RunFeed): readonly Figure[] {
  const [bytes, frames] = [new Meter(), new Meter()];
  const newest = (): number => {
    const { history } = feed;
    return history === undefined || history.count === 0 ? Number.NaN : history.timeAt(history.count - 1);
  };
  const behind: Figure = [
    'Behind the run',
    () => {
      const { standing } = watch;
      const lag = standing ? standing.horizon - standing.time : (feed.view?.time ?? 0) - newest();
      return Number.isNaN(lag) ? '–' : `${Math.max(0, lag).toFixed(2)} s`;
    },
  ];
  if (watch.used === 'steps')
    return [
      ['From the server', () => `${formatBytes(perSecond(bytes, watch.bytes))}/s`],
      ['Computed here', () => `${Math.round(perSecond(frames, watch.computed))} frames/s`],
      behind,
      ['Digests equal', () => String(watch.standing?.equals ?? 0)],
      ['Repaired', () => String((watch.standing?.mended ?? 0) + (watch.standing?.rejoined ?? 0))],
    ];
  const size = 8 * (feed.history?.size ?? 0) + 32;
  const sent = (): number => (watch.used === 'frames' ? feed.arrived * size : (feed.stream?.bytes ?? 0));
  const shared: readonly Figure[] = [
    ['From the server', () => `${formatBytes(perSecond(bytes, sent()))}/s`],
    ['Frames', () => `${Math.round(perSecond(frames, feed.arrived))} a second`],
    behind,
  ];
  if (watch.used === 'frames') return shared;
  const of = (read: (stream: NonNullable<RunFeed['stream']>) => string) => () =>
    feed.stream === undefined ? '–' : read(feed.stream);
  return [
    ...shared,
    ['Tier', of(({ tier, hz }) => `${tier}, ${formatNumber(hz, 3)} Hz`)],
    ['Encoding', of(({ encodeMs }) => `${encodeMs.toFixed(3)} ms a frame`)],
    ['Left out', of(({ skipped }) => `${skipped} frames`)],
    ['Under way', of(({ underWay, roundTripMs }) => `${underWay} frames, ${roundTripMs.toFixed(0)} ms`)],
  ];
}

/** Choice, standing and figures, in a strip above the picture. */
export function WatchPanel({ watch }: { watch: RunWatch }) {
  const feed = useFeed();
  const { run } = useRunState();
  const { used, choice } = watch;
  const hasStream = feed.stream !== undefined;
  const figures = useMemo(
    () => figuresOf(watch, feed),
    // oxlint-disable-next-line react/exhaustive-deps -- the rows follow what is used
    [watch, feed, used, hasStream],
  );
  const isOver = run?.status === 'ended';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-1.5 text-small text-ink-2">
      {isOver ? null : (
        <div aria-label="Watch" className="segments" role="group">
          {choices.map(([name, title, help]) => (
            <button
              aria-pressed={name === choice}
              className="segment"
              key={name}
              onClick={() => watch.choose(name)}
              title={help}
              type="button"
            >
              {title}
            </button>
          ))}
        </div>
      )}
      <p aria-label="How the run is watched" className="flex-1 basis-64 tabular-nums" role="note">
        <LiveText read={() => watchLine(watch, feed)} />
      </p>
      {isOver ? null : (
        <details className="basis-full">
          <summary className="cursor-pointer text-ink-3">What watching costs</summary>
          <div className="overflow-x-auto">
            <table aria-label="What watching costs" className="mt-1 tabular-nums">
              <thead>
                <tr>
                  {figures.map(([title]) => (
                    <th className="pr-6 text-left font-normal text-ink-3" key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  {figures.map(([title, read]) => (
                    <td className="min-w-24 pr-6" key={title}>
                      <LiveText read={read} />
                    </td>
                  ))}
                </tr>
              </tbody>
            </table>
          </div>
        </details>
      )}
    </div>
  );
}
