// A feed for as long as a component shows its run; it lets go of the stream while the tab is hidden.

import { useEffect, useState } from 'react';
import { useStudio } from '../shell/studio.ts';
import { FramePump } from './frame-pump.ts';
import { RunFeed } from './run-feed.ts';

/** The open feed of the run with this id; undefined until the component is mounted. */
export function useRunFeed(id: string): RunFeed | undefined {
  const { client } = useStudio();
  const [feed, setFeed] = useState<RunFeed>();
  useEffect(() => {
    const pump = new FramePump();
    const own = new RunFeed(id, client, pump);
    const onVisibility = (): void => {
      if (document.hidden) own.rest();
      else {
        own.open();
        pump.touch();
      }
    };
    document.addEventListener('visibilitychange', onVisibility);
    own.open();
    setFeed(own);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      own.close();
      pump.stop();
    };
  }, [id, client]);
  return feed;
}
