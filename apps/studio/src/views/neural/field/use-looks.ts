// Asks for closer looks, one at a time: the next when the last came back. Nobody asks while nobody looks.

import { useEffect, useRef } from 'react';

/** Between the beginnings of two looks, ms: ten a second at most. */
const betweenMs = 100;
/** After a look that was refused, ms. */
const refusedMs = 1500;

export interface Looking<Look> {
  /** Whether looks can be had now. */
  readonly wanted: boolean;
  readonly ask: () => Promise<Look>;
  readonly take: (look: Look) => void;
  readonly refused: (error: unknown) => void;
  /** Whether anybody sees it now. */
  readonly seen?: () => boolean;
  readonly everyMs?: number;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
  });
}

/** Looks while `wanted`; begins anew when `key` changes. */
export function useLooks<Look>(key: string, looking: Looking<Look>): void {
  const newest = useRef(looking);
  useEffect(() => {
    newest.current = looking;
  });
  const { wanted } = looking;
  useEffect(() => {
    if (!wanted) return undefined;
    const state = { over: false };
    const once = async (): Promise<number> => {
      const { ask, take, refused, seen, everyMs = betweenMs } = newest.current;
      if (document.hidden || seen?.() === false) return everyMs;
      const begun = performance.now();
      try {
        const look = await ask();
        if (!state.over) take(look);
        return everyMs - (performance.now() - begun);
      } catch (error) {
        if (!state.over) refused(error);
        return refusedMs;
      }
    };
    const loop = async (): Promise<void> => {
      while (!state.over) await pause(await once());
    };
    void loop();
    return () => {
      state.over = true;
    };
  }, [key, wanted]);
}
