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
import { asSimulationError, conclude, failed, standingAtStart } from './conclude.ts';
import type { Drill } from './drills.ts';
import type { Fleet } from './fleet.ts';
import { FrameHub } from './frame-hub.ts';
import { inherit } from './inheritance.ts';
import { checkBounds } from './limits.ts';
import { checkLog } from './input-budget.ts';
import { checkInputs, openModel, type OpenModel } from './open-model.ts';
import type { PaceChange } from './pace.ts';
import { lookAt } from './questions.ts';
import type { CheckpointDisk, Clock, Random, WorkerSpawner } from './ports.ts';
import type { LiveRun, RunHost, Subscriber } from './run-host.ts';
import { readLog, RunLog, type LogStart, type StoredLog } from './run-log.ts';
import { RunSession } from './run-session.ts';
import { Slots } from './slots.ts';

export interface RunSupervisorOptions extends Partial<WorkerOptions> {
  readonly store: Store;
  readonly spawner: WorkerSpawner;
  readonly clock: Clock;
  readonly random: Random;
  /** Where workers keep checkpoints; without it a forked run computes its parent's past again. */
  readonly disk?: CheckpointDisk;
  readonly simulators: ReadonlyMap<string, Simulator>;
  /** Names this process to the store; never used twice. */
  readonly owner: string;
  /** Runs that compute at once, 1 or more. */
  readonly slots: number;
  /** Runs that may wait or be paused beside them; 100 unless stated. */
  readonly queueMax?: number;
  /** Computes spans of runs with several workers elsewhere; without it they are computed in threads of the run's process. */
  readonly fleet?: Fleet;
  /** Told of failures that no record of the run can hold. */
  readonly report?: (run: string, error: SimulationError) => void;
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
  /** Runs this host may own without a session, because the store failed in between: `recover` takes them up. */
  readonly #halfTaken = new Map<string, RunRecord>();
  /** Runs a `recover` is taking now, so that an overlapping one leaves them alone. */
  readonly #taking = new Set<string>();
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
    const given = [...spec.parameters, ...(spec.inputs ?? [])];
    checkInputs(open.model.parameters, given);
    checkLog(spec.parameters, given);
    const active = this.#sessions.size + this.#starting;
    if (active >= this.#options.slots + (this.#options.queueMax ?? queueMaxDefault)) {
      throw new SimulationError('run.too-many', { active });
    }
    this.#starting++;
    const created = this.#newRecord(spec);
    try {
      const record = await this.#create(created);
      const log = await this.#openLog(record, await this.#beginning(record));
      const stillAt = log.checkpoints[0]?.time ?? 0;
      return this.#adopt(new RunSession(this.#sessionPorts(), { record, open, log, stillAt }));
    } catch (error) {
      this.#halfTaken.set(created.id, created);
      throw error;
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

  async pace(id: string, change: PaceChange): Promise<void> {
    await (await this.#session(id)).pace(change);
  }

  async detail(id: string, name: string, query: Readonly<Record<string, number>>): Promise<Uint8Array> {
    const session = await this.#session(id);
    const question = lookAt(session.live.model, name, query);
    return (await session.worker.ask(question)).said as Uint8Array;
  }

  async drill(id: string, drill: Drill): Promise<void> {
    const session = await this.#session(id);
    if (drill.kind === 'corrupt' && session.live.model.harm !== true) {
      throw new SimulationError('drill.unavailable', { reason: 'its family cannot tell damage from state' });
    }
    await session.drills.begin(drill);
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
    const orphans = await this.#options.store.orphanedRuns();
    const found = new Map([...this.#halfTaken, ...orphans.map((record) => [record.id, record] as const)]);
    let recovered = 0;
    for (const record of found.values()) {
      const { id } = record;
      if (this.#closing) break;
      if (this.#sessions.has(id) || this.#taking.has(id)) continue;
      this.#taking.add(id);
      try {
        if (await this.#take(record)) recovered++;
        this.#halfTaken.delete(id);
      } catch (error) {
        this.#halfTaken.set(id, record);
        this.#report(id, asSimulationError(error));
      } finally {
        this.#taking.delete(id);
      }
    }
    return recovered;
  }

  async close(deadlineMs: number): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.close(deadlineMs)));
  }

  #report(run: string, error: SimulationError): void {
    this.#options.report?.(run, error);
  }

  async #session(id: string): Promise<RunSession> {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    const record = this.#recent.get(id) ?? (await this.#options.store.getRun(id));
    if (record === undefined) throw new SimulationError('run.not-found', { id });
    throw new SimulationError(record.status === 'ended' ? 'run.ended' : 'run.not-here', { id });
  }

  #sessionPorts(): ConstructorParameters<typeof RunSession>[0] {
    const { store, clock, spawner, fleet } = this.#options;
    return {
      store,
      clock,
      spawner,
      fleet,
      slots: this.#slots,
      options: this.#worker,
      gone: (session, record) => this.#forget(session, record),
      gaveUp: (run, error) => this.#report(run, error),
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

  #newRecord(spec: RunSpec): RunRecord {
    const { document } = spec;
    const { family, name } = document;
    const at = this.#options.clock.now();
    const of = { id: this.#newId(), spec, document: documentDigest(document), family, name };
    const state = { status: 'queued', epoch: 0, owner: this.#options.owner, time: 0, result: null } as const;
    return { ...of, ...state, createdAt: at, updatedAt: at };
  }

  /** Stores a new run and claims it. */
  async #create(record: RunRecord): Promise<RunRecord> {
    const { store, owner, clock } = this.#options;
    const { id, spec, document, family, name, createdAt } = record;
    await store.createRun({ id, spec, document, family, name, createdAt });
    const epoch = await store.claimRun(id, owner, clock.now());
    if (epoch === undefined) throw new SimulationError('run.not-here', { id });
    return { ...record, epoch };
  }

  /** What a new run begins from: nothing, or what it has from its parent. */
  async #beginning(record: RunRecord): Promise<StoredLog> {
    const nothing: StoredLog = { nextEvent: 0, inputs: [], checkpoints: [], recordedTo: -1 };
    const { store, disk } = this.#options;
    const { parent } = record.spec;
    if (parent === undefined || disk === undefined) return nothing;
    // The times of recorded frames follow from the end of a run, so another end has nothing to take over.
    if ((await store.getRun(parent.run))?.spec.until !== record.spec.until) return nothing;
    return { ...nothing, ...(await inherit(store, disk, record, parent)) };
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
    const { store, owner, clock } = this.#options;
    const epoch = await store.claimRun(orphan.id, owner, clock.now());
    if (epoch === undefined) return false;
    const record = { ...orphan, epoch, owner };
    const log = await this.#openLog(record, await readLog(store, orphan.id));
    const fresh = orphan.status === 'queued' && log.recordedTo < 0 && log.checkpoints.length === 0;
    const stillAt = orphan.status === 'paused' ? (log.checkpoints[0]?.time ?? 0) : fresh ? 0 : undefined;
    const open = this.#open(record);
    if (open instanceof SimulationError) await this.#bury(record, log, open);
    else this.#adopt(new RunSession(this.#sessionPorts(), { record, open, log, stillAt }));
    return true;
  }

  /** A failure is returned: whatever a family throws, its runs end and others go on. */
  #open({ spec }: RunRecord): OpenModel | SimulationError {
    try {
      return openModel(this.#options.simulators, spec.document);
    } catch (error) {
      return asSimulationError(error);
    }
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
    const refused = (refusal: SimulationError): void => this.#report(record.id, refusal);
    await new RunLog({ store, clock, hub, refused }, log).finish([], result);
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
