// Pictures of findings by keyboard: P goes from one to the next, arrows read the one in focus.

import { useMemo } from 'react';
import type { Action } from '../shell/actions.ts';
import { useActions } from '../shell/studio.ts';

function focusNextPicture(): void {
  const pictures = [...document.querySelectorAll<HTMLElement>('.plot')];
  const at = pictures.findIndex((picture) => picture === document.activeElement);
  pictures[(at + 1) % pictures.length]?.focus();
}

/** Offers the keys while the page is mounted. */
export function usePictureKeys(): void {
  useActions(
    useMemo<readonly Action[]>(
      () => [
        { id: 'picture next', title: 'Next picture', group: 'Pictures', keys: 'p', run: focusNextPicture },
        {
          id: 'picture read',
          title: 'Next value of the picture in focus',
          group: 'Pictures',
          keys: '→',
          keyElsewhere: true,
          run: focusNextPicture,
        },
      ],
      [],
    ),
  );
}
