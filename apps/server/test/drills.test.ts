import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDocument, RunEvent } from '@holdfast/core';
import { decodeSnapshot, type RunRequest } from '@holdfast/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration, startServer } from '../src/index.ts';
import { ask, until, TestServer } from './fixture.ts';

const steps = 400;
/** The run takes some seconds of the wall clock, so that there is time to harm it. */
const pace = { factor: 200 };

function drillsWith(settings: Readonly<Record<string, string>>): boolean {
  return readConfiguration(settings, {}).drills;
}

async function exampleOf(name: string): Promise<ModelDocument> {
  const path = new URL(`../../../examples/${name}.json`, import.meta.url);
  return JSON.parse(await readFile(path, 'utf8')) as ModelDocument;
}

describe('a run that is looked at and harmed on purpose', () => {
  let directory: string;
  let server: TestServer;
  let network: ModelDocument;
  let undisturbed: string;

  const resultOf = async (request: RunRequest): Promise<string> => {
    const { id } = await server.start(request);
    await server.ended(id);
    return (await server.get(`/api/v1/runs/${id}/result`)).text;
  };
  const eventsOf = async (id: string): Promise<readonly RunEvent[]> =>
    (await server.get(`/api/v1/runs/${id}/events?limit=1000`)).json.events as readonly RunEvent[];
  const drilled = (id: string, phases: readonly string[]): Promise<RunEvent> =>
    until(`the end of the drill of ${id}`, async () =>
      (await eventsOf(id)).find(({ details }) => phases.includes(String(details['phase']))),
    );
  const drill = (id: string, kind: string, seed = 1) =>
    server.post(`/api/v1/runs/${id}/drills`, { kind, seed });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-drills-'));
    const settings = { HOLDFAST_DATA_DIR: directory, HOLDFAST_PORT: '0', HOLDFAST_LOG_LEVEL: 'silent' };
    server = new TestServer(
      await startServer(readConfiguration({ ...settings, HOLDFAST_CHECKPOINT_MS: '200' }, {})),
    );
    network = await exampleOf('neural-living');
    undisturbed = await resultOf({ document: network, until: steps });
  }, 120_000);

  afterAll(async () => {
    await server.running.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('shows every node of a living network, and one with its connections', { timeout: 120_000 }, async () => {
    const { id } = await server.start({ document: network, until: steps, pace });
    await server.reached(id, ({ time }) => time > 20);
    const bytesOf = async (path: string) => {
      const answer = await fetch(`${server.url}/api/v1/runs/${id}/details/${path}`);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      return decodeSnapshot(new Uint8Array(await answer.arrayBuffer()));
    };
    const { model } = (await server.get(`/api/v1/runs/${id}`)).json;
    expect(model.details.map(({ name }: { name: string }) => name)).toEqual(['field', 'neighbourhood']);
    const field = await bytesOf('field');
    expect(field.layout).toBe('neural/field/1');
    expect((field.fields['levels'] as Uint8Array).length).toBe(8000);
    expect(((await bytesOf('field?first=100&count=50&stride=5')).fields['levels'] as Uint8Array).length).toBe(
      10,
    );
    const near = await bytesOf('neighbourhood?slot=3&most=4');
    expect(near.fields).toMatchObject({ kind: 'sense', slot: 3 });
    expect((near.fields['outSlots'] as Int32Array).length).toBeLessThanOrEqual(4);

    const refusals = await Promise.all(
      ['nothing', 'field?count=-1', 'field?colour=3', 'neighbourhood?slot=1e9'].map(async (path) => {
        const { status, json } = await server.get(`/api/v1/runs/${id}/details/${path}`);
        return [status, json.error.code];
      }),
    );
    expect(refusals).toEqual([
      [404, 'detail.unknown'],
      [422, 'input.out-of-range'],
      [422, 'input.unknown'],
      [422, 'input.out-of-range'],
    ]);
    await server.post(`/api/v1/runs/${id}/pause`);
    const paused = await server.get(`/api/v1/runs/${id}/details/field`);
    expect([paused.status, paused.json.error.code]).toEqual([409, 'detail.unavailable']);
    await server.post(`/api/v1/runs/${id}/resume`);
    await server.ended(id);
    const ended = await server.get(`/api/v1/runs/${id}/details/field`);
    expect([ended.status, ended.json.error.code]).toEqual([409, 'run.ended']);
    expect((await server.get(`/api/v1/runs/${id}/result`)).text).toBe(undisturbed);
  });

  it(
    'ends as an undisturbed run after its plug was pulled and bits were flipped',
    { timeout: 300_000 },
    async () => {
      const { id } = await server.start({ document: network, until: steps, pace });
      await until('a checkpoint', async () => (await eventsOf(id)).find(({ kind }) => kind === 'checkpoint'));
      expect((await drill(id, 'plug')).status).toBe(200);
      const soon = await drill(id, 'plug');
      expect([soon.status, soon.json.error.code]).toEqual([429, 'drill.too-soon']);
      const plugged = await drilled(id, ['caught-up']);
      expect(plugged).toMatchObject({ kind: 'recovery', details: { drill: 'plug', phase: 'caught-up' } });
      expect(plugged.details['ms']).toBeGreaterThan(0);
      // the next may come a second later
      await until('the next drill', async () =>
        (await drill(id, 'corrupt', 3)).status === 200 ? true : undefined,
      );
      await until('both drills', async () => {
        const over = (await eventsOf(id)).filter(
          ({ kind, details }) => kind === 'recovery' && details['drill'] !== undefined,
        );
        return over.length === 2 ? over : undefined;
      });
      await server.ended(id);
      const harmed = (await eventsOf(id)).filter(({ details }) => details['phase'] === 'harmed');
      expect(harmed.map(({ details }) => details['drill'])).toEqual(['plug', 'corrupt']);
      expect(harmed[1]?.message).toMatch(/one bit was flipped: bit \d+ of word \d+ in /);
      expect((await server.get(`/api/v1/runs/${id}/result`)).text).toBe(undisturbed);
      const late = await drill(id, 'plug');
      expect([late.status, late.json.error.code]).toEqual([409, 'run.ended']);
    },
  );

  it('repairs what it can prove, and goes back where it cannot', { timeout: 300_000 }, async () => {
    // a coefficient, written anew; and a target of a connection, which only an inspection of its row finds
    const seeds = [13, 2] as const;
    const runs = await Promise.all(
      seeds.map(async (seed) => {
        const { id } = await server.start({ document: network, until: steps, pace });
        await server.reached(id, ({ time }) => time >= 10);
        expect((await drill(id, 'corrupt', seed)).status).toBe(200);
        await server.ended(id);
        const over = (await eventsOf(id)).findLast(({ details }) => details['drill'] !== undefined);
        return [over?.details['phase'], (await server.get(`/api/v1/runs/${id}/result`)).text];
      }),
    );
    expect(runs).toEqual([
      ['repaired', undisturbed],
      ['caught-up', undisturbed],
    ]);
  });

  it(
    'pulls the plug of any family, and corrupts only those that can tell',
    { timeout: 120_000 },
    async () => {
      const document = await exampleOf('double-pendulum');
      const { id } = await server.start({ document, until: 40, pace: { factor: 4 } });
      await server.reached(id, ({ time }) => time > 1);
      const corrupt = await drill(id, 'corrupt');
      expect([corrupt.status, corrupt.json.error.code]).toEqual([409, 'drill.unavailable']);
      const nothing = await server.get(`/api/v1/runs/${id}/details/field`);
      expect([nothing.status, nothing.json.error.code]).toEqual([404, 'detail.unknown']);
      expect((await drill(id, 'plug')).status).toBe(200);
      await drilled(id, ['caught-up']);
      await server.post(`/api/v1/runs/${id}/cancel`);
    },
  );

  it('refuses drills where others could be disturbed, unless it is told', async () => {
    const key = 'k'.repeat(16);
    expect(drillsWith({})).toBe(true);
    expect(drillsWith({ HOLDFAST_DRILLS: 'off' })).toBe(false);
    expect(drillsWith({ HOLDFAST_API_KEYS: key })).toBe(false);
    expect(drillsWith({ HOLDFAST_DATABASE_URL: 'postgres://somewhere/else' })).toBe(false);
    expect(drillsWith({ HOLDFAST_API_KEYS: key, HOLDFAST_DRILLS: 'on' })).toBe(true);
    expect((await server.get('/api/v1/info')).json.drills).toBe(true);

    const place = await mkdtemp(join(tmpdir(), 'holdfast-drills-off-'));
    const closed = await startServer(
      readConfiguration(
        {
          HOLDFAST_DATA_DIR: place,
          HOLDFAST_PORT: '0',
          HOLDFAST_LOG_LEVEL: 'silent',
          HOLDFAST_DRILLS: 'off',
        },
        {},
      ),
    );
    const refused = await ask(closed.url, 'POST', '/api/v1/runs/some/drills', { body: { kind: 'plug' } });
    expect([refused.status, refused.json.error.code]).toEqual([403, 'drill.forbidden']);
    await closed.close();
    await rm(place, { recursive: true, force: true });
  }, 60_000);
});
