// Drills: harm a living run on purpose and watch it recover. For every family; a bit is flipped only where damage can be told from state.

import { useCallback, useState } from 'react';
import type { DrillRequest } from '@holdfast/protocol';
import { formatNumber } from '../design/format.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { drillLines } from '../shell/command-line.ts';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { drillStory, type DrillStep, type DrillStory } from './drill-story.ts';
import { useFeed, useRunState } from './run-context.ts';

const marks: Readonly<Record<DrillStep['title'], string>> = {
  Harmed: 'bg-bad',
  Found: 'bg-warn',
  'Gone back': 'bg-warn',
  'Repaired in place': 'bg-ok',
  'Caught up': 'bg-ok',
  'Nothing wrong': 'bg-ok',
};

function Story({ story, unit }: { story: DrillStory; unit: string }) {
  return (
    <div>
      <h4 className="eyebrow mb-1.5">
        Last drill: {story.kind === 'plug' ? 'the plug' : `corruption, seed ${story.seed}`}
      </h4>
      <ol aria-label="The last drill" className="relative ml-1 border-l border-line-strong">
        {story.steps.map(({ title, text, time, ms }) => (
          <li className="relative pb-2 pl-4 last:pb-0" key={title}>
            <span
              aria-hidden="true"
              className={`absolute top-1.5 -left-[5px] size-[9px] rounded-full ${marks[title]}`}
            />
            <p className="flex items-baseline justify-between gap-2">
              <span className="font-medium">{title}</span>
              <span className="shrink-0 text-small text-ink-3">
                {title === 'Harmed' ? `at ${formatNumber(time, 7)} ${unit}` : `+${formatNumber(ms, 4)} ms`}
              </span>
            </p>
            <p className="text-small break-words text-ink-2">{text}</p>
          </li>
        ))}
      </ol>
      {story.isOver ? null : <p className="mt-1.5 text-small text-ink-3">Recovering …</p>}
    </div>
  );
}

function Ask({ canCorrupt }: { canCorrupt: boolean }) {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const status = useRunState().run?.status;
  const [seed, setSeed] = useState(1);
  const [problem, setProblem] = useState<Problem>();
  const ask = (kind: DrillRequest['kind']): void => {
    setProblem(undefined);
    reach.watch(client.drill(id, { kind, seed })).then(
      () => setSeed(seed + 1),
      (error: unknown) => setProblem(problemOf(error)),
    );
  };
  const still = status !== 'running';
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <button
          className="button"
          disabled={still}
          onClick={() => ask('plug')}
          title="Kills the process of the run (SIGKILL)"
          type="button"
        >
          Pull the plug
        </button>
        <button
          className="button"
          disabled={still || !canCorrupt}
          onClick={() => ask('corrupt')}
          title={
            canCorrupt
              ? 'Flips one bit of its living state, where the seed decides'
              : 'This family cannot tell damage in memory from state'
          }
          type="button"
        >
          Corrupt something
        </button>
      </div>
      <p className="text-small text-ink-3">
        Done at once, and not undone: the run notices, repairs what it can prove or repeats from its last
        checkpoint, and ends with the numbers of an undisturbed run.
      </p>
      {problem === undefined ? null : (
        <p className="text-small text-bad" role="alert">
          {problem.message}. {problem.remedy}
        </p>
      )}
    </>
  );
}

/** The panel; absent where drills are off, and after the end of a run that had none. */
export function DrillsPanel() {
  const { client } = useStudio();
  const { id } = useFeed();
  const { run, model, events } = useRunState();
  const info = useLoaded(useCallback(() => client.info(), [client]));
  if (run === undefined || info.state !== 'ready' || !info.value.drills) return null;
  const story = drillStory(events);
  const over = run.status === 'ended';
  if (over && story === undefined) return null;
  return (
    <section aria-labelledby="drills" className="panel">
      <header className="flex h-10 items-center justify-between border-b border-line pl-3 pr-1.5">
        <h3 className="font-semibold" id="drills">
          Drills
        </h3>
        <CopyAs lines={() => drillLines(location.origin, id)} small />
      </header>
      <div className="space-y-3 p-3">
        {over ? null : <Ask canCorrupt={model?.harm === true} />}
        {story === undefined ? null : <Story story={story} unit={model?.timeUnit ?? ''} />}
      </div>
    </section>
  );
}
