// The world a sentence or a sketch means, asked for anew whenever either changes; the newest question wins.

import { useEffect, useState } from 'react';
import type { HoldfastClient } from '@holdfast/client';
import type { WrittenView } from '@holdfast/protocol';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import type { Making } from './making.ts';
import { drawingRequest } from './sketch.ts';

/** Ink settles for this long before the server is asked. */
const settleMs = 120;

export interface Made {
  /** `asked`: there are questions. */
  readonly state: 'empty' | 'working' | 'ready' | 'asked' | 'failed';
  /** Of the newest answer, also while the next one is on its way. */
  readonly view?: WrittenView | undefined;
  /** Changes that mean nothing in this world. */
  readonly skipped: readonly string[];
  readonly problem?: Problem | undefined;
}

export function isEmpty({ mode, text, sketch }: Making): boolean {
  return mode === 'words' ? text.trim() === '' : sketch.ink.length === 0;
}

async function written(client: HoldfastClient, making: Making): Promise<Omit<Made, 'state'>> {
  const { mode, text, sketch, width, planar, edits } = making;
  let view = await (mode === 'words'
    ? client.writeText(text)
    : client.writeDrawing(drawingRequest(sketch, { width, planar })));
  const skipped: string[] = [];
  for (const edit of edits) {
    if (!view.ok || view.document === null) break;
    const changed = await client.changeByText(view.document, edit);
    if (changed.ok) view = changed;
    else skipped.push(edit);
  }
  return { view, skipped };
}

export function useMadeWorld(making: Making): Made {
  const { client, reach } = useStudio();
  const [made, setMade] = useState<Made>({ state: 'empty', skipped: [] });
  useEffect(() => {
    if (isEmpty(making)) {
      setMade({ state: 'empty', skipped: [] });
      return undefined;
    }
    let current = true;
    const say = (next: Made): void => {
      if (current) setMade(next);
    };
    setMade((before) => ({ ...before, state: 'working' }));
    const timer = setTimeout(() => {
      reach.watch(written(client, making)).then(
        (answer) => say({ ...answer, state: answer.view?.ok === true ? 'ready' : 'asked' }),
        (error: unknown) => say({ state: 'failed', skipped: [], problem: problemOf(error) }),
      );
    }, settleMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, reach, making]);
  return made;
}
