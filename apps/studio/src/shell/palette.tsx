// The command palette: every action of the page, every example, the newest runs and analyses; found by typing.

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { ExampleView, ExperimentView, RunView } from '@holdfast/protocol';
import { experimentStanding } from '../analysis/experiment-standing.ts';
import { kindTitle } from '@holdfast/pictures';
import { formatAgo } from '../design/format.ts';
import { standingOf } from '../design/status.tsx';
import type { Action } from './actions.ts';
import { ChoiceDialog } from './choice-dialog.tsx';
import { Keys } from './help-dialog.tsx';
import { useStudio } from './studio.ts';
import { useLoaded } from './use-loaded.ts';

function runAction(run: RunView, go: (path: string) => void): Action {
  const group = `Run, ${standingOf(run).word.toLowerCase()}, ${formatAgo(run.createdAt, Date.now())}`;
  return { id: `run ${run.id}`, title: run.name, group, run: () => go(`/run/${run.id}`) };
}

function analysisAction(experiment: ExperimentView, go: (path: string) => void): Action {
  const { id, name, kind, createdAt } = experiment;
  const standing = experimentStanding(experiment).word.toLowerCase();
  const group = `Analysis, ${standing}, ${formatAgo(createdAt, Date.now())}`;
  return {
    id: `analysis ${id}`,
    title: `${kindTitle(kind)}: ${name}`,
    group,
    run: () => go(`/analysis/${id}`),
  };
}

function exampleAction({ name, title }: ExampleView, go: (path: string) => void): Action {
  const address = `/new?example=${encodeURIComponent(name)}`;
  return { id: `example ${name}`, title: `Start from “${title}”`, group: 'Examples', run: () => go(address) };
}

/** Runs, analyses and examples as actions, fetched when the palette opens; without a server there are none. */
function useServerActions(go: (path: string) => void): readonly Action[] {
  const { client } = useStudio();
  const loaded = useLoaded(
    useCallback(
      () => Promise.all([client.examples(), client.runs({ limit: 20 }), client.experiments({ limit: 20 })]),
      [client],
    ),
  );
  const value = loaded.state === 'ready' ? loaded.value : undefined;
  return useMemo(() => {
    if (value === undefined) return [];
    const [examples, { runs }, { experiments }] = value;
    const asked = experiments.map((experiment) => analysisAction(experiment, go));
    return [
      ...runs.map((run) => runAction(run, go)),
      ...asked,
      ...examples.map((each) => exampleAction(each, go)),
    ];
  }, [value, go]);
}

const wordsOf = ({ title, group }: Action): string => `${title} ${group}`;

function show({ title, group, keys, unavailable }: Action) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{title}</span>
      {unavailable === undefined ? null : <span className="text-small">{unavailable}</span>}
      <span className="text-small text-ink-3">{group}</span>
      {keys === undefined ? null : <Keys keys={keys} />}
    </>
  );
}

/** The palette itself; closes when something was chosen. */
export function Palette({ onClose, go }: { onClose: () => void; go: (path: string) => void }) {
  const { actions } = useStudio();
  const own = useSyncExternalStore(actions.subscribe, actions.all);
  const found = useServerActions(go);
  const choices = useMemo(() => [...own.filter(({ id }) => id !== 'palette'), ...found], [own, found]);
  return (
    <ChoiceDialog
      choices={choices}
      choose={(action) => action.run()}
      label="Search actions, runs, analyses and examples"
      onClose={onClose}
      show={show}
      words={wordsOf}
    />
  );
}
