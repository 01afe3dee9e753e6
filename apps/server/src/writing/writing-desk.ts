// One process that reads words, strokes and pictures for this host: started with the first question, killed when it takes too long,
// let go when nobody asks. Answers are kept by what was asked, so that the same question costs nothing twice.

import { SimulationError } from '@holdfast/core';
import { encodeJson, sha256Hex, type WrittenPictureView, type WrittenView } from '@holdfast/protocol';
import type { Clock, WorkerHandle, WorkerSpawner } from '@holdfast/runtime';
import type { WritingAnswer, WritingQuestion, WritingTask } from '@holdfast/worker';
import { BoundedCache } from './bounded-cache.ts';

export type WritingSpawner = WorkerSpawner<WritingQuestion, WritingAnswer>;
type View = WrittenView | WrittenPictureView;

export interface DeskBounds {
  /** Longest time for one answer. */
  readonly deadlineMs: number;
  /** Time without a question after which the process is let go. */
  readonly idleMs: number;
  /** Questions that may wait. */
  readonly waitingMost: number;
  readonly memoryMb: number;
}

export const deskBounds: DeskBounds = { deadlineMs: 15_000, idleMs: 120_000, waitingMost: 32, memoryMb: 768 };

/** Answers kept, and their size as JSON in characters. */
const keptMost = 256;
const keptSizeMost = 16_000_000;

interface Waiting {
  readonly task: WritingTask;
  readonly resolve: (view: View) => void;
  readonly reject: (error: SimulationError) => void;
}

export class WritingDesk {
  readonly #spawner: WritingSpawner;
  readonly #clock: Clock;
  readonly #bounds: DeskBounds;
  readonly #cache = new BoundedCache<View>(keptMost, keptSizeMost);
  readonly #asked = new Map<string, Promise<View>>();
  #queue: Waiting[] = [];
  #process: WorkerHandle<WritingQuestion, WritingAnswer> | undefined;
  #current: (Waiting & { readonly id: number }) | undefined;
  #cancelTimer: () => void = () => undefined;
  #count = 0;
  #closed = false;

  constructor(spawner: WritingSpawner, clock: Clock, bounds: DeskBounds = deskBounds) {
    this.#spawner = spawner;
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** Answers from what is kept, or asks the process.
   * @throws SimulationError `text.too-long`, `picture.*`, `writing.*`, `document.unknown-family`, `server.draining` */
  ask(task: WritingTask): Promise<View> {
    const key = keyOf(task);
    const known = this.#cache.get(key);
    if (known !== undefined) return Promise.resolve(known);
    // Two who ask the same at once wait for one answer.
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const answer = this.#wait(task)
      .then((view) => {
        this.#cache.set(key, view, encodeJson(view).length);
        return view;
      })
      .finally(() => this.#asked.delete(key));
    this.#asked.set(key, answer);
    return answer;
  }

  /** Ends the process; who waits is told. */
  close(): void {
    this.#closed = true;
    const waiting = [...(this.#current === undefined ? [] : [this.#current]), ...this.#queue];
    this.#current = undefined;
    this.#queue = [];
    this.#letGo();
    for (const { reject } of waiting) reject(new SimulationError('server.draining'));
  }

  #wait(task: WritingTask): Promise<View> {
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(new SimulationError('server.draining'));
      else if (this.#queue.length >= this.#bounds.waitingMost)
        reject(new SimulationError('writing.too-many', { waiting: this.#queue.length }));
      else {
        this.#queue.push({ task, resolve, reject });
        this.#next();
      }
    });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#cancelTimer();
    const first = this.#queue.shift();
    if (first === undefined) {
      this.#cancelTimer = this.#clock.after(this.#bounds.idleMs, () => this.#letGo());
      return;
    }
    this.#current = { ...first, id: ++this.#count };
    this.#cancelTimer = this.#clock.after(this.#bounds.deadlineMs, () => {
      this.#settle(({ reject }) =>
        reject(new SimulationError('writing.too-slow', { deadlineMs: this.#bounds.deadlineMs })),
      );
    });
    this.#process ??= this.#start();
    this.#process.send({ id: this.#current.id, task: first.task });
  }

  #start(): WorkerHandle<WritingQuestion, WritingAnswer> {
    const started = this.#spawner.spawn({ memoryMb: this.#bounds.memoryMb, workers: 1 });
    started.onMessage((answer) => this.#heard(answer));
    started.onExit(({ signal, code }) => {
      if (this.#process !== started) return;
      this.#process = undefined;
      const reason = signal ?? `code ${code}`;
      this.#settle(({ reject }) => reject(new SimulationError('worker.crashed', { reason })));
    });
    return started;
  }

  #heard(answer: WritingAnswer): void {
    const current = this.#current;
    if (current?.id !== answer.id) return;
    this.#current = undefined;
    if ('view' in answer) current.resolve(answer.view);
    else current.reject(new SimulationError(answer.code, answer.details));
    this.#next();
  }

  /** Ends the question under way without an answer, and the process with it: nobody knows what it is busy with. */
  #settle(say: (current: Waiting) => void): void {
    const current = this.#current;
    this.#current = undefined;
    this.#letGo();
    if (current !== undefined) say(current);
    if (!this.#closed) this.#next();
  }

  #letGo(): void {
    this.#cancelTimer();
    const process = this.#process;
    this.#process = undefined;
    process?.kill();
  }
}

/** What names an answer: the hash of the picture, or the digest of the request. */
function keyOf(task: WritingTask): string {
  if (task.kind === 'picture') return `picture ${sha256Hex(task.bytes)}`;
  if (task.kind === 'import') {
    const { bytes, ...rest } = task;
    return `import ${sha256Hex(bytes)} ${encodeJson(rest)}`;
  }
  return sha256Hex(encodeJson(task));
}
