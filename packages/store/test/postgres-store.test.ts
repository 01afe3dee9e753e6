// The store on a real PostgreSQL server: the laws, then what only a server and a network can do wrong.
import { describeStore, startPostgres, type PostgresServer } from '@holdfast/conformance';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore, type OpenStore, type PoolOptions } from '../src/index.ts';
import { migrate, readMigrations } from '../src/migrate.ts';
import { checkedPool } from '../src/postgres/pool-options.ts';
import { PostgresSql } from '../src/postgres/postgres-sql.ts';
import { realClock } from './clocks.ts';
import { holdStore, kill9, until } from './processes.ts';
import { itKeepsExperiments } from './experiment-cases.ts';
import { itSpeaksSql } from './sql-cases.ts';

const document = { family: 'f', version: 1, name: 'n', model: {} };
const spec = { document, seed: 1, until: 1, parameters: [], limits: {}, workers: 1 };
const newRun = (id: string) => ({ id, spec, document: 'd', family: 'f', name: 'n', createdAt: 1 });
const event = (sequence: number) =>
  ({ sequence, kind: 'status', time: 0, at: 0, message: '', details: {} }) as const;

const open = (databaseUrl: string, owner: string, pool: Partial<PoolOptions> = {}): Promise<OpenStore> =>
  openStore({ databaseUrl, pool }, { owner, clock: realClock });
const sqlOn = (url: string, pool: Partial<PoolOptions> = {}): PostgresSql =>
  new PostgresSql(url, checkedPool(pool));

