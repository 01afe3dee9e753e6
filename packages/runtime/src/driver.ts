// The loop of a worker: control, step, report, checkpoint, limits - in this order, once per accepted step.
// What it adds to a living run is wall time and words to the host; it never changes a number.

import {
  SimulationError,
  type ErrorCode,
  type Input,
  type Model,
  type ModelDocument,
  type Pace,
  type Repair,
  type Simulator,
  type StopReason,
  type Team,
} from '@holdfast/core';
import { inputDetails, inputText } from '@holdfast/protocol';
import { Assistance, type Answerer, type AssistanceReport } from './assistance.ts';
import { findCheckpoint } from './checkpoint.ts';
import { CheckpointSaver } from './checkpoint-saver.ts';
import type { ChunkExecutor } from './chunk-pool.ts';
import { stopOf } from './conclude.ts';
import { LivingRun, type ChunkSetup } from './living-run.ts';
import { Mailbox } from './mailbox.ts';
import type { HostMessage, StartMessage, WorkerMessage } from './messages.ts';
import { changesOf } from './mending.ts';
import { answered } from './questions.ts';
import { loadFamily, openModel } from './open-model.ts';
import { changedPace, freePace } from './pace.ts';
import { Pacing } from './pacing.ts';
import type { CheckpointDisk, Clock, Random } from './ports.ts';
import { RemoteSpans, spansAhead } from './remote-spans.ts';
import { RunClock } from './run-clock.ts';
import { SpanControl } from './span-control.ts';

export interface DriverPorts {
  readonly clock: Clock;
  readonly disk: CheckpointDisk;
  readonly simulators: ReadonlyMap<string, Simulator>;
  readonly post: (message: WorkerMessage) => void;
  /** Ends the process without a result: the host goes on from the last checkpoint in another one. Without it a damaged run fails. */
  readonly abandon?: () => void;
  /** Opens one parallel chunk executor. */
  readonly openExecutor: (setup: ChunkSetup) => ChunkExecutor;
  /** Opens those who answer questions of a simulation. Without it every simulation answers its own. */
  readonly assistants?: { readonly open: (document: ModelDocument) => Answerer; readonly random: Random };
  /** Opens threads that compute beside a simulation; without it each computes alone. */
  readonly openTeam?: (workers: number, onLost: (message: string) => void) => Team;
}

/** Recorded frames that may wait in memory for the next checkpoint before one is made early. */
const pendingBytesMost = 8 * 1024 * 1024;

/** Failures that less error in each step may avoid. */
const canBeStricter: ReadonlySet<ErrorCode> = new Set(['simulation.diverged', 'simulation.law-broken']);
/** Stands for a request nobody made. */
const ownRequest = -1;

export class RunDriver {
  readonly #ports: DriverPorts;
  readonly #mailbox = new Mailbox();
  readonly #remote: RemoteSpans;

  constructor(ports: DriverPorts) {
    this.#ports = ports;
    this.#remote = new RemoteSpans(ports.post);
  }

  /** Takes a message of the host; `start` begins the run, which then ends with `ended` or `parked`. */
  receive(message: HostMessage): void {
    if (message.type === 'start') void this.#execute(message);
    else if (message.type === 'span') this.#remote.receive(message);
    else this.#mailbox.put(message);
  }

