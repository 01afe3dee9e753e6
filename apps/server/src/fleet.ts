// The fleet as this machine sees it: what a host asks of it, and the seats a process offers to it.

import type { Simulator } from '@holdfast/core';
import { Bell, Board, boardTimes, Dispatcher, FleetWorker } from '@holdfast/fleet';
import { engineName, nodeClock, SpanProcess, type Fleet } from '@holdfast/runtime';
import type { OpenStore } from '@holdfast/store';
import type { Configuration } from './configuration.ts';

/** Longest computation of one span, and what starting a process and compiling a model may take beside that, ms. */
const unresponsiveMs = 10_000;
const startupMs = 30_000;

export interface FleetParts {
  readonly store: OpenStore;
  /** Names this process. */
  readonly owner: string;
  readonly catalog: ReadonlyMap<string, Simulator>;
  readonly workerEntry: URL;
  readonly configuration: Pick<Configuration, 'fleetWorkers' | 'fleetLeaseMs' | 'memoryMb'>;
  readonly trouble?: ((error: unknown) => void) | undefined;
}

export interface OpenFleet {
  /** Absent where no other process could take a span: on the embedded database without seats of this one. */
  readonly fleet?: Fleet;
  /** Finishes spans under way and leaves. */
  readonly leave: () => Promise<void>;
}

/** The board in this process's database. */
export function openBoard({ store, configuration }: FleetParts): Board {
  return new Board(store.sql, { ...boardTimes, leaseMs: configuration.fleetLeaseMs });
}

/** Offers `seats` on a board: each computes spans in a process of its own. */
export function openSeats(parts: FleetParts, board: Board, bell: Bell, seats: number): FleetWorker {
  const { owner, catalog, workerEntry: entry, configuration, trouble = () => undefined } = parts;
  const { memoryMb } = configuration;
  const options = { entry, clock: nodeClock, memoryMb, unresponsiveMs, startupMs };
  return new FleetWorker({
    board,
    clock: nodeClock,
    bell,
    name: owner,
    engines: [...catalog.values()].map((simulator) => engineName(simulator)),
    seats: Array.from({ length: seats }, () => new SpanProcess(options)),
    report: trouble,
  });
}

/** Opens a host's side of the fleet, and the seats this process itself offers. */
export function openFleet(parts: FleetParts): OpenFleet {
  const { store, configuration } = parts;
  const { fleetWorkers } = configuration;
  if (store.kind === 'pglite' && fleetWorkers === 0) return { leave: () => Promise.resolve() };
  const board = openBoard(parts);
  const bell = new Bell(nodeClock);
  const dispatcher = new Dispatcher({ board, clock: nodeClock, bell });
  const worker = fleetWorkers === 0 ? undefined : openSeats(parts, board, bell, fleetWorkers);
  return {
    fleet: dispatcher,
    leave: async () => void (await Promise.all([dispatcher.close(), worker?.close()])),
  };
}
