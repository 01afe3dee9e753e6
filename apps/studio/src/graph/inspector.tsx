// The fields of what is selected: of one node, one edge or one group; for several nodes, what can be done to all of them.

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { NodeStarter } from '@holdfast/catalog';
import { jsonPointer } from '@holdfast/protocol';
import { Icon } from '../design/icon.tsx';
import { align, rename, selectedNodes, setField } from './commands.ts';
import { edgeLabel } from './edge-line.tsx';
import { setAt, type Path } from './edits.ts';
import { expressionWords } from './expression-words.ts';
import { groupSelected, selectedGroups } from './group-commands.ts';
import { GroupForm, Membership } from './group-form.tsx';
import { recordOf, type GraphEdge, type GraphGroup, type GraphNode } from './graph-model.ts';
import type { GraphSession, GraphState } from './graph-session.ts';
import type { Previews } from './previews.ts';
import { Fields, FormContext, type Form } from './schema-fields.tsx';
import { previewText } from './thumbnail.tsx';

interface InspectorProps {
  readonly session: GraphSession;
  readonly previews: Previews;
  readonly starters: readonly NodeStarter[];
  /** Receives the element, so that the keyboard can be brought here. */
  readonly panel: RefObject<HTMLElement | null>;
  /** Brings the keyboard back to the canvas. */
  readonly leave: () => void;
}

/** The form of a node or edge. */
function useFormOf(
  session: GraphSession,
  previews: Previews,
  part: GraphNode | GraphEdge,
  list: 'nodes' | 'edges',
): Form {
  const { document, model, issues, scope } = useSyncExternalStore(session.subscribe, session.state);
  const known = useSyncExternalStore(previews.subscribe, previews.all);
  const { index } = part;
  const words = useMemo(
    () => expressionWords(session, known, list === 'nodes' ? (part as GraphNode) : undefined),
    // The names follow the model, not only the node: edges and parameters give it names too.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [session, known, part, list, model],
  );
  return {
    schema: session.grammar.schema,
    model: document['model'],
    base: scope.slice(1),
    words,
    issuesAt(path: Path) {
      const pointer = jsonPointer(['model', ...path.map(String)]);
      return issues.filter((issue) => issue.path === pointer || issue.path.startsWith(`${pointer}/`));
    },
    set: (path, value) => setField(session, { list, index }, path.slice(scope.length + 1), value, true),
  };
}

/** The starter a node began as. */
function starterOf(node: GraphNode, starters: readonly NodeStarter[]): NodeStarter | undefined {
  return starters.find(({ node: begun }) =>
    ['kind', 'distribution'].every((key) => begun[key] === undefined || begun[key] === node.fields[key]),
  );
}

function IdField({ session, node }: { session: GraphSession; node: GraphNode }) {
  const own = typeof node.fields['id'] === 'string' ? node.fields['id'] : '';
  const [text, setText] = useState(own);
  useEffect(() => setText(own), [own]);
  const sound = /^[A-Za-z][\w-]*$/.test(text);
  const commit = (): void => {
    if (text === own) return;
    if (!sound || !rename(session, node, text)) setText(own);
  };
  return (
    <label className="block font-medium">
      Id
      <input
        aria-invalid={!sound}
        autoComplete="off"
        className="field w-full font-mono font-normal"
        data-name=""
        onBlur={commit}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
        spellCheck={false}
        value={text}
      />
    </label>
  );
}

function KindField(props: { session: GraphSession; node: GraphNode; starters: readonly NodeStarter[] }) {
  const { session, node, starters } = props;
  const current = starterOf(node, starters);
  const groups = [...new Set(starters.map(({ group }) => group))];
  const change = (title: string): void => {
    const starter = starters.find((each) => each.title === title);
    if (starter === undefined) return;
    const { id, label, unit, fields } = node.fields;
    const kept = Object.fromEntries(
      Object.entries({ label, unit, fields }).filter(([, value]) => value !== undefined),
    );
    const { kind, ...begun } = starter.node;
    session.edit(
      (model) => recordOf(setAt(model, ['nodes', node.index], { kind, id, ...kept, ...begun })),
      starter.needs === undefined ? {} : { needs: recordOf(starter.needs) },
    );
  };
  return (
    <label className="block font-medium">
      Kind
      <select
        className="field w-full font-normal"
        onChange={(event) => change(event.target.value)}
        value={current?.title ?? ''}
      >
        {current === undefined ? <option value="">{node.sketch.kind || 'none'}</option> : null}
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {starters
              .filter((starter) => starter.group === group)
              .map(({ title }) => (
                <option key={title}>{title}</option>
              ))}
          </optgroup>
        ))}
      </select>
      <span className="mt-0.5 block text-micro font-normal text-ink-3">{current?.summary}</span>
    </label>
  );
}

