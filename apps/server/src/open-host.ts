// Opens a host with the adapters of this machine: store, checkpoint files, worker processes. Takes over orphaned runs.

import { catalog as products } from '@holdfast/catalog';
import { createNodeSpawner, nodeClock, nodeRandom, RunSupervisor } from '@holdfast/runtime';
import { openStore, type OpenStore } from '@holdfast/store';
import { workerEntry as productWorker } from '@holdfast/worker';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from './configuration.ts';
import { assembleHost, type Catalog, type Host } from './host.ts';

/** What tests and other products put in place of the shipped parts; both know the same families. */
export interface HostOverrides {
  readonly workerEntry?: URL;
  readonly catalog?: Catalog;
}

function open({ databaseUrl, dataDirectory, pool }: Configuration, owner: string): Promise<OpenStore> {
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

/** How often a server that shares its database looks for runs whose server died. */
const recoverMs = 5000;

export interface OpenedHost extends Host {
  /** Tells processes that find the data directory taken where this one answers. */
  publish(url: string): void;
}

/** Opens everything that executes runs; runs whose process died go on.
 * @throws SimulationError `store.*` */
export async function openHost(
  configuration: Configuration,
  overrides: HostOverrides = {},
): Promise<OpenedHost> {
  const { workerEntry = productWorker, catalog = products } = overrides;
  const { dataDirectory, slots, memoryMb, checkpointMs } = configuration;
  const checkpoints = join(dataDirectory, 'checkpoints');
  const owner = `${process.pid}-${randomUUID()}`;
  const store = await open(configuration, owner);
  try {
    const runs = new RunSupervisor({
      store,
      spawner: createNodeSpawner({ entry: workerEntry, checkpointDirectory: checkpoints }),
      clock: nodeClock,
      random: nodeRandom,
      simulators: catalog,
      owner,
      slots,
      memoryMb,
      checkpointMs,
    });
    const host = assembleHost({
      store,
      runs,
      catalog,
      configuration,
      forget: (id) => rm(join(checkpoints, id), { recursive: true, force: true }),
    });
    await host.runs.recover();
    const stop = store.kind === 'postgres' ? keepRecovering(host) : () => undefined;
    return {
      ...host,
      publish: (url) => store.publishHolder(url),
      close(deadlineMs) {
        stop();
        return host.close(deadlineMs);
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A failed look is repeated at the next turn; requests report an unavailable store anyway. */
function keepRecovering(host: Host): () => void {
  return host.every(recoverMs, () => void host.runs.recover().catch(() => undefined));
}
