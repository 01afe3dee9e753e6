// One experiment executed here: its process, what that process told, and the fenced writes that keep it. The process may die
// at any time; the next one goes on from the points that are kept.

import { SimulationError } from '@holdfast/core';
import { resultOf } from '@holdfast/experiment';
import type { ExperimentResult, ExperimentStop, PointOutcome, Report } from '@holdfast/protocol';
import {
  CrashBudget,
  ranOutOfMemory,
  WriteChain,
  type Clock,
  type Slots,
  type WorkerExit,
  type WorkerHandle,
  type WorkerSpawner,
} from '@holdfast/runtime';
import type { ExperimentRecord, ExperimentStatus, ExperimentStore } from '@holdfast/store';
import type { ExperimentMessage, ExperimentStart } from '@holdfast/worker';

export type ExperimentSpawner = WorkerSpawner<ExperimentStart, ExperimentMessage>;

export interface SessionPorts {
  readonly store: ExperimentStore;
  readonly spawner: ExperimentSpawner;
  readonly clock: Clock;
  readonly slots: Slots;
  /** Version of the family's numbers, for a result that no process could write. */
  readonly engine: string;
  /** Bound of experiments that state none. */
  readonly memoryMb: number;
  /** The experiment has ended, or this host let go of it. */
  readonly gone: (record: ExperimentRecord) => void;
  readonly gaveUp: (id: string, error: SimulationError) => void;
}

/** How often memory and wall time are looked at. */
const watchMs = 100;
/** How long new points wait for others before they are written. */
const writeMs = 200;

export class ExperimentSession {
  readonly #ports: SessionPorts;
  readonly #known: PointOutcome[];
  readonly #writes: WriteChain;
  readonly #budget = new CrashBudget();
  readonly #ticket: ReturnType<Slots['ask']>;
  readonly #memoryMb: number;
  #record: ExperimentRecord;
  #report: Report | null;
  #unwritten: PointOutcome[] = [];
  #process: WorkerHandle<ExperimentStart, ExperimentMessage> | undefined;
  #killedFor: ExperimentStop | undefined;
  #over = false;
  #runningMs = 0;
  #cancelWatch: () => void = () => undefined;
  #cancelWrite: (() => void) | undefined;

  constructor(ports: SessionPorts, record: ExperimentRecord, known: readonly PointOutcome[]) {
    this.#ports = ports;
    this.#record = record;
    this.#known = [...known];
    this.#report = record.report;
    this.#memoryMb = record.spec.limits.memoryMb ?? ports.memoryMb;
    this.#writes = new WriteChain(ports.clock, (error) => this.#letGo(error));
    this.#ticket = ports.slots.ask();
    void this.#ticket.granted.then(() => this.#spawn());
  }

  /** What is known at this moment, kept or not. */
  get record(): ExperimentRecord {
    return { ...this.#record, points: this.#known.length, report: this.#report };
  }

  /** Ends the experiment with what is known. */
  cancel(): void {
    this.#kill({ kind: 'cancelled' });
  }

  /** Lets go of the process; what is known is written, and the next owner goes on from it. */
  async close(): Promise<void> {
    this.#over = true;
    this.#stop();
    this.#process?.kill();
    this.#write();
    await this.#writes.idle;
    this.#writes.close();
  }

  #spawn(): void {
    if (this.#over) return;
    const { spawner, clock } = this.#ports;
    this.#status('running');
    this.#write();
    const process = spawner.spawn({ memoryMb: this.#memoryMb, workers: 1 });
    this.#process = process;
    process.onMessage((message) => this.#heard(message));
    process.onExit((exit) => this.#exited(exit));
    process.send({ spec: this.#record.spec, known: this.#known, memoryMb: this.#memoryMb });
    const watch = (): void => {
      this.#runningMs += watchMs;
      this.#cancelWatch = clock.after(watchMs, watch);
      this.#judge(process.rssMb());
    };
    this.#cancelWatch = clock.after(watchMs, watch);
  }

  #judge(rssMb: number): void {
    const { wallMs } = this.#record.spec.limits;
    if (rssMb >= this.#memoryMb) this.#kill({ kind: 'limit', limit: 'memoryMb', bound: this.#memoryMb });
    else if (wallMs !== undefined && this.#runningMs >= wallMs) {
      this.#kill({ kind: 'limit', limit: 'wallMs', bound: wallMs });
    }
  }

  #heard(message: ExperimentMessage): void {
    if (this.#over || this.#killedFor !== undefined) return;
    if (message.type === 'ended') this.#finish(message.result);
    else if (message.type === 'report') this.#report = message.report;
    else {
      this.#known.push(message.outcome);
      this.#unwritten.push(message.outcome);
      this.#cancelWrite ??= this.#ports.clock.after(writeMs, () => this.#write());
    }
  }

  #exited(exit: WorkerExit): void {
    this.#cancelWatch();
    this.#process = undefined;
    if (this.#over) return;
    if (this.#killedFor !== undefined) this.#conclude(this.#killedFor);
    else if (ranOutOfMemory(exit)) {
      this.#conclude({ kind: 'limit', limit: 'memoryMb', bound: this.#memoryMb });
    } else if (this.#budget.spend(exit.signal === 'SIGKILL' ? 'killed' : 'crash', this.#known.length)) {
      this.#spawn();
    } else {
      const reason = exit.signal ?? `exit code ${exit.code ?? 'unknown'}`;
      const { code, message, remedy } = new SimulationError('worker.crashed', { reason });
      this.#conclude({ kind: 'failed', code, message, remedy });
    }
  }

  #kill(stop: ExperimentStop): void {
    if (this.#over || this.#killedFor !== undefined) return;
    this.#killedFor = stop;
    if (this.#process === undefined) this.#conclude(stop);
    else this.#process.kill();
  }

  /** Writes the result of an experiment whose process could not. */
  #conclude(stop: ExperimentStop): void {
    const { spec, family } = this.#record;
    const { engine } = this.#ports;
    const outcome = { stop, points: this.#known.length, report: this.#report };
    this.#finish(resultOf(spec, { family, engine }, outcome));
  }

  #finish(result: ExperimentResult): void {
    if (this.#over) return;
    this.#over = true;
    this.#report = result.report;
    this.#write();
    void this.#keep(result);
  }

  async #keep(result: ExperimentResult): Promise<void> {
    const { store, clock, gone } = this.#ports;
    const { id, epoch } = this.#record;
    const kept = await this.#writes.add(() => store.finish(id, epoch, result, clock.now()));
    if (!kept) return;
    this.#record = { ...this.#record, status: 'ended', result, updatedAt: clock.now() };
    this.#stop();
    this.#process?.kill();
    gone(this.record);
  }

  #letGo(error: SimulationError): void {
    this.#over = true;
    this.#stop();
    this.#process?.kill();
    this.#ports.gaveUp(this.#record.id, error);
    this.#ports.gone(this.record);
  }

  #stop(): void {
    this.#cancelWatch();
    this.#cancelWrite?.();
    this.#ticket.giveBack();
  }

  #status(status: ExperimentStatus): void {
    this.#record = { ...this.#record, status };
  }

  /** Hands what is new to the store. */
  #write(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    const points = this.#unwritten;
    this.#unwritten = [];
    const { store, clock } = this.#ports;
    const { id, epoch, status } = this.#record;
    const change = { status, report: this.#report, at: clock.now() };
    this.#record = { ...this.#record, updatedAt: change.at };
    void this.#writes.add(() => store.append(id, epoch, points, change));
  }
}
