// Opens a host with the adapters of this machine: store, checkpoint files, worker processes. Takes over orphaned runs.

import { catalog as products } from '@holdfast/catalog';
import type { SimulationError } from '@holdfast/core';
import {
  createCheckpointDisk,
  createNodeSpawner,
  nodeClock,
  nodeRandom,
  RunSupervisor,
  type Fleet,
} from '@holdfast/runtime';
import { openStore, type OpenStore } from '@holdfast/store';
import {
  experimentEntry as productExperiment,
  workerEntry as productWorker,
  writingEntry,
} from '@holdfast/worker';
import type { ExperimentMessage, ExperimentStart, WritingAnswer, WritingQuestion } from '@holdfast/worker';
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from './configuration.ts';
import { ExperimentSupervisor } from './experiments/experiment-host.ts';
import { openFleet } from './fleet.ts';
import { assembleHost, parse, type Catalog, type Host, type HostParts } from './host.ts';
import { openModelHelp } from './writing/model-help.ts';
import { deskBounds, WritingDesk, type DeskBounds } from './writing/writing-desk.ts';

/** What tests and other products put in place of the shipped parts; both know the same families. */
export interface HostOverrides {
  readonly workerEntry?: URL;
  readonly experimentEntry?: URL;
  readonly catalog?: Catalog;
  /** Bounds of reading words, drawings and models. */
  readonly desk?: DeskBounds;
  /** Whether runs whose process died go on here; true unless told otherwise. */
  readonly recover?: boolean;
  /** Hears of runs this process had to let go because not even their failure could be stored. */
  readonly report?: (run: string, error: SimulationError) => void;
  /** Hears of failures of the fleet's board that cost nobody a run. */
  readonly trouble?: (error: unknown) => void;
  /** Hears why a language model did not help. */
  readonly unhelpful?: (reason: string) => void;
}

/** Opens the store a configuration names, as `owner`. @throws SimulationError `store.*` */
export function openOwnStore(
  { databaseUrl, dataDirectory, pool }: Configuration,
  owner: string,
): Promise<OpenStore> {
  return openStore(databaseUrl === undefined ? { dataDirectory } : { databaseUrl, pool }, {
    owner,
    clock: {
      now: () => Date.now(),
      after(ms, action) {
        const timer = setTimeout(action, ms);
        timer.unref();
        return () => clearTimeout(timer);
      },
    },
  });
}

/** A worker that was killed may still finish a write, so removing is repeated. */
function forget(checkpoints: string, id: string): Promise<void> {
  return rm(join(checkpoints, id), { recursive: true, force: true, maxRetries: 3 });
}

/** Removes checkpoints whose process died between the end of their run and removing them. Those of runs this store does
 * not know stay: they may belong to another database. */
async function forgetEnded(checkpoints: string, store: OpenStore): Promise<void> {
  for (const id of await readdir(checkpoints).catch(() => [])) {
    if ((await store.getRun(id))?.status === 'ended') await forget(checkpoints, id);
  }
}

/** Workers of a run for which the process that waits has room; each takes 64 MB of address space. */
const spareWorkersMost = 4;

/** How often a server that shares its database looks for runs whose server died. */
const recoverMs = 5000;

export interface OpenedHost extends Host {
  /** Tells processes that find the data directory taken where this one answers. */
  publish(url: string): void;
}

interface OpenParts {
  readonly store: OpenStore;
  readonly owner: string;
  /** Directory of all checkpoints. */
  readonly checkpoints: string;
  readonly catalog: Catalog;
  readonly workerEntry: URL;
}

