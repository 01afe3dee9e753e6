// The store on PGlite in a directory: the laws, then what an embedded database can lose, leave locked or hold up.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { statfsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describeStore } from '@holdfast/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, readHolder, type OpenStore } from '../src/index.ts';
import { lockDirectory } from '../src/pglite/directory-lock.ts';
import { openDatabase } from '../src/pglite/embedded-database.ts';
import { PGliteSql } from '../src/pglite/pglite-sql.ts';
import { ManualClock, realClock } from './clocks.ts';
import { killLoop } from './kill-loop.js';
import { PowerLoss } from './power-loss.ts';
import { holdStore, kill9, until } from './processes.ts';
import { itKeepsExperiments } from './experiment-cases.ts';
import { itSpeaksSql } from './sql-cases.ts';

/** A memory disk where there is room: what is asked to be on disk is observed here, not waited for. */
function scratch(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir();
}

const open = (dataDirectory: string, owner = 'owner'): Promise<OpenStore> =>
  openStore({ dataDirectory }, { owner, clock: realClock });

// Opening a database compiles 9 MB of WebAssembly: seconds of a busy core.
describe('PGlite', { timeout: 300_000 }, () => {
  let base: string;
  let copies = 0;
  /** Making a database takes seconds; each test works on a copy of one. */
  const fresh = (): string => {
    const directory = join(base, String(copies++));
    cpSync(join(base, 'template'), directory, { recursive: true });
    return directory;
  };

  beforeAll(async () => {
    base = mkdtempSync(join(scratch(), 'holdfast-pglite-'));
    await (await open(join(base, 'template'))).close();
  });
  afterAll(() => {
    rmSync(base, { recursive: true, force: true });
  });

  describe('laws', () => {
    let directory: string;
    beforeAll(() => {
      directory = fresh();
    });
    describeStore('PGlite', (owner) => open(directory, owner), { shared: false });
  });

  describe('experiments', () => {
    let directory: string | undefined;
    itKeepsExperiments((owner) => open((directory ??= fresh()), owner));
  });

  describe('statements', () => {
    let sql: PGliteSql;
    beforeAll(async () => {
      sql = await PGliteSql.open(join(fresh(), 'database'), () => undefined);
    });
    afterAll(() => sql.close());

    itSpeaksSql(() => sql);

    it('leaves the main thread free during a heavy query', async () => {
      let turns = 0;
      const ticking = setInterval(() => (turns += 1), 1);
      await sql.query('select sum(sqrt(n)) as total from generate_series(1, 1500000) as n');
      clearInterval(ticking);
      // A thread that computes the query itself gets no turn until it is done.
      expect(turns).toBeGreaterThan(10);
    });

    it('fails what was in flight when its thread dies, and starts another that has everything committed', async () => {
      await sql.script('create table survivors (n int4); insert into survivors values (1)');
      let afterDeath: Promise<unknown> = Promise.resolve();
      const transaction = sql.transaction(async (tx) => {
        await tx.query('insert into survivors values (2)');
        await sql.killThread();
        afterDeath = tx.query('insert into survivors values (3)');
        await afterDeath;
      });
      await expect(transaction).rejects.toMatchObject({ code: 'store.unavailable', retry: 'same' });
      await expect(afterDeath).rejects.toMatchObject({ code: 'store.unavailable' });
      expect(await sql.query('select n from survivors')).toEqual([{ n: 1 }]);
    });
  });

  describe('lock', () => {
    it('refuses a second holder by any path and names the first', async () => {
      const directory = join(base, 'held');
      const first = await lockDirectory(directory, 'owner');
      const holder = `process ${process.pid}`;
      await expect(lockDirectory(directory, 'other')).rejects.toMatchObject({
        code: 'store.locked',
        details: { directory, holder },
      });
      first.publish('http://127.0.0.1:4100');
      expect(await readHolder(directory)).toMatchObject({
        pid: process.pid,
        owner: 'owner',
        url: 'http://127.0.0.1:4100',
      });
      symlinkSync(directory, join(base, 'alias'));
      await expect(lockDirectory(join(base, 'alias'), 'other')).rejects.toThrow(
        `in use by ${holder} (http://127.0.0.1:4100)`,
      );
      await first.release();
      await first.release();
      expect(await readHolder(directory)).toBeUndefined();
      await (await lockDirectory(directory, 'other')).release();
    });

    it('is free at once when its holder is killed with -9, and the holder’s runs are orphans', async () => {
      const directory = fresh();
      const holder = await holdStore({ dataDirectory: directory }, 'victim', 'run-of-victim');
      await expect(open(directory)).rejects.toMatchObject({
        code: 'store.locked',
        details: { holder: `process ${holder.pid} (http://127.0.0.1:4100)` },
      });
      expect(await readHolder(directory)).toMatchObject({ pid: holder.pid });
      await kill9(holder);
      expect(await readHolder(directory)).toBeUndefined();
      const store = await open(directory);
      expect((await store.orphanedRuns()).map(({ id }) => id)).toEqual(['run-of-victim']);
      expect(await store.claimRun('run-of-victim', 'owner', 3)).toBe(2);
      await store.close();
    });

    it('is released when opening fails', async () => {
      const directory = fresh();
      writeFileSync(join(directory, 'database', 'PG_VERSION'), '17\n');
      const refused = open(directory);
      await expect(refused).rejects.toMatchObject({ code: 'store.incompatible' });
      await expect(refused).rejects.toThrow('PostgreSQL 17');
      await (await lockDirectory(directory, 'other')).release();
    });

    it('does not take a recycled process id, or a file cut short, for the holder', async () => {
      const directory = join(base, 'recycled');
      mkdirSync(directory);
      const left = { pid: process.pid, started: 'an earlier boot/1', owner: 'gone' };
      for (const text of [JSON.stringify(left), JSON.stringify(left).slice(0, 10)]) {
        writeFileSync(join(directory, 'holder.json'), text);
        expect(await readHolder(directory)).toBeUndefined();
        await (await lockDirectory(directory, 'owner')).release();
      }
    });
  });

  describe('durability', () => {
    it('loses nothing acknowledged when the process is killed with -9 while it writes', async () => {
      expect(await killLoop(fresh(), 2)).toBeGreaterThanOrEqual(39);
    });

    it('reaches the disk with every commit: a power cut loses nothing acknowledged, where an engine without fsync loses all', async () => {
      const directory = join(fresh(), 'database');
      const disk = new PowerLoss(directory);
      const withoutFsync = new PowerLoss(directory);
      const options = {
        onFsync: disk.observe,
        onBroken: (error: unknown): never => expect.unreachable(String(error)),
      };
      const database = await openDatabase(directory, options);
      await database.exec('create table kept (n int4 primary key, filler text)');
      const before = disk.fsyncs;
      const cut = (n: number): void => disk.restoreTo(join(base, `cut-${n}`));
      for (let n = 1; n <= 40; n++) {
        await database.query('insert into kept values ($1, repeat($2, 2000))', [n, 'x']);
        if (n === 15) await database.exec('checkpoint');
        if (n === 20) cut(n);
        if (n === 30) for (const text of ['vacuum full kept', 'checkpoint']) await database.exec(text);
      }
      cut(40);
      expect(disk.fsyncs - before).toBeGreaterThanOrEqual(40);
      withoutFsync.restoreTo(join(base, 'cut-without'));
      await database.close();
      const kept = async (name: string): Promise<unknown> => {
        const recovered = await openDatabase(join(base, name), { ...options, onFsync: () => undefined });
        const { rows } = await recovered
          .query('select count(*) as n, max(n) as last from kept')
          .finally(() => recovered.close());
        return rows;
      };
      expect(await kept('cut-20')).toEqual([{ n: 20, last: 20 }]);
      expect(await kept('cut-40')).toEqual([{ n: 40, last: 40 }]);
      await expect(kept('cut-without')).rejects.toMatchObject({ code: '42P01' });
    });

    it('ends the thread rather than answer when an fsync fails', async () => {
      const directory = join(fresh(), 'database');
      const failing = new Int32Array(new SharedArrayBuffer(4));
      const thread = new Worker(new URL('failing-disk-thread.js', import.meta.url), {
        workerData: { task: 'serve', directory, failing },
        execArgv: [],
      });
      const replies: { kind: string }[] = [];
      thread.on('message', (reply: { kind: string }) => replies.push(reply));
      const ended = once(thread, 'exit');
      await until(() => Promise.resolve(replies.length === 1), 90_000);
      thread.postMessage({ kind: 'script', id: 0, text: 'create table kept (n int4)' }, []);
      await until(() => Promise.resolve(replies.length === 2), 90_000);
      Atomics.store(failing, 0, 1);
      thread.postMessage({ kind: 'script', id: 1, text: 'insert into kept values (1)' }, []);
      expect(await ended).toEqual([1]);
      expect(replies.map(({ kind }) => kind)).toEqual(['ready', 'rows']);
    });
  });

  describe('upkeep', () => {
    it('bounds the log and reclaims dead rows by volume and by time', async () => {
      const directory = fresh();
      const log = (): number =>
        readdirSync(join(directory, 'database', 'pg_wal'), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
      const clock = new ManualClock();
      const maintenance = { everyMs: 1000, everyBytes: 8 * 1024 * 1024 };
      const store = await openStore({ dataDirectory: directory, maintenance }, { owner: 'owner', clock });
      const document = { family: 'f', version: 1, name: 'n', model: {} };
      const spec = { document, seed: 1, until: 1, parameters: [], limits: {}, workers: 1 };
      await store.createRun({ id: 'r', spec, document: 'd', family: 'f', name: 'n', createdAt: 1 });
      const frames = [0, 1, 2, 3].map((sequence) => ({
        sequence,
        time: 0,
        values: new Float64Array(131_072),
      }));
      for (let batch = 0; batch < 24; batch++) {
        await store.appendFrames(
          'r',
          0,
          frames.map((frame) => ({ ...frame, sequence: 4 * batch + frame.sequence })),
        );
        clock.advance(100);
      }
      await store.ping();
      // 96 MB of frames went through a log that PostgreSQL keeps at 64 MB once something checkpoints.
      expect(log()).toBeLessThan(88 * 1024 * 1024);
      await store.close();
    });
  });
});