describe('PostgreSQL', { timeout: 300_000 }, () => {
  let server: PostgresServer;
  let databases = 0;

  /** A new empty database on the same server. */
  const fresh = async (options = ''): Promise<string> => {
    const name = `fresh_${databases++}`;
    const sql = sqlOn(server.url);
    await sql.script(`create database ${name} ${options}`);
    await sql.close();
    return server.url.replace(/postgres$/, name);
  };

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.stop();
  });

  describeStore('PostgreSQL', (owner) => open(server.url, owner), { shared: true });

  describe('experiments', () => itKeepsExperiments((owner) => open(server.url, owner)));

  describe('statements', () => {
    let sql: PostgresSql;
    beforeAll(async () => {
      sql = sqlOn(await fresh());
    });
    afterAll(() => sql.close());

    itSpeaksSql(() => sql);

    it('ends a statement that takes too long, retryably, and goes on', async () => {
      const impatient = sqlOn(server.url, { max: 1, statementTimeoutMs: 100 });
      await expect(impatient.query('select pg_sleep(60)::text')).rejects.toMatchObject({
        code: 'store.unavailable',
        retry: 'same',
      });
      expect(await impatient.query('select 1 as one')).toEqual([{ one: 1 }]);
      await impatient.close();
    });

    it('does not wait for a connection longer than it may', async () => {
      const narrow = sqlOn(server.url, { max: 1, connectionTimeoutMs: 100 });
      // the one connection is there from now on, however long a busy machine took to make it
      await vi.waitFor(() => narrow.query('select 1 as one'), { timeout: 30_000 });
      const holding = narrow.query('select pg_sleep(0.5)::text');
      await expect(narrow.query('select 1 as one')).rejects.toMatchObject({ code: 'store.unavailable' });
      await holding;
      await narrow.close();
    });
  });

  describe('opening', () => {
    it('says that nothing answers, in words that can be retried', async () => {
      const nowhere = 'postgres://holdfast@127.0.0.1:1/postgres';
      await expect(open(nowhere, 'a')).rejects.toMatchObject({ code: 'store.unavailable', retry: 'same' });
    });

    it('refuses a pool out of bounds before it connects', async () => {
      await expect(async () => open('postgres://nowhere', 'a', { max: 0 })).rejects.toMatchObject({
        code: 'limit.out-of-bounds',
      });
    });

    it('refuses a database that cannot hold every text', async () => {
      const url = await fresh("template template0 encoding 'SQL_ASCII' locale 'C'");
      await expect(open(url, 'a')).rejects.toMatchObject({ code: 'store.incompatible' });
    });

    it('migrates a new database once when several open it together', async () => {
      const url = await fresh();
      const stores = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => open(url, owner)));
      const sql = sqlOn(url);
      const numbers = await sql.query<{ number: number }>('select number from holdfast.migration');
      expect(numbers).toHaveLength(readMigrations().length);
      await Promise.all([sql, ...stores].map((one) => one.close()));
    });

    it('refuses a database newer than itself, and one whose history is another', async () => {
      const sql = sqlOn(await fresh());
      const known = readMigrations();
      const next = { number: known.length + 1, name: 'later', text: 'create table holdfast.later (n int4);' };
      await migrate(sql, 1, [...known, next]);
      await expect(migrate(sql, 2, known)).rejects.toMatchObject({
        code: 'store.too-new',
        details: { found: known.length + 1, known: known.length },
      });
      const rewritten = [...known, { ...next, text: `${next.text} -- changed` }];
      await expect(migrate(sql, 2, rewritten)).rejects.toMatchObject({ code: 'store.incompatible' });
      await migrate(sql, 2, [...known, next]);
      await sql.close();
    });

    it('applies all missing migrations or none', async () => {
      const sql = sqlOn(await fresh());
      const known = readMigrations();
      const broken = {
        number: known.length + 1,
        name: 'broken',
        text: 'create table holdfast.broken (n nonsense);',
      };
      await expect(migrate(sql, 1, [...known, broken])).rejects.toMatchObject({ code: '42704' });
      expect(await sql.query(`select 1 from pg_namespace where nspname = 'holdfast'`)).toEqual([]);
      await migrate(sql, 2);
      await sql.close();
    });
  });

  describe('death', () => {
    it('shows the runs of an owner killed with -9 as orphans, and not before', async () => {
      const url = await fresh();
      const victim = await holdStore({ databaseUrl: url }, 'victim', 'run-of-victim');
      const store = await open(url, 'heir');
      expect(await store.orphanedRuns()).toEqual([]);
      expect(await store.claimRun('run-of-victim', 'heir', 3)).toBeUndefined();
      await kill9(victim);
      const orphaned = async (): Promise<boolean> => (await store.orphanedRuns()).length === 1;
      await until(orphaned, 60_000);
      expect(await store.claimRun('run-of-victim', 'heir', 4)).toBe(2);
      await store.close();
    });

    it('keeps an owner alive when only its connection breaks', async () => {
      const url = await fresh();
      const owner = await open(url, 'owner');
      const other = await open(url, 'other');
      await owner.createRun(newRun('kept'));
      const sql = sqlOn(url);
      const held = `select pid from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`;
      const first = await sql.query<{ pid: number }>(held);
      expect(first).toHaveLength(2);
      await sql.query(`select pg_terminate_backend(pid) from (${held}) as holders`);
      // A session that was told to end still holds its lock for a moment: only sessions that came after count.
      await until(async () => {
        const holders = await sql.query<{ pid: number }>(held);
        return holders.filter(({ pid }) => !first.some((one) => one.pid === pid)).length === 2;
      }, 60_000);
      expect(await other.orphanedRuns()).toEqual([]);
      await Promise.all([owner, other, sql].map((one) => one.close()));
    });

    it('goes on after the server was killed with -9 under load: nothing acknowledged is lost, nothing else fails', async () => {
      const store = await open(server.url, 'survivor');
      const acknowledged = new Map<string, number>();
      const failures: unknown[] = [];
      const going = { on: true };
      const write = async (id: string): Promise<void> => {
        await store.createRun(newRun(id));
        for (let sequence = 0; going.on;) {
          try {
            await store.appendEvents(id, 0, [event(sequence)]);
            acknowledged.set(id, sequence++);
          } catch (error) {
            failures.push(error);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      };
      const writing = Promise.all(['w0', 'w1', 'w2', 'w3'].map((id) => write(id)));
      const total = (): number => [...acknowledged.values()].reduce((sum, n) => sum + n, 0);
      await until(() => Promise.resolve(total() > 100), 60_000);
      await server.kill9();
      await until(() => Promise.resolve(failures.length > 4), 60_000);
      const atRestart = total();
      await server.restart();
      await until(() => Promise.resolve(total() > atRestart + 100), 60_000);
      going.on = false;
      await writing;
      expect(failures.filter((error) => (error as { code?: unknown }).code !== 'store.unavailable')).toEqual(
        [],
      );
      for (const [id, last] of acknowledged) {
        let read = 0;
        for (let page = await store.listEvents(id, { limit: 1000 }); page.length > 0;) {
          read += page.length;
          page = await store.listEvents(id, { after: page.at(-1)!.sequence, limit: 1000 });
        }
        expect(read).toBeGreaterThanOrEqual(last + 1);
      }
      const other = await open(server.url, 'onlooker');
      const orphans = async (): Promise<number> =>
        (await other.orphanedRuns()).filter(({ id }) => acknowledged.has(id)).length;
      await until(async () => (await orphans()) === 0, 60_000);
      await store.close();
      await until(async () => (await orphans()) === 4, 60_000);
      await other.close();
    });
  });
});
