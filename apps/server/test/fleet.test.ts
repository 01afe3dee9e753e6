// One run, its bytes, and who may compute it: one worker, two threads, processes on the same database that are killed or frozen
// in the middle of a span, a server that is killed, seats of an embedded server.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPostgres, type PostgresServer } from '@holdfast/conformance';
import type { RunRequest } from '@holdfast/protocol';
import { openStore, type OpenStore } from '@holdfast/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory, until } from './fixture.ts';
import { askJson, resultOf, spawnServer } from './fixtures/kill-loop.js';

const example = new URL('../../../examples/estimate-pi.json', import.meta.url);
const document = JSON.parse(readFileSync(example, 'utf8')) as RunRequest['document'];
const entry = fileURLToPath(new URL('./fixtures/fleet-worker.js', import.meta.url));
const deadlineMs = 240_000;
const directories: ReturnType<typeof temporaryDirectory>[] = [];

function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory.path;
}

interface Task {
  readonly worker: string | null;
  readonly answered: boolean;
}

type Server = Awaited<ReturnType<typeof spawnServer>>;

const start = async (server: Server, workers: number, limits?: RunRequest['limits']): Promise<string> => {
  const request = { document, seed: 7, until: 20_000_000, workers, limits };
  return (await askJson(server.url, '/api/v1/runs', request)).run.id;
};
const bytesOf = (server: Server, id: string): Promise<string> => resultOf(server.url, id, deadlineMs);
const codesOf = async (server: Server, id: string): Promise<unknown[]> => {
  const { events } = await askJson(server.url, `/api/v1/runs/${id}/events?limit=1000`);
  return events.flatMap((event: { details: { code?: string } }) => event.details.code ?? []);
};

afterAll(() => {
  for (const directory of directories) directory.remove();
});

