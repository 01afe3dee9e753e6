import { SimulationError } from '@holdfast/core';
import { HoldfastClient, RequestError } from '@holdfast/client';
import { afterEach, describe, expect, it } from 'vitest';
import { json, model, run, startFakeServer, type Answer, type FakeServer } from './fake-server.ts';

const open: FakeServer[] = [];

async function serve(answers: Readonly<Record<string, Answer>>) {
  const server = await startFakeServer(answers);
  open.push(server);
  return { server, client: new HoldfastClient({ url: `${server.url}/` }) };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const document = { family: 'scenario', version: 1, name: 'demo', model: { a: 1 } };
const result = {
  format: 1,
  family: 'scenario',
  engine: '1',
  document: 'a'.repeat(64),
  name: 'demo',
  seed: 1,
  parameters: [],
  inputs: [],
  stop: { kind: 'reached-end' },
  partial: false,
  timeUnit: 'iteration',
  asked: 10,
  reached: 10,
  metrics: [{ subject: 'a', name: 'mean', value: Number.NaN, standardError: null, unit: '' }],
  frames: 0,
  trail: 'b'.repeat(64),
};
const metrics = { time: 3, partial: true, metrics: result.metrics };
const info = {
  product: 'holdfast',
  version: '1',
  api: 1,
  store: 'pglite',
  families: [],
  slots: 1,
  drills: true,
};
const checkpoint = { sequence: 1, time: 2, sha256: 'x', bytes: 3, file: 'c1' };
const input = { parameter: 'a', value: 1 };
const ok = json({ run });
const experiment = {
  id: 'e1',
  name: 'demo',
  family: 'scenario',
  document: 'x',
  kind: 'tornado',
  status: 'running',
  stop: null,
  partial: false,
  seed: 1,
  until: 10,
  replicates: 1,
  parameters: [],
  points: 2,
  epoch: 1,
  createdAt: 1,
  updatedAt: 2,
};
const method = { kind: 'tornado', outputs: [{ subject: 'a', metric: 'mean' }] } as const;
const experimentResult = {
  format: 1,
  family: 'scenario',
  engine: '1',
  document: 'x',
  name: 'demo',
  seed: 1,
  until: 10,
  replicates: 1,
  parameters: [],
  method,
  stop: { kind: 'cancelled' },
  partial: true,
  points: 2,
  report: null,
};
const point = { index: 4, metrics: [{ ...result.metrics[0], value: 1 }] };

describe('HoldfastClient', () => {
  const routes: readonly [
    string,
    Answer,
    (client: HoldfastClient) => Promise<unknown>,
    unknown,
    request?: string,
  ][] = [
    [
      'POST /api/v1/experiments',
      json({ experiment }, 201),
      (c) => c.startExperiment({ document, method: { ...method, outputs: [...method.outputs] } }),
      experiment,
      `POST /api/v1/experiments ${JSON.stringify({ document, method })}`,
    ],
    [
      'GET /api/v1/experiments',
      json({ experiments: [experiment], next: null }),
      (c) => c.experiments({ limit: 1 }),
      { experiments: [experiment], next: null },
      'GET /api/v1/experiments?limit=1',
    ],
    [
      'GET /api/v1/experiments/e%2F1',
      json({ experiment, method, report: null }),
      (c) => c.experiment('e/1'),
      { experiment, method, report: null },
    ],
    [
      'GET /api/v1/experiments/e1/result',
      json(experimentResult),
      (c) => c.experimentResult('e1'),
      experimentResult,
    ],
    [
      'GET /api/v1/experiments/e1/points',
      json({ points: [point], next: null }),
      (c) => c.experimentPoints('e1', { after: 3 }),
      [point],
      'GET /api/v1/experiments/e1/points?after=3&limit=100',
    ],
    ['POST /api/v1/experiments/e1/cancel', json({ experiment }), (c) => c.cancelExperiment('e1'), experiment],
    ['DELETE /api/v1/experiments/e1', json(null), (c) => c.removeExperiment('e1'), undefined],
    ['GET /api/v1/info', json(info), (c) => c.info(), info],
    ['GET /api/v1/families', json({ families: [] }), (c) => c.families(), []],
    [
      'GET /api/v1/schemas/scenario',
      json({ type: 'object' }),
      (c) => c.schema('scenario'),
      { type: 'object' },
    ],
    ['GET /api/v1/examples', json({ examples: [] }), (c) => c.examples(), []],
    ['GET /api/v1/examples/a%20b', json(document), (c) => c.example('a b'), document],
    [
      'POST /api/v1/validate',
      json({ ok: true, issues: [], model: null }),
      (c) => c.validate(7),
      { ok: true, issues: [], model: null },
      'POST /api/v1/validate {"document":7}',
    ],
    [
      'POST /api/v1/runs',
      json({ run }, 201),
      (c) => c.start({ document, until: Infinity, seed: undefined, parameters: [input] }),
      run,
      `POST /api/v1/runs {"document":${JSON.stringify(document)},"until":"Infinity","parameters":[{"parameter":"a","value":1}]}`,
    ],
    [
      'GET /api/v1/runs',
      json({ runs: [run], next: 'r1' }),
      (c) => c.runs({ after: 'r 9', limit: 1 }),
      { runs: [run], next: 'r1' },
      'GET /api/v1/runs?after=r+9&limit=1',
    ],
    ['GET /api/v1/runs/r%2F1', json({ run, model }), (c) => c.run('r/1'), { run, model }],
    ['GET /api/v1/runs/r1/document', json(document), (c) => c.document('r1'), document],
    ['GET /api/v1/runs/r1/result', json(result), (c) => c.result('r1'), result],
    ['GET /api/v1/runs/r1/metrics', json(metrics), (c) => c.metrics('r1'), metrics],
    [
      'GET /api/v1/runs/r1/checkpoints',
      json({ checkpoints: [checkpoint] }),
      (c) => c.checkpoints('r1'),
      [checkpoint],
    ],
    [
      'GET /api/v1/runs/r1/inputs',
      json({ inputs: [{ ...input, time: 2 }] }),
      (c) => c.inputs('r1'),
      [{ ...input, time: 2 }],
    ],
    ['POST /api/v1/runs/r1/pause', ok, (c) => c.pause('r1'), run],
    ['POST /api/v1/runs/r1/resume', ok, (c) => c.resume('r1'), run],
    ['POST /api/v1/runs/r1/cancel', ok, (c) => c.cancel('r1'), run],
    [
      'POST /api/v1/runs/r1/inputs',
      ok,
      (c) => c.input('r1', [input]),
      run,
      'POST /api/v1/runs/r1/inputs {"inputs":[{"parameter":"a","value":1}]}',
    ],
    [
      'DELETE /api/v1/runs/r1',
      (_, response) => void response.writeHead(204).end(),
      (c) => c.remove('r1'),
      undefined,
    ],
  ];

  it.each(routes)('speaks %s', async (route, answer, call, expected, request = route) => {
    const { server, client } = await serve({ [route]: answer });
    expect(await call(client)).toStrictEqual(expected);
    expect(server.requests).toStrictEqual([request]);
  });

  it('reads health outside the API prefix', async () => {
    const memory = { rss: 1, heapTotal: 1, heapUsed: 1, external: 1 };
    const health = { status: 'ok', timestamp: 't', memory, uptime: 3 };
    const { client } = await serve({ 'GET /health': json(health) });
    expect(await client.health()).toStrictEqual(health);
  });

  it('sends the key with every request', async () => {
    const { server } = await serve({ 'GET /api/v1/info': json(info) });
    await new HoldfastClient({ url: server.url, key: 'secret' }).info();
    expect(server.headers[0]?.authorization).toBe('Bearer secret');
  });

  it('fills a page of frames from as many pages as the server makes of it', async () => {
    const all = Array.from({ length: 7 }, (_, sequence) => ({
      sequence,
      time: sequence,
      values: [sequence, Number.NaN],
    }));
    const { server, client } = await serve({
      'GET /api/v1/runs/r1/frames': (request, response, body) => {
        const query = new URL(request.url ?? '', 'http://x').searchParams;
        const after = Number(query.get('after') ?? -1);
        const frames = all.slice(after + 1, after + 1 + Math.min(2, Number(query.get('limit'))));
        const next = frames.at(-1)?.sequence === 6 || frames.length === 0 ? null : frames.at(-1)!.sequence;
        json({ frames, next })(request, response, body);
      },
    });
    const page = await client.frames('r1', { after: 0, limit: 3 });
    expect(page).toStrictEqual(
      all.slice(1, 4).map((frame) => ({ ...frame, values: Float64Array.from(frame.values) })),
    );
    expect(server.requests).toHaveLength(2);
    expect(await client.frames('r1', { limit: 50 })).toHaveLength(7);
  });

  it('reads events after a sequence', async () => {
    const { server, client } = await serve({
      'GET /api/v1/runs/r1/events': json({ events: [], next: null }),
    });
    expect(await client.events('r1', { after: 4 })).toStrictEqual([]);
    expect(server.requests).toStrictEqual(['GET /api/v1/runs/r1/events?after=4&limit=100']);
  });
});

async function failure(call: Promise<unknown>): Promise<SimulationError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SimulationError);
  return error as SimulationError;
}

