// The feed of the page's run, and how components read it: coarse facts through React, numbers through the pump.

import { createContext, use, useEffect, useRef, useSyncExternalStore, type RefObject } from 'react';
import type { Painter } from '../telemetry/frame-pump.ts';
import type { RunFeed, RunState } from '../telemetry/run-feed.ts';

export const FeedContext = createContext<RunFeed | undefined>(undefined);

/** The feed of this page's run. */
export function useFeed(): RunFeed {
  const feed = use(FeedContext);
  if (feed === undefined) throw new Error('FeedContext is missing');
  return feed;
}

/** The coarse state; re-renders at most ten times a second. */
export function useRunState(): RunState {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.state);
}

/** Calls `paint` whenever numbers changed, at most `hz` times a second, while mounted; pass a memoised function. */
export function usePainter(paint: Painter, hz: number): void {
  const { pump } = useFeed();
  useEffect(() => pump.add(paint, hz), [pump, paint, hz]);
}

/** Keeps the text of an element current at 10 Hz without rendering; `read` may change at every render. */
export function useLiveText<E extends HTMLElement>(read: () => string): RefObject<E | null> {
  const node = useRef<E>(null);
  const reader = useRef(read);
  const { pump } = useFeed();
  useEffect(() => {
    reader.current = read;
    pump.touch();
  });
  useEffect(
    () =>
      pump.add(() => {
        const text = reader.current();
        if (node.current !== null && node.current.textContent !== text) node.current.textContent = text;
      }, 10),
    [pump],
  );
  return node;
}
