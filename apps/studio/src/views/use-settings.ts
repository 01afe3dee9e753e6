// What the run's document says, defaults included.

import { useCallback, useMemo } from 'react';
import { useFeed, useRunState } from '../run/run-context.ts';
import { useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { useSchema } from '../start/use-schema.ts';
import { Settings } from './settings.ts';

/** Undefined until document and schema are there. */
export function useSettings(): Settings | undefined {
  const { client } = useStudio();
  const { id } = useFeed();
  const family = useRunState().run?.family;
  const document = useLoaded(useCallback(() => client.document(id), [client, id]));
  const schema = useSchema(family);
  const known = document.state === 'ready' ? document.value : undefined;
  return useMemo(
    () => (known === undefined || schema === undefined ? undefined : new Settings(known, schema)),
    [known, schema],
  );
}
