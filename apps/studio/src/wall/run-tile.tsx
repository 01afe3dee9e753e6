// One run among several: its name and standing, one picture that moves, one control, and how far it is.

import { useId } from 'react';
import { Link } from 'wouter';
import { formatPaceFactor, type RunView } from '@holdfast/protocol';
import { formatCompact, formatNumber, formatShare, stopInWords } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { PartialBadge, StatusMark } from '../design/status.tsx';
import { LiveText } from '../run/live-text.tsx';
import { FeedContext, useFeed, useRunState } from '../run/run-context.ts';
import { useRunControls } from '../run/use-run-actions.ts';
import { useRunFeed } from '../telemetry/use-run-feed.ts';
import { LiveSlider, valueAt } from '../views/control-panel.tsx';
import { useFamilyView, type ViewState } from '../views/use-family-view.ts';
import { TilePicture } from './tile-picture.tsx';
import { isNumber } from '../shell/number-parameters.ts';

/** How far the run is, in its own time. */
function Progress({ run, timeUnit }: { run: RunView; timeUnit: string }) {
  const feed = useFeed();
  const read = (): string => {
    const { time, end, rate, clock, pace } = feed.view ?? run;
    const share = Number.isFinite(end) ? ` · ${formatShare(Math.min(1, time / end))}` : '';
    const speed =
      pace.factor > 0
        ? ` · ${clock === null ? '–' : formatNumber(clock.rtf, 3)} of ${formatPaceFactor(pace.factor)}`
        : rate === null
          ? ''
          : ` · ${formatCompact(rate)} ${timeUnit}/s`;
    return `${formatCompact(time)} ${timeUnit}${share}${speed}`;
  };
  return run.stop === null ? (
    <LiveText className="min-w-0 truncate text-small text-ink-2" read={read} />
  ) : (
    <span className="min-w-0 truncate text-small text-ink-2">{stopInWords(run.stop)}</span>
  );
}

/** Pauses what runs and resumes what is paused; nothing once the run has ended. */
function PauseButton({ name }: { name: string }) {
  const { canPause, canResume, canStop, busy, pause, resume, problem } = useRunControls();
  if (!canStop) return null;
  const label = `${canResume ? 'Resume' : 'Pause'} ${name}`;
  return (
    <>
      {problem === undefined ? null : (
        <span className="text-micro text-bad" role="alert">
          {problem.message}
        </span>
      )}
      <button
        aria-label={label}
        className="button button-quiet button-small button-icon"
        disabled={busy || !(canPause || canResume)}
        onClick={canResume ? resume : pause}
        title={label}
        type="button"
      >
        <Icon name={canResume ? 'play' : 'pause'} size={14} />
      </button>
    </>
  );
}

/** The family's first control, else the model's first parameter. */
function TileControl({ run, view }: { run: RunView; view: ViewState }) {
  const { model, events } = useRunState();
  const parameters = (model?.parameters ?? []).filter(isNumber);
  const chosen = view.state === 'ready' ? view.view.controls(parameters)[0]?.controls[0] : undefined;
  const parameter = parameters.find(({ name }) => name === chosen?.parameter) ?? parameters[0];
  if (parameter === undefined || view.state === 'loading') return null;
  return (
    <LiveSlider
      control={chosen?.parameter === parameter.name ? chosen : { parameter: parameter.name }}
      disabled={run.status === 'ended'}
      parameter={parameter}
      value={valueAt(parameter, run, events, null)}
    />
  );
}

function TileBody({ id }: { id: string }) {
  const { run, model, error } = useRunState();
  const feed = useFeed();
  const view = useFamilyView(run?.family);
  const heading = useId();
  if (run === undefined || model === undefined) {
    return (
      <section aria-label={`Run ${id}`} className="panel min-h-96">
        {error === undefined ? (
          <LoadingNotice what="run" />
        ) : (
          <FailureNotice error={error} retry={() => feed.open()} />
        )}
      </section>
    );
  }
  return (
    <section aria-labelledby={heading} className="panel flex min-w-0 flex-col">
      <header className="flex items-center gap-2.5 py-2 pl-4 pr-2">
        <h2 className="min-w-0 truncate text-lead font-semibold" id={heading}>
          <Link className="hover:text-accent" href={`/run/${id}`}>
            {run.name}
          </Link>
        </h2>
        <span className="badge shrink-0 bg-sunken text-ink-2">{run.family}</span>
        {run.partial ? <PartialBadge /> : null}
        <span className="ml-auto flex shrink-0 items-center gap-1">
          <StatusMark run={run} />
          <PauseButton name={run.name} />
        </span>
      </header>
      <div className="relative h-[max(15rem,calc(50vh-11rem))] px-4">
        <div className="absolute inset-x-4 inset-y-0">
          <TilePicture view={view} />
        </div>
      </div>
      <footer className="grid gap-x-6 gap-y-1 px-4 pt-2 pb-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
        <p className="flex flex-col justify-center gap-1">
          <Progress run={run} timeUnit={model.timeUnit} />
        </p>
        <TileControl run={run} view={view} />
      </footer>
    </section>
  );
}

/** The tile of the run with this id. */
export function RunTile({ id }: { id: string }) {
  const feed = useRunFeed(id);
  if (feed === undefined) return <LoadingNotice what="run" />;
  return (
    <FeedContext value={feed}>
      <TileBody id={id} />
    </FeedContext>
  );
}
