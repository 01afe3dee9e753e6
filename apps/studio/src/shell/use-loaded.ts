// Loads a value for a component: loading, then ready or failed, again on demand and when the server comes back.

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useStudio } from './studio.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown };

/** Runs `load` on mount and whenever it changes; pass a memoised function. The last value stays while it reloads. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> & { readonly again: () => void } {
  const { reach } = useStudio();
  const returns = useSyncExternalStore(reach.subscribe, reach.returns);
  const [turn, setTurn] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let current = true;
    reach.watch(load()).then(
      (value) => current && setLoaded({ state: 'ready', value }),
      (error: unknown) => current && setLoaded({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [reach, load, turn, returns]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { ...loaded, again };
}