function Worth({ previews, node }: { previews: Previews; node: GraphNode }) {
  const known = useSyncExternalStore(previews.subscribe, previews.all);
  const lines = node.sketch.outputs.flatMap((port) => {
    const preview = known.get(`${node.key}.${port}`);
    return preview === undefined ? [] : [`${port}: ${previewText(preview)}`];
  });
  if (lines.length === 0) return null;
  return (
    <div className="rounded bg-sunken px-2 py-1.5 text-small text-ink-2">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function NodeForm(props: Omit<InspectorProps, 'panel' | 'leave'> & { node: GraphNode }) {
  const { session, previews, starters, node } = props;
  const form = useFormOf(session, previews, node, 'nodes');
  const issues = form
    .issuesAt([...form.base, 'nodes', node.index])
    .filter(({ path }) => path === jsonPointer([...session.state().scope, 'nodes', String(node.index)]));
  return (
    <FormContext value={form}>
      <IdField node={node} session={session} />
      <KindField node={node} session={session} starters={starters} />
      {issues.map(({ message, remedy = '' }) => (
        <p className="text-small text-bad" key={message}>
          {message}. {remedy}
        </p>
      ))}
      <Worth node={node} previews={previews} />
      <Membership node={node} session={session} />
      {session.grammar.insideOf(node.fields) === undefined ? null : (
        <button
          className="button button-small justify-self-start"
          onClick={() => session.enter(node.key)}
          type="button"
        >
          Look inside
        </button>
      )}
      <Fields except={['id', 'kind', 'distribution']} path={[...form.base, 'nodes', node.index]} />
    </FormContext>
  );
}

function EdgeForm({
  session,
  previews,
  edge,
}: {
  session: GraphSession;
  previews: Previews;
  edge: GraphEdge;
}) {
  const form = useFormOf(session, previews, edge, 'edges');
  const issues = form.issuesAt([...form.base, 'edges', edge.index]);
  return (
    <FormContext value={form}>
      <p className="font-mono text-small break-words">
        {String(edge.fields['from'])} → {String(edge.fields['to'])}
      </p>
      {issues.map(({ message, remedy = '' }) => (
        <p className="text-small text-bad" key={message}>
          {message}. {remedy}
        </p>
      ))}
      <Fields except={['from', 'to']} path={[...form.base, 'edges', edge.index]} />
    </FormContext>
  );
}

const alignments = [
  ['left', 'Align left'],
  ['top', 'Align top'],
  ['distribute-x', 'Distribute across'],
  ['distribute-y', 'Distribute down'],
] as const;

function ManyForm({ session, count }: { session: GraphSession; count: number }) {
  return (
    <>
      <p>{count} selected</p>
      <button
        className="button button-small justify-self-start"
        disabled={selectedNodes(session).length === 0}
        onClick={() => groupSelected(session)}
        title="Ctrl G"
        type="button"
      >
        {selectedGroups(session).length === 1 ? 'Add to the group' : 'Group'}
      </button>
      <div className="flex flex-wrap gap-1.5">
        {alignments.map(([how, title]) => (
          <button
            className="button button-small"
            disabled={selectedNodes(session).length < 2}
            key={how}
            onClick={() => align(session, how)}
            type="button"
          >
            {title}
          </button>
        ))}
      </div>
    </>
  );
}

/** What one part is selected, or how many. */
function selected({ graph, selection }: GraphState): GraphNode | GraphEdge | GraphGroup | number {
  const [key, ...others] = selection;
  if (key === undefined || others.length > 0) return selection.size;
  const group = graph.groups.find((each) => each.key === key);
  if (group !== undefined) return group;
  return graph.byKey.get(key) ?? graph.edges.find((edge) => edge.key === key) ?? 0;
}

function sortOf(part: GraphNode | GraphEdge | GraphGroup): 'node' | 'edge' | 'group' {
  if ('members' in part) return 'group';
  return 'sketch' in part ? 'node' : 'edge';
}

function titleOf(part: GraphNode | GraphEdge | GraphGroup | number): string {
  if (typeof part === 'number') return 'Selection';
  if ('members' in part) return part.name;
  return 'sketch' in part ? part.title : edgeLabel(part);
}

function Form(
  props: Omit<InspectorProps, 'panel' | 'leave'> & { part: GraphNode | GraphEdge | GraphGroup | number },
) {
  const { part, session, previews, starters } = props;
  if (typeof part === 'number') return <ManyForm count={part} session={session} />;
  if ('members' in part) return <GroupForm group={part} session={session} />;
  if ('sketch' in part) {
    return <NodeForm node={part} previews={previews} session={session} starters={starters} />;
  }
  return <EdgeForm edge={part} previews={previews} session={session} />;
}

/** The panel beside the canvas; nothing while nothing is selected. */
export function Inspector({ session, previews, starters, panel, leave }: InspectorProps) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const part = selected(state);
  if (part === 0 || (typeof part === 'object' && part.index < 0)) return null;
  return (
    <section
      aria-label={`Inspector: ${titleOf(part)}`}
      className="panel"
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
      onKeyDownCapture={(event: KeyboardEvent) => {
        // Fields keep no history of their own: what was typed is a step of the document's.
        if (!(event.ctrlKey || event.metaKey) || !/^[zy]$/i.test(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        if (event.shiftKey || event.key.toLowerCase() === 'y') session.redo();
        else session.undo();
      }}
      ref={panel}
    >
      <header className="flex items-center justify-between border-b border-line px-3 py-1.5">
        <h2 className="min-w-0 truncate font-semibold">{titleOf(part)}</h2>
        <button
          aria-label="Close the inspector"
          className="button button-quiet button-small button-icon"
          onClick={() => session.select([])}
          type="button"
        >
          <Icon name="cross" size={13} />
        </button>
      </header>
      <div
        className="grid gap-3 px-3 py-2.5"
        key={typeof part === 'number' ? 'many' : `${sortOf(part)} ${part.index}`}
      >
        <Form part={part} previews={previews} session={session} starters={starters} />
      </div>
    </section>
  );
}