/** Opens what executes runs and experiments. */
function openSupervisors(
  { store, owner, checkpoints, catalog, workerEntry }: OpenParts,
  fleet: Fleet | undefined,
  { slots, memoryMb, checkpointMs, spareWorkers }: Configuration,
  { experimentEntry = productExperiment, report }: HostOverrides,
): Pick<HostParts, 'runs' | 'experiments' | 'disk'> & { readonly release: () => void } {
  const ports = { clock: nodeClock, random: nodeRandom, owner, memoryMb };
  const spawner = createNodeSpawner({
    entry: workerEntry,
    checkpointDirectory: checkpoints,
    ...(spareWorkers === 0
      ? {}
      : { spare: { memoryMb, workers: Math.min(spareWorkersMost, availableParallelism()) } }),
  });
  const disk = createCheckpointDisk(checkpoints);
  const runs = new RunSupervisor({
    ...ports,
    store,
    spawner,
    disk,
    simulators: catalog,
    slots,
    checkpointMs,
    ...(fleet === undefined ? {} : { fleet }),
    ...(report === undefined ? {} : { report }),
  });
  const experiments = new ExperimentSupervisor({
    ...ports,
    store: store.experiments,
    spawner: createNodeSpawner<ExperimentStart, ExperimentMessage>({
      entry: experimentEntry,
      checkpointDirectory: checkpoints,
    }),
    catalog,
    parse: (document) => parse(catalog, document),
    slots: Math.max(1, Math.floor(slots / 2)),
    report: report ?? (() => undefined),
  });
  return { runs, experiments, disk, release: () => spawner.close() };
}

/** What reads words and drawings, and the language model beside it; nothing starts before the first question. */
function openWriting(
  { model }: Configuration,
  { unhelpful = () => undefined, desk: bounds = deskBounds }: HostOverrides,
  catalog: Catalog,
  checkpointDirectory: string,
): Pick<HostParts, 'desk' | 'model'> {
  const spawner = createNodeSpawner<WritingQuestion, WritingAnswer>({
    entry: writingEntry,
    checkpointDirectory,
  });
  const desk = new WritingDesk(spawner, nodeClock, bounds);
  if (model === undefined) return { desk };
  const ports = { desk, catalog, clock: nodeClock, fetch: globalThis.fetch, report: unhelpful };
  return { desk, model: openModelHelp(model, ports) };
}

/** Opens everything that executes runs.
 * @throws SimulationError `store.*` */
export async function openHost(
  configuration: Configuration,
  overrides: HostOverrides = {},
): Promise<OpenedHost> {
  const { workerEntry = productWorker, catalog = products, recover = true, trouble } = overrides;
  const checkpoints = join(configuration.dataDirectory, 'checkpoints');
  const owner = `${process.pid}-${randomUUID()}`;
  const store = await openOwnStore(configuration, owner);
  const parts = { store, owner, checkpoints, catalog, workerEntry };
  const { fleet, leave: leaveFleet } = openFleet({ ...parts, configuration, trouble });
  const { release, ...supervisors } = openSupervisors(parts, fleet, configuration, overrides);
  const leave = async (): Promise<void> => {
    release();
    await leaveFleet();
  };
  try {
    const host = assembleHost({
      ...supervisors,
      store,
      catalog,
      configuration,
      ...openWriting(configuration, overrides, catalog, checkpoints),
      leave,
      forget: (id) => forget(checkpoints, id),
    });
    if (recover) await recoverAll(host);
    await forgetEnded(checkpoints, store);
    const stop = recover && store.kind === 'postgres' ? keepRecovering(host) : () => undefined;
    return {
      ...host,
      publish: (url) => store.publishHolder(url),
      close(deadlineMs) {
        stop();
        return host.close(deadlineMs);
      },
    };
  } catch (error) {
    await leave();
    await store.close();
    throw error;
  }
}

/** Takes over runs and experiments whose process died. */
async function recoverAll(host: Host): Promise<void> {
  await host.runs.recover();
  await host.experiments.recover();
}

/** A failed look is repeated at the next turn; requests report an unavailable store anyway. */
function keepRecovering(host: Host): () => void {
  return host.every(recoverMs, () => void recoverAll(host).catch(() => undefined));
}
