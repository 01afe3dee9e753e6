// The view of a family while it loads, and once it is there.

import { useEffect, useState } from 'react';
import { familyViews, type FamilyView } from './family-view.ts';

export type ViewState =
  | { readonly state: 'none' }
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly view: FamilyView };

const none: ViewState = { state: 'none' };
const loading: ViewState = { state: 'loading' };

/** `none` where a family has no view, or where it could not be loaded: the panels by role serve then. */
export function useFamilyView(family: string | undefined): ViewState {
  const load = family !== undefined && Object.hasOwn(familyViews, family) ? familyViews[family] : undefined;
  const [loaded, setLoaded] = useState<{ readonly load: unknown; readonly state: ViewState }>();
  useEffect(() => {
    if (load === undefined) return undefined;
    let current = true;
    const set = (state: ViewState): void => {
      if (current) setLoaded({ load, state });
    };
    load().then(
      (view) => set({ state: 'ready', view }),
      () => set(none),
    );
    return () => {
      current = false;
    };
  }, [load]);
  if (load === undefined) return none;
  return loaded?.load === load ? loaded.state : loading;
}
