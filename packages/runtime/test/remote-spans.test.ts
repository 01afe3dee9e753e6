import type { Input, Snapshot } from '@holdfast/core';
import { encodeSnapshot } from '@holdfast/protocol';
import { expect, test } from 'vitest';
import { ExecutorLost, type ChunkExecutor, type Span } from '../src/chunk-pool.ts';
import type { SpanAnswer } from '../src/fleet.ts';
import type { WorkerMessage } from '../src/messages.ts';
import { RemoteSpans } from '../src/remote-spans.ts';

const span = (first: number): Span => ({ first, count: 1 });
const partialOf = (first: number, by: string): Snapshot => ({ layout: by, fields: { first } });
const declined: SpanAnswer = { declined: 'test' };

/** A run's process whose host answers when told to, and whose threads finish when told to. */
class Desk {
  readonly asked: (WorkerMessage & { type: 'span' })[] = [];
  readonly opened: { open: boolean }[] = [];
  readonly computing: { readonly first: number; readonly finish: (error?: Error) => void }[] = [];
  readonly remote = new RemoteSpans((message) => {
    if (message.type === 'span') this.asked.push(message);
  });
  readonly executor: ChunkExecutor;
  readonly other: ChunkExecutor;
  readonly third: ChunkExecutor;

  constructor(locals: number) {
    const open = this.remote.executors(locals, () => {
      const thread = { open: true };
      this.opened.push(thread);
      return {
        run: ({ first }) =>
          new Promise((resolve, reject) => {
            const finish = (error?: Error): void =>
              error === undefined ? resolve(partialOf(first, 'local')) : reject(error);
            this.computing.push({ first, finish });
          }),
        close: () => void (thread.open = false),
      };
    });
    [this.executor, this.other, this.third] = [open(), open(), open()];
  }

  answer(place: number, answer: SpanAnswer): Promise<void> {
    this.remote.receive({ type: 'span', request: this.asked[place].request, answer });
    return new Promise((resolve) => setImmediate(resolve));
  }
}

test('what the fleet computed is taken, and no thread is opened for it', async () => {
  const desk = new Desk(2);
  const inputs: Input[] = [{ parameter: 'p', value: 1 }];
  const run = desk.executor.run(span(3), inputs);
  expect(desk.remote.waiting).toBe(true);
  expect(desk.asked).toMatchObject([{ span: span(3), inputs }]);
  await desk.answer(0, { partial: encodeSnapshot(partialOf(3, 'fleet')) });
  expect(await run).toEqual(partialOf(3, 'fleet'));
  expect([desk.remote.waiting, desk.remote.served, desk.opened.length]).toEqual([false, true, 0]);
});

test.each([
  ['declined', declined],
  ['damaged', { partial: encodeSnapshot(partialOf(3, 'fleet')).fill(1, 40, 48) }],
])('what was %s is computed here', async (_, answer) => {
  const desk = new Desk(2);
  const run = desk.executor.run(span(3), []);
  await desk.answer(0, answer);
  desk.computing[0].finish();
  expect(await run).toEqual(partialOf(3, 'local'));
  expect(desk.remote.served).toBe(false);
});

test('no more threads are opened than the run has workers, and all get their turn', async () => {
  const desk = new Desk(2);
  const runs = [desk.executor, desk.other, desk.third].map((executor, first) =>
    executor.run(span(first), []),
  );
  for (const place of [0, 1, 2]) await desk.answer(place, declined);
  expect([desk.opened.length, desk.computing.length]).toEqual([2, 2]);
  desk.computing[1].finish();
  expect(await runs[1]).toEqual(partialOf(1, 'local'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(desk.computing.map(({ first }) => first)).toEqual([0, 1, 2]);
  for (const { finish } of desk.computing) finish();
  expect(await Promise.all(runs)).toHaveLength(3);
  expect(desk.opened).toHaveLength(2);
});

test('a thread that died is closed and another takes its place', async () => {
  const desk = new Desk(1);
  const lost = desk.executor.run(span(0), []);
  await desk.answer(0, declined);
  desk.computing[0].finish(new ExecutorLost('test'));
  await expect(lost).rejects.toBeInstanceOf(ExecutorLost);
  const again = desk.other.run(span(0), []);
  await desk.answer(1, declined);
  desk.computing[1].finish();
  expect(await again).toEqual(partialOf(0, 'local'));
  expect(desk.opened).toEqual([{ open: false }, { open: true }]);
});

test('a span from before the newest input is given up: threads only ever add inputs', async () => {
  const desk = new Desk(1);
  const old = desk.executor.run(span(0), []);
  const fresh = desk.other.run(span(0), [{ parameter: 'p', value: 1 }]);
  await desk.answer(1, declined);
  desk.computing[0].finish();
  await fresh;
  const given = expect(old).rejects.toBeInstanceOf(ExecutorLost);
  await desk.answer(0, declined);
  await given;
});
