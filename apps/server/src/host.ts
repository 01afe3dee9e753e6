// Everything that executes runs, without a wire: store, supervisor, catalog, and the door from document to run spec.
// The server puts HTTP in front of it; other processes may embed it as it is.

import {
  SimulationError,
  type Issue,
  type Model,
  type RunRecord,
  type RunSpec,
  type Simulator,
  type Store,
} from '@holdfast/core';
import { parseDocument, type ModelView, type RunRequest } from '@holdfast/protocol';
import {
  changedPace,
  checkInputs,
  findCheckpoint,
  freePace,
  type CheckpointDisk,
  type RunHost,
} from '@holdfast/runtime';
import type { Configuration } from './configuration.ts';
import type { ExperimentHost } from './experiments/experiment-host.ts';
import { invalidDocument } from './refusal.ts';
import { keepRoster, type RunCounts } from './roster.ts';
import type { FeedSource } from './run-feed.ts';
import { modelView } from './views.ts';
import type { ModelHelp } from './writing/model-help.ts';
import type { WritingDesk } from './writing/writing-desk.ts';

export type Catalog = ReadonlyMap<string, Simulator>;

/** A document that compiled, or why it did not. */
export type Checked =
  | {
      readonly ok: true;
      readonly spec: unknown;
      readonly model: Model;
      /** What was changed to make the document run. */
      readonly notices: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface Host extends FeedSource {
  readonly store: Store;
  readonly runs: RunHost;
  readonly experiments: ExperimentHost;
  readonly catalog: Catalog;
  /** Reads words, strokes and pictures. */
  readonly desk: WritingDesk;
  /** The language model that helps where the grammar has questions. */
  readonly model?: ModelHelp | undefined;
  /** Checks and compiles whatever was sent as a document. */
  parse(document: unknown): Checked;
  /** Fills in what a well-formed request leaves open: from the document, then from the model and the configuration.
   * What replaces the document's own `run` is judged by the family as if the document said it.
   * @throws SimulationError `document.invalid`, `input.*`, `limit.out-of-bounds` */
  toRunSpec(request: RunRequest): RunSpec;
  /** @throws SimulationError `run.not-found` */
  record(id: string): Promise<RunRecord>;
  /** Deletes an ended run and everything kept of it. @throws SimulationError `run.not-found`, `run.not-ended` */
  remove(id: string): Promise<void>;
  /** The newest checkpoint of a run whose file is whole; undefined while it has none.
   * @throws SimulationError `checkpoint.too-large` */
  checkpoint(id: string): Promise<Uint8Array | undefined>;
  /** What is needed to draw a run; nothing can be drawn when its document does not compile with this version. */
  modelOf(record: RunRecord): ModelView;
  /** Runs of this process that have not ended. */
  counts(): RunCounts;
  /** Calls `listener` for every run of this process that ends. */
  onEnded(listener: (record: RunRecord) => void): void;
  /** Checkpoints every run within `deadlineMs`, then lets go of the store; harmless when repeated. */
  close(deadlineMs: number): Promise<void>;
}

/** A checkpoint larger than this is given to nobody: who cannot bear it is better off with a stream. */
const checkpointMost = 32 * 1024 * 1024;

/** Compiled models kept for runs that are looked at again. */
const modelCacheMax = 16;

export interface HostParts {
  readonly store: Store;
  readonly runs: RunHost;
  readonly experiments: ExperimentHost;
  readonly disk: CheckpointDisk;
  readonly catalog: Catalog;
  readonly desk: WritingDesk;
  readonly model?: ModelHelp | undefined;
  readonly configuration: Pick<Configuration, 'memoryMb'>;
  /** Lets go of waiting processes and of the fleet, after the runs and before the store. */
  readonly leave: () => Promise<void>;
  /** Removes the checkpoint files of a run; harmless when repeated. */
  readonly forget: (id: string) => Promise<void>;
}

/** Checks and compiles whatever was sent as a document. */
export function parse(catalog: Catalog, value: unknown): Checked {
  const envelope = parseDocument(value);
  if (!envelope.ok) return envelope;
  const document = envelope.spec;
  const simulator = catalog.get(document.family);
  if (simulator === undefined) {
    const known = [...catalog.keys()].join(', ');
    const { message, remedy, code } = new SimulationError('document.unknown-family', {
      family: document.family,
      known,
    });
    return { ok: false, issues: [{ path: '/family', code, message, remedy }] };
  }
  const parsed = simulator.parse(document);
  if (!parsed.ok) return parsed;
  const { spec, notices = [] } = parsed;
  return { ok: true, spec, model: simulator.compile(spec), notices };
}

function toRunSpec(catalog: Catalog, request: RunRequest, memoryMb: number): RunSpec {
  const { document, parameters = [], inputs, limits = {}, workers = 1, seed, until, pace } = request;
  const checked = parse(catalog, document);
  if (!checked.ok) throw invalidDocument(checked.issues);
  const { workersMost = 1 } = checked.model;
  if (workers > 1 && workersMost === 1) {
    throw new SimulationError('run.undivided', { family: document.family, workers });
  }
  const run = {
    ...document.run,
    ...(seed === undefined ? {} : { seed }),
    ...(until === undefined ? {} : { until }),
  };
  if (seed !== undefined || until !== undefined) {
    // Not through the envelope: in a document nothing is infinite, but a request may leave the end open.
    const asked = catalog.get(document.family)?.parse({ ...document, run });
    if (asked?.ok === false) throw invalidDocument(asked.issues);
  }
  checkInputs(checked.model.parameters, [...parameters, ...(inputs ?? [])]);
  if (limits.memoryMb !== undefined && limits.memoryMb > memoryMb) {
    const bounds = { min: 64, max: memoryMb };
    throw new SimulationError('limit.out-of-bounds', { name: 'memoryMb', value: limits.memoryMb, ...bounds });
  }
  return {
    document,
    seed: run.seed ?? 1,
    until: run.until ?? checked.model.until,
    parameters,
    ...(inputs === undefined ? {} : { inputs }),
    limits: { memoryMb, ...limits },
    workers: Math.min(workers, workersMost),
    ...(pace === undefined ? {} : { pace: changedPace(freePace, pace) }),
  };
}

/** Remembers the models of the documents asked for last, by document digest. */
function rememberModels(catalog: Catalog): (record: RunRecord) => ModelView {
  const views = new Map<string, ModelView>();
  return ({ document, spec, result }) => {
    let view = views.get(document);
    if (view === undefined) {
      const checked = parse(catalog, spec.document);
      const nothing = { timeUnit: result?.timeUnit ?? '', until: spec.until, channels: [], parameters: [] };
      view = checked.ok ? modelView(checked.model) : nothing;
    }
    views.delete(document);
    views.set(document, view);
    if (views.size > modelCacheMax) views.delete(views.keys().next().value ?? '');
    return view;
  };
}

/** Puts a host together from open parts; `close` closes them. */
export function assembleHost(parts: HostParts): Host {
  const { store, runs: bare, experiments, disk, catalog, desk, model, configuration, forget, leave } = parts;
  const models = rememberModels(catalog);
  const listeners: ((record: RunRecord) => void)[] = [];
  const forgetting = new Set<Promise<void>>();
  const runs = keepRoster(bare, store, (record) => {
    for (const listener of listeners) listener(record);
    // Its result is stored, so nothing resumes from its checkpoints; what cannot be removed now goes with the run.
    const done = forget(record.id)
      .catch(() => undefined)
      .finally(() => forgetting.delete(done));
    forgetting.add(done);
  });
  let closing: Promise<void> | undefined;
  async function close(deadlineMs: number): Promise<void> {
    try {
      desk.close();
      await Promise.all([runs.close(deadlineMs), experiments.close()]);
      await Promise.all([leave(), ...forgetting]);
    } finally {
      await store.close();
    }
  }
  async function record(id: string): Promise<RunRecord> {
    const found = await store.getRun(id);
    if (found === undefined) throw new SimulationError('run.not-found', { id });
    return found;
  }
  return {
    store,
    runs,
    experiments,
    catalog,
    desk,
    model,
    parse: (document) => parse(catalog, document),
    toRunSpec: (request) => toRunSpec(catalog, request, configuration.memoryMb),
    record,
    async remove(id) {
      if ((await record(id)).status !== 'ended') throw new SimulationError('run.not-ended', { id });
      await store.deleteRun(id);
      await forget(id);
    },
    async checkpoint(id) {
      const rows = await store.listCheckpoints(id);
      const [newest] = rows;
      if (newest !== undefined && newest.bytes > checkpointMost)
        throw new SimulationError('checkpoint.too-large', { bytes: newest.bytes, most: checkpointMost });
      return (await findCheckpoint(disk, id, rows)).found?.bytes;
    },
    modelOf(record) {
      const live = runs.live(record.id);
      return live === undefined ? models(record) : modelView(live.model);
    },
    counts: () => runs.counts(),
    onEnded: (listener) => void listeners.push(listener),
    every(intervalMs, action) {
      const timer = setInterval(action, intervalMs);
      timer.unref();
      return () => clearInterval(timer);
    },
    close: (deadlineMs) => (closing ??= close(deadlineMs)),
  };
}
