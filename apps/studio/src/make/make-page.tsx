// The page at `/make`: a sentence or a drawing becomes a world, sentences change it, and one press runs it.

import './make.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useSearch } from 'wouter';
import type { QuestionView } from '@holdfast/protocol';
import { Icon } from '../design/icon.tsx';
import { ImportLink, ImportPlace } from '../import/import-place.tsx';
import type { Action } from '../shell/actions.ts';
import { useActions, useStudio, useTitle } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { DrawingPanel } from './drawing-panel.tsx';
import { begun, redone, stepped, undone } from './history.ts';
import { keepMaking, keptMaking, type Making } from './making.ts';
import { useMadeWorld } from './use-made-world.ts';
import type { Tool } from './use-pen.ts';
import { WordsPanel } from './words-panel.tsx';
import { useRunning, WorldPanel, WorldView } from './world-panel.tsx';

const modes = [
  ['words', 'Say it'],
  ['drawing', 'Draw it'],
] as const satisfies readonly (readonly [Making['mode'], string])[];

const secondsDefault = 10;

/** What is being made, with its history. */
function useMaking() {
  const [history, setHistory] = useState(() => begun(keptMaking()));
  const { present } = history;
  useEffect(() => keepMaking(present), [present]);
  return {
    making: present,
    change: useCallback(
      (change: Partial<Making>) => setHistory((before) => stepped(before, { ...before.present, ...change })),
      [],
    ),
    undo: useCallback(() => setHistory(undone), []),
    redo: useCallback(() => setHistory(redone), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

/** Takes sentences only once they are understood. */
function useSentences(
  state: ReturnType<typeof useMaking>,
  document: ReturnType<typeof useMadeWorld>['view'],
) {
  const { client } = useStudio();
  const { making, change } = state;
  const begin = async (text: string): Promise<readonly QuestionView[]> => {
    const view = await client.writeText(text);
    // What a run would refuse is shown with the world it belongs to.
    if (view.questions.length === 0) change({ text, edits: [] });
    return view.questions;
  };
  const edit = async (text: string): Promise<readonly QuestionView[]> => {
    if (document?.document == null) return [];
    const view = await client.changeByText(document.document, text);
    if (view.ok) change({ edits: [...making.edits, text] });
    if (view.questions.length > 0 || view.ok) return view.questions;
    return view.issues.map(({ message, remedy }) => ({
      from: 0,
      to: text.length,
      text,
      message: `${message}. ${remedy}`,
      suggestions: [],
    }));
  };
  return { begin, edit };
}

function usePageActions(
  { undo, redo, canUndo, canRedo }: ReturnType<typeof useMaking>,
  run: () => void,
  chooseTool: ((tool: Tool) => void) | undefined,
): void {
  useActions(
    useMemo<readonly Action[]>(() => {
      const group = 'On this page';
      const not = (can: boolean): string | undefined => (can ? undefined : 'there is nothing');
      const step = [
        { id: 'make undo', title: 'Undo', group, keys: 'Mod+z', unavailable: not(canUndo), run: undo },
        { id: 'make redo', title: 'Redo', group, keys: 'Mod+y', unavailable: not(canRedo), run: redo },
        { id: 'make run', title: 'Run the world', group, keys: 'Mod+enter', run },
      ];
      if (chooseTool === undefined) return step;
      return [
        ...step,
        { id: 'make pen', title: 'Draw', group, keys: 'd', run: () => chooseTool('pen') },
        { id: 'make move', title: 'Move parts', group, keys: 'm', run: () => chooseTool('move') },
        { id: 'make erase', title: 'Erase', group, keys: 'e', run: () => chooseTool('erase') },
      ];
    }, [undo, redo, canUndo, canRedo, run, chooseTool]),
  );
}

function Head({ state }: { state: ReturnType<typeof useMaking> }) {
  const { making, change, undo, redo, canUndo, canRedo } = state;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-5 pb-3">
      <h1 className="text-title font-semibold tracking-tight">Make a world</h1>
      <div aria-label="Make it by" className="segments" role="radiogroup">
        {modes.map(([mode, title]) => (
          <button
            aria-checked={making.mode === mode}
            className="segment"
            key={mode}
            onClick={() => change({ mode })}
            role="radio"
            type="button"
          >
            {title}
          </button>
        ))}
      </div>
      <span className="ml-auto flex gap-1.5">
        <ImportLink />
        <button
          aria-label="Undo"
          className="button button-icon"
          disabled={!canUndo}
          onClick={undo}
          title="Undo (Ctrl Z)"
          type="button"
        >
          <Icon name="undo" />
        </button>
        <button
          aria-label="Redo"
          className="button button-icon"
          disabled={!canRedo}
          onClick={redo}
          title="Redo (Ctrl Y)"
          type="button"
        >
          <Icon name="redo" />
        </button>
      </span>
    </header>
  );
}

export function MakePage() {
  useTitle('Make a world');
  const { client } = useStudio();
  const state = useMaking();
  const { making, change } = state;
  const [tool, setTool] = useState<Tool>('pen');
  const [seconds, setSeconds] = useState(secondsDefault);
  const loaded = useLoaded(useCallback(() => client.writers(), [client]));
  const writers = loaded.state === 'ready' ? loaded.value : undefined;
  const made = useMadeWorld(making);
  const document = made.view?.ok === true && made.view.document !== null ? made.view.document : undefined;
  const running = useRunning(made.state === 'ready' ? document : undefined, seconds);
  const { begin, edit } = useSentences(state, made.view);
  usePageActions(state, running.run, making.mode === 'drawing' ? setTool : undefined);
  const said = new URLSearchParams(useSearch()).get('say') ?? making.text;
  return (
    <ImportPlace>
      <Head state={state} />
      <div className="grid items-start gap-5 pb-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        {making.mode === 'words' ? (
          <div className="grid gap-4">
            <WordsPanel first={said} key={making.text} take={begin} writers={writers} />
            <section aria-label="Picture of the world" className="panel make-large overflow-hidden">
              <WorldView document={document} made={made} />
            </section>
          </div>
        ) : (
          <DrawingPanel
            chooseTool={setTool}
            commit={(sketch) => change({ sketch })}
            planar={making.planar}
            set={change}
            sketch={making.sketch}
            tool={tool}
            width={making.width}
          />
        )}
        <WorldPanel
          document={document}
          pictured={making.mode === 'drawing'}
          edits={making.edits}
          made={made}
          running={running}
          seconds={seconds}
          setSeconds={setSeconds}
          take={edit}
          without={(index) => change({ edits: making.edits.filter((_, i) => i !== index) })}
          writers={writers}
        />
      </div>
    </ImportPlace>
  );
}
