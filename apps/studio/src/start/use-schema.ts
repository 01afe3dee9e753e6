// The JSON Schema of the family being written, asked for once per family.

import { useEffect, useState } from 'react';
import type { Schema } from '../editor/schema-walk.ts';
import { useStudio } from '../shell/studio.ts';

/** Undefined while unknown: the editor then has no completion, which is no failure. */
export function useSchema(family: string | undefined): Schema | undefined {
  const { client, reach } = useStudio();
  const [known, setKnown] = useState<{ readonly family: string; readonly schema: Schema }>();
  useEffect(() => {
    if (family === undefined || family === '') return undefined;
    let current = true;
    reach.watch(client.schema(family)).then(
      (schema) => current && setKnown({ family, schema }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [client, reach, family]);
  return known?.family === family ? known?.schema : undefined;
}
