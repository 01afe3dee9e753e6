// A run continued in another place: what is asked there, what is answered, and the work itself.

import type { ModelDocument, Simulator } from '@holdfast/core';
import { decodeSnapshot, encodeFrame } from '@holdfast/protocol';
import { runDigest } from './digest-law.ts';
import { demand } from './law.ts';
import { stateOf, walk } from './walk.ts';

/** Crosses a thread or a pipe as JSON; bytes are in base64. */
export interface ContinuationRequest {
  /** Module that exports the simulator. */
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly document: ModelDocument;
  readonly seed: number;
  readonly snapshot: string;
  /** Steps taken before the snapshot, and steps to take after it. */
  readonly from: number;
  readonly steps: number;
  /** Steps of the digest, from the beginning. */
  readonly digestSteps: number;
}

export interface ContinuationAnswer {
  readonly frames: readonly string[];
  /** Whole state at the end. */
  readonly end: string;
  readonly digest: string;
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Imports the simulator, restores the snapshot and goes on. */
export async function continueElsewhere(request: ContinuationRequest): Promise<ContinuationAnswer> {
  const { moduleUrl, exportName, document, seed, from, steps } = request;
  const module = (await import(moduleUrl)) as Readonly<Record<string, unknown>>;
  const found = module[exportName] as Simulator | undefined;
  demand(found !== undefined, `${moduleUrl} exports no ${exportName}`);
  const simulator = (await found.load?.()) ?? found;
  const parsed = simulator.parse(document);
  demand(parsed.ok, 'the example is refused');
  const model = simulator.compile(parsed.spec);
  const simulation = model.begin({ seed, until: model.until });
  simulation.restore(decodeSnapshot(Buffer.from(request.snapshot, 'base64')));
  const frames = walk(simulation, model, { steps, from });
  return {
    frames: frames.map((frame) => toBase64(encodeFrame(frame))),
    end: toBase64(stateOf(simulation)),
    digest: runDigest(simulator, document, seed, request.digestSteps),
  };
}
