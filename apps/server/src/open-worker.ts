// Opens a fleet worker: a process without a wire that computes spans for every host on the same database.

import { catalog as products } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import { Bell } from '@holdfast/fleet';
import { nodeClock } from '@holdfast/runtime';
import { workerEntry as productWorker } from '@holdfast/worker';
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Configuration } from './configuration.ts';
import { openBoard, openSeats } from './fleet.ts';
import { openOwnStore, type HostOverrides } from './open-host.ts';

export interface RunningWorker {
  /** Spans it computes at once. */
  readonly seats: number;
  /** Finishes spans under way, leaves and lets go of the store. */
  close(): Promise<void>;
}

/** Offers seats to the hosts of a PostgreSQL database, one for each processor unless the configuration says how many.
 * @throws SimulationError `store.*`, `configuration.invalid` without such a database */
export async function openWorker(
  configuration: Configuration,
  { workerEntry = productWorker, catalog = products, trouble }: HostOverrides = {},
): Promise<RunningWorker> {
  if (configuration.databaseUrl === undefined) {
    const reason = 'a worker serves a PostgreSQL database; the embedded one belongs to one process';
    throw new SimulationError('configuration.invalid', { name: 'HOLDFAST_DATABASE_URL', value: '', reason });
  }
  const owner = `${process.pid}-${randomUUID()}`;
  const store = await openOwnStore(configuration, owner);
  const seats = configuration.fleetWorkers || availableParallelism();
  const parts = { store, owner, catalog, workerEntry, configuration, trouble };
  const worker = openSeats(parts, openBoard(parts), new Bell(nodeClock), seats);
  return {
    seats,
    close: async () => {
      await worker.close();
      await store.close();
    },
  };
}
