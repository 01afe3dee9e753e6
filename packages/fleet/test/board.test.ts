// What the board promises, on both databases: a task is nobody's for longer than a lease, an answer counts once, and what is
// stale changes nothing. The clock is the test's, so that leases end without waiting.

import * as fc from 'fast-check';
import type { OpenStore } from '@holdfast/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attemptsMost, Board, type BoardTimes, type Claim, type Collected, type Work } from '../src/board.ts';
import { databases, type Database } from './databases.ts';

const times: BoardTimes = { leaseMs: 100, hostMs: 1000, keepMs: 5000 };
const engine = 'sampler@1';
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const keysOf = (some: readonly { readonly key: string }[]): string[] => some.map(({ key }) => key).sort();

/** A partial is a function of its key and of the epoch, so that one of another epoch would be seen. */
const right = ({ work: name, key }: Pick<Claim, 'work' | 'key'>): Uint8Array =>
  bytes(Number(key), Number(name.split('.')[1]));
const workOf = (run: string, epoch = 1, launch = 0): Work => ({
  name: `${run}.${epoch}.${launch}`,
  run,
  epoch,
  launch,
  engine,
  document: 'd',
  setup: '{"seed":1}',
});

describe.each(Object.entries(databases))('the board on %s', (_, openDatabase) => {
  let database: Database;
  let store: OpenStore;
  let board: Board;
  let now = 1e6;
  let works = 0;
  beforeAll(async () => {
    database = await openDatabase();
    store = await database.open();
    board = new Board(store.sql, times, () => now);
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await database.remove();
  });

  /** An open work with these tasks, on a board where nothing else is to be had. */
  const posted = async (...keys: readonly string[]): Promise<Work> => {
    now += times.hostMs + 1;
    const work = workOf(`run-${works++}`);
    await board.open(work);
    await board.post(
      work.name,
      keys.map((key) => ({ key, request: `{"key":"${key}"}` })),
    );
    return work;
  };
  const claimOne = async (worker: string): Promise<Claim> => (await board.claim(worker, [engine], 1))[0];

  it('hands out tasks in the order they were posted, each once', async () => {
    await posted('b', 'a', 'c');
    const first = await board.claim('one', [engine], 2);
    const second = await board.claim('two', [engine], 2);
    expect(first.map(({ key }) => key)).toEqual(expect.arrayContaining(['b', 'a']));
    expect(first[0].request).toMatch(/"key"/);
    expect(keysOf(second)).toEqual(['c']);
    expect(await board.claim('three', [engine], 2)).toEqual([]);
  });

  it('hands out nothing to workers that make other numbers', async () => {
    await posted('a');
    expect(await board.claim('one', ['sampler@2', 'other@1'], 5)).toEqual([]);
  });

  it("gives a silent worker's task to another, and none to a third while that one lives", async () => {
    const { name } = await posted('a');
    const lost = await claimOne('killed');
    now += times.leaseMs;
    const taken = await claimOne('heir');
    expect(taken).toMatchObject({ work: name, key: 'a', attempt: 2 });
    now += times.leaseMs - 1;
    await board.renew('heir', [taken]);
    await board.renew('killed', [lost]);
    now += times.leaseMs - 1;
    expect(await board.collect([name])).toEqual([]);
    expect(await board.claim('third', [engine], 1)).toEqual([]);
  });

  it('gives a task back that was lost as often as it may be', async () => {
    const { name } = await posted('a');
    for (let attempt = 0; attempt < attemptsMost; attempt++) {
      await claimOne(`killed ${attempt}`);
      now += times.leaseMs;
    }
    expect(await board.claim('next', [engine], 1)).toEqual([]);
    expect(await board.collect([name])).toMatchObject([{ key: 'a', reply: null, refusal: null }]);
  });

  it('keeps the bytes of the first answer and refuses every later one', async () => {
    const { name } = await posted('a');
    const frozen = await claimOne('frozen');
    now += times.leaseMs;
    const heir = await claimOne('heir');
    expect(await board.answer(heir, bytes(0, 1, 255))).toBe(true);
    expect(await board.answer(frozen, bytes(9))).toBe(false);
    expect(await board.refuse('frozen', frozen, 'late')).toBe(false);
    expect(await board.collect([name])).toMatchObject([{ key: 'a', reply: bytes(0, 1, 255) }]);
    expect(await board.answer(heir, bytes(7))).toBe(false);
    expect(await board.collect([name])).toEqual([]);
  });

  it("takes a thawed worker's answer while the task is open, but not its refusal", async () => {
    const { name } = await posted('a', 'b');
    const frozen = await board.claim('frozen', [engine], 2);
    now += times.leaseMs;
    await board.claim('heir', [engine], 2);
    const [a, b] = [...frozen].sort((left, right) => (left.key < right.key ? -1 : 1));
    expect(await board.refuse('frozen', b, 'late')).toBe(false);
    expect(await board.answer(a, bytes(1))).toBe(true);
    expect(keysOf(await board.collect([name]))).toEqual(['a']);
  });

  it('forgets the tasks of an earlier epoch, whose answers then change nothing', async () => {
    const old = await posted('a');
    const claim = await claimOne('slow');
    const later = { ...workOf(old.run, 2), name: `${old.run}.2.0` };
    expect(await board.open(later)).toBe(true);
    await board.post(later.name, [{ key: 'a', request: '{}' }]);
    expect(await board.answer(claim, bytes(1))).toBe(false);
    expect(await board.setup(old.name)).toBeUndefined();
    expect(await board.collect([old.name, later.name])).toEqual([]);
    await board.post(old.name, [{ key: 'b', request: '{}' }]);
    expect(keysOf(await board.claim('other', [engine], 5))).toEqual(['a']);
  });

  it('lets no earlier launch open its work after a later one has', async () => {
    const run = `run-${works++}`;
    expect(await board.open(workOf(run, 3, 1))).toBe(true);
    expect(await board.open(workOf(run, 3, 0))).toBe(false);
    expect(await board.open(workOf(run, 2, 7))).toBe(false);
    expect(await board.open(workOf(run, 3, 1))).toBe(true);
    expect(await board.open(workOf(run, 3, 2))).toBe(true);
  });

  it('computes nothing for a host that shows no life, and goes on when it does again', async () => {
    const { name } = await posted('a');
    now += times.hostMs + 1;
    expect(await board.claim('one', [engine], 1)).toEqual([]);
    expect(await board.touch([name, 'unknown'])).toEqual(new Set([name]));
    expect(keysOf(await board.claim('one', [engine], 1))).toEqual(['a']);
  });

  it('counts the seats of living workers by what they make', async () => {
    await board.announce('one', [engine, 'other@1'], 3);
    await board.announce('two', [engine], 2);
    expect(await board.crew()).toEqual(
      new Map([
        [engine, 5],
        ['other@1', 3],
      ]),
    );
    now += times.leaseMs - 1;
    await board.announce('two', [engine], 1);
    now += 1;
    expect(await board.crew()).toEqual(new Map([[engine, 1]]));
    await board.leave('two');
    expect(await board.crew()).toEqual(new Map());
  });

  it('keeps nothing of dead hosts and workers for ever', async () => {
    await posted('a', 'b');
    await board.announce('gone', [engine], 1);
    now += times.keepMs + 1;
    await board.sweep();
    const [left] = await store.sql.query<{ rows: number }>(
      `select (select count(*) from holdfast.fleet_work) + (select count(*) from holdfast.fleet_task)
        + (select count(*) from holdfast.fleet_worker) as rows`,
    );
    expect(left.rows).toBe(0);
  });

  it('uses the clock of the database unless it is given one', async () => {
    const own = new Board(store.sql, times);
    const work = workOf(`run-${works++}`);
    await own.open(work);
    await own.post(work.name, [{ key: 'a', request: '{}' }]);
    expect(keysOf(await own.claim('one', [engine], 1))).toEqual(['a']);
    expect(await own.claim('two', [engine], 1)).toEqual([]);
    await own.close(work.name);
  });

  it('gives every task one right answer under duplicate, late and reordered deliveries of workers that die', async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('claim' as const), worker: fc.nat(3) }),
      fc.record({ do: fc.constant('answer' as const), which: fc.nat(20) }),
      fc.record({ do: fc.constant('repeat' as const), which: fc.nat(20) }),
      fc.record({ do: fc.constant('refuse' as const), which: fc.nat(20) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 150 }) }),
      fc.record({ do: fc.constant('takeover' as const) }),
      fc.record({ do: fc.constant('collect' as const) }),
      fc.record({ do: fc.constant('repost' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 40 }), async (actions) => {
        const keys = ['0', '1', '2', '3'];
        const tasks = keys.map((key) => ({ key, request: `{"key":"${key}"}` }));
        let work = await posted(...keys);
        const stale: Work[] = [];
        /** Everything any worker ever held; nothing it says is ever forgotten. */
        const claims: (Claim & { worker: string })[] = [];
        let collected: Collected[] = [];
        const open = (): Set<string> =>
          new Set(keys.filter((key) => !collected.some((one) => one.key === key)));
        const gather = async (): Promise<void> => {
          expect(await board.collect(stale.map(({ name }) => name))).toEqual([]);
          for (const one of await board.collect([work.name])) {
            expect(open()).toContain(one.key);
            collected.push(one);
          }
        };
        for (const one of actions) {
          const claim = 'which' in one ? claims[one.which % Math.max(1, claims.length)] : undefined;
          if (one.do === 'wait') now += one.ms;
          else if (one.do === 'collect') await gather();
          else if (one.do === 'claim') {
            const worker = `worker ${one.worker}`;
            const taken = await board.claim(worker, [engine], 2);
            for (const each of taken) {
              expect(each.work).toBe(work.name);
              expect(each.attempt).toBeLessThanOrEqual(attemptsMost);
              claims.push({ ...each, worker });
            }
          } else if (one.do === 'takeover') {
            stale.push(work);
            work = { ...workOf(work.run, work.epoch + 1), name: `${work.run}.${work.epoch + 1}.0` };
            collected = [];
            expect(await board.open(work)).toBe(true);
            await board.post(work.name, tasks);
          } else if (one.do === 'repost') {
            await board.touch([work.name]);
            await board.post(
              work.name,
              tasks.filter(({ key }) => open().has(key)),
            );
            for (const old of stale) await board.post(old.name, tasks);
          } else if (claim !== undefined && one.do === 'refuse')
            await board.refuse(claim.worker, claim, 'failed');
          else if (claim !== undefined) {
            await board.answer(claim, right(claim));
            if (one.do === 'repeat') expect(await board.answer(claim, bytes(99))).toBe(false);
          }
        }
        // Faults are over: one good worker, and everything left is answered or given back.
        for (let round = 0; open().size > 0 && round < 20; round++) {
          await board.touch([work.name]);
          await board.post(
            work.name,
            tasks.filter(({ key }) => open().has(key)),
          );
          for (const claim of await board.claim('good', [engine], 4)) await board.answer(claim, right(claim));
          await gather();
          now += times.leaseMs;
        }
        expect(keysOf(collected)).toEqual(keys);
        for (const { key, work: name, reply } of collected)
          if (reply !== null) expect(reply).toEqual(right({ work: name, key }));
        for (const { reply, refusal, attempt } of collected)
          expect(reply !== null || refusal !== null || attempt === attemptsMost).toBe(true);
        await board.close(work.name);
      }),
      { numRuns: 40 },
    );
  }, 240_000);
});
