// The port behind which spans of a run are computed by other processes. It can only help: whatever the fleet declines, the run's own
// process computes, so a run never fails because of the fleet and its bits never depend on it.

import type { Input, SimulationError, Simulator } from '@holdfast/core';
import type { Span } from './chunk-pool.ts';
import type { ChunkSetup } from './living-run.ts';
import type { SessionStart } from './session-ports.ts';

/** Names the numbers a simulator makes. */
export function engineName({ family, version }: Pick<Simulator, 'family' | 'version'>): string {
  return `${family}@${version}`;
}

/** An encoded partial, or why nobody elsewhere computes the span. */
export type SpanAnswer = { readonly partial: Uint8Array } | { readonly declined: string };

/** One launch of a run's worker process. */
export interface FleetRun {
  readonly run: string;
  readonly epoch: number;
  /** Counts the launches of this epoch. */
  readonly launch: number;
  /** Family and version of its numbers: who names the same makes the same bits. */
  readonly engine: string;
  /** Digest of the document. */
  readonly digest: string;
  readonly setup: ChunkSetup;
  /** Told of what was repaired: a worker that was lost, a span that came back. */
  readonly notice: (error: SimulationError) => void;
}

export interface FleetWork {
  /** Never rejects. `inputs` are all that are applied. */
  compute(span: Span, inputs: readonly Input[]): Promise<SpanAnswer>;
  /** Forgets what is not answered. */
  close(): void;
}

export interface Fleet {
  open(run: FleetRun): FleetWork;
}

/** Opens what one launch of a run may ask of the fleet; undefined when it computes in one place anyway. */
export function openWork(
  fleet: Fleet | undefined,
  { record: { id, spec, document }, open, log }: SessionStart,
  launch: number,
  notice: FleetRun['notice'],
): FleetWork | undefined {
  if (spec.workers <= 1) return undefined;
  const engine = engineName(open.simulator);
  const setup = { document: spec.document, seed: spec.seed, until: spec.until };
  return fleet?.open({ run: id, epoch: log.epoch, launch, engine, digest: document, setup, notice });
}
