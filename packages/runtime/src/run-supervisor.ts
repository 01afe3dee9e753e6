// The host of runs: starts, queues, watches and recovers them, each in its own worker process. It never computes a step.

import {
  SimulationError,
  type Input,
  type RunRecord,
  type RunSpec,
  type Simulator,
  type Store,
} from '@holdfast/core';
import { documentDigest } from '@holdfast/protocol';
import type { WorkerOptions } from './attached-worker.ts';
import { conclude, failed, standingAtStart } from './conclude.ts';
import { FrameHub } from './frame-hub.ts';
import { checkBounds } from './limits.ts';
import { checkInputs, openModel } from './open-model.ts';
import type { Clock, Random, WorkerSpawner } from './ports.ts';
import type { LiveRun, RunHost, Subscriber } from './run-host.ts';
import { readLog, RunLog, type LogStart, type StoredLog } from './run-log.ts';
import { RunSession } from './run-session.ts';
import { Slots } from './slots.ts';

export interface RunSupervisorOptions extends Partial<WorkerOptions> {
  readonly store: Store;
  readonly spawner: WorkerSpawner;
  readonly clock: Clock;
  readonly random: Random;
  readonly simulators: ReadonlyMap<string, Simulator>;
  /** Names this process to the store; never used twice. */
  readonly owner: string;
  /** Runs that compute at once, 1 or more. */
  readonly slots: number;
  /** Runs that may wait or be paused beside them; 100 unless stated. */
  readonly queueMax?: number;
}

const defaults: WorkerOptions = { memoryMb: 512, checkpointMs: 2000, unresponsiveMs: 10_000, graceMs: 2000 };
const queueMaxDefault = 100;

/** Final records kept for readers that come just after the end. */
const recentMost = 100;

export class RunSupervisor implements RunHost {
  readonly #options: RunSupervisorOptions;
  readonly #worker: WorkerOptions;
  readonly #slots: Slots;
  readonly #sessions = new Map<string, RunSession>();
  readonly #recent = new Map<string, RunRecord>();
  #starting = 0;
  #lastId = 0;
  #closing = false;

  constructor(options: RunSupervisorOptions) {
    const { memoryMb, checkpointMs, unresponsiveMs, graceMs } = { ...defaults, ...options };
    this.#options = options;
    this.#worker = { memoryMb, checkpointMs, unresponsiveMs, graceMs };
    this.#slots = new Slots(options.slots);
  }

