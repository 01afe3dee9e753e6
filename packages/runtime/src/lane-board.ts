// Where lanes find their tasks: words that threads share, each of the hot ones on a cache line of its own. A ticket is given out once,
// and only once its task is written; a round is over when all its tasks are done. Nobody here knows a clock.

import type { Call } from '@holdfast/core';

/** Compiled functions by name; the last argument is the number of the lane. */
export type Functions = Readonly<Record<string, (...words: number[]) => unknown>>;

const line = 16;
/** Tickets left, tasks done, tasks of the round, rounds, lanes that sleep, and whether a task threw. */
const at = {
  left: 0,
  done: line,
  count: 2 * line,
  round: 3 * line,
  asleep: 4 * line,
  failed: 5 * line,
  tasks: 6 * line,
} as const;

const boardWords = 16_384;

/** Looks for work, or for the end of a round, before a lane goes to sleep: about as long as waking one takes. */
const looksMost = 2000;

/** Calls a function with some words and a lane. A list of arguments that is made for the call takes longer than a small task. */
function call(
  compute: (...words: number[]) => unknown,
  words: Int32Array,
  first: number,
  count: number,
  lane: number,
): void {
  const word = (place: number): number => words[first + place]!;
  if (count === 2) compute(word(0), word(1), lane);
  else if (count === 4) compute(word(0), word(1), word(2), word(3), lane);
  else if (count === 5) compute(word(0), word(1), word(2), word(3), word(4), lane);
  else if (count === 6) compute(word(0), word(1), word(2), word(3), word(4), word(5), lane);
  else compute(...words.subarray(first, first + count), lane);
}

export class LaneBoard {
  /** To be given to other lanes. */
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #functions: readonly ((...words: number[]) => unknown)[];

  /** A new board, or that of another lane; all name the same functions, in the same order. */
  constructor(
    names: readonly string[],
    functions: Functions,
    words = new Int32Array(new SharedArrayBuffer(4 * boardWords)),
  ) {
    this.#numbers = new Map(names.map((name, number) => [name, number]));
    this.#functions = names.map((name) => functions[name]!);
    this.words = words;
  }

  /** Puts up the tasks of a round and wakes whoever sleeps. Only when the round before is over. */
  open(tasks: readonly (readonly Call[])[]): void {
    const { words } = this;
    let end = at.tasks + tasks.length;
    for (let task = 0; task < tasks.length; task++) {
      const calls = tasks[task]!;
      words[at.tasks + task] = end;
      words[end++] = calls.length;
      for (const call of calls) {
        words[end++] = this.#numbers.get(call.name)!;
        words[end++] = call.words.length;
        for (const word of call.words) words[end++] = word;
      }
    }
    Atomics.store(words, at.failed, 0);
    Atomics.store(words, at.count, tasks.length);
    Atomics.store(words, at.done, 0);
    Atomics.store(words, at.left, tasks.length);
    this.wake();
  }

  /** Computes tasks as long as there are tickets. @returns what the first that failed threw, here */
  work(lane: number): unknown {
    const { words } = this;
    let thrown: unknown;
    while (Atomics.load(words, at.left) > 0) {
      const ticket = Atomics.sub(words, at.left, 1);
      if (ticket <= 0) break;
      const count = Atomics.load(words, at.count);
      try {
        this.#compute(count - ticket, lane);
      } catch (error) {
        thrown ??= error;
        Atomics.store(words, at.failed, 1);
      }
      if (Atomics.add(words, at.done, 1) + 1 === count) Atomics.notify(words, at.done);
    }
    return thrown;
  }

  /** Computes tasks of all rounds from now on; comes back only when its thread is ended. */
  serve(lane: number): never {
    for (;;) {
      const round = Atomics.load(this.words, at.round);
      this.work(lane);
      this.#rest(round);
    }
  }

  /** Whether a task of the round threw, here or elsewhere. */
  get failed(): boolean {
    return Atomics.load(this.words, at.failed) === 1;
  }

  /** Waits until all tasks of the round are done; false when for `patienceMs` none was. */
  over(patienceMs: number): boolean {
    const { words } = this;
    const count = Atomics.load(words, at.count);
    for (let looks = 0; looks < looksMost && Atomics.load(words, at.done) < count; looks++);
    for (let done = Atomics.load(words, at.done); done < count;) {
      const timedOut = Atomics.wait(words, at.done, done, patienceMs) === 'timed-out';
      const now = Atomics.load(words, at.done);
      if (timedOut && now === done) return false;
      done = now;
    }
    return true;
  }

  /** Has whoever sleeps look again. */
  wake(): void {
    Atomics.add(this.words, at.round, 1);
    if (Atomics.load(this.words, at.asleep) > 0) Atomics.notify(this.words, at.round);
  }

  #compute(task: number, lane: number): void {
    const { words } = this;
    let next = words[at.tasks + task]!;
    for (let calls = words[next++]!; calls > 0; calls--) {
      const compute = this.#functions[words[next++]!]!;
      const count = words[next++]!;
      call(compute, words, next, count, lane);
      next += count;
    }
  }

  /** Until a round begins after this one: awake for a while, as the next often follows at once. */
  #rest(round: number): void {
    const { words } = this;
    for (let looks = 0; looks < looksMost; looks++) {
      if (Atomics.load(words, at.round) !== round) return;
    }
    Atomics.add(words, at.asleep, 1);
    Atomics.wait(words, at.round, round);
    Atomics.sub(words, at.asleep, 1);
  }
}
