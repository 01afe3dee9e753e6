// The command palette: every action of the page, every example, the newest runs; found by typing.

import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ExampleView, RunView } from '@holdfast/protocol';
import { Dialog } from '../design/dialog.tsx';
import { formatAgo } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { standingOf } from '../design/status.tsx';
import type { Action } from './actions.ts';
import { Keys } from './help-dialog.tsx';
import { rank } from './rank.ts';
import { useStudio } from './studio.ts';
import { useLoaded } from './use-loaded.ts';

const shownMax = 40;

function runAction(run: RunView, go: (path: string) => void): Action {
  const group = `Run, ${standingOf(run).word.toLowerCase()}, ${formatAgo(run.createdAt, Date.now())}`;
  return { id: `run ${run.id}`, title: run.name, group, run: () => go(`/run/${run.id}`) };
}

function exampleAction({ name, title }: ExampleView, go: (path: string) => void): Action {
  const address = `/new?example=${encodeURIComponent(name)}`;
  return { id: `example ${name}`, title: `Start from “${title}”`, group: 'Examples', run: () => go(address) };
}

/** Runs and examples as actions, fetched when the palette opens; without a server there are none. */
function useServerActions(go: (path: string) => void): readonly Action[] {
  const { client } = useStudio();
  const loaded = useLoaded(
    useCallback(() => Promise.all([client.examples(), client.runs({ limit: 20 })]), [client]),
  );
  const value = loaded.state === 'ready' ? loaded.value : undefined;
  return useMemo(() => {
    if (value === undefined) return [];
    const [examples, { runs }] = value;
    return [...runs.map((run) => runAction(run, go)), ...examples.map((each) => exampleAction(each, go))];
  }, [value, go]);
}

function Option(props: {
  action: Action;
  id: string;
  active: boolean;
  choose: () => void;
  point: () => void;
}) {
  const { action, id, active, choose, point } = props;
  return (
    <li
      aria-disabled={action.unavailable !== undefined}
      aria-selected={active}
      className={`flex h-9 cursor-pointer items-center gap-3 rounded-md px-3 ${active ? 'bg-accent-wash text-ink' : ''} ${
        action.unavailable === undefined ? '' : 'text-ink-3'
      }`}
      id={id}
      onClick={choose}
      onPointerMove={point}
      role="option"
    >
      <span className="min-w-0 flex-1 truncate">{action.title}</span>
      {action.unavailable === undefined ? null : <span className="text-small">{action.unavailable}</span>}
      <span className="text-small text-ink-3">{action.group}</span>
      {action.keys === undefined ? null : <Keys keys={action.keys} />}
    </li>
  );
}

/** What the query finds, and which of it is pointed at. */
function useFound(go: (path: string) => void) {
  const { actions } = useStudio();
  const own = useSyncExternalStore(actions.subscribe, actions.all);
  const found = useServerActions(go);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const shown = useMemo(() => {
    const all = [...own.filter(({ id }) => id !== 'palette'), ...found];
    return rank(all, query, (action) => `${action.title} ${action.group}`).slice(0, shownMax);
  }, [own, found, query]);
  const write = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return { query, write, shown, at: Math.min(active, shown.length - 1), point: setActive };
}

/** The palette itself; closes when something was chosen. */
export function Palette({ onClose, go }: { onClose: () => void; go: (path: string) => void }) {
  const { query, write, shown, at, point } = useFound(go);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const choose = (action: Action | undefined): void => {
    if (action === undefined || action.unavailable !== undefined) return;
    onClose();
    action.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') point(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') point(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog className="w-[38rem]" label="Search and commands" onClose={onClose}>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon className="text-ink-3" name="search" />
        <input
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          aria-controls={listId}
          aria-expanded="true"
          aria-label="Search actions, runs and examples"
          autoComplete="off"
          className="h-12 flex-1 bg-transparent text-lead outline-none placeholder:text-ink-3"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
          placeholder="Search actions, runs and examples"
          role="combobox"
          spellCheck={false}
          value={query}
        />
        <kbd className="key">Esc</kbd>
      </div>
      <ul
        aria-label="Results"
        className="max-h-[22rem] overflow-y-auto p-1.5"
        id={listId}
        ref={list}
        role="listbox"
      >
        {shown.map((action, index) => (
          <Option
            action={action}
            active={index === at}
            choose={() => choose(action)}
            id={`${listId}-${index}`}
            key={action.id}
            point={() => point(index)}
          />
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="px-4 pb-5 text-center text-ink-2">Nothing matches “{query}”.</p>
      ) : null}
    </Dialog>
  );
}
