import { startPostgres, type PostgresServer } from '@holdfast/conformance';
import { resultSchema } from '@holdfast/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { model, temporaryDirectory } from './fixture.ts';
import { killLoop, undisturbed } from './fixtures/kill-loop.js';

/** Two after a new checkpoint, one whenever it comes; the benchmark of the same name kills twenty times. */
const kills = 3;
/** Lasts 4 s at least, so that every kill hits it. */
const request = { document: model('count', 1000, 1), until: 4000, seed: 7 };

let reference: Promise<string>;
const directories: Awaited<ReturnType<typeof temporaryDirectory>>[] = [];

/** A store of its own, with checkpoints often enough to be lost if they could be. */
async function newPlace(): Promise<Record<string, string>> {
  const directory = temporaryDirectory();
  directories.push(directory);
  return { HOLDFAST_DATA_DIR: directory.path, HOLDFAST_CHECKPOINT_MS: '200' };
}

beforeAll(async () => {
  reference = undisturbed({ environment: await newPlace(), request });
  // Awaited where it is compared; a failure before that is not lost.
  reference.catch(() => undefined);
}, 300_000);
afterAll(async () => {
  await reference;
  for (const directory of directories) directory.remove();
});

async function killed(store: string, environment: Record<string, string>, seed: number): Promise<void> {
  const { result, lost, restartMs, newestCheckpoint, events } = await killLoop({
    environment,
    request,
    kills,
    seed,
    waitMs: 700,
  });
  expect(resultSchema.parse(JSON.parse(await reference))).toMatchObject({ reached: 4000, partial: false });
  expect(result).toBe(await reference);
  expect(lost).toEqual([]);
  expect(newestCheckpoint).toBeGreaterThan(0);
  expect(events.map(({ sequence }: { sequence: number }) => sequence)).toEqual(
    events.map((_: unknown, index: number) => index + events[0].sequence),
  );
  console.log(
    `${store}, ${kills} kills: up again after ${restartMs.map((ms: number) => Math.round(ms)).join(', ')} ms`,
  );
}

describe('a server that is killed with -9 again and again', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 300_000);
  afterAll(() => postgres.stop());

  it.concurrent('finishes with the bytes of an undisturbed run, on the embedded database', async () => {
    await killed('PGlite', await newPlace(), 1);
  }, 600_000);

  it.concurrent('does so on PostgreSQL as well', async () => {
    await killed('PostgreSQL', { ...(await newPlace()), HOLDFAST_DATABASE_URL: postgres.url }, 2);
  }, 600_000);
});
