// Runs against time beside each other: a tolerance to choose, where each run first leaves it, and any quantity as a picture.

import { useCallback, useMemo, useState } from 'react';
import type { HoldfastClient } from '@holdfast/client';
import type { Frame } from '@holdfast/core';
import { FindingPanel } from '../analysis/finding-panel.tsx';
import { formatNumber } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import type { ComparedRun } from './compared-run.ts';
import { divergenceOf, sharedQuantities, type Divergence, type Trajectory } from './trajectories.ts';
import { trajectoryPicture } from './trajectory-pictures.ts';

const pageFrames = 500;
const tolerances = [0, 1e-9, 1e-6, 1e-3, 0.01, 0.1] as const;
const usual = 1e-6;

async function framesOf(client: HoldfastClient, id: string): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const after = frames.at(-1)?.sequence;
    const page = await client.frames(id, { limit: pageFrames, ...(after === undefined ? {} : { after }) });
    frames.push(...page);
    if (page.length < pageFrames) return frames;
  }
}

function toleranceWords(tolerance: number): string {
  if (tolerance === 0) return 'Equal bits';
  return tolerance >= 1e-3
    ? `${formatNumber(tolerance * 100, 2)} %`
    : tolerance.toExponential(0).replace('-', '−');
}

function Verdict({ found, timeUnit }: { found: Divergence; timeUnit: string }) {
  const { letter, compared, between, first } = found;
  const read = between === 0 ? '' : `, ${between} of them read between two frames of ${letter}`;
  if (compared === 0) {
    return <p className="flex items-start gap-2 text-ink-2">{letter} has no frame within the time of A.</p>;
  }
  return (
    <p className={`flex items-start gap-2 font-medium ${first === undefined ? 'text-ok' : 'text-bad'}`}>
      <Icon className="mt-0.5" name={first === undefined ? 'check' : 'flag'} />
      <span>
        {first === undefined
          ? `${letter} stays with A in every quantity`
          : `${letter} leaves A first at ${formatNumber(first.first ?? 0, 8)} ${timeUnit}, in ${first.channel}`}
        <span className="font-normal text-ink-3">
          {' '}
          ({compared} times compared{read})
        </span>
      </span>
    </p>
  );
}

function Quantities(props: {
  found: readonly Divergence[];
  chosen: string;
  choose: (channel: string) => void;
  timeUnit: string;
}) {
  const { found, chosen, choose, timeUnit } = props;
  const rows = found[0]?.channels ?? [];
  return (
    <div
      aria-label="Quantities and where they diverge"
      className="max-h-96 overflow-auto px-2 pb-2"
      role="group"
      tabIndex={0}
    >
      <table className="numbers numbers-words">
        <thead>
          <tr>
            <th scope="col">quantity</th>
            {found.flatMap(({ letter }) => [
              <th key={`${letter} far`} scope="col">
                largest {letter} − A
              </th>,
              <th key={`${letter} first`} scope="col">
                beyond the tolerance from
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ channel, unit }, row) => (
            <tr key={channel}>
              <td>
                <button
                  aria-pressed={channel === chosen}
                  className="cursor-pointer text-left hover:text-accent aria-pressed:font-semibold aria-pressed:text-accent"
                  onClick={() => choose(channel)}
                  type="button"
                >
                  {channel} <span className="text-ink-3">{unit}</span>
                </button>
              </td>
              {found.flatMap(({ letter, channels }) => {
                const own = channels[row];
                return [
                  <td key={`${letter} far`}>{own === undefined ? '–' : formatNumber(own.largest, 3)}</td>,
                  <td
                    className={own?.first === undefined ? 'text-ink-3' : 'text-bad'}
                    key={`${letter} first`}
                  >
                    {own?.first === undefined ? 'never' : `${formatNumber(own.first, 6)} ${timeUnit}`}
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TrajectoryBody({ runs, timeUnit }: { runs: readonly Trajectory[]; timeUnit: string }) {
  const [tolerance, setTolerance] = useState<number>(usual);
  const [asked, setAsked] = useState<string>();
  const quantities = useMemo(() => sharedQuantities(runs), [runs]);
  const found = useMemo(() => {
    const [base, ...others] = runs;
    if (base === undefined) return [];
    return others.map((other) => divergenceOf(base, other, quantities, tolerance));
  }, [runs, quantities, tolerance]);
  const chosen =
    asked ?? found.find(({ first }) => first !== undefined)?.first?.channel ?? quantities[0]?.name;
  const picture = useMemo(() => {
    const channel = quantities.find(({ name }) => name === chosen);
    return channel === undefined ? undefined : trajectoryPicture(runs, channel, found, timeUnit);
  }, [runs, quantities, chosen, found, timeUnit]);
  if (quantities.length === 0) return null;
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <section aria-labelledby="against-time" className="panel">
        <header className="flex flex-wrap items-center gap-2 px-4 pt-2.5 pb-1">
          <h2 className="flex-1 text-lead font-semibold" id="against-time">
            Against time
          </h2>
          <span className="text-small text-ink-3">Tolerance</span>
          <div aria-label="Tolerance" className="segments" role="group">
            {tolerances.map((each) => (
              <button
                aria-pressed={each === tolerance}
                className="segment"
                key={each}
                onClick={() => setTolerance(each)}
                type="button"
              >
                {toleranceWords(each)}
              </button>
            ))}
          </div>
        </header>
        <div className="space-y-1 px-4 pb-2">
          {found.map((each) => (
            <Verdict found={each} key={each.letter} timeUnit={timeUnit} />
          ))}
        </div>
        <Quantities choose={setAsked} chosen={chosen ?? ''} found={found} timeUnit={timeUnit} />
        <p className="px-4 pt-1 pb-3 text-small text-ink-3">
          A tolerance is a share of the largest value the quantity takes in A.
        </p>
      </section>
      {picture === undefined ? null : <FindingPanel picture={picture} />}
    </div>
  );
}

/** The panel; absent where the runs share no quantity against time. */
export function TrajectoryPanel({ runs }: { runs: readonly ComparedRun[] }) {
  const { client } = useStudio();
  const shares = useMemo(
    () =>
      sharedQuantities(runs.map(({ letter, model }) => ({ letter, channels: model.channels, frames: [] }))),
    [runs],
  ).length;
  // Read again when one of the runs went on.
  const key = runs.map(({ run, letter }) => [run.id, letter, run.time].join(' ')).join('\n');
  const loaded = useLoaded(
    useCallback(async () => {
      if (shares === 0) return [];
      return Promise.all(
        key.split('\n').map(async (line) => {
          const [id = ''] = line.split(' ');
          return framesOf(client, id);
        }),
      );
    }, [client, key, shares]),
  );
  const trajectories = useMemo(
    () =>
      loaded.state === 'ready' && loaded.value.length === runs.length
        ? runs.map(({ letter, model }, index): Trajectory => ({
            letter,
            channels: model.channels,
            frames: loaded.value[index] ?? [],
          }))
        : [],
    [runs, loaded],
  );
  if (shares === 0) return null;
  if (loaded.state === 'failed') return <FailureNotice error={loaded.error} retry={loaded.again} />;
  if (trajectories.length === 0) return <LoadingNotice what="frames" />;
  return <TrajectoryBody runs={trajectories} timeUnit={runs[0]?.model.timeUnit ?? ''} />;
}
