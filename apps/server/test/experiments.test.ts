import { readFileSync } from 'node:fs';
import { HoldfastClient } from '@holdfast/client';
import type { SimulationError } from '@holdfast/core';
import type { ExperimentDetail, ExperimentRequest, ExperimentView } from '@holdfast/protocol';
import { afterAll, describe, expect, it } from 'vitest';
import {
  childProcesses,
  model,
  openTestServer,
  temporaryDirectory,
  until,
  useServer,
  type TestServer,
} from './fixture.ts';

const outputs = [{ subject: 'sum', metric: 'state' }];

/** A sweep of so many points, each of which takes about 10 naps. */
const sweep = (levels: number, napMs: number): ExperimentRequest => ({
  document: model('count', 1000, napMs),
  method: { kind: 'sweep', outputs, levels },
});

async function start(server: TestServer, request: ExperimentRequest): Promise<ExperimentView> {
  const answer = await server.post('/api/v1/experiments', request);
  if (answer.status !== 201) throw new Error(`the experiment was refused: ${answer.text}`);
  return answer.json.experiment;
}

function reached(
  server: TestServer,
  id: string,
  test: (experiment: ExperimentView) => boolean,
): Promise<ExperimentView> {
  return until(`experiment ${id}`, async () => {
    const { experiment } = (await server.get(`/api/v1/experiments/${id}`)).json;
    return test(experiment) ? experiment : undefined;
  });
}

const ended = (server: TestServer, id: string): Promise<ExperimentView> =>
  reached(server, id, ({ status }) => status === 'ended');

async function resultOf(server: TestServer, id: string): Promise<string> {
  await ended(server, id);
  return (await server.get(`/api/v1/experiments/${id}/result`)).text;
}

/** Processes of experiments that this process started. */
function experimentProcesses(): readonly number[] {
  return childProcesses().filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('experiment.js'),
  );
}

