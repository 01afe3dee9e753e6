import type { Input, Snapshot } from '@holdfast/core';
import { describe, expect, test } from 'vitest';
import { ChunkPool, ExecutorLost, type ChunkExecutor, type Span } from '../src/chunk-pool.ts';
import { Promised } from '../src/promised.ts';

interface Call {
  readonly span: Span;
  readonly inputs: readonly Input[];
  resolve(): Promise<void>;
  reject(error: Error): Promise<void>;
}

/** A pool whose executors do nothing until the test says so. */
function openPool(
  executors: number,
  kind: Pick<ChunkExecutor, 'places' | 'ready'> = {},
  own?: (span: Span) => Promise<Snapshot>,
): {
  pool: ChunkPool;
  calls: Call[];
  opened: () => number;
  closed: () => number;
} {
  const calls: Call[] = [];
  let opened = 0;
  let closed = 0;
  const open = (): ChunkExecutor => {
    opened++;
    return {
      ...kind,
      run: (span, inputs) =>
        new Promise<Snapshot>((resolve, reject) => {
          calls.push({
            span,
            inputs,
            resolve: () => {
              resolve({ layout: 'test', fields: { ...span, inputs: inputs.length } });
              return settled();
            },
            reject: (error) => {
              reject(error);
              return settled();
            },
          });
        }),
      close: () => closed++,
    };
  };
  return { pool: new ChunkPool(open, executors, [], own), calls, opened: () => opened, closed: () => closed };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Every span is one chunk. */
const single = (): number => 1;

const indexes = (calls: readonly Call[]): readonly number[] => calls.map(({ span }) => span.first);

const own = ({ first }: Span): Promise<Snapshot> => Promise.resolve({ layout: 'own', fields: { first } });

describe('a chunk pool', () => {
  test('gives partials back by index although they finish in another order', async () => {
    const { pool, calls } = openPool(2);
    const first = pool.take(0, 10, single);
    await calls[1].resolve();
    await calls[0].resolve();
    expect((await first).partial?.fields['first']).toBe(0);
    expect((await pool.take(1, 10, single)).partial?.fields['first']).toBe(1);
  });

  test('never has more than two spans per executor issued or waiting', async () => {
    const { pool, calls } = openPool(2);
    void pool.take(0, 100, single);
    for (let done = 1; done < 20; done++) await calls[done]?.resolve();
    expect(indexes(calls)).toEqual([0, 1, 2, 3]);
  });

  test('does not compute past the end', async () => {
    const { pool, calls } = openPool(3);
    void pool.take(8, 10, single);
    await settled();
    expect(indexes(calls)).toEqual([8, 9]);
  });

  test('cuts spans where it is told, once, and gives each back whole', async () => {
    const { pool, calls } = openPool(2);
    let width = 3;
    const first = pool.take(4, 12, () => width);
    width = 2;
    expect(calls.map(({ span }) => span)).toEqual([
      { first: 4, count: 3 },
      { first: 7, count: 3 },
    ]);
    await calls[0].resolve();
    expect((await first).span).toEqual({ first: 4, count: 3 });
    await calls[1].resolve();
    expect((await pool.take(7, 12, () => width)).span).toEqual({ first: 7, count: 3 });
    expect(calls.slice(2).map(({ span }) => span)).toEqual([{ first: 10, count: 2 }]);
  });

  test('computes again with new inputs whatever was ahead when they came', async () => {
    const { pool, calls } = openPool(2);
    const first = pool.take(0, 10, single);
    await calls[0].resolve();
    await first;
    const input = { parameter: 'gain', value: 2 };
    pool.revise([input]);
    const second = pool.take(1, 10, single);
    for (const call of [...calls].slice(1)) await call.resolve();
    for (const call of [...calls].slice(3)) await call.resolve();
    expect((await second).partial?.fields['inputs']).toBe(1);
    expect(calls.filter(({ span, inputs }) => span.first === 1 && inputs[0] === input)).toHaveLength(1);
  });

  test('gives the chunk of an executor that died to a new one', async () => {
    const { pool, calls, opened, closed } = openPool(1);
    const partial = pool.take(0, 1, single);
    await calls[0].reject(new ExecutorLost('died'));
    await calls[1].resolve();
    expect((await partial).partial?.fields['first']).toBe(0);
    expect([opened(), closed()]).toEqual([2, 1]);
  });

  test('passes on a failure of the chunk itself only when its turn comes', async () => {
    const { pool, calls } = openPool(2);
    const first = pool.take(0, 10, single);
    await calls[1].reject(new TypeError('wrong'));
    await calls[0].resolve();
    expect((await first).partial?.fields['first']).toBe(0);
    await expect(pool.take(1, 10, single)).rejects.toThrow('wrong');
  });

  test('gives an executor as many spans as it has places, and nothing before it is ready', async () => {
    const ready = new Promised<void>();
    const { pool, calls } = openPool(2, { places: 2, ready: ready.promise });
    const first = pool.take(0, 100, single);
    await settled();
    expect(calls).toEqual([]);
    ready.resolve();
    await settled();
    expect(indexes(calls)).toEqual([0, 1, 2, 3]);
    await calls[0].resolve();
    expect((await first).partial?.fields['first']).toBe(0);
  });

  test('replaces an executor once, however many spans were lost with it', async () => {
    const { pool, calls, opened } = openPool(1, { places: 2 });
    const first = pool.take(0, 2, single);
    await Promise.all(calls.map((call) => call.reject(new ExecutorLost('died'))));
    expect([opened(), indexes(calls)]).toEqual([2, [0, 1, 0, 1]]);
    await calls[2].resolve();
    expect((await first).span.first).toBe(0);
  });

  test('gives up when executors keep dying before they are ready', async () => {
    const { pool, opened } = openPool(1, { ready: Promise.reject(new ExecutorLost('no memory')) });
    await expect(pool.take(0, 2, single)).rejects.toMatchObject({ code: 'worker.crashed' });
    expect(opened()).toBe(3);
  });

  test('closes all its executors', async () => {
    const { pool, calls, closed } = openPool(3);
    void pool.take(0, 1, single);
    await calls[0].resolve();
    pool.close();
    expect(closed()).toBe(3);
  });
});

describe('a chunk pool of a process that computes too', () => {
  test('leaves to it the span whose turn has come and that nobody has', async () => {
    const { pool, calls } = openPool(1, {}, own);
    expect(await pool.take(0, 10, single)).toEqual({ span: { first: 0, count: 1 }, partial: undefined });
    expect(indexes(calls)).toEqual([1]);
  });

  test('has it compute ahead while it waits for a span that an executor has', async () => {
    const { pool, calls } = openPool(1, {}, own);
    await pool.take(0, 10, single);
    const second = pool.take(1, 10, single);
    await settled();
    expect(indexes(calls)).toEqual([1]);
    await calls[0].resolve();
    expect((await second).partial?.layout).toBe('test');
    for (const first of [2, 3, 4]) {
      const taken = await pool.take(first, 10, single);
      expect([taken.span.first, taken.partial?.layout]).toEqual([first, 'own']);
    }
  });

  test('keeps every other span for it, gives those away only when nothing else is left, and again after a loss', async () => {
    const { pool, calls } = openPool(1, { places: 3 }, own);
    await pool.take(0, 5, single);
    expect(indexes(calls)).toEqual([1, 3]);
    const second = pool.take(1, 5, single);
    await settled();
    expect(indexes(calls)).toEqual([1, 3, 4]);
    await calls[2].reject(new ExecutorLost('died'));
    expect(indexes(calls)).toEqual([1, 3, 4, 4]);
    await calls[0].resolve();
    expect((await second).span.first).toBe(1);
  });

  test('leaves what cost an executor to executors', async () => {
    const computed: number[] = [];
    const { pool, calls } = openPool(1, {}, (span) => {
      computed.push(span.first);
      return own(span);
    });
    await pool.take(0, 2, single);
    const second = pool.take(1, 2, single);
    for (let loss = 0; loss < 3; loss++) await calls[loss].reject(new ExecutorLost('died'));
    await expect(second).rejects.toMatchObject({ code: 'worker.crashed' });
    expect(computed).toEqual([]);
  });
});