describe('a run on PostgreSQL', () => {
  let postgres: PostgresServer;
  let environment: Record<string, string>;
  let server: Server;
  let watcher: OpenStore;
  let reference: string;
  const workers: ChildProcess[] = [];

  const startWorker = async (): Promise<ChildProcess> => {
    const settings = { ...environment, HOLDFAST_FLEET_WORKERS: '1' };
    const worker = spawn(process.execPath, [entry], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    workers.push(worker);
    await once(worker.stdout, 'data');
    return worker;
  };
  const tasks = (): Promise<readonly Task[]> =>
    watcher.sql.query('select worker, reply is not null as answered from holdfast.fleet_task');
  /** Tasks that were ever on the board. */
  const posted = async (): Promise<number> =>
    (
      await watcher.sql.query<{ count: number }>(
        `select coalesce(pg_sequence_last_value('holdfast.fleet_task_number_seq'), 0) as count`,
      )
    )[0].count;
  const holds = async (worker: ChildProcess): Promise<boolean> =>
    (await tasks()).some((task) => task.worker?.startsWith(`${worker.pid}-`) && !task.answered);
  /** Freezes a worker at a moment at which it has taken a span and cannot have answered it. */
  const freezeWithSpan = (worker: ChildProcess): Promise<true> =>
    until('a worker frozen in the middle of a span', async () => {
      if (!(await holds(worker))) return undefined;
      worker.kill('SIGSTOP');
      // What it had sent before is answered by now, or it never was.
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (await holds(worker)) return true;
      worker.kill('SIGCONT');
      return undefined;
    });
  const expectEmptyBoard = (): Promise<true> =>
    until('an empty board', async () => (await tasks()).length === 0 || undefined);

  beforeAll(async () => {
    postgres = await startPostgres();
    environment = {
      HOLDFAST_DATA_DIR: newDirectory(),
      HOLDFAST_DATABASE_URL: postgres.url,
      HOLDFAST_FLEET_LEASE_MS: '1500',
      HOLDFAST_CHECKPOINT_MS: '200',
      HOLDFAST_SLOTS: '4',
    };
    server = await spawnServer(environment, 'shipped');
    const clock = { now: () => Date.now(), after: () => () => undefined };
    watcher = await openStore({ databaseUrl: postgres.url }, { owner: `watcher-${process.pid}`, clock });
    reference = await bytesOf(server, await start(server, 1));
    expect(JSON.parse(reference)).toMatchObject({ reached: 20_000_000, partial: false });
  }, 300_000);
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await server.kill('SIGTERM');
    await watcher.close();
    await postgres.stop();
  });

  it(
    'gives the same bytes with two threads of its own while no worker is there',
    async () => {
      expect(await bytesOf(server, await start(server, 2))).toBe(reference);
      expect(await posted()).toBe(0);
    },
    deadlineMs,
  );

  it(
    'gives them with two worker processes of which one is killed in the middle of a span',
    async () => {
      const [doomed] = await Promise.all([startWorker(), startWorker()]);
      const id = await start(server, 2);
      await freezeWithSpan(doomed);
      doomed.kill('SIGKILL');
      expect(await bytesOf(server, id)).toBe(reference);
      expect(await codesOf(server, id)).toContain('fleet.worker-lost');
      expect(await posted()).toBeGreaterThan(20);
      await expectEmptyBoard();
    },
    deadlineMs,
  );

  it(
    'gives them when the server is killed in the middle, and forgets the spans of its epoch',
    async () => {
      const id = await start(server, 2);
      await until('a checkpoint and spans on the board', async () => {
        const { checkpoints } = await askJson(server.url, `/api/v1/runs/${id}/checkpoints`);
        return (checkpoints.length > 0 && (await tasks()).length > 0) || undefined;
      });
      await server.kill('SIGKILL');
      const before = await posted();
      server = await spawnServer(environment, 'shipped');
      expect(await bytesOf(server, id)).toBe(reference);
      expect((await askJson(server.url, `/api/v1/runs/${id}`)).run.epoch).toBe(2);
      expect(await posted()).toBeGreaterThan(before);
      await expectEmptyBoard();
    },
    deadlineMs,
  );

  it(
    'gives them when the only worker is frozen, which does no harm when it thaws',
    async () => {
      const frozen = workers.at(-1)!;
      const id = await start(server, 2);
      await freezeWithSpan(frozen);
      expect(await bytesOf(server, id)).toBe(reference);
      expect(await codesOf(server, id)).toContain('fleet.unavailable');
      frozen.kill('SIGCONT');
      const next = await start(server, 2);
      await until('a span taken again', async () => (await holds(frozen)) || undefined);
      expect(await bytesOf(server, next)).toBe(reference);
      await expectEmptyBoard();
    },
    deadlineMs,
  );

  it(
    'ends at a limit that a worker of the fleet cannot see',
    async () => {
      const id = await start(server, 2, { wallMs: 300 });
      const result = JSON.parse(await bytesOf(server, id));
      expect(result).toMatchObject({ stop: { kind: 'limit', limit: 'wallMs' }, partial: true });
      await expectEmptyBoard();
    },
    deadlineMs,
  );
});

describe('a run on the embedded database', () => {
  it('gives the same bytes with one worker and with seats of its own server', async () => {
    const environment = { HOLDFAST_DATA_DIR: newDirectory(), HOLDFAST_FLEET_WORKERS: '2' };
    const server = await spawnServer(environment, 'shipped');
    const reference = await bytesOf(server, await start(server, 1));
    expect(await bytesOf(server, await start(server, 2))).toBe(reference);
    await server.kill('SIGTERM');
    const clock = { now: () => Date.now(), after: () => () => undefined };
    const place = { dataDirectory: environment.HOLDFAST_DATA_DIR };
    const store = await openStore(place, { owner: 'watcher', clock });
    const [rows] = await store.sql.query<{ posted: number; left: number }>(
      `select coalesce(pg_sequence_last_value('holdfast.fleet_task_number_seq'), 0) as posted,
        (select count(*) from holdfast.fleet_task) + (select count(*) from holdfast.fleet_work)
          + (select count(*) from holdfast.fleet_worker) as left`,
    );
    await store.close();
    expect(rows.posted).toBeGreaterThan(20);
    expect(rows.left).toBe(0);
  }, 300_000);
});
