// What every page shares: the client, the theme, the actions, and the voice for screen readers.

import type { HoldfastClient } from '@holdfast/client';
import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import type { Theme } from '../design/theme.ts';
import type { Action, ActionRegistry } from './actions.ts';
import type { Reach } from './reach.ts';

export interface Studio {
  readonly client: HoldfastClient;
  readonly theme: Theme;
  readonly actions: ActionRegistry;
  readonly reach: Reach;
  /** Says a change of state to screen readers. */
  readonly announce: (text: string) => void;
}

export const StudioContext = createContext<Studio | undefined>(undefined);

/** The shared parts; every page lives inside their provider. */
export function useStudio(): Studio {
  const studio = use(StudioContext);
  if (studio === undefined) throw new Error('StudioContext is missing');
  return studio;
}

/** Offers actions while the component is mounted; pass a memoised list. */
export function useActions(actions: readonly Action[]): void {
  const { actions: registry } = useStudio();
  useEffect(() => registry.offer(actions), [registry, actions]);
}

/** The theme in force; re-renders when it changes. */
export function useResolvedTheme(): 'light' | 'dark' {
  const { theme } = useStudio();
  return useSyncExternalStore(theme.subscribe, theme.resolved);
}

/** Names the page in the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Holdfast`;
  }, [title]);
}
