// One worker process with its watch: what the host may ask of it, each request with a grace after which it is killed.

import { SimulationError, type RunSpec, type StopReason } from '@holdfast/core';
import { memoryLimit } from './conclude.ts';
import type { LossKind } from './crash-budget.ts';
import type { FleetWork } from './fleet.ts';
import type { InputRequest } from './mailbox.ts';
import type { StartMessage, WorkerMessage } from './messages.ts';
import type { PaceChange } from './pace.ts';
import { Questions, type Answer, type Question } from './questions.ts';
import type { Clock, WorkerExit, WorkerHandle, WorkerSpawner } from './ports.ts';
import { softPart, WorkerWatch, type Verdict } from './worker-watch.ts';

export interface WorkerOptions {
  /** Bound for runs that state none. */
  readonly memoryMb: number;
  readonly checkpointMs: number;
  /** Longest silence of a computing worker. */
  readonly unresponsiveMs: number;
  /** How long a worker may take over a polite request before it is killed. */
  readonly graceMs: number;
}

export interface WorkerPorts {
  readonly clock: Clock;
  readonly spawner: WorkerSpawner;
  readonly options: WorkerOptions;
}

/** What a session hears; spans are answered on the way, and answers go to who asked. */
export type SessionMessage = Exclude<WorkerMessage, { type: 'span' | 'answer' }>;

export interface WorkerListener {
  readonly message: (message: SessionMessage) => void;
  readonly verdict: (verdict: Verdict) => void;
  readonly exit: (exit: WorkerExit) => void;
}

export interface WorkerStart extends Omit<StartMessage, 'type' | 'memoryMb' | 'fleet'> {
  readonly work: FleetWork | undefined;
}

/** Signals by which V8 ends a process whose heap is exhausted: it aborts, or traps when even that needs memory. */
const abortSignals = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);
const abortCode = 134;
const outOfMemoryText = /out of memory|allocation failed/i;

/** Whether a process ended because its heap was exhausted. */
export function ranOutOfMemory({ code, signal, stderr }: WorkerExit): boolean {
  const aborted = code === abortCode || (signal !== null && abortSignals.has(signal));
  return aborted && outOfMemoryText.test(stderr);
}

export class AttachedWorker {
  readonly memoryMb: number;
  readonly #ports: WorkerPorts;
  readonly #handle: WorkerHandle;
  readonly #watch: WorkerWatch;
  readonly #questions = new Questions();
  #ready = false;
  #concluding = false;
  #killedFor: Verdict | undefined;
  #cancelGrace: (() => void) | undefined;
  #work: FleetWork | undefined;

