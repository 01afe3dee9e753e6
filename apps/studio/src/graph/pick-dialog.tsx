// Choosing one of many by typing: a node to add, a port to connect, a node to find.

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { rank } from '../shell/rank.ts';

/** Something to choose. */
export interface Pick {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** Said beside the title when it cannot be chosen. */
  readonly unavailable?: string | undefined;
}

const shownMax = 60;

function Row(props: {
  readonly pick: Pick;
  readonly id: string;
  readonly active: boolean;
  readonly choose: () => void;
  readonly point: () => void;
}) {
  const { pick, id, active, choose, point } = props;
  return (
    <li
      aria-disabled={pick.unavailable !== undefined}
      aria-selected={active}
      className={`flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 py-1 ${active ? 'bg-accent-wash text-ink' : ''} ${
        pick.unavailable === undefined ? '' : 'text-ink-3'
      }`}
      id={id}
      onClick={choose}
      onPointerMove={point}
      role="option"
    >
      <span className="shrink-0 font-medium">{pick.title}</span>
      <span className="min-w-0 flex-1 truncate text-right text-small text-ink-2">
        {pick.unavailable ?? pick.note}
      </span>
    </li>
  );
}

/** What typing finds, and which of it is pointed at. */
function useChoice(picks: readonly Pick[], take: (pick: Pick) => void) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const shown = useMemo(
    () => rank(picks, query, (pick) => `${pick.title} ${pick.note}`).slice(0, shownMax),
    [picks, query],
  );
  const at = Math.min(active, shown.length - 1);
  const choose = (pick: Pick | undefined): void => {
    if (pick !== undefined && pick.unavailable === undefined) take(pick);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter') choose(shown[at]);
    else return;
    event.preventDefault();
  };
  const write = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return { query, write, shown, at, point: setActive, choose, onKey };
}

/** A dialog with a list that typing narrows; `choose` is called after it closed. */
export function PickDialog(props: {
  readonly label: string;
  readonly picks: readonly Pick[];
  readonly choose: (pick: Pick) => void;
  readonly onClose: () => void;
}) {
  const { label, picks, onClose } = props;
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const { query, write, shown, at, point, choose, onKey } = useChoice(picks, (pick) => {
    onClose();
    props.choose(pick);
  });
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <Dialog className="w-[34rem]" label={label} onClose={onClose}>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon className="text-ink-3" name="search" />
        <input
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          aria-controls={listId}
          aria-expanded="true"
          aria-label={label}
          autoComplete="off"
          className="h-12 flex-1 bg-transparent text-lead outline-none placeholder:text-ink-3"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKey}
          placeholder={label}
          role="combobox"
          spellCheck={false}
          value={query}
        />
        <kbd className="key">Esc</kbd>
      </div>
      <ul
        aria-label={label}
        className="max-h-[22rem] overflow-y-auto p-1.5"
        id={listId}
        ref={list}
        role="listbox"
      >
        {shown.map((pick, index) => (
          <Row
            active={index === at}
            choose={() => choose(pick)}
            id={`${listId}-${index}`}
            key={pick.id}
            pick={pick}
            point={() => point(index)}
          />
        ))}
      </ul>
      {shown.length === 0 ? <p className="px-4 pb-5 text-center text-ink-2">Nothing matches.</p> : null}
    </Dialog>
  );
}
