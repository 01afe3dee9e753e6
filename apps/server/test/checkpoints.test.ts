import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { model, openTestServer, temporaryDirectory, until } from './fixture.ts';

const directory = temporaryDirectory();
afterAll(() => directory.remove());

it('checkpoint files go when their run has ended, its record stays', async () => {
  const server = await openTestServer(directory.path, { HOLDFAST_CHECKPOINT_MS: '200' });
  const { id } = await server.start({ document: model('count', 1000, 1), until: 1e7 });
  const files = join(directory.path, 'checkpoints', id);
  await until('a checkpoint that is acknowledged', async () => {
    const { checkpoints } = (await server.get(`/api/v1/runs/${id}/checkpoints`)).json;
    return checkpoints.length > 0 ? true : undefined;
  });
  expect(readdirSync(files).length).toBeGreaterThan(0);

  await server.post(`/api/v1/runs/${id}/cancel`);
  expect((await server.get(`/api/v1/runs/${id}/result`)).json.stop).toEqual({ kind: 'cancelled' });
  const { checkpoints } = (await server.get(`/api/v1/runs/${id}/checkpoints`)).json;
  expect(checkpoints.length).toBeGreaterThan(0);
  await server.running.close();
  expect(existsSync(files)).toBe(false);

  // As a process leaves them that dies before it has removed them, and as another database knows them.
  const foreign = join(directory.path, 'checkpoints', 'of-another-database');
  for (const place of [files, foreign]) {
    mkdirSync(place);
    writeFileSync(join(place, '0.checkpoint'), '');
  }
  const next = await openTestServer(directory.path);
  expect([existsSync(files), existsSync(foreign)]).toEqual([false, true]);
  expect((await next.get(`/api/v1/runs/${id}/result`)).status).toBe(200);
  await next.running.close();
});

it('checkpoint files stay while their run can still go on', async () => {
  const first = await openTestServer(directory.path);
  const { id } = await first.start({ document: model('count', 1000, 1), until: 1e7 });
  await first.reached(id, ({ time }) => time > 10);
  await first.running.close();
  expect(readdirSync(join(directory.path, 'checkpoints', id)).length).toBeGreaterThan(0);
});
