// The run page: one page for every family. It lays out the parts.

import { useDeferredValue, useEffect, useMemo } from 'react';
import { isSeriesOnly, subjectsOf, type Subject } from '@holdfast/pictures';
import { MeasuredCorrelations } from '../correlation/measured-panel.tsx';
import { formatBytes, formatCount, stopInWords } from '../design/format.ts';
import { FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { standingOf } from '../design/status.tsx';
import { useStudio, useTitle } from '../shell/studio.ts';
import { useRunFeed } from '../telemetry/use-run-feed.ts';
import { ControlPanel } from '../views/control-panel.tsx';
import { useFamilyView, type ViewState } from '../views/use-family-view.ts';
import { ClockPanel } from './clock-panel.tsx';
import { DrillsPanel } from './drills-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { GoalsPanel } from './goals-panel.tsx';
import { LiveText } from './live-text.tsx';
import { MetricsTable, useMetrics } from './metrics-table.tsx';
import { ParametersPanel } from './parameters-panel.tsx';
import { FeedContext, useFeed, useRunState } from './run-context.ts';
import { RunControlBar } from './run-controls.tsx';
import { RunHeader } from './run-header.tsx';
import { SeriesSubjects, SubjectSection } from './subject-section.tsx';
import { Timeline } from './timeline.tsx';

/** Says status changes to screen readers, and only those. */
function useAnnouncements(): void {
  const { announce } = useStudio();
  const { run } = useRunState();
  const word = run === undefined ? '' : standingOf(run).word;
  const reason =
    run?.stop == null ? '' : `, ${stopInWords(run.stop)}${run.partial ? ', partial result' : ''}`;
  useEffect(() => {
    if (word !== '') announce(`Run ${word.toLowerCase()}${reason}`);
  }, [announce, word, reason]);
}

/** What the page holds of the run, its cap, and what it had to leave out. */
function MemoryLine() {
  const feed = useFeed();
  const { dropped, lowered, reading, link } = useRunState();
  const read = (): string => {
    const { history } = feed;
    if (history === undefined) return '';
    const kept = `${formatCount(history.count)} of at most ${formatCount(history.capacity)} frames held, ${formatBytes(history.bytes)}`;
    const thinned = history.stride > 1 ? `; 1 of ${formatCount(history.stride)} kept` : '';
    const closely = lowered === undefined ? '' : `; shown at the tier ${lowered}, because the link is slow`;
    return `${kept}${thinned}${closely}${dropped > 0 ? `; ${formatCount(dropped)} left out by the server because this page was slow` : ''}`;
  };
  const words = {
    opening: 'connecting',
    following: '',
    waiting: 'connection lost, trying again',
    resting: 'resting',
    closed: '',
  }[link];
  return (
    <p className="py-4 text-small text-ink-3">
      <LiveText read={read} />
      {reading ? ' · reading recorded frames …' : ''}
      {words === '' ? '' : ` · ${words}`}
    </p>
  );
}

/** Tells the page's banner what the live stream met. */
function useReach(): void {
  const { reach } = useStudio();
  const { error, link } = useRunState();
  useEffect(() => {
    if (error !== undefined) reach.heard(error);
    else if (link === 'waiting') reach.askNow();
  }, [reach, error, link]);
}

function SubjectLinks({ subjects }: { subjects: readonly Subject[] }) {
  if (subjects.length < 3) return null;
  return (
    <nav aria-label="Subjects" className="mb-4 flex flex-wrap gap-1">
      {subjects.map(({ name, title }) => (
        <a className="button button-small" href={`#subject-${name}`} key={name}>
          {title}
        </a>
      ))}
    </nav>
  );
}

const noSubjects: readonly Subject[] = [];

function Correlations() {
  return <MeasuredCorrelations figures={useMetrics()} />;
}

/** The family's own panels, where it brings some. */
function OwnPanels({ view }: { view: ViewState }) {
  if (view.state === 'none') return null;
  if (view.state === 'loading') return <LoadingNotice what="panels" />;
  const { Panels } = view.view;
  return <Panels />;
}

/** Subjects the family's own panels do not draw. */
function undrawn(subjects: readonly Subject[], view: ViewState): readonly Subject[] {
  if (view.state === 'none') return subjects;
  if (view.state === 'loading') return noSubjects;
  return subjects.filter(({ name }) => !view.view.draws.has(name));
}

function RunBody() {
  const { run, model, error, link } = useRunState();
  const feed = useFeed();
  const view = useFamilyView(run?.family);
  useTitle(run?.name ?? 'Run');
  useAnnouncements();
  useReach();
  const all = useMemo(() => subjectsOf(model?.channels ?? []), [model]);
  // The head is shown first; many panels are rendered in pieces behind it.
  const pictured = useMemo(() => undrawn(all, view), [all, view]);
  const subjects = useDeferredValue(pictured, noSubjects);
  const again = (): void => feed.open();
  if (run === undefined || model === undefined) {
    return error === undefined ? <LoadingNotice what="run" /> : <FailureNotice error={error} retry={again} />;
  }
  return (
    <>
      <RunHeader run={run}>
        <RunControlBar run={run} />
      </RunHeader>
      <Timeline />
      {error === undefined || link !== 'closed' ? null : <FailureNotice error={error} retry={again} />}
      <div className="mt-4 grid flex-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <h2 className="sr-only">Numbers and panels</h2>
          <SubjectLinks subjects={subjects} />
          <div className="space-y-6">
            <OwnPanels view={view} />
            {subjects
              .filter((subject) => !isSeriesOnly(subject))
              .map((subject) => (
                <SubjectSection key={subject.name} subject={subject} timeUnit={model.timeUnit} />
              ))}
            <SeriesSubjects subjects={subjects.filter(isSeriesOnly)} timeUnit={model.timeUnit} />
            <GoalsPanel subjects={subjects} />
            <Correlations />
            <MetricsTable />
          </div>
        </div>
        <aside aria-label="Parameters and events" className="grid gap-4 xl:sticky xl:top-16">
          {view.state === 'ready' ? (
            <ControlPanel
              groups={view.view.controls(model.parameters)}
              {...(view.view.stop === undefined ? {} : { stop: view.view.stop })}
            />
          ) : (
            <ParametersPanel />
          )}
          <ClockPanel />
          <DrillsPanel />
          <EventsPanel />
        </aside>
      </div>
      <MemoryLine />
    </>
  );
}

/** The page of the run with this id. */
export function RunPage({ id }: { id: string }) {
  const feed = useRunFeed(id);
  if (feed === undefined) return <LoadingNotice what="run" />;
  return (
    <FeedContext value={feed}>
      <RunBody />
    </FeedContext>
  );
}
