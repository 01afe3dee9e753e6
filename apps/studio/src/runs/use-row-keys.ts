// The list of runs by keyboard: J and K go from row to row, X chooses the row in focus, Enter opens it as any link.

import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { RunView } from '@holdfast/protocol';
import type { Action } from '../shell/actions.ts';
import { useActions } from '../shell/studio.ts';

/** Index of the row that holds the focus; -1 where none does. */
function focusedRow(): number {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]');
  return row === null || row === undefined ? -1 : Number(row.dataset['index']);
}

/** Offers the keys. A row out of sight is scrolled to and takes the focus once it is there. */
export function useRowKeys(
  runs: readonly RunView[],
  body: RefObject<HTMLElement | null>,
  scrollTo: (index: number) => void,
  toggle: (id: string) => void,
): void {
  const wanted = useRef<number>(undefined);
  const focus = (): void => {
    if (wanted.current === undefined) return;
    const link = body.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (link == null) return;
    wanted.current = undefined;
    link.focus();
  };
  useEffect(focus);
  useActions(
    useMemo<readonly Action[]>(() => {
      const go = (step: 1 | -1): void => {
        const at = Math.min(runs.length - 1, Math.max(0, focusedRow() + step));
        wanted.current = at;
        scrollTo(at);
        const link = body.current?.querySelector<HTMLElement>(`[data-index="${at}"] a`);
        link?.focus();
      };
      const group = 'Runs';
      return [
        { id: 'row next', title: 'Next run', group, keys: 'j', run: () => go(1) },
        { id: 'row previous', title: 'Previous run', group, keys: 'k', run: () => go(-1) },
        {
          id: 'row choose',
          title: 'Choose the run to compare',
          group,
          keys: 'x',
          run: () => {
            const run = runs[Math.max(0, focusedRow())];
            if (run !== undefined) toggle(run.id);
          },
        },
      ];
    }, [runs, body, scrollTo, toggle]),
  );
}