describe('an experiment on a server', () => {
  const server = useServer();
  let undisturbed = '';

  it('is computed in a process of its own and kept, point by point', async () => {
    const { id, kind, family } = await start(server(), sweep(12, 0));
    expect({ kind, family }).toEqual({ kind: 'sweep', family: 'fixture' });
    undisturbed = await resultOf(server(), id);
    const result = JSON.parse(undisturbed);
    expect(result).toMatchObject({ stop: { kind: 'completed' }, partial: false, points: 12, until: 10 });
    expect(result.report.points).toHaveLength(12);
    const { points, next } = (await server().get(`/api/v1/experiments/${id}/points?after=3&limit=2`)).json;
    expect(points.map(({ index }: { index: number }) => index)).toEqual([4, 5]);
    expect(next).toBe(5);
    const metric = {
      subject: 'sum',
      name: 'state',
      value: expect.any(Number),
      standardError: null,
      unit: '',
    };
    expect(points[0].metrics).toEqual([metric]);
    const document = (await server().get(`/api/v1/experiments/${id}/document`)).json;
    expect(document).toEqual(sweep(12, 0).document);
    const { experiments } = (await server().get('/api/v1/experiments?limit=1')).json;
    expect(experiments[0]).toMatchObject({ id, status: 'ended', points: 12 });
  });

  it('is followed to its end over server-sent events, each of which says all that is known', async () => {
    const { id } = await start(server(), sweep(12, 10));
    const client = new HoldfastClient({ url: server().url });
    const seen: ExperimentDetail[] = [];
    await new Promise<void>((resolve, reject) => {
      client.experimentProgress(id, {
        onProgress: (detail) => seen.push(detail),
        onEnded: resolve,
        onError: reject,
      });
    });
    const points = seen.map(({ experiment }) => experiment.points);
    expect(points).toEqual(points.toSorted((left, right) => left - right));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toEqual(await client.experiment(id));
    expect(seen.at(-1)?.experiment.status).toBe('ended');
    // Whoever comes when it is over is told so at once.
    const last = await new Promise((resolve, reject) => {
      client.experimentProgress(id, { onProgress: resolve, onError: reject });
    });
    expect(last).toEqual(seen.at(-1));
  });

  it('is handed out as a page once it has ended, and not before', async () => {
    const { id } = await start(server(), sweep(12, 10));
    const early = await server().get(`/api/v1/experiments/${id}/report`);
    expect(early.json.error.code).toBe('experiment.not-ended');
    await ended(server(), id);
    const page = await server().get(`/api/v1/experiments/${id}/report`);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/^<!doctype html>[^]*<svg class="plot"[^]*<\/html>\s*$/);
  });

  it('refuses to be followed when there is none', async () => {
    const client = new HoldfastClient({ url: server().url });
    const error = await new Promise<SimulationError>((resolve, reject) => {
      client.experimentProgress('none', { onProgress: reject, onError: resolve });
    });
    expect(error.code).toBe('experiment.not-found');
  });

  it('gives the same bytes again', async () => {
    const { id } = await start(server(), sweep(12, 0));
    expect(await resultOf(server(), id)).toBe(undisturbed);
  });

  it('goes on from its kept points when its process is killed, and ends with the same bytes', async () => {
    const { id } = await start(server(), sweep(12, 10));
    await reached(server(), id, ({ points }) => points >= 3);
    const [pid, ...others] = experimentProcesses();
    expect(others).toEqual([]);
    process.kill(pid, 'SIGKILL');
    await until('another process', async () => experimentProcesses().find((other) => other !== pid));
    const text = await resultOf(server(), id);
    const digest = /"document": "[^"]+"/;
    expect(text.replace(digest, '')).toBe(undisturbed.replace(digest, ''));
  });

  it('ends with what it knows when it is cancelled', async () => {
    const { id } = await start(server(), sweep(50, 10));
    await reached(server(), id, ({ points }) => points >= 10);
    const answer = await server().post(`/api/v1/experiments/${id}/cancel`);
    expect(answer.json.experiment).toMatchObject({
      status: 'ended',
      partial: true,
      stop: { kind: 'cancelled' },
    });
    const { points, report } = JSON.parse(await resultOf(server(), id));
    expect(points).toBeGreaterThanOrEqual(10);
    expect(points).toBeLessThan(50);
    expect(report.points).toHaveLength(8);
    const kept = (await server().get(`/api/v1/experiments/${id}/points`)).json.points;
    expect(kept).toHaveLength(points);
    expect((await server().post(`/api/v1/experiments/${id}/cancel`)).json.error.code).toBe(
      'experiment.ended',
    );
    expect((await server().ask('DELETE', `/api/v1/experiments/${id}`)).status).toBe(204);
    expect((await server().get(`/api/v1/experiments/${id}`)).json.error.code).toBe('experiment.not-found');
  });

  it.each([
    ['loop', { wallMs: 500 }, { kind: 'limit', limit: 'wallMs', bound: 500 }],
    ['buffer', { memoryMb: 150 }, { kind: 'limit', limit: 'memoryMb', bound: 150 }],
  ])('survives the bomb %s inside its limits', async (kind, limits, stop) => {
    const request = { document: model(kind), limits, method: { kind: 'sweep', outputs, levels: 3 } } as const;
    const { id } = await start(server(), { ...request, method: { ...request.method, outputs } });
    const result = JSON.parse(await resultOf(server(), id));
    expect(result.partial).toBe(true);
    if (result.stop.kind === 'failed') expect(result.stop.code).toBe('worker.out-of-memory');
    else expect(result.stop).toEqual(stop);
    expect((await server().get('/livez')).status).toBe(200);
  });

  it('stops at its bound on points', async () => {
    const { id } = await start(server(), { ...sweep(30, 0), limits: { points: 5 } });
    const { stop, points } = JSON.parse(await resultOf(server(), id));
    expect({ stop, points }).toEqual({ stop: { kind: 'limit', limit: 'points', bound: 5 }, points: 5 });
  });

  it('is refused with every mistake at its place', async () => {
    const method = {
      kind: 'tornado',
      outputs,
      ranges: [{ parameter: 'pain' }, { parameter: 'gain', high: 11 }],
    };
    const refused = await server().post('/api/v1/experiments', { document: model('count'), method });
    expect(refused.status).toBe(400);
    expect(refused.json.error.issues.map(({ path }: { path: string }) => path)).toEqual([
      '/method/ranges/0/parameter',
      '/method/ranges/1/high',
    ]);
    const wrong = [
      { document: model('rubbish'), method: sweep(3, 0).method },
      { document: model('count'), method: { kind: 'guess', outputs } },
      { document: model('count'), method: { kind: 'tornado', outputs: [] } },
      { ...sweep(3, 0), replicates: 0 },
      { ...sweep(3, 0), limits: { memoryMb: 1_000_000 } },
    ];
    for (const body of wrong) {
      const { status } = await server().post('/api/v1/experiments', body);
      expect([400, 422], JSON.stringify(body).slice(0, 80)).toContain(status);
    }
    expect((await server().get('/api/v1/experiments/none/result')).status).toBe(404);
  });
});

describe('a server that goes', () => {
  const directory = temporaryDirectory();
  afterAll(() => directory.remove());

  it('leaves its experiments to the next one, which ends them with the same bytes', async () => {
    const first = await openTestServer(directory.path);
    const whole = await resultOf(first, (await start(first, sweep(20, 0))).id);
    const { id } = await start(first, sweep(20, 8));
    await reached(first, id, ({ points }) => points >= 4);
    await first.running.close();
    expect(experimentProcesses()).toEqual([]);
    const second = await openTestServer(directory.path);
    try {
      expect((await reached(second, id, () => true)).points).toBeGreaterThanOrEqual(4);
      const text = await resultOf(second, id);
      const digest = /"document": "[^"]+"/;
      expect(text.replace(digest, '')).toBe(whole.replace(digest, ''));
    } finally {
      await second.running.close();
    }
  });
});
