// What a target keeps of a run, read as the SDK reads it, with the target's way of asking.
import { recordedFrames, type ExportClient } from '@holdfast/client';
import type { Frame } from '@holdfast/core';
import type { Target } from './target.ts';

/** The target as the part of the SDK that exports need. */
export function exportClientOf(target: Target): ExportClient {
  return {
    document: (id) => target.ask((client) => client.document(id)),
    events: (id, options) => target.ask((client) => client.events(id, options)),
    frames: (id, options) => target.ask((client) => client.frames(id, options)),
    inputs: (id) => target.ask((client) => client.inputs(id)),
    metrics: (id) => target.ask((client) => client.metrics(id)),
    report: (id) => target.ask((client) => client.report(id)),
    result: (id) => target.ask((client) => client.result(id)),
    run: (id) => target.ask((client) => client.run(id)),
  };
}

/** All recorded frames of a run, in order. */
export function framesOf(target: Target, id: string): AsyncGenerator<Frame> {
  return recordedFrames(exportClientOf(target), id);
}
