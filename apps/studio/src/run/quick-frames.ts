// How often a picture that moves is sent anew: as often as displays show one, unless the link is slow or dear.

import { useEffect } from 'react';
import { liveHzMost, liveHzUsual } from '@holdfast/protocol';
import { useFeed } from './run-context.ts';

/** Whether the browser says that its link is slow or dear. */
export function isSparing(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? '');
}

/** Asks for as many frames of the run as a display shows, while mounted. */
export function useQuickFrames(): void {
  const feed = useFeed();
  useEffect(() => {
    if (!isSparing()) feed.quicken(liveHzMost);
    return () => feed.quicken(liveHzUsual);
  }, [feed]);
}