describe('failures', () => {
  it('carry what the server said: code, message, remedy, issues and status', async () => {
    const issues = [{ path: '/model', code: 'a.b', message: 'm' }];
    const error = { code: 'document.invalid', message: 'said', remedy: 'do', issues };
    const { client } = await serve({ 'POST /api/v1/runs': json({ error }, 422) });
    const refused = await failure(client.start({ document }));
    expect(refused).toBeInstanceOf(RequestError);
    expect(refused).toMatchObject({ ...error, status: 422, retry: 'never' });
  });

  it('keep the message of a code this version does not know', async () => {
    const error = { code: 'future.code', message: 'said', remedy: 'do' };
    const { client } = await serve({ 'GET /api/v1/info': json({ error }, 500) });
    expect(await failure(client.info())).toMatchObject({
      code: 'server.internal',
      message: 'said',
      remedy: 'do',
    });
  });

  it('sum up an answer that is not ours', async () => {
    const { client } = await serve({});
    expect(await failure(client.info())).toMatchObject({
      code: 'server.internal',
      status: 404,
      message: 'the server answered with status 404 and no explanation',
    });
  });

  it('say that nothing answers', async () => {
    const { server, client } = await serve({});
    await server.close();
    expect(await failure(client.info())).toMatchObject({
      code: 'server.unreachable',
      message: `no server answers at ${server.url}`,
    });
  });

  it('name the place where an answer is not what it should be', async () => {
    const { client } = await serve({
      'GET /api/v1/runs': json({ runs: [{ ...run, status: 'lost' }], next: null }),
      'GET /api/v1/info': (_, response) => void response.end('<html>'),
    });
    expect((await failure(client.runs())).message).toContain('/api/v1/runs is wrong at /runs/0/status');
    expect((await failure(client.info())).message).toContain('did not answer with JSON');
  });
});
