import type { Clock, WorkerExit } from '@holdfast/runtime';
import type { WritingAnswer, WritingQuestion } from '@holdfast/worker';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from '../src/writing/bounded-cache.ts';
import { WritingDesk, type DeskBounds } from '../src/writing/writing-desk.ts';

const bounds: DeskBounds = { deadlineMs: 1000, idleMs: 5000, waitingMost: 2, memoryMb: 64 };

/** A desk whose processes answer when told, under a clock that stands until moved. */
class DeskUnderTest {
  readonly questions: WritingQuestion[] = [];
  readonly timers: { at: number; act: () => void }[] = [];
  started = 0;
  killed = 0;
  now = 0;
  #message: (answer: WritingAnswer) => void = () => undefined;
  #exit: (exit: WorkerExit) => void = () => undefined;
  readonly desk: WritingDesk;

  constructor() {
    const clock: Clock = {
      now: () => this.now,
      monotonic: () => this.now,
      after: (delayMs, act) => {
        const timer = { at: this.now + delayMs, act };
        this.timers.push(timer);
        return () => {
          const index = this.timers.indexOf(timer);
          if (index >= 0) this.timers.splice(index, 1);
        };
      },
      breathe: async () => undefined,
    };
    this.desk = new WritingDesk(
      {
        spawn: () => {
          this.started += 1;
          return {
            pid: 1,
            send: (question) => void this.questions.push(question),
            onMessage: (listener) => (this.#message = listener),
            onExit: (listener) => (this.#exit = listener),
            kill: () => void (this.killed += 1),
            rssMb: () => 0,
            waitedMs: () => 0,
          };
        },
      },
      clock,
      bounds,
    );
  }

  ask(text: string): Promise<string> {
    return this.desk.ask({ kind: 'text', request: { text } }).then(
      ({ by }) => by,
      (error: { code: string }) => error.code,
    );
  }

  answer(by: string): void {
    const view = { ok: true, document: null, patch: null, questions: [], issues: [], parts: [], by };
    this.#message({ id: this.questions.at(-1)!.id, view });
  }

  die(): void {
    this.#exit({ code: null, signal: 'SIGKILL', stderr: '' });
  }

  pass(ms: number): void {
    this.now += ms;
    for (const timer of this.timers.filter(({ at }) => at <= this.now)) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.act();
    }
  }
}

describe('the desk that reads words and drawings', () => {
  it('asks one process once for what is asked twice, at once or later', async () => {
    const test = new DeskUnderTest();
    const both = [test.ask('a ball'), test.ask('a ball')];
    test.answer('first');
    expect(await Promise.all(both)).toEqual(['first', 'first']);
    expect(await test.ask('a ball')).toBe('first');
    expect([test.questions.length, test.started]).toEqual([1, 1]);
  });

  it('kills a process that takes too long, names the deadline, and goes on with another', async () => {
    const test = new DeskUnderTest();
    const slow = test.desk.ask({ kind: 'text', request: { text: 'slow' } });
    const next = test.ask('next');
    test.pass(1000);
    await expect(slow).rejects.toMatchObject({ code: 'writing.too-slow', details: { deadlineMs: 1000 } });
    expect([test.killed, test.started]).toEqual([1, 2]);
    test.answer('second');
    expect(await next).toBe('second');
  });

  it('says when the process dies, and does not keep that as an answer', async () => {
    const test = new DeskUnderTest();
    const lost = test.ask('a ball');
    test.die();
    expect(await lost).toBe('worker.crashed');
    const again = test.ask('a ball');
    test.answer('again');
    expect(await again).toBe('again');
  });

  it('lets few wait, lets its process go when nobody asks, and answers nobody after closing', async () => {
    const test = new DeskUnderTest();
    const [one, two, three] = [test.ask('1'), test.ask('2'), test.ask('3')];
    expect(await test.ask('4')).toBe('writing.too-many');
    for (const by of ['1', '2', '3']) {
      test.answer(by);
      await Promise.resolve();
    }
    expect(await Promise.all([one, two, three])).toEqual(['1', '2', '3']);
    test.pass(5000);
    expect(test.killed).toBe(1);
    const open = test.ask('5');
    test.desk.close();
    expect(await open).toBe('server.draining');
    expect(await test.ask('6')).toBe('server.draining');
  });
});

describe('a bounded cache', () => {
  it('forgets what was used longest ago, by count and by size, and keeps nothing that is too large', () => {
    const cache = new BoundedCache<string>(3, 40);
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 10);
    expect(cache.get('a')).toBe('a');
    cache.set('d', 'd', 10);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual(['a', undefined, 'c', 'd']);
    cache.set('huge', 'huge', 11);
    expect(cache.get('huge')).toBeUndefined();
    cache.set('a', 'A', 5);
    expect([cache.get('a'), cache.size]).toEqual(['A', 25]);
    const narrow = new BoundedCache<string>(100, 20);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) narrow.set(key, key, 5);
    expect(['a', 'b', 'c'].map((key) => narrow.get(key))).toEqual([undefined, undefined, 'c']);
    expect(narrow.size).toBe(20);
  });
});