  async #execute(start: StartMessage): Promise<void> {
    let run: LivingRun | undefined;
    let assistance: Assistance | undefined;
    try {
      const { document, seed, until, workers } = start.spec;
      const simulators = await loadFamily(this.#ports.simulators, document.family);
      const { model } = openModel(simulators, document);
      const openLocal = (): ChunkExecutor => this.#ports.openExecutor({ document, seed, until });
      const remote = start.fleet ? this.#remote : undefined;
      const executors = remote === undefined ? workers - 1 : spansAhead * workers;
      const openExecutor = remote?.executors(workers, openLocal) ?? openLocal;
      const beside = remote === undefined ? { breathe: () => this.#ports.clock.breathe() } : {};
      const onRepair = (repair: Repair): void => {
        const details = { changes: changesOf(repair) };
        this.#ports.post({ type: 'warning', code: 'state.repaired', details });
      };
      const assistant = this.#assistance(model, document, () => run?.time ?? 0);
      assistance = assistant;
      const team = this.#team(workers, model, () => run?.time ?? 0);
      const helpers = { assistant, team, ...beside };
      run = new LivingRun({ ...start, model, executors, openExecutor, onRepair, ...helpers });
      const parts = { model, run, remote, assistance };
      await new Execution(this.#ports, this.#mailbox, start, parts).toEnd();
    } catch (thrown) {
      if (!this.#abandons(thrown)) this.#fail(stopOf(thrown, start.memoryMb), run);
    } finally {
      run?.dispose();
      assistance?.close();
    }
  }

  /** Those who help a run that asks for several workers. */
  #team(workers: number, { workersMost = 1 }: Model, time: () => number): Team | undefined {
    const lanes = Math.min(workers, workersMost);
    if (lanes <= 1) return undefined;
    return this.#ports.openTeam?.(lanes, (message) => {
      this.#ports.post({ type: 'event', kind: 'recovery', time: time(), message, details: { lanes } });
    });
  }

  /** Somebody to answer the questions of a model that has any. */
  #assistance(model: Model, document: ModelDocument, time: () => number): Assistance | undefined {
    const { assistants, clock, post } = this.#ports;
    if (assistants === undefined || model.answer === undefined) return undefined;
    return new Assistance({
      open: () => assistants.open(document),
      now: () => clock.monotonic(),
      random: () => assistants.random.uint32() / 4294967296,
      tell: (kind, message, details) => post({ type: 'event', kind, time: time(), message, details }),
    });
  }

  /** A state that cannot be proven sound is given up, and said so; what is stored is repeated from the last checkpoint. */
  #abandons(thrown: unknown): boolean {
    const { abandon } = this.#ports;
    if (!(thrown instanceof SimulationError) || thrown.code !== 'state.corrupt') return false;
    if (abandon === undefined) return false;
    this.#ports.post({ type: 'warning', code: thrown.code, details: thrown.details });
    abandon();
    return true;
  }

  /** Reports a failure of the model's code with the numbers so far, when they can still be read. */
  #fail(stop: StopReason, run: LivingRun | undefined): void {
    let standing = null;
    try {
      standing = run?.standing ?? null;
    } catch {
      // A simulation that failed may not be able to say how far it came; the host has what it said before.
    }
    const frames = standing === null ? [] : (run?.recording.take() ?? []);
    this.#ports.post({ type: 'ended', stop, standing, frames });
  }
}

interface ExecutionParts {
  readonly model: Model;
  readonly run: LivingRun;
  readonly remote: RemoteSpans | undefined;
  readonly assistance: Assistance | undefined;
}

class Execution {
  readonly #ports: DriverPorts;
  readonly #mailbox: Mailbox;
  readonly #start: StartMessage;
  readonly #model: Model;
  readonly #run: LivingRun;
  readonly #remote: RemoteSpans | undefined;
  /** Whether a drill did damage here that a whole inspection has not passed yet. */
  #harmed = false;
  readonly #assistance: Assistance | undefined;

  constructor(ports: DriverPorts, mailbox: Mailbox, start: StartMessage, parts: ExecutionParts) {
    this.#ports = ports;
    this.#mailbox = mailbox;
    this.#start = start;
    this.#model = parts.model;
    this.#run = parts.run;
    this.#remote = parts.remote;
    this.#assistance = parts.assistance;
  }

