// Asks for a run by typing.

import { useCallback } from 'react';
import type { RunView } from '@holdfast/protocol';
import { formatAgo } from '../design/format.ts';
import { standingOf } from '../design/status.tsx';
import { ChoiceDialog, type Choice } from '../shell/choice-dialog.tsx';
import { useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';

const runsOffered = 200;

interface RunLine extends Choice {
  readonly run: RunView;
}

/** The newest runs but those named; `choose` gets an id. */
export function RunChoice(props: {
  except: readonly string[];
  choose: (id: string) => void;
  onClose: () => void;
}) {
  const { except, choose, onClose } = props;
  const { client } = useStudio();
  const loaded = useLoaded(useCallback(() => client.runs({ limit: runsOffered }), [client]));
  if (loaded.state !== 'ready') return null;
  const choices = loaded.value.runs
    .filter(({ id }) => !except.includes(id))
    .map((run): RunLine => ({ id: run.id, title: run.name, run }));
  return (
    <ChoiceDialog
      choices={choices}
      choose={({ id }) => choose(id)}
      label="Compare with a run"
      onClose={onClose}
      show={({ run }) => (
        <>
          <span className="min-w-0 flex-1 truncate">{run.name}</span>
          <span className="text-small text-ink-3">
            seed {run.seed} · {standingOf(run).word.toLowerCase()} · {formatAgo(run.createdAt, Date.now())}
          </span>
        </>
      )}
      words={({ run }) => `${run.name} ${run.family} ${run.seed} ${run.id}`}
    />
  );
}
