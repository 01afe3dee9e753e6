import type { RunEvent, RunRecord } from '@holdfast/core';
import type { LiveRun, Subscriber } from '@holdfast/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunFeed, type FeedReader, type FeedSource } from '../src/run-feed.ts';

const event = (sequence: number): RunEvent => ({
  sequence,
  kind: 'status',
  time: sequence,
  at: 0,
  message: `event ${sequence}`,
  details: {},
});

const record = (status: RunRecord['status']): RunRecord => ({ id: 'r1', status }) as RunRecord;

/** A run executed here (or not): what is stored and what is announced are told apart on purpose. */
class FakeRun implements FeedSource {
  readonly stored: RunEvent[] = [];
  subscriber: Subscriber | undefined;
  status: RunRecord['status'] = 'running';
  here = true;
  dropped = 0;
  looks: (() => void)[] = [];
  failing: Error | undefined;

  readonly store: FeedSource['store'] = {
    getRun: async () => record(this.status),
    listEvents: async (_, { after = -1, limit }) => {
      if (this.failing !== undefined) throw this.failing;
      return this.stored.filter(({ sequence }) => sequence > Number(after)).slice(0, limit);
    },
  };
  readonly runs: FeedSource['runs'] = {
    live: () => (this.here ? ({ record: record(this.status) } as LiveRun) : undefined),
    subscribe: (_, subscriber) => {
      this.subscriber = subscriber;
      return { dropped: this.dropped, close: () => (this.subscriber = undefined) };
    },
  };
  every(_: number, action: () => void): () => void {
    this.looks.push(action);
    return () => void this.looks.splice(this.looks.indexOf(action), 1);
  }
}

class FakeReader implements FeedReader {
  rateHz = 20;
  pauses = 0;
  readonly seen: number[] = [];
  readonly changes: string[] = [];
  end: 'ended' | 'failed' | undefined;
  #over: (() => void) | undefined;
  readonly over = new Promise<void>((resolve) => {
    this.#over = resolve;
  });

  frame(): boolean {
    return true;
  }
  event({ sequence }: RunEvent): void {
    this.seen.push(sequence);
  }
  drained(): Promise<void> {
    this.pauses += 1;
    return Promise.resolve();
  }
  changed({ status }: RunRecord): void {
    this.changes.push(status);
  }
  ended(): void {
    this.end = 'ended';
    this.#over?.();
  }
  failed(): void {
    this.end = 'failed';
    this.#over?.();
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

const upTo = (count: number, from = 0): number[] => Array.from({ length: count - from }, (_, k) => from + k);

describe('a run feed', () => {
  it('delivers stored events of an ended run, however many pages they take, and then the end', async () => {
    const run = new FakeRun();
    run.status = 'ended';
    run.here = false;
    run.stored.push(...upTo(1700).map(event));
    const reader = new FakeReader();
    void new RunFeed(run, record('ended'), undefined, reader);
    await reader.over;
    expect(reader.end).toBe('ended');
    expect(reader.seen).toEqual(upTo(1700));
    expect(reader.pauses).toBe(3);
    expect(run.looks).toEqual([]);
  });

  it('resumes after the event the reader has seen', async () => {
    const run = new FakeRun();
    run.status = 'ended';
    run.here = false;
    run.stored.push(...upTo(10).map(event));
    const reader = new FakeReader();
    void new RunFeed(run, record('ended'), 6, reader);
    await reader.over;
    expect(reader.seen).toEqual([7, 8, 9]);
  });

  it('delivers every event once and in order, whenever each is stored, announced or lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('store', 'announce', 'both', 'settle', 'look'), { maxLength: 60 }),
        async (steps) => {
          const run = new FakeRun();
          const reader = new FakeReader();
          void new RunFeed(run, record('running'), undefined, reader);
          let next = 0;
          let unstored: RunEvent[] = [];
          for (const step of steps) {
            if (step === 'settle') await settle();
            else if (step === 'look') {
              run.stored.push(...unstored);
              unstored = [];
              for (const look of run.looks) look();
            } else {
              const made = event(next++);
              // The store keeps order: an event is stored after those before it.
              if (step === 'announce') unstored.push(made);
              else {
                run.stored.push(...unstored, made);
                unstored = [];
              }
              if (step !== 'store') run.subscriber?.event(made);
            }
          }
          run.stored.push(...unstored);
          run.status = 'ended';
          run.subscriber?.ended(record('ended'));
          await reader.over;
          expect(reader.seen).toEqual(upTo(next));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('follows a run that another process executes, and joins it when it comes here', async () => {
    const run = new FakeRun();
    run.here = false;
    const reader = new FakeReader();
    const feed = new RunFeed(run, record('running'), undefined, reader);
    await settle();
    run.stored.push(event(0));
    run.looks[0]?.();
    await settle();
    expect(reader.seen).toEqual([0]);
    expect(reader.changes).toEqual(['running']);
    run.here = true;
    run.looks[0]?.();
    await settle();
    run.subscriber?.event(event(1));
    expect(reader.seen).toEqual([0, 1]);
    feed.close();
  });

  it('lets go of everything when it is closed, and stays silent', async () => {
    const run = new FakeRun();
    const reader = new FakeReader();
    const feed = new RunFeed(run, record('running'), undefined, reader);
    await settle();
    const subscriber = run.subscriber;
    feed.close();
    feed.close();
    subscriber?.event(event(0));
    subscriber?.changed({ record: record('paused') } as LiveRun);
    await settle();
    expect(run.subscriber).toBeUndefined();
    expect(run.looks).toEqual([]);
    expect(reader.seen).toEqual([]);
    expect(reader.changes).toEqual([]);
  });

  it('reports a store that fails instead of going quiet', async () => {
    const run = new FakeRun();
    run.failing = new Error('gone');
    const reader = new FakeReader();
    void new RunFeed(run, record('running'), undefined, reader);
    await reader.over;
    expect(reader.end).toBe('failed');
  });
});