  async toEnd(): Promise<void> {
    const { disk, post, clock } = this.#ports;
    const run = this.#run;
    const { found, skipped } = await findCheckpoint(disk, this.#start.run, this.#start.checkpoints);
    let { runningMs } = this.#start;
    let { pace } = this.#start.spec;
    let stop: StopReason | undefined;
    if (found === undefined) stop = run.begin();
    else {
      const said = run.restore(found.bytes);
      runningMs = Math.max(runningMs, said.runningMs);
      pace = said.pace ?? pace;
    }
    post({ type: 'ready', time: run.time, resumed: found?.row.sequence ?? null, skipped });
    const pacing = new Pacing(clock, post, runningMs);
    const saver = new CheckpointSaver(
      { disk, post, mailbox: this.#mailbox },
      this.#start,
      found?.row.sequence,
    );
    try {
      stop ??= await this.#steps(pacing, this.#clock(pacing, pace), saver);
      if (stop !== undefined) run.finish();
      // what a drill did is found here at the latest: a checkpoint is of a sound state, or none
      if (this.#harmed) run.checkpoint(pacing.runningMs, freePace);
    } finally {
      // Frames of a save under way must reach the host before the ones that follow.
      await pacing.waiting(run, saver.posted);
    }
    if (stop === undefined) return;
    const frames = run.recording.take();
    post({ type: 'ended', stop, standing: run.standing, frames });
  }

  /** The wall clock of the run; what it is known to have reached is repeated as fast as possible. */
  #clock(pacing: Pacing, pace: Pace = freePace): RunClock {
    const { clock, post } = this.#ports;
    const { recordedTo, spec } = this.#start;
    const from = Math.max(recordedTo, spec.parent?.time ?? 0);
    const assistance = this.#assistance && ((): AssistanceReport => this.#assistance!.report());
    return new RunClock({ clock, post, pacing, mailbox: this.#mailbox, assistance }, this.#run, {
      pace: changedPace(pace, this.#start.pace ?? {}),
      timeUnit: this.#model.timeUnit,
      from,
    });
  }

  /** Steps until an ending; undefined when the run was parked instead. */
  async #steps(pacing: Pacing, own: RunClock, saver: CheckpointSaver): Promise<StopReason | undefined> {
    const run = this.#run;
    const { clock } = this.#ports;
    const { wallMs = Infinity } = this.#start.spec.limits;
    const spans = new SpanControl();
    let savedAt = clock.monotonic();
    for (;;) {
      this.#mailbox.seen();
      run.replayDue();
      if (run.caughtUp) await this.#takeInputs(pacing);
      this.#answer();
      const change = this.#mailbox.takePace();
      if (change !== undefined) own.change(change);
      own.show(this.#mailbox.showHz);
      if (this.#mailbox.conclude !== undefined) return this.#mailbox.conclude;
      if (this.#mailbox.park && (await this.#park(pacing, own, saver))) return undefined;
      if (!(await own.due())) continue;
      const stop = await this.#stepOn(pacing, own, spans);
      if (stop !== undefined) return stop;
      if (pacing.runningMs >= wallMs) return { kind: 'limit', limit: 'wallMs', bound: wallMs };
      await own.due();
      const now = await this.#show(pacing, own);
      const full = run.recording.pendingBytes > pendingBytesMost;
      if (saver.busy && full) await pacing.waiting(run, saver.idle);
      if (!saver.busy && (full || now - savedAt >= this.#start.checkpointMs)) {
        savedAt = now;
        void saver.save(run, pacing.runningMs, own.pace);
        const saved = clock.monotonic();
        own.spent('checkpoint', saved - now, saved);
      }
    }
  }

  /** Takes a step; one that failed is taken back with all since the last good state, where the simulation may go on more strictly. */
  async #stepOn(pacing: Pacing, own: RunClock, spans: SpanControl): Promise<StopReason | undefined> {
    try {
      return await this.#step(pacing, own, spans);
    } catch (thrown) {
      const strict =
        thrown instanceof SimulationError && canBeStricter.has(thrown.code) ? this.#run.goBack() : undefined;
      if (strict === undefined) throw thrown;
      const { time } = this.#run;
      const { code, message } = thrown as SimulationError;
      const text = `went back to ${time}, where the state was good, and on with ${strict.parameter} ${inputText(strict.value)}: ${message}`;
      this.#ports.post({
        type: 'event',
        kind: 'recovery',
        time,
        message: text,
        details: { code, ...inputDetails(strict) },
      });
      await this.#record(pacing, ownRequest, [strict]);
      return undefined;
    }
  }

  /** Shows what is due; answers the instant. */
  async #show(pacing: Pacing, own: RunClock): Promise<number> {
    const { clock } = this.#ports;
    const before = clock.monotonic();
    await pacing.afterStep(this.#run, before);
    const now = clock.monotonic();
    own.spent('show', now - before, now);
    own.look(now);
    return now;
  }

  /** Takes a step, or a span as long as is worth its cost, and judges how long it took. */
  async #step(pacing: Pacing, own: RunClock, spans: SpanControl): Promise<StopReason | undefined> {
    const run = this.#run;
    const { clock } = this.#ports;
    const probe = own.probe();
    if (probe !== undefined) run.profile(probe);
    const { time, steps } = run;
    const began = clock.monotonic();
    const chunks = own.chunks(spans.chunks, this.#model.step.initial);
    const stop = await this.#assisted(pacing, chunks);
    const at = clock.monotonic();
    const tookMs = at - began;
    if (probe !== undefined) run.profile(undefined);
    spans.learn(tookMs * this.#start.spec.workers, Math.max(1, run.steps - steps), this.#remote?.served);
    const lost = own.stepped(time, tookMs, at);
    return stop ?? lost;
  }

  /** Tells an assistant, where there is one, from when to when the run steps. */
  #assisted(pacing: Pacing, chunks: number): Promise<StopReason | undefined> {
    const assistance = this.#assistance;
    if (assistance === undefined) return this.#advance(pacing, chunks);
    assistance.begin();
    return this.#advance(pacing, chunks).finally(() => assistance.end());
  }

  /** Beats while the fleet computes; what this process computes itself stays under the watch for endless loops. */
  #advance(pacing: Pacing, chunks: number): Promise<StopReason | undefined> {
    const remote = this.#remote;
    const step = this.#run.step(chunks);
    return remote === undefined ? step : pacing.waiting(this.#run, step, () => remote.waiting);
  }

  /** Applies what arrived and waits until the host has stored it: no kill may move an input that was acknowledged. */
  async #takeInputs(pacing: Pacing): Promise<void> {
    for (const { request, inputs } of this.#mailbox.takeRequests())
      await this.#record(pacing, request, inputs);
  }

  /** Answers what was asked, with the state between two steps. */
  #answer(): void {
    for (const { request, question } of this.#mailbox.takeAsked()) {
      this.#harmed ||= question.kind === 'harm';
      this.#ports.post({ type: 'answer', request, time: this.#run.time, ...answered(this.#run, question) });
    }
  }

  async #record(pacing: Pacing, request: number, inputs: readonly Input[]): Promise<void> {
    const { applied, refused } = this.#run.apply(inputs);
    const { message, stored } = this.#mailbox.expect();
    this.#ports.post({ type: 'applied', message, request, inputs: applied, refused });
    await pacing.waiting(this.#run, stored);
  }

  /** Saves and says so; false when the disk refused, and the run goes on. */
  async #park(pacing: Pacing, own: RunClock, saver: CheckpointSaver): Promise<boolean> {
    await pacing.waiting(this.#run, saver.idle);
    const saved = await pacing.waiting(this.#run, saver.save(this.#run, pacing.runningMs, own.pace));
    if (saved) this.#ports.post({ type: 'parked', time: this.#run.time });
    else {
      this.#mailbox.unpark();
      this.#ports.post({ type: 'unparked' });
    }
    return saved;
  }
}
