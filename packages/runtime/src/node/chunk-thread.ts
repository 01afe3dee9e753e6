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

type ChunkReply =
  | { readonly partial: Snapshot }
  | { readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly crash: string };

/** Opens a thread that runs the module at path `entry`. */
export function openThreadExecutor(entry: string, setup: ChunkSetup): ChunkExecutor {
  return new ThreadExecutor(new Worker(entry, { workerData: setup, stdin: false }));
}

class ThreadExecutor implements ChunkExecutor {
  readonly #thread: Worker;
  #sent = 0;
  #settle: ((reply: ChunkReply | Error) => void) | undefined;
  #lost: Error | undefined;

  constructor(thread: Worker) {
    this.#thread = thread;
    thread.on('message', (reply: ChunkReply) => this.#settle?.(reply));
    thread.on('error', (error) => this.#lose(error));
    thread.on('exit', (code) => this.#lose(new ExecutorLost(`a chunk thread ended with code ${code}`)));
  }

  async run(span: Span, inputs: readonly Input[]): Promise<Snapshot> {
    if (this.#lost !== undefined) throw this.#lost;
    const reply = await new Promise<ChunkReply | Error>((resolve) => {
      this.#settle = resolve;
      const request: ChunkRequest = { span, inputs: inputs.slice(this.#sent) };
      this.#sent = inputs.length;
      this.#thread.postMessage(request, []);
    });
    if (reply instanceof Error) throw reply;
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
    this.#settle?.(this.#lost);
  }
}

/** Answers chunk requests in a thread opened by `openThreadExecutor`. */
export function serveChunks(simulators: ReadonlyMap<string, Simulator>): void {
  const port = parentPort;
  if (port === null) throw new Error('chunks are served in a thread only');
  let replica: ChunkReplica | undefined;
  port.on('message', ({ span, inputs }: ChunkRequest) => {
    try {
      replica ??= new ChunkReplica(simulators, workerData as ChunkSetup);
      port.postMessage({ partial: replica.run(span, inputs) } satisfies ChunkReply, []);
    } catch (error) {
      port.postMessage(failure(error), []);
    }
  });
}

function failure(error: unknown): ChunkReply {
  if (error instanceof SimulationError) return { code: error.code, details: error.details };
  return { crash: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
