// Watches one worker from outside: memory, silence and wall time. It judges; its owner acts.

import type { WorkerMessage } from './messages.ts';
import type { Clock, WorkerHandle } from './ports.ts';

const tickMs = 100;
/** Part of the memory bound at which a partial result is asked for, while there is room to write it. */
export const softPart = 0.75;

/** Starting a process and compiling a model may take this long, on a busy machine, without a word. */
const startupMs = 30_000;

export type Verdict = 'memory-soft' | 'memory' | 'silent' | 'wall';

export interface WatchOptions {
  readonly memoryMb: number;
  readonly unresponsiveMs: number;
  /** Wall time the run may use; the worker keeps it itself, this is for one that does not. */
  readonly wallMs: number;
}

export class WorkerWatch {
  readonly #clock: Clock;
  readonly #worker: WorkerHandle;
  readonly #options: WatchOptions;
  readonly #judge: (verdict: Verdict) => void;
  #rssMb = 0;
  #soft = false;
  /** Counted in ticks, so that a host that was frozen itself does not blame its worker, and without the time in which the
   * worker waited for a processor: on a crowded machine it cannot speak. */
  #silentMs = 0;
  #waitedMs = 0;
  #running = false;
  #runningMs: number;
  #last: number;
  #cancel: () => void;

  constructor(
    clock: Clock,
    worker: WorkerHandle,
    runningMs: number,
    options: WatchOptions,
    judge: (verdict: Verdict) => void,
  ) {
    this.#clock = clock;
    this.#worker = worker;
    this.#runningMs = runningMs;
    this.#options = options;
    this.#judge = judge;
    this.#last = clock.monotonic();
    this.#cancel = clock.after(tickMs, () => this.#tick());
  }

  /** Resident memory at the last tick, MB. */
  get rssMb(): number {
    return this.#rssMb;
  }

  /** Wall time the run has used, as far as the host knows. */
  get runningMs(): number {
    return this.#runningMs;
  }

  /** The worker said something; `runningMs` when it told its own count. Starting up does not count as running. */
  heard(type: WorkerMessage['type'], runningMs?: number): void {
    this.#silentMs = 0;
    if (type === 'ready') this.#running = true;
    if (runningMs !== undefined) this.#runningMs = Math.max(this.#runningMs, runningMs);
  }

  stop(): void {
    this.#cancel();
  }

  #tick(): void {
    const now = this.#clock.monotonic();
    const passed = Math.min(now - this.#last, 2 * tickMs);
    this.#last = now;
    const waited = this.#worker.waitedMs();
    this.#silentMs += Math.max(0, passed - Math.max(0, waited - this.#waitedMs));
    this.#waitedMs = waited;
    if (this.#running) this.#runningMs += passed;
    this.#rssMb = this.#worker.rssMb();
    this.#cancel = this.#clock.after(tickMs, () => this.#tick());
    const verdict = this.#verdict();
    if (verdict !== undefined) this.#judge(verdict);
  }

  #verdict(): Verdict | undefined {
    const { memoryMb, unresponsiveMs, wallMs } = this.#options;
    if (this.#rssMb >= memoryMb) return 'memory';
    if (this.#runningMs > wallMs) return 'wall';
    const silentMost = this.#running ? unresponsiveMs : Math.max(startupMs, unresponsiveMs);
    if (this.#silentMs > silentMost) return 'silent';
    if (this.#soft || this.#rssMb < softPart * memoryMb) return undefined;
    this.#soft = true;
    return 'memory-soft';
  }
}
