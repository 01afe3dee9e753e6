// The graph editor: palette, canvas, inspector and what belongs to them, over one session. A lazy chunk.

import './graph.css';
import { memo, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal, flushSync } from 'react-dom';
import type { NodeStarter } from '@holdfast/catalog';
import { Icon, type IconName } from '../design/icon.tsx';
import { useStudio } from '../shell/studio.ts';
import { arrangeAll, rectsOf } from './commands.ts';
import { useGraphActions } from './graph-actions.ts';
import { GraphCanvas } from './graph-canvas.tsx';
import { GraphDialogs, type GraphDialog } from './graph-dialogs.tsx';
import { recordOf } from './graph-model.ts';
import { groupSelected } from './group-commands.ts';
import type { GraphSession } from './graph-session.ts';
import { Inspector } from './inspector.tsx';
import { Minimap } from './minimap.tsx';
import { NodePalette } from './node-palette.tsx';
import { Previews } from './previews.ts';
import { Stage } from './stage.ts';

function Tool(props: { icon: IconName; label: string; keys: string; disabled?: boolean; run: () => void }) {
  const { icon, label, keys, disabled = false, run } = props;
  return (
    <button
      aria-label={label}
      className="button button-quiet button-small button-icon"
      disabled={disabled}
      onClick={run}
      title={`${label} (${keys})`}
      type="button"
    >
      <Icon name={icon} size={14} />
    </button>
  );
}

function Scale({ stage }: { stage: Stage }) {
  const { scale } = useSyncExternalStore(stage.subscribe, stage.viewport);
  return <span className="w-10 text-right text-small text-ink-3">{Math.round(scale * 100)} %</span>;
}

function Tools({
  session,
  stage,
  open,
  edit,
}: {
  session: GraphSession;
  stage: Stage;
  open: (dialog: GraphDialog) => void;
  edit: (name: boolean) => void;
}) {
  // Every step of the history changes the document, so the depths are read again when they may differ.
  useSyncExternalStore(session.subscribe, session.state);
  const { undo, redo } = session.depths();
  return (
    <div aria-label="Graph tools" className="flex items-center gap-0.5" role="toolbar">
      <Tool icon="plus" keys="A" label="Add a node" run={() => open('add')} />
      <Tool icon="search" keys="/" label="Find a node or group" run={() => open('find')} />
      <Tool
        icon="group"
        keys="Ctrl G"
        label="Group the selected nodes"
        run={() => {
          if (groupSelected(session)) edit(true);
        }}
      />
      <Tool icon="matrix" keys="K" label="Correlate inputs" run={() => open('correlate')} />
      <Tool disabled={undo === 0} icon="undo" keys="Ctrl Z" label="Undo" run={() => session.undo()} />
      <Tool disabled={redo === 0} icon="redo" keys="Ctrl Y" label="Redo" run={() => session.redo()} />
      <Tool
        icon="arrange"
        keys="R"
        label="Arrange automatically"
        run={() => {
          arrangeAll(session);
          stage.fit(rectsOf(session));
        }}
      />
      <Tool icon="fit" keys="0" label="Show the whole graph" run={() => stage.fit(rectsOf(session))} />
      <Scale stage={stage} />
    </div>
  );
}

/** What could not be done, or that the text cannot be read. */
function Saying({ session }: { session: GraphSession }) {
  const { complaint, readable } = useSyncExternalStore(session.subscribe, session.state);
  const said = readable
    ? complaint
    : 'The text is not JSON at the moment. The graph shows what it said last and cannot be changed.';
  return (
    <div className="absolute inset-x-3 bottom-3 z-10 flex justify-center" role="status">
      {said === undefined ? null : (
        <p className="flex max-w-xl items-start gap-2 rounded-md bg-warn-wash px-3 py-2 text-ink shadow-sm">
          <Icon className="mt-0.5 text-warn" name="warn" size={14} />
          {said}
          {readable ? (
            <button
              aria-label="Dismiss"
              className="ml-1 cursor-pointer"
              onClick={() => session.complain(undefined)}
              type="button"
            >
              <Icon className="mt-0.5" name="cross" size={12} />
            </button>
          ) : null}
        </p>
      )}
    </div>
  );
}

function EmptyHint() {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center">
      <p className="max-w-sm text-center text-ink-2">
        Drag a node here from the left, or press <kbd className="key">A</kbd> and type what it should be.
      </p>
    </div>
  );
}

