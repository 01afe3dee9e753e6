// One experiment followed over server-sent events, each of which says all that is known.

import type { SimulationError } from '@holdfast/core';
import { decodeJson, experimentEventSchemas, type ExperimentDetail } from '@holdfast/protocol';
import { FollowedStream, type ProgressHandle } from './followed-stream.ts';
import type { Transport } from './transport.ts';

export interface ExperimentProgressOptions {
  /** What is known, at once and whenever that changed; the last time when it has ended. */
  readonly onProgress: (detail: ExperimentDetail) => void;
  /** Last call: it has ended. */
  readonly onEnded?: () => void;
  /** Last call: the experiment cannot be followed any more. */
  readonly onError?: (error: SimulationError) => void;
}

/** Follows the experiment until it has ended. */
export function followExperiment(
  transport: Transport,
  id: string,
  { onProgress, onEnded, onError }: ExperimentProgressOptions,
): ProgressHandle {
  return new FollowedStream(transport, {
    path: `/api/v1/experiments/${encodeURIComponent(id)}/progress`,
    headers: () => ({}),
    failed: (error) => onError?.(error),
    understand({ type, data }) {
      if (type === 'progress') {
        const detail = experimentEventSchemas.progress.parse(decodeJson(data));
        return () => {
          onProgress(detail);
          return false;
        };
      }
      if (type !== 'ended') return undefined;
      return () => {
        onEnded?.();
        return true;
      };
    },
  });
}
