// What the run page can do, as actions for buttons, keys and palette alike. A refused request is shown, never swallowed.

import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Action } from '../shell/actions.ts';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useActions, useStudio } from '../shell/studio.ts';
import { useFeed, useRunState } from './run-context.ts';
import { stopsOf } from './pins.ts';

export interface RunControls {
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canStop: boolean;
  /** A request is on its way. */
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly clone: () => void;
  /** Starts a run that is this one up to the time looked at. */
  readonly fork: () => void;
  readonly analyse: () => void;
}

/** The controls of the run. */
export function useRunControls(): RunControls {
  const { client, reach } = useStudio();
  const feed = useFeed();
  const { id } = feed;
  const status = useRunState().run?.status;
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const ask = useCallback(
    (request: () => Promise<unknown>) => {
      setBusy(true);
      setProblem(undefined);
      reach
        .watch(request())
        .catch((error: unknown) => setProblem(problemOf(error)))
        .finally(() => setBusy(false));
    },
    [reach],
  );
  return useMemo(
    () => ({
      canPause: status === 'running' || status === 'queued',
      canResume: status === 'paused',
      canStop: status !== undefined && status !== 'ended',
      busy,
      problem,
      pause: () => ask(() => client.pause(id)),
      resume: () => ask(() => client.resume(id)),
      stop: () => ask(() => client.cancel(id)),
      fork: () =>
        ask(async () => {
          const at = feed.cursor ?? feed.view?.time ?? 0;
          const run = await client.fork(id, { at });
          go(`/run/${encodeURIComponent(run.id)}`);
        }),
      clone: () => go(`/new?run=${encodeURIComponent(id)}`),
      analyse: () => go(`/analyse?run=${encodeURIComponent(id)}`),
    }),
    [status, busy, problem, ask, client, id, feed, go],
  );
}

/** Offers the controls and the timeline's stops to keyboard and palette. */
export function useRunActions(controls: RunControls, openExport: () => void): void {
  const feed = useFeed();
  const { canPause, canResume, canStop, pause, resume, stop, fork, clone, analyse } = controls;
  const actions = useMemo<readonly Action[]>(() => {
    const step = (direction: 1 | -1): void => {
      const from = feed.cursor ?? feed.view?.time ?? 0;
      const stops = stopsOf(feed.state().events);
      const next = direction < 0 ? stops.findLast((time) => time < from) : stops.find((time) => time > from);
      if (next !== undefined) feed.look(direction > 0 && next >= (feed.view?.time ?? 0) ? null : next);
      else if (direction > 0) feed.look(null);
    };
    const group = 'This run';
    const over = canStop ? undefined : 'the run has ended';
    return [
      {
        id: 'pause',
        title: canResume ? 'Resume' : 'Pause',
        group,
        keys: 'Space',
        unavailable: canPause || canResume ? undefined : 'not possible now',
        run: canResume ? resume : pause,
      },
      { id: 'stop', title: 'Stop and keep the partial result', group, unavailable: over, run: stop },
      { id: 'export', title: 'Export', group, keys: 'e', run: openExport },
      { id: 'fork', title: 'Fork at the time looked at', group, keys: 'f', run: fork },
      { id: 'clone', title: 'Edit a copy', group, run: clone },
      { id: 'analyse', title: 'Analyse its document', group, keys: 'y', run: analyse },
      {
        id: 'previous',
        title: 'Previous event or checkpoint',
        group: 'Timeline',
        keys: '[',
        run: () => step(-1),
      },
      { id: 'next', title: 'Next event or checkpoint', group: 'Timeline', keys: ']', run: () => step(1) },
      { id: 'follow', title: 'Follow the run', group: 'Timeline', keys: 'l', run: () => feed.look(null) },
    ];
  }, [feed, canPause, canResume, canStop, pause, resume, stop, fork, clone, analyse, openExport]);
  useActions(actions);
}
