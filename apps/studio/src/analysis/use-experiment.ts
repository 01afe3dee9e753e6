// One experiment followed over server-sent events while somebody looks: the stream is let go of while the tab is hidden.

import { useEffect, useState } from 'react';
import type { ProgressHandle } from '@holdfast/client';
import type { ExperimentDetail } from '@holdfast/protocol';
import { useStudio } from '../shell/studio.ts';

export interface FollowedExperiment {
  readonly detail: ExperimentDetail | undefined;
  readonly error: unknown;
  readonly again: () => void;
}

/** What is known of an experiment, growing while it computes. */
export function useExperiment(id: string): FollowedExperiment {
  const { client, reach } = useStudio();
  const [detail, setDetail] = useState<ExperimentDetail>();
  const [error, setError] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let stream: ProgressHandle | undefined;
    let over = false;
    const open = (): void => {
      stream = client.experimentProgress(id, {
        onProgress(found) {
          reach.heard(undefined);
          setDetail(found);
          setError(undefined);
        },
        onEnded: () => (over = true),
        onError(thrown) {
          reach.heard(thrown);
          setError(thrown);
        },
      });
    };
    const onVisibility = (): void => {
      stream?.close();
      if (!document.hidden && !over) open();
    };
    document.addEventListener('visibilitychange', onVisibility);
    if (!document.hidden) open();
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      stream?.close();
    };
  }, [client, reach, id, turn]);
  return { detail, error, again: () => setTurn((count) => count + 1) };
}
