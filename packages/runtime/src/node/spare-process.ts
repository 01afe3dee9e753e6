// One process started ahead of need, so that the next run does not wait for Node and its modules to load. It differs from any other
// worker in nothing but its age.

import type { ChildProcess } from 'node:child_process';

/** A process loads its modules with all its might; what was started before gets this much time first, ms. */
const restMs = 2000;

export class SpareProcess {
  readonly #start: () => ChildProcess;
  #process: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(start: () => ChildProcess) {
    this.#start = start;
    this.#replace();
  }

  /** The waiting process, if it is alive; another is started later. */
  take(): ChildProcess | undefined {
    const taken = this.#process;
    taken?.removeListener('exit', this.#lose);
    this.#process = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#replace(), restMs);
    this.#timer.unref();
    return taken?.connected === true ? taken : undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  #replace(): void {
    const process = this.#start();
    process.on('exit', this.#lose);
    // One that could not be started is noticed when it is taken; nobody is there to be told before.
    process.on('error', this.#lose);
    // A waiting process keeps nobody alive.
    process.unref();
    process.channel?.unref();
    this.#process = process;
  }

  readonly #lose = (): void => {
    this.#process = undefined;
  };
}
