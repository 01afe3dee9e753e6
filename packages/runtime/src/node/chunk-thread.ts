// Chunk executors as threads of the worker process. The same entry module runs in the thread and serves chunks there.

import { parentPort, Worker, workerData } from 'node:worker_threads';
import {
  SimulationError,
  type ErrorCode,
  type ErrorDetails,
  type Input,
  type Simulator,
  type Snapshot,
} from '@holdfast/core';
import { ExecutorLost, type ChunkExecutor, type Span } from '../chunk-pool.ts';
import { ChunkReplica } from '../chunk-replica.ts';
import type { ChunkSetup } from '../living-run.ts';

interface ChunkRequest {
  readonly span: Span;
  /** Inputs since the last request. */
  readonly inputs: readonly Input[];
}

/** What a thread says once, before it answers: that it is there and has its replica. */
const ready = 'ready';

type ChunkReply =
  | { readonly partial: Snapshot }
  | { readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly crash: string };

/** Opens a thread that runs the module at path `entry`. */
export function openThreadExecutor(entry: string, setup: ChunkSetup): ChunkExecutor {
  return new ThreadExecutor(new Worker(entry, { workerData: setup, stdin: false }));
}

class ThreadExecutor implements ChunkExecutor {
  /** While it computes one span, the next waits in its thread: the process has other things to do than to be prompt. */
  readonly places = 2;
  readonly ready: Promise<void>;
  readonly #thread: Worker;
  #sent = 0;
  /** Whoever waits for the readiness and the answers, in the order in which these come. */
  readonly #waiting: ((reply: ChunkReply | typeof ready | Error) => void)[] = [];
  #lost: Error | undefined;

  constructor(thread: Worker) {
    this.#thread = thread;
    this.ready = new Promise((resolve, reject) => {
      this.#waiting.push((reply) => (reply instanceof Error ? reject(reply) : resolve()));
    });
    // Whoever does not ask hears of it from the spans.
    this.ready.catch(() => undefined);
    thread.on('message', (reply: ChunkReply | typeof ready) => this.#waiting.shift()?.(reply));
    thread.on('error', (error) => this.#lose(error));
    thread.on('exit', (code) => this.#lose(new ExecutorLost(`a chunk thread ended with code ${code}`)));
  }

  async run(span: Span, inputs: readonly Input[]): Promise<Snapshot> {
    if (this.#lost !== undefined) throw this.#lost;
    const reply = await new Promise<ChunkReply | typeof ready | Error>((resolve) => {
      this.#waiting.push(resolve);
      const request: ChunkRequest = { span, inputs: inputs.slice(this.#sent) };
      this.#sent = inputs.length;
      this.#thread.postMessage(request, []);
    });
    if (reply instanceof Error) throw reply;
    if (reply === ready) throw new Error('a thread said twice that it is ready');
    if ('partial' in reply) return reply.partial;
    if ('code' in reply) throw new SimulationError(reply.code, reply.details);
    throw new Error(reply.crash);
  }

  close(): void {
    void this.#thread.terminate();
  }

  #lose(error: Error): void {
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#lost ??= outOfMemory
      ? new SimulationError('worker.out-of-memory', {}, error)
      : new ExecutorLost(error.message);
    for (const settle of this.#waiting.splice(0)) settle(this.#lost);
  }
}

/** Answers chunk requests in a thread opened by `openThreadExecutor`. */
export function serveChunks(simulators: ReadonlyMap<string, Simulator>): void {
  const port = parentPort;
  if (port === null) throw new Error('chunks are served in a thread only');
  const replica = new ChunkReplica(simulators, workerData as ChunkSetup);
  port.on('message', ({ span, inputs }: ChunkRequest) => {
    try {
      port.postMessage({ partial: replica.run(span, inputs) } satisfies ChunkReply, []);
    } catch (error) {
      port.postMessage(failure(error), []);
    }
  });
  port.postMessage(ready, []);
}

function failure(error: unknown): ChunkReply {
  if (error instanceof SimulationError) return { code: error.code, details: error.details };
  return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
