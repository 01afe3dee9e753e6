// A dialog with a list that typing narrows, by keyboard and pointer: the command palette and every pick of the graph editor.

import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { rank } from './rank.ts';

/** One line of the list; one that is unavailable says why and cannot be chosen. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly unavailable?: string | undefined;
}

interface ChoiceProps<T> {
  readonly label: string;
  readonly choices: readonly T[];
  /** What typing is compared with. */
  readonly words: (choice: T) => string;
  /** How a line looks. */
  readonly show: (choice: T) => ReactNode;
  /** Called after the dialog has closed. */
  readonly choose: (choice: T) => void;
  readonly onClose: () => void;
}

const shownMax = 40;

/** What typing finds, and which of it is pointed at. */
function useFound<T extends Choice>({ choices, words, choose, onClose }: ChoiceProps<T>) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const shown = useMemo(() => rank(choices, query, words).slice(0, shownMax), [choices, query, words]);
  const at = Math.min(active, shown.length - 1);
  const take = (choice: T | undefined): void => {
    if (choice === undefined || choice.unavailable !== undefined) return;
    onClose();
    choose(choice);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter') take(shown[at]);
    else return;
    event.preventDefault();
  };
  const write = (text: string): void => {
    setQuery(text);
    setActive(0);
  };
  return { query, write, shown, at, point: setActive, take, onKey };
}

/** Asks for one of the choices. */
export function ChoiceDialog<T extends Choice>(props: ChoiceProps<T>) {
  const { label, show, onClose } = props;
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const { query, write, shown, at, point, take, onKey } = useFound(props);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <Dialog className="w-[38rem]" label={label} onClose={onClose}>
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
        {shown.map((choice, index) => (
          <li
            aria-disabled={choice.unavailable !== undefined}
            aria-selected={index === at}
            className={`flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 py-1 ${
              index === at ? 'bg-accent-wash text-ink' : ''
            } ${choice.unavailable === undefined ? '' : 'text-ink-3'}`}
            id={`${listId}-${index}`}
            key={choice.id}
            onClick={() => take(choice)}
            onPointerMove={() => point(index)}
            role="option"
          >
            {show(choice)}
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="px-4 pb-5 text-center text-ink-2">Nothing matches “{query}”.</p>
      ) : null}
    </Dialog>
  );
}
