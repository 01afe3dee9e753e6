// Workers as child processes of this one: they die with it, cannot take more memory than they were given, and yield the
// processor to it.

import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HostMessage, WorkerMessage } from '../messages.ts';
import type { WorkerDemand, WorkerExit, WorkerHandle, WorkerSpawner } from '../ports.ts';
import { SpareProcess } from './spare-process.ts';

export interface NodeSpawnerOptions {
  /** Module that calls `serveWorker`. */
  readonly entry: URL;
  /** Where the workers keep checkpoints. */
  readonly checkpointDirectory: string;
  /** A process for this demand waits for its run, with its modules loaded; close the spawner to end it. The heap's bound
   * can be set only when a process starts, so a run with another bound, or with more workers, gets a process of its own. */
  readonly spare?: WorkerDemand;
}

export interface NodeSpawner<Sent, Received> extends WorkerSpawner<Sent, Received> {
  /** Ends the waiting process; workers at work are left alone. */
  close(): void;
}

const megabyte = 1024 * 1024;
/** Room for what a process maps beside what it uses. Node 20 maps 80 MB when bare, 43 of them resident, and 15 MB more for
 * each idle thread; the rest is slack, because only a bomb shall meet this limit: the host's watch keeps the bound. */
const processReserveMb = 192;
const threadReserveMb = 64;
/** Part of the memory bound the JavaScript heap may have; the rest is for the process itself and typed arrays. */
const heapPart = 0.75;
/** Room for young objects. Kernels work in typed arrays; V8's own 16 MB thrice over would only be a third of a run's memory. */
const youngMb = 2;
const niceness = 5;
const stderrKept = 4096;
const pageBytes = 4096;
const nanosPerMs = 1e6;

/**
 * The whole environment of a worker: how glibc gives memory back; other C libraries ignore it. Left alone it raises the size from which a
 * block is mapped by itself to that of the largest freed, so that checkpoints, frames and answers share one heap with what lives long and keep
 * its pages for ever, and it makes up to eight such heaps per processor core for threads, which stay when the threads end. So: blocks from 32 kB are
 * mapped and unmapped by themselves, and smaller ones come from one heap. Decision 0049.
 */
export const environment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '32768',
};

/** Programs of util-linux; without them the host's own watch is the only guard. */
const setpriv = '/usr/bin/setpriv';
const prlimit = '/usr/bin/prlimit';

/** Program and arguments that come before a module's path: tied to this process's life and bounded in memory. */
export function commandLine({ memoryMb, workers }: WorkerDemand): readonly string[] {
  const threads = workers - 1;
  const dataBytes = (memoryMb + processReserveMb + threads * threadReserveMb) * megabyte;
  return [
    ...(existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL'] : []),
    ...(existsSync(prlimit) ? [prlimit, `--data=${dataBytes}`] : []),
    process.execPath,
    `--max-old-space-size=${Math.floor(heapPart * memoryMb)}`,
    `--max-semi-space-size=${youngMb}`,
  ];
}

/** Starts every worker from one entry module, with nothing of this process's environment. */
export function createNodeSpawner<Sent extends Serializable = HostMessage, Received = WorkerMessage>({
  entry,
  checkpointDirectory,
  spare,
}: NodeSpawnerOptions): NodeSpawner<Sent, Received> {
  const start = (demand: WorkerDemand): ChildProcess => {
    const [execPath = process.execPath, ...execArgv] = commandLine(demand);
    const child = fork(fileURLToPath(entry), [checkpointDirectory], {
      execPath,
      execArgv,
      env: environment,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    if (child.pid !== undefined) lowerPriority(child.pid);
    return child;
  };
  const waiting = spare === undefined ? undefined : new SpareProcess(() => start(spare));
  return {
    spawn: (demand) => {
      const fits = demand.memoryMb === spare?.memoryMb && demand.workers <= spare.workers;
      return new ChildWorker<Sent, Received>((fits ? waiting?.take() : undefined) ?? start(demand));
    },
    close: () => waiting?.close(),
  };
}

class ChildWorker<Sent extends Serializable, Received> implements WorkerHandle<Sent, Received> {
  readonly pid: number | undefined;
  readonly #child: ChildProcess;
  #stderr = '';
  #gone = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.pid = child.pid;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrKept);
    });
    // Without this an error of the channel to a worker that just died would end the host.
    child.on('error', () => undefined);
    child.ref();
    child.channel?.ref();
  }

  send(message: Sent): void {
    if (!this.#gone && this.#child.connected) this.#child.send(message, () => undefined);
  }

  onMessage(listener: (message: Received) => void): void {
    this.#child.on('message', (message) => {
      if (!this.#gone) listener(message as Received);
    });
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    const report = (code: number | null, signal: string | null): void => {
      if (this.#gone) return;
      this.#gone = true;
      listener({ code, signal, stderr: this.#stderr });
    };
    // `close` comes after the last of what it wrote has been read, `exit` may come before.
    this.#child.on('close', report);
    this.#child.on('error', (error) => {
      this.#stderr += error.message;
      if (this.pid === undefined) report(null, null);
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  rssMb(): number {
    return (this.#told('statm') * pageBytes) / megabyte;
  }

  waitedMs(): number {
    return this.#told('schedstat') / nanosPerMs;
  }

  /** The second number of a file the kernel keeps about the process; 0 where there is none. */
  #told(file: string): number {
    if (this.#gone || this.pid === undefined) return 0;
    try {
      return Number(readFileSync(`/proc/${this.pid}/${file}`, 'utf8').split(' ')[1]);
    } catch {
      return 0;
    }
  }
}

/** The host answers people; its workers take what is left. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // The worker may already be gone, or the platform may not allow it; it then competes as an equal.
  }
}
