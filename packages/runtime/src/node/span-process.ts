// A process that computes spans of any run, one at a time, under the same memory bound and watch as a run's own process.
// Whatever goes wrong in it costs that span; the next one finds a new process.

import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Input, Model, Simulator } from '@holdfast/core';
import { encodeSnapshot } from '@holdfast/protocol';
import type { Span } from '../chunk-pool.ts';
import type { ChunkSetup } from '../living-run.ts';
import { openModel } from '../open-model.ts';
import type { Clock } from '../ports.ts';
import { SpanReplica } from '../span-replica.ts';
import { commandLine, environment, lowerPriority } from './spawner.ts';

/** What the entry module is started with instead of a directory of checkpoints. */
export const spansArgument = '--spans';

/** Replicas a process keeps; each is a compiled model and a simulation. */
const replicasMost = 4;

export interface SpanProcessOptions {
  /** Module that calls `serveWorker`. */
  readonly entry: URL;
  readonly clock: Clock;
  readonly memoryMb: number;
  /** Longest computation of one span, ms. */
  readonly unresponsiveMs: number;
  /** Time beside that for starting and compiling, ms. */
  readonly startupMs: number;
}

export interface SpanRequest {
  /** Requests of equal work have equal setups. */
  readonly work: string;
  readonly digest: string;
  readonly setup: ChunkSetup;
  readonly span: Span;
  readonly inputs: readonly Input[];
}

type Question = Omit<SpanRequest, 'setup'> & { readonly setup: ChunkSetup | null };
type Reply = { readonly partial: Uint8Array } | { readonly failure: string } | { readonly needs: 'setup' };

export class SpanProcess {
  readonly #options: SpanProcessOptions;
  #child: ChildProcess | undefined;
  #known = new Set<string>();
  #closed = false;

  /** Starts the process at once, so that the first span does not wait for it. */
  constructor(options: SpanProcessOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  /** Resolves with the encoded partial. Call again only after that.
   * Rejects with an Error whose message says why the span was not computed */
  async run({ setup, ...request }: SpanRequest): Promise<Uint8Array> {
    const known = this.#known.has(request.work);
    let reply = await this.#ask({ ...request, setup: known ? null : setup }, known);
    // The process keeps a few setups only, and may have dropped this one.
    if ('needs' in reply) reply = await this.#ask({ ...request, setup }, false);
    if ('partial' in reply) return reply.partial;
    throw new Error('failure' in reply ? reply.failure : 'the setup was not understood');
  }

  close(): void {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
  }

  #ask(question: Question, warm: boolean): Promise<Reply> {
    if (this.#closed) return Promise.reject(new Error('the process is closed'));
    const { clock, unresponsiveMs, startupMs } = this.#options;
    const child = (this.#child ??= this.#start());
    const waitMs = unresponsiveMs + (warm ? 0 : startupMs);
    return new Promise((resolve, reject) => {
      const finish = (outcome: () => void): void => {
        cancel();
        child.removeListener('message', hear);
        child.removeListener('close', end);
        outcome();
      };
      const hear = (reply: unknown): void =>
        finish(() => {
          this.#known.add(question.work);
          resolve(reply as Reply);
        });
      const end = (code: number | null, signal: string | null): void =>
        finish(() => reject(new Error(`its process ended (${signal ?? `exit code ${code}`})`)));
      const cancel = clock.after(waitMs, () => {
        child.kill('SIGKILL');
        finish(() => reject(new Error(`it did not answer for ${waitMs} ms`)));
      });
      child.on('message', hear);
      child.on('close', end);
      child.send(question, () => undefined);
    });
  }

  #start(): ChildProcess {
    const { entry, memoryMb } = this.#options;
    const [execPath = process.execPath, ...execArgv] = commandLine({ memoryMb, workers: 1 });
    const child = fork(fileURLToPath(entry), [spansArgument], {
      execPath,
      execArgv,
      env: environment,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#known = new Set();
    if (child.pid !== undefined) lowerPriority(child.pid);
    const forget = (): void => {
      if (this.#child === child) this.#child = undefined;
    };
    child.on('error', forget);
    child.on('close', forget);
    return child;
  }
}

/** Answers the requests of a `SpanProcess` in the process it started. */
export function serveSpans(simulators: ReadonlyMap<string, Simulator>): void {
  const models = new Map<string, Model>();
  const replicas = new Map<string, SpanReplica>();
  const replicaOf = ({ work, digest, setup }: Question): SpanReplica | undefined => {
    const found = replicas.get(work);
    if (found !== undefined || setup === null) return found;
    const model = models.get(digest) ?? openModel(simulators, setup.document).model;
    keep(models, digest, model, () => undefined);
    const replica = new SpanReplica(model, setup);
    keep(replicas, work, replica, (oldest) => oldest.dispose());
    return replica;
  };
  const answer = (question: Question): Reply => {
    try {
      const replica = replicaOf(question);
      if (replica === undefined) return { needs: 'setup' };
      return { partial: encodeSnapshot(replica.run(question.span, question.inputs)) };
    } catch (error) {
      return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  };
  // As in a run's process: what a signal in the terminal means is for the parent to say, and without it nobody listens.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (question: Question) => process.send?.(answer(question)));
  process.on('disconnect', () => process.exit(0));
}

function keep<Value>(
  kept: Map<string, Value>,
  key: string,
  value: Value,
  drop: (value: Value) => void,
): void {
  kept.set(key, value);
  for (const [oldest, dropped] of kept) {
    if (kept.size <= replicasMost) break;
    kept.delete(oldest);
    drop(dropped);
  }
}