function usePreviews(session: GraphSession): Previews {
  const previews = useMemo(() => new Previews(), []);
  useEffect(() => {
    const follow = (): void => previews.follow(session.state());
    follow();
    const stop = session.subscribe(follow);
    return () => {
      stop();
      previews.stop();
    };
  }, [session, previews]);
  return previews;
}

/** What can be added; made anew only when the parts of the model changed. */
function useStarters(session: GraphSession, model: unknown): readonly NodeStarter[] {
  const { subgraphs } = recordOf(model);
  return useMemo(() => session.grammar.starters({ subgraphs }), [session, subgraphs]);
}

/** The way to the graph that is looked at, each step a way back. */
function Trail({ session }: { session: GraphSession }) {
  const { trail } = useSyncExternalStore(session.subscribe, session.state);
  if (trail.length === 0) return null;
  return (
    <nav aria-label="Where this graph is" className="absolute top-2 left-2 z-10">
      <ol className="panel flex items-center gap-1 px-2 py-1">
        {['Model', ...trail.map(({ title }) => title)].map((title, depth) => (
          <li className="flex items-center gap-1" key={trail[depth - 1]?.id ?? ''}>
            {depth === 0 ? null : <span className="text-ink-3">›</span>}
            {depth === trail.length ? (
              <span aria-current="location" className="font-medium">
                {title}
              </span>
            ) : (
              <button className="text-accent underline" onClick={() => session.leave(depth)} type="button">
                {title}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Brings the keyboard to the fields of what is selected, once they are there. */
function focusFields(panel: HTMLElement | null, name: boolean): void {
  const fields = 'input, textarea, select, .cm-content';
  const first = name
    ? '[data-name]'
    : '.cm-content, fieldset input, fieldset textarea, input:not([data-name]), textarea';
  const target = panel?.querySelector<HTMLElement>(first) ?? panel?.querySelector<HTMLElement>(fields);
  target?.focus();
  if (target instanceof HTMLInputElement) target.select();
}

interface EditorProps {
  readonly session: GraphSession;
  /** Where the inspector is shown. */
  readonly inspector: HTMLElement | null;
  /** Where the tools are shown. */
  readonly tools: HTMLElement | null;
}

/** The editor; the page gives it a box to fill. */
export default memo(function GraphEditor({ session, inspector, tools }: EditorProps) {
  const { announce } = useStudio();
  const stage = useMemo(() => new Stage(), []);
  const previews = usePreviews(session);
  const { graph, document } = useSyncExternalStore(session.subscribe, session.state);
  const starters = useStarters(session, document['model']);
  const [dialog, setDialog] = useState<GraphDialog>('none');
  const panel = useRef<HTMLElement>(null);
  const edit = useCallback(
    (name: boolean) => {
      const { focused, selection } = session.state();
      if (focused === undefined) return;
      // Also what was selected just now has its fields then.
      flushSync(() => {
        if (selection.size !== 1 || !selection.has(focused)) session.go(focused);
      });
      // The name is there at once, and takes the very next key; the editors of expressions arrive a moment after the panel.
      if (name) focusFields(panel.current, true);
      else requestAnimationFrame(() => focusFields(panel.current, false));
    },
    [session],
  );
  const leave = useCallback(() => stage.focus(session.state().focused ?? ''), [session, stage]);
  useGraphActions({ session, stage, open: setDialog, edit });
  const keys = useMemo(() => ({ edit, announce }), [edit, announce]);
  return (
    <div className="flex h-full min-h-0">
      <NodePalette session={session} stage={stage} starters={starters} />
      <div className="relative min-w-0 flex-1">
        <GraphCanvas keys={keys} previews={previews} session={session} stage={stage} />
        {graph.nodes.length === 0 ? <EmptyHint /> : null}
        <Trail session={session} />
        <Minimap session={session} stage={stage} />
        <Saying session={session} />
      </div>
      {tools === null
        ? null
        : createPortal(<Tools edit={edit} open={setDialog} session={session} stage={stage} />, tools)}
      {inspector === null
        ? null
        : createPortal(
            <Inspector
              leave={leave}
              panel={panel}
              previews={previews}
              session={session}
              starters={starters}
            />,
            inspector,
          )}
      <GraphDialogs
        onClose={() => setDialog('none')}
        open={dialog}
        session={session}
        stage={stage}
        starters={starters}
      />
    </div>
  );
});
