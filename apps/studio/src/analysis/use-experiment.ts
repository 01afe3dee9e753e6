// One experiment followed by asking: often at first, because many are short, then twice a second until it has ended. Nothing
// is asked while the tab is hidden.

import { useEffect, useState } from 'react';
import type { ExperimentDetail } from '@holdfast/protocol';
import { isUnreachable } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';

const firstAskMs = 120;
const lastAskMs = 500;

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
    let over = false;
    let delay = firstAskMs;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
      timer = setTimeout(() => void ask(), delay);
      delay = Math.min(lastAskMs, 1.4 * delay);
    };
    const ask = async (): Promise<void> => {
      if (document.hidden) {
        later();
        return;
      }
      try {
        const found = await reach.watch(client.experiment(id));
        if (over) return;
        setDetail(found);
        setError(undefined);
        if (found.experiment.status !== 'ended') later();
      } catch (thrown) {
        if (over) return;
        setError(thrown);
        // A server that is away comes back; an answer that says no will not change.
        if (isUnreachable(thrown)) later();
      }
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, reach, id, turn]);
  return { detail, error, again: () => setTurn((count) => count + 1) };
}
