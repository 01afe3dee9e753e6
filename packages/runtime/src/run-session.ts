// One run in this host, from its claim to its end: it owns at most one worker, and whatever happens to that worker
// the run goes on from its last stored checkpoint or ends with a stop reason.

import { SimulationError, type Input, type RunRecord, type StopReason } from '@holdfast/core';
import { AttachedWorker, type SessionMessage } from './attached-worker.ts';
import { conclude, failed, memoryLimit } from './conclude.ts';
import { CrashBudget } from './crash-budget.ts';
import { Drills } from './drills.ts';
import { openWork } from './fleet.ts';
import { FrameHub } from './frame-hub.ts';
import { InputRequests } from './input-requests.ts';
import type { WorkerMessage } from './messages.ts';
import { checkInputs } from './open-model.ts';
import type { PaceChange } from './pace.ts';
import type { WorkerExit } from './ports.ts';
import { Promised, within } from './promised.ts';
import type { LiveRun } from './run-host.ts';
import { isNotOurs, refusalsMost, RunLog } from './run-log.ts';
import { RunPicture } from './run-picture.ts';
import type { SessionPorts, SessionStart } from './session-ports.ts';
import type { Ticket } from './slots.ts';
import type { Verdict } from './worker-watch.ts';

/** Wait before a worker is started again after it was lost. */
const relaunchMs = 100;

export class RunSession {
  readonly hub: FrameHub;
  readonly drills: Drills;
  readonly #ports: SessionPorts;
  readonly #start: SessionStart;
  readonly #log: RunLog;
  readonly #picture: RunPicture;
  readonly #budget = new CrashBudget();
  readonly #requests: InputRequests;
  readonly #ended = new Promised<RunRecord>();
  #intent: 'run' | 'pause' | 'close' = 'run';
  #conclusion: StopReason | undefined;
  #parked: Promised<void> | undefined;
  #worker: AttachedWorker | undefined;
  #ticket: Ticket | undefined;
  #launching = false;
  #recovering = false;
  #launches = 0;
  #runningMs = 0;
  #stillAt: number | undefined;
  #over = false;
  #left = false;
  #memory: AttachedWorker['memory'] | undefined;
  #refusals = 0;
  readonly #warn = (error: SimulationError): void => this.#log.warn(error, this.record.time);

