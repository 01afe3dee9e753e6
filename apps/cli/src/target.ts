// Where commands are executed: a server named by the caller, the server that holds the data directory, or, when there
// is none, the same composition opened inside this process on a loopback port. Commands see one client either way, and
// go on in the next place when the process that lent them its server leaves.
import { setTimeout as wait } from 'node:timers/promises';
import type { HoldfastClient } from '@holdfast/client';
import { SimulationError } from '@holdfast/core';
import { serverAddress } from './arguments.ts';
import { readDataDirectory, readServer } from './configuration.ts';
import type { Console } from './console.ts';
import { makeDirectory } from './data-directory.ts';
import { createNodeClient } from './node-client.ts';

export interface TargetOptions {
  readonly server?: string | undefined;
  readonly dataDir?: string | undefined;
}

interface PlaceOptions extends TargetOptions {
  /** Whether runs whose process died go on when a place is opened in this process. */
  readonly recover: boolean;
}

interface Place {
  readonly client: HoldfastClient;
  readonly url: string;
  /** Owner of the data directory whose server this is; absent for a server that was named and for this process. */
  readonly lender?: { readonly directory: string; readonly owner: string };
  /** Present when runs are executed in this process. */
  readonly close?: () => Promise<void>;
}

const lookMs = 100;
/** A process that leaves checkpoints its runs first; one that comes opens its database first. */
const patienceMs = 30_000;

function patience(): () => boolean {
  const end = performance.now() + patienceMs;
  return () => performance.now() < end;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof SimulationError && codes.includes(error.code);
}

/** Quotes a word for a POSIX shell where it needs it. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Opens a place in this process. @throws SimulationError `store.*`, `configuration.invalid` */
async function openHere(directory: string | undefined, recover: boolean): Promise<Place> {
  const { readConfiguration, startServer } = await import('@holdfast/server');
  const configuration = readConfiguration({
    HOLDFAST_PORT: '0',
    HOLDFAST_HOST: '127.0.0.1',
    HOLDFAST_LOG_LEVEL: 'silent',
    HOLDFAST_DATA_DIR: directory,
    HOLDFAST_SPARE_WORKERS: '0',
  });
  const server = await startServer(configuration, { recover });
  const client = createNodeClient(server.url, configuration.apiKeys[0]);
  return { client, url: server.url, close: () => server.close() };
}

/** Finds or opens a place. @throws SimulationError `store.*`, `configuration.invalid` */
async function findPlace(options: PlaceOptions): Promise<Place> {
  const preset = readServer();
  const url = options.server ?? (options.dataDir === undefined ? preset.url : undefined);
  if (url !== undefined) return { client: createNodeClient(serverAddress(url), preset.key), url };
  const directory = readDataDirectory(options.dataDir);
  if (directory === undefined) return openHere(directory, options.recover);
  await makeDirectory(directory);
  const { readHolder } = await import('@holdfast/store');
  for (const patient = patience(); ;) {
    const holder = await readHolder(directory);
    if (holder?.url !== undefined) {
      const lender = { directory, owner: holder.owner };
      return { client: createNodeClient(holder.url, preset.key), url: holder.url, lender };
    }
    try {
      if (holder === undefined) return await openHere(directory, options.recover);
      if (!patient())
        throw new SimulationError('store.locked', { directory, holder: `process ${holder.pid}` });
    } catch (error) {
      if (!hasCode(error, 'store.locked') || !patient()) throw error;
    }
    await wait(lookMs);
  }
}

/** The place where a command is executed. */
export class Target {
  readonly #options: PlaceOptions;
  #place: Place;
  #moving: Promise<boolean> | undefined;

  private constructor(options: PlaceOptions, place: Place) {
    this.#options = options;
    this.#place = place;
  }

  /** Opening a new data directory takes seconds, so that is said. @throws SimulationError `store.*`, `configuration.invalid` */
  static async open(options: TargetOptions, console: Console, recover = false): Promise<Target> {
    console.status(`opening ${options.server ?? options.dataDir ?? 'the data directory'}`);
    const place = await findPlace({ ...options, recover });
    console.clearStatus();
    return new Target({ ...options, recover }, place);
  }

  get client(): HoldfastClient {
    return this.#place.client;
  }

  get url(): string {
    return this.#place.url;
  }

  /** True when runs are executed in this process and stop with it. */
  get embedded(): boolean {
    return this.#place.close !== undefined;
  }

  /** Flags with which another command finds the same place. */
  get flags(): string {
    const { server, dataDir } = this.#options;
    const given = { '--server': server, '--data-dir': dataDir };
    return Object.entries(given)
      .map(([flag, value]) => (value === undefined ? '' : ` ${flag} ${shellWord(value)}`))
      .join('');
  }

  /** Asks the server; when the process that lent it leaves meanwhile, asks in the next place. */
  async ask<Answer>(request: (client: HoldfastClient) => Promise<Answer>): Promise<Answer> {
    for (const patient = patience(); ;) {
      try {
        return await request(this.client);
      } catch (error) {
        const leaving = hasCode(error, 'server.draining', 'server.unreachable');
        if (!leaving || !(await this.movedOn(patient))) throw error;
      }
    }
  }

  /** Waits, as long as `patient`, until the process that lent its server has left and another place is found. */
  async movedOn(patient: () => boolean): Promise<boolean> {
    while (this.#place.lender !== undefined && patient()) {
      this.#moving ??= this.#look(this.#place.lender).finally(() => (this.#moving = undefined));
      if (await this.#moving) return true;
      await wait(lookMs);
    }
    return false;
  }

  /** Checkpoints what runs in this process and lets go; harmless elsewhere. */
  async close(): Promise<void> {
    await this.#place.close?.();
  }

  async #look({ directory, owner }: { directory: string; owner: string }): Promise<boolean> {
    const { readHolder } = await import('@holdfast/store');
    if ((await readHolder(directory))?.owner === owner) return false;
    // what the process that left was executing goes on here
    this.#place = await findPlace({ ...this.#options, recover: true });
    return true;
  }
}
