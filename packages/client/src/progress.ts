// One run followed over server-sent events that resume after the last event seen: for places without WebSockets.

import type { RunEvent, SimulationError, StopReason } from '@holdfast/core';
import { decodeJson, progressEventSchemas, type RunView } from '@holdfast/protocol';
import { FollowedStream, type ProgressHandle } from './followed-stream.ts';
import type { Transport } from './transport.ts';

export interface ProgressOptions {
  /** Sequence of the last event already known; all events when absent. */
  readonly after?: number;
  readonly onProgress?: (run: RunView) => void;
  readonly onEvent?: (event: RunEvent) => void;
  /** Last call: the run has ended. */
  readonly onEnded?: (stop: StopReason) => void;
  /** Last call: the run cannot be followed any more. */
  readonly onError?: (error: SimulationError) => void;
}

/** Follows the run until it has ended. */
export function followProgress(transport: Transport, id: string, options: ProgressOptions): ProgressHandle {
  let { after } = options;
  return new FollowedStream(transport, {
    path: `/api/v1/runs/${encodeURIComponent(id)}/progress`,
    headers: () => (after === undefined ? {} : { 'last-event-id': String(after) }),
    failed: (error) => options.onError?.(error),
    understand({ type, data }) {
      if (type === 'progress') {
        const { run } = progressEventSchemas.progress.parse(decodeJson(data));
        return () => {
          options.onProgress?.(run);
          return false;
        };
      }
      if (type === 'event') {
        const event = progressEventSchemas.event.parse(decodeJson(data));
        return () => {
          if (after !== undefined && event.sequence <= after) return false;
          after = event.sequence;
          options.onEvent?.(event);
          return false;
        };
      }
      if (type !== 'ended') return undefined;
      const { stop } = progressEventSchemas.ended.parse(decodeJson(data));
      return () => {
        options.onEnded?.(stop);
        return true;
      };
    },
  });
}