  constructor(ports: SessionPorts, start: SessionStart) {
    const { store, clock } = ports;
    this.#ports = ports;
    this.#start = start;
    this.#requests = new InputRequests(clock, start.log.inputs);
    this.#stillAt = start.stillAt;
    this.hub = new FrameHub(clock, (hz) => this.#worker?.show(hz));
    this.#log = new RunLog(
      { store, clock, hub: this.hub, refused: (error) => this.#onRefused(error) },
      start.log,
    );
    this.#picture = new RunPicture(clock, start.open, start.record, start.log.pace);
    this.drills = new Drills(clock, this, this.#log);
    if (start.record.status === 'paused') this.#intent = 'pause';
  }

  get record(): RunRecord {
    return this.#picture.record;
  }

  get ended(): Promise<RunRecord> {
    return this.#ended.promise;
  }

  get live(): LiveRun {
    return this.#picture.live(this.#worker?.rssMb ?? 0, this.#log, this.#requests, this.#over);
  }

  /** What computes it now. @throws SimulationError `run.ended`, `detail.unavailable` */
  get worker(): AttachedWorker {
    this.#mustBeOpen();
    if (this.#worker?.ready === true) return this.#worker;
    throw new SimulationError('detail.unavailable', { reason: `the run is ${this.record.status}` });
  }

  /** Starts the worker now, or when a slot is free; a run that was paused stays so. */
  begin(): void {
    if (this.#intent !== 'run') return;
    if (this.#stillAt === undefined) this.#become('recovering');
    this.#launch();
  }

  async pause(): Promise<void> {
    this.#mustBeOpen();
    if (this.#intent !== 'pause') {
      this.#intent = 'pause';
      this.#parked = new Promised();
      if (this.#stillAt !== undefined) this.#standStill(this.#stillAt);
      else this.#worker?.park();
    }
    await this.#parked?.promise;
  }

  async resume(): Promise<void> {
    this.#mustBeOpen();
    if (this.#intent !== 'pause') return;
    await this.#parked?.promise;
    if (this.#intent !== 'pause' || this.#over) return;
    this.#intent = 'run';
    this.#parked = undefined;
    this.#launch();
  }

  async cancel(): Promise<void> {
    this.#mustBeOpen();
    if (this.#conclusion === undefined) {
      this.#conclusion = { kind: 'cancelled' };
      if (this.#worker !== undefined) this.#worker.conclude(this.#conclusion);
      else if (this.#launches === 0 && this.#stillAt === 0) this.#finish(this.#conclusion);
      else if (!this.#launching) void this.#spawn();
    }
    await this.ended;
  }

  async input(inputs: readonly Input[]): Promise<void> {
    this.#mustBeOpen();
    checkInputs(this.#start.open.model.parameters, inputs);
    const { request, done } = this.#requests.add(inputs);
    if (this.#worker?.ready === true) this.#worker.input(request);
    else if (this.#stillAt !== undefined) this.#recordStill(this.#stillAt);
    await done;
  }

  /** Changes how it goes against the wall clock: now, and in every worker to come; resolves when that is stored. */
  async pace(change: PaceChange): Promise<void> {
    this.#mustBeOpen();
    this.#picture.paced(change);
    this.#worker?.pace(change);
    this.#changed();
    await this.#log.paced(this.#picture.pace, this.record.time);
  }

  /** Checkpoints and stops the worker; what is not done after `deadlineMs` is killed. The run stays unfinished. */
  async close(deadlineMs: number): Promise<void> {
    const parked = (this.#parked ??= new Promised());
    if (!this.#over) {
      this.#intent = 'close';
      if (this.#worker === undefined) parked.resolve();
      else this.#worker.park();
    }
    await within(this.#ports.clock, deadlineMs, this.#over ? this.#ended.promise : parked.promise);
    this.#leave(new SimulationError('server.draining'));
  }

  #mustBeOpen(): void {
    if (this.#over) throw new SimulationError('run.ended', { id: this.record.id });
    if (this.#intent === 'close') throw new SimulationError('server.draining');
  }

  #become(status: 'queued' | 'running' | 'paused' | 'recovering'): void {
    if (status === 'recovering' || status === 'running') this.#recovering = status === 'recovering';
    if (this.record.status === status) return;
    this.#picture.become(status);
    void this.#log.status(status, this.record.time);
    this.#changed();
  }

  #changed(): void {
    this.hub.changed(() => this.live);
  }

  #launch(): void {
    if (this.#over) return;
    const ticket = (this.#ticket ??= this.#ports.slots.ask());
    if (!ticket.held) this.#become('queued');
    // Between the grant and this turn the slot may have been given back.
    void ticket.granted.then(() => (ticket === this.#ticket && ticket.held ? this.#spawn() : undefined));
  }

  async #spawn(): Promise<void> {
    if (this.#over || this.#launching || this.#worker !== undefined || this.#intent === 'close') return;
    this.#launching = true;
    this.#stillAt = undefined;
    await this.#log.idle;
    this.#launching = false;
    // Whatever was asked meanwhile is asked of the worker; only an end or a close makes it pointless.
    if (this.#over || this.#isClosing()) return;
    const { spec, id } = this.record;
    const worker: AttachedWorker = new AttachedWorker(this.#ports, spec, this.#runningMs, {
      message: (message) => this.#onMessage(worker, message),
      verdict: (verdict) => this.#onVerdict(worker, verdict),
      exit: (exit) => this.#onExit(worker, exit),
    });
    this.#worker = worker;
    const launch = this.#launches++;
    worker.start({
      run: id,
      spec,
      incarnation: `${this.#start.log.epoch}.${launch}`,
      ...this.#log.kept,
      pace: this.#picture.pace,
      runningMs: this.#runningMs,
      checkpointMs: this.#ports.options.checkpointMs / 4 ** Math.min(this.#budget.count, 4),
      work: openWork(this.#ports.fleet, this.#start, launch, this.#warn),
    });
    if (this.#conclusion !== undefined) worker.conclude(this.#conclusion);
    else if (this.#intent === 'pause') worker.park();
  }

  #isClosing(): boolean {
    return this.#intent === 'close';
  }

  #onMessage(worker: AttachedWorker, message: SessionMessage): void {
    if (worker !== this.#worker || this.#over) return;
    if (this.#picture.heard(message)) this.#changed();
    this.drills.heard(message);
    if (message.type === 'beat' || message.type === 'metrics' || message.type === 'clock') return;
    switch (message.type) {
      case 'ready':
        this.#onReady(worker, message);
        break;
      case 'frame':
        this.hub.publish(message.frame);
        break;
      case 'progress':
        void this.#onProgress(worker, message);
        break;
      case 'applied':
        void this.#onApplied(worker, message);
        break;
      case 'warning':
      case 'event':
        this.#log.told(message, this.record.time);
        break;
      case 'parked':
        this.#standStill(message.time);
        break;
      case 'unparked':
        this.#onUnparked();
        break;
      case 'ended':
        for (const frame of message.frames.slice(-1)) this.hub.publish(frame);
        this.#finish(message.stop, message);
        break;
    }
  }

  #onReady(worker: AttachedWorker, message: WorkerMessage & { type: 'ready' }): void {
    this.#log.resumed(message, this.#recovering);
    this.#become('running');
    worker.show(this.hub.wishHz);
    for (const request of this.#requests.open) worker.input(request);
  }

  async #onProgress(worker: AttachedWorker, message: WorkerMessage & { type: 'progress' }): Promise<void> {
    const { frames, checkpoint, standing } = message;
    if (!(await this.#log.progress(frames, checkpoint, standing.time))) return;
    this.#picture.stored(standing);
    worker.stored(message.message);
  }

  async #onApplied(worker: AttachedWorker, message: WorkerMessage & { type: 'applied' }): Promise<void> {
    const answer = this.#requests.take(message.request);
    const { refused } = message;
    const stored = await this.#log.recordInputs(message.inputs);
    if (stored) worker.stored(message.message);
    const error = refused === null ? undefined : new SimulationError(refused.code, refused.details);
    answer(stored ? error : this.#notHere());
  }

  #notHere(): SimulationError {
    return new SimulationError('run.not-here', { id: this.record.id });
  }

  #onUnparked(): void {
    const reason = 'the disk refused the checkpoint for the pause';
    this.#parked?.reject(new SimulationError('checkpoint.unwritable', { reason }));
    this.#parked = undefined;
    if (!this.#isClosing()) this.#intent = 'run';
  }

  /** The run needs no worker to keep its state: it stands at `time`, where everything is stored. */
  #standStill(time: number): void {
    this.#detach();
    this.#stillAt = time;
    if (this.#intent === 'pause') this.#become('paused');
    this.#recordStill(time);
    const parked = this.#parked;
    void this.#log.idle.then(() => parked?.resolve());
  }

  /** Inputs that arrive while nothing moves take effect where the run stands, unless more of its past must come first. */
  #recordStill(time: number): void {
    if (!this.#log.isSettledAt(time)) return;
    this.#requests.takeAll(async (inputs) => {
      const stored = await this.#log.recordInputs(inputs.map((input) => ({ ...input, time })));
      return stored ? undefined : this.#notHere();
    });
  }

  #detach(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker !== undefined) {
      this.#runningMs = worker.runningMs;
      worker.kill();
    }
    this.#ticket?.giveBack();
    this.#ticket = undefined;
  }

  #onVerdict(worker: AttachedWorker, verdict: Verdict): void {
    if (worker !== this.#worker || this.#over) return;
    if (verdict === 'memory-soft') {
      this.#memory = worker.memory;
      this.#conclusion ??= memoryLimit(worker.memoryMb);
      worker.conclude(this.#conclusion);
    } else worker.killFor(verdict);
  }

  #onExit(worker: AttachedWorker, exit: WorkerExit): void {
    if (worker !== this.#worker || this.#over) return;
    this.#worker = undefined;
    this.#runningMs = worker.runningMs;
    this.#memory = worker.memory;
    const limit = worker.limitBy(exit, this.record.spec.limits.wallMs);
    if (limit !== undefined) this.#finish(limit);
    else if (this.#conclusion !== undefined) this.#finish(this.#conclusion);
    else if (this.#isClosing()) this.#parked?.resolve();
    else this.#recover(worker, exit);
  }

  #recover(worker: AttachedWorker, exit: WorkerExit): void {
    const { kind, error } = worker.lossBy(exit);
    if (!this.#budget.spend(kind, this.record.time)) {
      this.#finish(failed(error));
      return;
    }
    this.#become('recovering');
    void this.#log.event('recovery', this.record.time, error.message, { code: error.code });
    this.#ports.clock.after(relaunchMs * (this.#budget.count - 1), () => this.#launch());
  }

  /** Ends the run: with what the worker says, or with the last that is known when there is none to ask. */
  #finish(stop: StopReason, said?: WorkerMessage & { type: 'ended' }): void {
    this.#over = true;
    this.#memory ??= this.#worker?.memory;
    this.#detach();
    this.#requests.refuseAll(new SimulationError('run.ended', { id: this.record.id }));
    this.#parked?.resolve();
    void this.#settle(stop, said);
  }

  async #settle(stop: StopReason, said: (WorkerMessage & { type: 'ended' }) | undefined): Promise<void> {
    const refusals = this.#refusals;
    await this.#log.idle;
    // What was still to be written may have been refused; then the run ends as that says.
    if (refusals !== this.#refusals) return;
    const { open, record } = this.#start;
    const known = said?.standing ?? this.#picture.standing;
    // When the result was refused as well, its figures are the last thing that may be to blame.
    const standing = refusals > 1 ? { ...known, metrics: [] } : known;
    const result = conclude({ spec: record.spec, ...open, inputs: this.#log.inputs, standing, stop });
    const observed = stop.kind === 'limit' && stop.limit === 'memoryMb' ? this.#memory : undefined;
    if (!(await this.#log.finish(said?.frames ?? [], result, observed))) return;
    this.#picture.become('ended', { time: standing.time, result });
    this.hub.ended(this.record);
    this.#ended.resolve(this.record);
    this.#ports.gone(this, this.record);
  }

  /** The store refused a write for good: because the run is no longer this host's, or because of what was written. */
  #onRefused(error: SimulationError): void {
    if (this.#left) return;
    if (isNotOurs(error)) this.#leave(error);
    else if (++this.#refusals > refusalsMost) {
      this.#ports.gaveUp(this.record.id, error);
      this.#leave(error);
    } else {
      this.#log.reopen();
      this.#finish(failed(error));
    }
  }

  /** The run goes on elsewhere, or later: this host lets go of it. */
  #leave(error: SimulationError): void {
    if (this.record.status === 'ended') return;
    this.#over = true;
    this.#left = true;
    this.#log.close();
    this.#detach();
    this.#requests.refuseAll(error);
    this.#parked?.reject(error);
    this.#ended.reject(error);
    this.#ports.gone(this, undefined);
  }
}