  constructor(ports: WorkerPorts, spec: RunSpec, runningMs: number, listener: WorkerListener) {
    const { clock, spawner, options } = ports;
    this.#ports = ports;
    this.memoryMb = spec.limits.memoryMb ?? options.memoryMb;
    this.#handle = spawner.spawn({ memoryMb: this.memoryMb, workers: spec.workers });
    const { graceMs, unresponsiveMs } = options;
    const wallMs = (spec.limits.wallMs ?? Infinity) + graceMs;
    const limits = { memoryMb: this.memoryMb, unresponsiveMs, wallMs };
    this.#watch = new WorkerWatch(clock, this.#handle, runningMs, limits, listener.verdict);
    this.#handle.onMessage((message) => {
      this.#watch.heard(message.type, message.type === 'beat' ? message.runningMs : undefined);
      if (message.type === 'ready') this.#begin();
      if (message.type === 'span') void this.#answer(message);
      else if (message.type === 'answer') this.#questions.heard(message);
      else listener.message(message);
    });
    this.#handle.onExit((exit) => {
      this.#stop();
      listener.exit(exit);
    });
  }

  /** Whether it has begun and takes inputs. */
  get ready(): boolean {
    return this.#ready;
  }

  get rssMb(): number {
    return this.#watch.rssMb;
  }

  /** What a memory limit was judged by, MB. */
  get memory(): { readonly observedMb: number; readonly softMb: number } {
    return { observedMb: Math.round(this.rssMb), softMb: softPart * this.memoryMb };
  }

  get runningMs(): number {
    return this.#watch.runningMs;
  }

  /** Why the host killed it; undefined when it did not. */
  get killedFor(): Verdict | undefined {
    return this.#killedFor;
  }

  /** The limit it ended for; undefined when there is none. */
  limitBy(exit: WorkerExit, wallMs: number | undefined): StopReason | undefined {
    if (this.#killedFor === 'memory' || ranOutOfMemory(exit)) return memoryLimit(this.memoryMb);
    const late = this.#killedFor === 'wall' && wallMs !== undefined;
    return late ? { kind: 'limit', limit: 'wallMs', bound: wallMs } : undefined;
  }

  /** How it was lost, when that was no limit. */
  lossBy({ code, signal }: WorkerExit): { readonly kind: LossKind; readonly error: SimulationError } {
    if (this.#killedFor === 'silent') {
      const { unresponsiveMs: waitedMs } = this.#ports.options;
      return { kind: 'unresponsive', error: new SimulationError('worker.unresponsive', { waitedMs }) };
    }
    const reason = signal ?? `exit code ${code ?? 'unknown'}`;
    const kind = signal === 'SIGKILL' ? 'killed' : 'crash';
    return { kind, error: new SimulationError('worker.crashed', { reason }) };
  }

  /** Spans are computed by `work`, when there is one, until this worker is gone. */
  start({ work, ...message }: WorkerStart): void {
    this.#work = work;
    this.#handle.send({ type: 'start', memoryMb: this.memoryMb, fleet: work !== undefined, ...message });
  }

  input({ request, inputs }: InputRequest): void {
    this.#handle.send({ type: 'input', request, inputs });
  }

  pace(change: PaceChange): void {
    this.#handle.send({ type: 'pace', change });
  }

  /** Says how many live frames a second are asked for; one that has not begun is told when it has. */
  show(hz: number): void {
    if (this.#ready) this.#handle.send({ type: 'show', hz });
  }

  /** Asks of the living state. @throws SimulationError as the worker answers; `detail.unavailable` when it is gone before */
  ask(question: Question): Promise<Answer> {
    return this.#questions.ask(question, (asked) => this.#handle.send({ type: 'ask', ...asked }));
  }

  /** Pulls its plug: it ends as by a kill from outside. */
  unplug(): void {
    this.#handle.kill();
  }

  stored(message: number): void {
    this.#handle.send({ type: 'stored', message });
  }

  park(): void {
    this.#handle.send({ type: 'park' });
  }

  /** Asks for the partial result; the grace begins once the worker has started. */
  conclude(stop: StopReason): void {
    this.#handle.send({ type: 'conclude', stop });
    this.#concluding = true;
    if (this.#ready) this.#beginGrace();
  }

  killFor(verdict: Verdict): void {
    this.#killedFor = verdict;
    this.#handle.kill();
  }

  /** Ends it at once; nothing more is heard of it. */
  kill(): void {
    this.#stop();
    this.#handle.kill();
  }

  #begin(): void {
    this.#ready = true;
    if (this.#concluding) this.#beginGrace();
  }

  #beginGrace(): void {
    const { clock, options } = this.#ports;
    this.#cancelGrace ??= clock.after(options.graceMs, () => this.#handle.kill());
  }

  async #answer({ request, span, inputs }: WorkerMessage & { type: 'span' }): Promise<void> {
    const answer = (await this.#work?.compute(span, inputs)) ?? { declined: 'this host has no fleet' };
    this.#handle.send({ type: 'span', request, answer });
  }

  #stop(): void {
    this.#work?.close();
    this.#questions.close();
    this.#watch.stop();
    this.#cancelGrace?.();
  }
}
