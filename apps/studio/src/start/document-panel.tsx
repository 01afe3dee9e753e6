// The document as text, as a graph, or both side by side. The text is always there, seen or not: it is the one truth, and its
// history is the history of both.

import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { GraphGrammar } from '@holdfast/catalog';
import { LoadingNotice } from '../design/notice.tsx';
import type { PlacedIssue } from '../editor/document-editor.tsx';
import type { DocumentHandle } from '../editor/document-handle.ts';
import type { Schema } from '../editor/schema-walk.ts';
import { GraphSession } from '../graph/graph-session.ts';
import type { Action } from '../shell/actions.ts';
import { useActions } from '../shell/studio.ts';
import { IssueList } from './issue-list.tsx';
import type { Check } from './use-check.ts';

const DocumentEditor = lazy(() => import('../editor/document-editor.tsx'));
const GraphEditor = lazy(() => import('../graph/graph-editor.tsx'));

type View = 'graph' | 'text' | 'both';

const views = [
  ['graph', 'Graph'],
  ['text', 'Text'],
  ['both', 'Both'],
] as const satisfies readonly (readonly [View, string])[];

const viewKey = 'holdfast.document-view';

function keptView(): View {
  const kept = localStorage.getItem(viewKey);
  return views.map(([view]) => view).find((view) => view === kept) ?? 'graph';
}

/** What is known of the family as graphs: undefined while it is being found out, null for one that has none. */
function useGrammar(family: string | undefined): GraphGrammar | null | undefined {
  const [known, setKnown] = useState<{ readonly family: string; readonly grammar: GraphGrammar | null }>();
  useEffect(() => {
    if (family === undefined) return undefined;
    let current = true;
    import('../graph/graph-family.ts').then(
      ({ graphGrammarOf }) => current && setKnown({ family, grammar: graphGrammarOf(family) ?? null }),
      () => current && setKnown({ family, grammar: null }),
    );
    return () => {
      current = false;
    };
  }, [family]);
  // A text that names no family for a moment keeps the editor it has.
  if (known === undefined || (family !== undefined && known.family !== family)) return undefined;
  return known.grammar;
}

function useSession(grammar: GraphGrammar | null | undefined, text: string, check: Check) {
  const session = useMemo(() => (grammar ? new GraphSession(grammar) : undefined), [grammar]);
  const [handle, setHandle] = useState<DocumentHandle>();
  useEffect(() => session?.attach(handle), [session, handle]);
  useEffect(() => session?.read(text), [session, text, handle]);
  useEffect(() => session?.judge(check.found), [session, check.found]);
  return { session, setHandle: useCallback((next: DocumentHandle | undefined) => setHandle(next), []) };
}

function ViewSwitch({ view, choose }: { view: View; choose: (view: View) => void }) {
  return (
    <div aria-label="Document as" className="segments" role="radiogroup">
      {views.map(([each, title]) => (
        <button
          aria-checked={view === each}
          className="segment"
          key={each}
          onClick={() => choose(each)}
          role="radio"
          type="button"
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** The view in force; a family without graphs is text. */
function useView(drawn: boolean) {
  const [chosen, setChosen] = useState(keptView);
  const choose = useCallback((next: View) => {
    localStorage.setItem(viewKey, next);
    setChosen(next);
  }, []);
  useActions(
    useMemo<readonly Action[]>(
      () =>
        drawn
          ? views.map(([view, title]) => ({
              id: `view ${view}`,
              title: view === 'both' ? 'Show graph and text' : `Show the ${title.toLowerCase()}`,
              group: 'On this page',
              keys: { graph: 'v g', text: 'v t', both: 'v b' }[view],
              run: () => choose(view),
            }))
          : [],
      [drawn, choose],
    ),
  );
  return { view: drawn ? chosen : 'text', choose } as const;
}

/** The panel of the document. */
export function DocumentPanel(props: {
  readonly text: string;
  /** Text the editor began with; another one replaces what was edited. */
  readonly base: string;
  readonly family: string | undefined;
  readonly check: Check;
  readonly schema: Schema | undefined;
  /** Where the fields of what is selected are shown. */
  readonly inspector: HTMLElement | null;
  readonly onChange: (text: string) => void;
  readonly onStart: () => void;
}) {
  const { text, base, check, schema, inspector, onChange, onStart } = props;
  const grammar = useGrammar(props.family);
  const { session, setHandle } = useSession(grammar, text, check);
  const { view, choose } = useView(session !== undefined);
  const [target, setTarget] = useState<{ readonly from: number }>();
  const [tools, setTools] = useState<HTMLElement | null>(null);
  const jump = (issue: PlacedIssue): void => {
    if (view === 'graph') choose('text');
    setTarget({ from: issue.from });
  };
  const deciding = grammar === undefined && props.family !== undefined;
  const shown = deciding ? 'text' : view;
  return (
    <div className="panel flex h-[calc(100dvh-9rem)] min-h-96 flex-col overflow-hidden">
      {session === undefined ? null : (
        <div className="flex h-10 shrink-0 items-center gap-3 border-b border-line px-2">
          <ViewSwitch choose={choose} view={view} />
          <div className="contents" ref={setTools} />
        </div>
      )}
      <div className={`grid min-h-0 flex-1 ${shown === 'both' ? 'grid-cols-[3fr_2fr]' : ''}`}>
        {session === undefined || shown === 'text' ? null : (
          <div className={`min-h-0 min-w-0 ${shown === 'both' ? 'border-r border-line' : ''}`}>
            <Suspense fallback={<LoadingNotice what="graph" />}>
              <GraphEditor inspector={inspector} session={session} tools={tools} />
            </Suspense>
          </div>
        )}
        <div className={`min-h-0 min-w-0 ${shown === 'graph' ? 'hidden' : ''}`}>
          <Suspense fallback={<LoadingNotice what="editor" />}>
            <DocumentEditor
              issues={check.issues}
              onChange={onChange}
              onHandle={setHandle}
              onStart={onStart}
              schema={schema}
              target={target}
              text={base}
            />
          </Suspense>
        </div>
      </div>
      {shown === 'graph' ? null : <IssueList issues={check.issues} jump={jump} />}
    </div>
  );
}