  async start(spec: RunSpec): Promise<RunRecord> {
    if (this.#closing) throw new SimulationError('server.draining');
    checkBounds(spec);
    const open = openModel(this.#options.simulators, spec.document);
    checkInputs(open.model.parameters, [...spec.parameters, ...(spec.inputs ?? [])]);
    const active = this.#sessions.size + this.#starting;
    if (active >= this.#options.slots + (this.#options.queueMax ?? queueMaxDefault)) {
      throw new SimulationError('run.too-many', { active });
    }
    this.#starting++;
    try {
      const record = await this.#create(spec);
      const log = await this.#openLog(record, { nextEvent: 0, inputs: [], checkpoints: [], recordedTo: -1 });
      return this.#adopt(new RunSession(this.#sessionPorts(), { record, open, log, stillAt: 0 }));
    } finally {
      this.#starting--;
    }
  }

  async pause(id: string): Promise<void> {
    await (await this.#session(id)).pause();
  }

  async resume(id: string): Promise<void> {
    await (await this.#session(id)).resume();
  }

  async cancel(id: string): Promise<void> {
    await (await this.#session(id)).cancel();
  }

  async input(id: string, inputs: readonly Input[]): Promise<void> {
    await (await this.#session(id)).input(inputs);
  }

  live(id: string): LiveRun | undefined {
    return this.#sessions.get(id)?.live;
  }

  /** @throws SimulationError `run.not-here` */
  subscribe(id: string, subscriber: Subscriber): { readonly dropped: number; close(): void } {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session.hub.subscribe(subscriber);
    const record = this.#recent.get(id);
    if (record === undefined) throw new SimulationError('run.not-here', { id });
    const hub = new FrameHub(this.#options.clock);
    hub.ended(record);
    return hub.subscribe(subscriber);
  }

  async ended(id: string): Promise<RunRecord> {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session.ended;
    const record = await this.#options.store.getRun(id);
    if (record === undefined) throw new SimulationError('run.not-found', { id });
    if (record.status !== 'ended') throw new SimulationError('run.not-here', { id });
    return record;
  }

  async recover(): Promise<number> {
    let recovered = 0;
    for (const record of await this.#options.store.orphanedRuns()) {
      if (this.#closing) break;
      if (this.#sessions.has(record.id)) continue;
      if (await this.#take(record)) recovered++;
    }
    return recovered;
  }

  async close(deadlineMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.close(deadlineMs)));
  }

  async #session(id: string): Promise<RunSession> {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    const record = this.#recent.get(id) ?? (await this.#options.store.getRun(id));
    if (record === undefined) throw new SimulationError('run.not-found', { id });
    throw new SimulationError(record.status === 'ended' ? 'run.ended' : 'run.not-here', { id });
  }

  #sessionPorts(): ConstructorParameters<typeof RunSession>[0] {
    const { store, clock, spawner } = this.#options;
    return {
      store,
      clock,
      spawner,
      slots: this.#slots,
      options: this.#worker,
      gone: (session, record) => this.#forget(session, record),
    };
  }

  #adopt(session: RunSession): RunRecord {
    this.#sessions.set(session.record.id, session);
    session.begin();
    return session.record;
  }

  #forget(session: RunSession, record: RunRecord | undefined): void {
    const { id } = session.record;
    this.#sessions.delete(id);
    if (record === undefined) return;
    this.#recent.set(id, record);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= recentMost) break;
      this.#recent.delete(oldest);
    }
  }

  async #create(spec: RunSpec): Promise<RunRecord> {
    const { store, owner, clock } = this.#options;
    const { document } = spec;
    const created = {
      id: this.#newId(),
      spec,
      document: documentDigest(document),
      family: document.family,
      name: document.name,
      createdAt: clock.now(),
    };
    await store.createRun(created);
    const epoch = await store.claimRun(created.id, owner, clock.now());
    if (epoch === undefined) throw new SimulationError('run.not-here', { id: created.id });
    const { createdAt: updatedAt } = created;
    return { ...created, status: 'queued', epoch, owner, updatedAt, time: 0, result: null };
  }

  /** Stores the inputs to be replayed, unless an earlier owner has. */
  async #openLog({ id, epoch, spec }: RunRecord, stored: StoredLog): Promise<LogStart> {
    const { inputs = [] } = spec;
    if (stored.inputs.length >= inputs.length) return { run: id, epoch, ...stored };
    await this.#options.store.appendInputs(id, epoch, inputs, 0);
    return { run: id, epoch, ...stored, inputs };
  }

  /** Takes over a run whose owner is gone; false when another host was faster. */
  async #take(orphan: RunRecord): Promise<boolean> {
    const { store, owner, clock, simulators } = this.#options;
    const epoch = await store.claimRun(orphan.id, owner, clock.now());
    if (epoch === undefined) return false;
    const record = { ...orphan, epoch, owner };
    const log = await this.#openLog(record, await readLog(store, orphan.id));
    const fresh = orphan.status === 'queued' && log.recordedTo < 0 && log.checkpoints.length === 0;
    const stillAt = orphan.status === 'paused' ? (log.checkpoints[0]?.time ?? 0) : fresh ? 0 : undefined;
    try {
      const open = openModel(simulators, orphan.spec.document);
      this.#adopt(new RunSession(this.#sessionPorts(), { record, open, log, stillAt }));
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      await this.#bury(record, log, error);
    }
    return true;
  }

  /** Ends a run that this version cannot open any more. */
  async #bury(record: RunRecord, log: LogStart, error: SimulationError): Promise<void> {
    const { store, clock } = this.#options;
    const { spec } = record;
    const simulator = this.#options.simulators.get(record.family) ?? { version: 'unknown' };
    const standing = standingAtStart(spec);
    const model = { timeUnit: '' };
    const result = conclude({ spec, simulator, model, inputs: log.inputs, standing, stop: failed(error) });
    const hub = new FrameHub(clock);
    await new RunLog({ store, clock, hub, refused: () => undefined }, log).finish([], result);
  }

  /** 48 bits of milliseconds, then 40 random bits, in hexadecimal: sorts by creation, also within one millisecond. */
  #newId(): string {
    this.#lastId = Math.max(this.#options.clock.now(), this.#lastId + 1);
    const { random } = this.#options;
    const tail =
      random.uint32().toString(16).padStart(8, '0') + (random.uint32() & 255).toString(16).padStart(2, '0');
    return this.#lastId.toString(16).padStart(12, '0') + tail;
  }
}
