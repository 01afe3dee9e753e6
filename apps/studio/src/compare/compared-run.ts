// What the page of a comparison reads of one run: settings, document, figures, the newest frame, and its result once it has one.

import type { HoldfastClient } from '@holdfast/client';
import {
  channelOffsets,
  channelSize,
  type Channel,
  type Frame,
  type ModelDocument,
  type RunResult,
} from '@holdfast/core';
import { displayModel } from '@holdfast/pictures';
import type { MetricsView, ModelView, RunView } from '@holdfast/protocol';

export interface ComparedRun {
  /** `A`, `B`, …: how the page calls it. */
  readonly letter: string;
  readonly run: RunView;
  /** With units as text. */
  readonly model: ModelView;
  readonly document: ModelDocument;
  readonly metrics: MetricsView['metrics'];
  /** Undefined while the run is alive. */
  readonly result: RunResult | undefined;
  /** Newest recorded values by name of channel. */
  readonly values: ReadonlyMap<string, Float64Array>;
}

/** The last recorded frame of an ended run; of a living one, what comes first. */
function newestFrame(
  client: HoldfastClient,
  id: string,
  result: RunResult | undefined,
): Promise<Frame | undefined> {
  if (result !== undefined) {
    const after = result.frames - 2;
    return client.frames(id, { limit: 1, ...(after < 0 ? {} : { after }) }).then(([frame]) => frame);
  }
  return new Promise((resolve, reject) => {
    const live = client.live(id, {
      onFrame: (frame) => {
        live.close();
        resolve(frame);
      },
      onEnded: () => resolve(undefined),
      onError: reject,
    });
  });
}

function valuesOf(channels: readonly Channel[], frame: Frame | undefined): ReadonlyMap<string, Float64Array> {
  if (frame === undefined) return new Map();
  const offsets = channelOffsets(channels);
  return new Map(
    channels.map((channel) => {
      const start = offsets.get(channel.name) ?? 0;
      return [channel.name, frame.values.subarray(start, start + channelSize(channel))];
    }),
  );
}

/** Reads one run. */
export async function readComparedRun(
  client: HoldfastClient,
  id: string,
  letter: string,
): Promise<ComparedRun> {
  const [{ run, model }, document, { metrics }] = await Promise.all([
    client.run(id),
    client.document(id),
    client.metrics(id),
  ]);
  const result = run.status === 'ended' ? await client.result(id) : undefined;
  const frame = await newestFrame(client, id, result);
  return {
    letter,
    run,
    model: displayModel(model),
    document,
    metrics,
    result,
    values: valuesOf(model.channels, frame),
  };
}
