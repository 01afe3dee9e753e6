import {
  checkpointsViewSchema,
  encodeResult,
  eventPageSchema,
  familiesViewSchema,
  framePageSchema,
  healthViewSchema,
  infoViewSchema,
  inputsViewSchema,
  metricsViewSchema,
  resultSchema,
  runDetailSchema,
  runPageSchema,
  validationViewSchema,
} from '@holdfast/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { model, useServer } from './fixture.ts';

const server = useServer({ HOLDFAST_BODY_LIMIT_MB: '1', HOLDFAST_MEMORY_MB: '512' });

describe('documents', () => {
  it('say who answers', async () => {
    const info = infoViewSchema.parse((await server().get('/api/v1/info')).json);
    expect(info).toMatchObject({ product: 'holdfast', api: 1, store: 'pglite' });
    expect(info.families).toEqual([{ family: 'fixture', version: '1' }]);
  });

  it('have a JSON Schema of the whole document, envelope and model in one', async () => {
    const { families } = familiesViewSchema.parse((await server().get('/api/v1/families')).json);
    const { json: schema } = await server().get('/api/v1/schemas/fixture');
    expect(families[0]?.schema).toEqual(schema);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.properties.family).toEqual({ const: 'fixture' });
    expect(schema.properties.model.properties.kind).toEqual({ type: 'string' });
    expect(schema.required).toContain('model');
    expect(schema.additionalProperties).toBe(false);
  });

  it('have no schema for a family that does not exist', async () => {
    const { status, json } = await server().get('/api/v1/schemas/weather');
    expect(status).toBe(422);
    expect(json.error.code).toBe('document.unknown-family');
    expect(json.error.remedy).toContain('fixture');
  });

  it('are validated with every issue at once', async () => {
    const good = validationViewSchema.parse(
      (await server().post('/api/v1/validate', { document: model('count') })).json,
    );
    expect(good.ok).toBe(true);
    expect(good.model?.parameters[0]?.name).toBe('gain');
    const bad = await server().post('/api/v1/validate', { document: { ...model('nothing') } });
    expect(bad.status).toBe(200);
    expect(bad.json).toMatchObject({ ok: false, model: null, issues: [{ path: '/model/kind' }] });
    const envelope = await server().post('/api/v1/validate', { document: { family: 7, nmae: 'x' } });
    expect(envelope.json.issues.length).toBeGreaterThan(2);
    const foreign = await server().post('/api/v1/validate', {
      document: { ...model('count'), family: 'weather' },
    });
    expect(foreign.json.issues).toMatchObject([{ path: '/family', code: 'document.unknown-family' }]);
  });

  it('have examples, and no name leads out of their directory', async () => {
    expect((await server().get('/api/v1/examples')).status).toBe(200);
    for (const name of ['..%2fpackage', '.%2e%2fpackage', '%2e%2e%2fpackage', 'no-such-example', '.hidden']) {
      const { status, json } = await server().get(`/api/v1/examples/${name}`);
      expect([name, status, json.error.code]).toEqual([name, 404, 'request.not-found']);
    }
  });
});

describe('a run', () => {
  let id = '';
  beforeAll(async () => {
    const request = { document: model('count'), until: 30, parameters: [{ parameter: 'gain', value: 2 }] };
    ({ id } = await server().start(request));
    await server().ended(id);
  });

  it('is created with a place of its own and sensible defaults', async () => {
    const { status, headers, json } = await server().post('/api/v1/runs', { document: model('count') });
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/api/v1/runs/${json.run.id}`);
    expect(json.run).toMatchObject({ seed: 1, until: 10, limits: { memoryMb: 512 }, workers: 1 });
    await server().ended(json.run.id);
  });

  it('is shown with its model', async () => {
    const { run, model: view } = runDetailSchema.parse((await server().get(`/api/v1/runs/${id}`)).json);
    expect(run).toMatchObject({ status: 'ended', stop: { kind: 'reached-end' }, partial: false, time: 30 });
    expect(run.parameters).toEqual([{ parameter: 'gain', value: 2 }]);
    expect(view.channels[0]?.name).toBe('sum');
  });

  it('keeps its document, result and metrics', async () => {
    expect((await server().get(`/api/v1/runs/${id}/document`)).json).toEqual(model('count'));
    const { text, json } = await server().get(`/api/v1/runs/${id}/result`);
    const result = resultSchema.parse(json);
    expect(encodeResult(result)).toBe(text);
    expect(result).toMatchObject({ family: 'fixture', reached: 30, partial: false });
    const metrics = metricsViewSchema.parse((await server().get(`/api/v1/runs/${id}/metrics`)).json);
    expect(metrics).toEqual({ time: 30, partial: false, metrics: result.metrics });
  });

  it('keeps its events, pages of them joined give them all in order', async () => {
    const all = eventPageSchema.parse((await server().get(`/api/v1/runs/${id}/events`)).json);
    expect(all.next).toBeNull();
    expect(all.events.at(-1)?.kind).toBe('ended');
    const paged: number[] = [];
    for (let after: number | null = null; ;) {
      const query: string = after === null ? 'limit=1' : `limit=1&after=${after}`;
      const page = eventPageSchema.parse((await server().get(`/api/v1/runs/${id}/events?${query}`)).json);
      paged.push(...page.events.map(({ sequence }) => sequence));
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all.events.map(({ sequence }) => sequence));
  });

  it('keeps its frames, checkpoints and inputs', async () => {
    const { frames } = framePageSchema.parse(
      (await server().get(`/api/v1/runs/${id}/frames?limit=1000`)).json,
    );
    const { json: result } = await server().get(`/api/v1/runs/${id}/result`);
    expect(frames.length).toBe(result.frames);
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, k) => k));
    checkpointsViewSchema.parse((await server().get(`/api/v1/runs/${id}/checkpoints`)).json);
    expect(inputsViewSchema.parse((await server().get(`/api/v1/runs/${id}/inputs`)).json).inputs).toEqual([]);
  });

  it('is listed newest first, page by page without gaps or repeats', async () => {
    for (let k = 0; k < 3; k++) await server().ended((await server().start({ document: model('count') })).id);
    const all = runPageSchema.parse((await server().get('/api/v1/runs?limit=1000')).json);
    expect(all.runs.map(({ createdAt }) => createdAt)).toEqual(
      all.runs.map(({ createdAt }) => createdAt).sort((a, b) => b - a),
    );
    const paged: string[] = [];
    for (let after = ''; ;) {
      const page = runPageSchema.parse((await server().get(`/api/v1/runs?limit=2${after}`)).json);
      paged.push(...page.runs.map((run) => run.id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(paged).toEqual(all.runs.map((run) => run.id));
  });

  it('cannot be steered after its end, but deleted', async () => {
    const { id: gone } = await server().start({ document: model('count') });
    await server().ended(gone);
    for (const action of ['pause', 'resume', 'cancel']) {
      const { status, json } = await server().post(`/api/v1/runs/${gone}/${action}`);
      expect([action, status, json.error.code]).toEqual([action, 409, 'run.ended']);
    }
    const inputs = { inputs: [{ parameter: 'gain', value: 3 }] };
    expect((await server().post(`/api/v1/runs/${gone}/inputs`, inputs)).json.error.code).toBe('run.ended');
    expect((await server().ask('DELETE', `/api/v1/runs/${gone}`)).status).toBe(204);
    expect((await server().get(`/api/v1/runs/${gone}`)).json.error.code).toBe('run.not-found');
    expect((await server().ask('DELETE', `/api/v1/runs/${gone}`)).status).toBe(404);
  });

  it('is paused, changed, resumed and cancelled while it runs', async () => {
    const { id: long } = await server().start({ document: model('count', 1000, 1), until: 1e7 });
    await server().reached(long, ({ time }) => time > 0);
    expect((await server().get(`/api/v1/runs/${long}/result`)).json.error.code).toBe('run.not-ended');
    expect((await server().ask('DELETE', `/api/v1/runs/${long}`)).json.error.code).toBe('run.not-ended');
    expect((await server().post(`/api/v1/runs/${long}/pause`)).status).toBe(200);
    const paused = await server().reached(long, ({ status }) => status === 'paused');
    expect((await server().run(long)).time).toBe(paused.time);
    const unknown = { inputs: [{ parameter: 'spin', value: 1 }] };
    expect((await server().post(`/api/v1/runs/${long}/inputs`, unknown)).json.error.code).toBe(
      'input.unknown',
    );
    const wild = { inputs: [{ parameter: 'gain', value: 11 }] };
    expect((await server().post(`/api/v1/runs/${long}/inputs`, wild)).json.error.code).toBe(
      'input.out-of-range',
    );
    expect((await server().post(`/api/v1/runs/${long}/resume`)).status).toBe(200);
    await server().reached(long, ({ status, time }) => status === 'running' && time > paused.time);
    const fine = { inputs: [{ parameter: 'gain', value: 4 }] };
    expect((await server().post(`/api/v1/runs/${long}/inputs`, fine)).status).toBe(200);
    const log = (await server().get(`/api/v1/runs/${long}/inputs`)).json.inputs;
    expect(log).toMatchObject([{ parameter: 'gain', value: 4 }]);
    expect((await server().get('/health')).json.runs.active).toBeGreaterThanOrEqual(1);
    const live = metricsViewSchema.parse((await server().get(`/api/v1/runs/${long}/metrics`)).json);
    expect(live.partial).toBe(true);
    expect((await server().post(`/api/v1/runs/${long}/cancel`)).status).toBe(200);
    const ended = await server().ended(long);
    expect(ended).toMatchObject({ stop: { kind: 'cancelled' }, partial: true });
  });

  it.each([
    '',
    '/document',
    '/result',
    '/metrics',
    '/events',
    '/frames',
    '/frames/recent',
    '/checkpoints',
    '/inputs',
    '/progress',
  ])('that does not exist has no %s', async (part) => {
    const { status, json } = await server().get(`/api/v1/runs/nobody${part}`);
    expect([status, json.error.code]).toEqual([404, 'run.not-found']);
  });
});

describe('a request', () => {
  it('that is malformed is told where', async () => {
    const body = { document: model('count'), limits: { wallMs: 'long' }, workers: 0 };
    const { status, json } = await server().post('/api/v1/runs', body);
    expect(status).toBe(400);
    expect(json.error.issues.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/limits/wallMs',
      '/workers',
    ]);
    const query = await server().get('/api/v1/runs?limit=0');
    expect(query.json.error).toMatchObject({ code: 'request.invalid', issues: [{ path: '/limit' }] });
    expect((await server().get('/api/v1/runs?limit=1001')).status).toBe(400);
    expect((await server().get('/api/v1/runs/x/events?after=-1')).status).toBe(400);
  });

  it.each([
    ['{"document":', 'application/json'],
    ['', 'application/json'],
    ['{"document":{"__proto__":{"admin":true}}}', 'application/json'],
    ['{"document":{"\\u005f_proto__":{"admin":true}}}', 'application/json'],
    ['a=1', 'application/x-www-form-urlencoded'],
    ['{}', 'text/plain'],
  ])('with the body %s as %s is refused', async (text, type) => {
    const { status, json } = await server().ask('POST', '/api/v1/validate', {
      text,
      headers: { 'content-type': type },
    });
    expect(status).toBe(400);
    expect(json.error.code).toBe('request.invalid');
  });

  it('that is too large is refused', async () => {
    const { status, json } = await server().post('/api/v1/validate', { document: 'x'.repeat(1_100_000) });
    expect([status, json.error.code]).toEqual([413, 'request.too-large']);
    expect(json.error.message).toContain('1 MB');
  });

  it('to nowhere is answered in the same shape', async () => {
    for (const [method, path] of [
      ['GET', '/api/v1/nothing'],
      ['POST', '/api/v1/info'],
      ['GET', '/api'],
      ['GET', '/assets/missing.js'],
      ['GET', '/%zz'],
    ] as const) {
      const { status, json } = await server().ask(method, path);
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      expect(json.error.code).toMatch(/^request\.(not-found|invalid)$/);
    }
  });

  it('from a foreign page or under a foreign name is refused', async () => {
    const foreign = { headers: { origin: 'http://evil.example' }, body: { document: model('count') } };
    expect((await server().ask('POST', '/api/v1/runs', foreign)).json.error.code).toBe('request.forbidden');
    const rebound = await server().ask('GET', '/api/v1/runs', { headers: { host: 'evil.example' } });
    expect([rebound.status, rebound.json.error.code]).toEqual([403, 'request.forbidden']);
  });

  it('is answered with headers that keep a browser safe, and no CORS', async () => {
    for (const path of ['/api/v1/info', '/health', '/api/v1/nothing']) {
      const { headers } = await server().ask('GET', path, { headers: { origin: 'http://evil.example' } });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('operations', () => {
  it('are told how the process is', async () => {
    expect((await server().get('/livez')).json).toEqual({ status: 'ok' });
    expect((await server().get('/readyz')).json).toEqual({ status: 'ok' });
    const before = Date.now();
    const { json } = await server().get('/health');
    const health = healthViewSchema.parse(json);
    expect(health.status).toBe('ok');
    expect(Date.parse(health.timestamp)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(health.timestamp)).toBeLessThanOrEqual(Date.now());
    expect(health.memory.rss).toBeGreaterThan(health.memory.heapUsed);
    expect(health.uptime).toBeGreaterThan(0);
    expect(json.runs).toEqual({ active: expect.any(Number), queued: expect.any(Number) });
  });

  it('are measured for Prometheus', async () => {
    const { text, headers } = await server().get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const line of [
      /holdfast_runs\{status="running"\} \d/,
      /holdfast_frames_published_total \d/,
      /holdfast_frames_dropped_total \d/,
      /holdfast_http_request_duration_seconds_bucket\{.*route="\/api\/v1\/runs\/:id"/,
      /holdfast_event_loop_delay_p99_seconds \d/,
      /process_resident_memory_bytes \d/,
    ]) {
      expect(text).toMatch(line);
    }
  });

  it('have an OpenAPI 3.1 document with every route, and a page for it', async () => {
    const { json } = await server().get('/api/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    const operations = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    for (const operation of [
      'GET /api/v1/info',
      'POST /api/v1/validate',
      'POST /api/v1/runs',
      'GET /api/v1/runs/{id}/progress',
      'POST /api/v1/runs/{id}/cancel',
      'DELETE /api/v1/runs/{id}',
      'GET /health',
    ]) {
      expect(operations).toContain(operation);
    }
    const start = json.paths['/api/v1/runs'].post;
    expect(start.requestBody.content['application/json'].schema.properties.document.required).toContain(
      'model',
    );
    expect(start.responses['4XX'].content['application/json'].schema.properties.error).toBeDefined();
    const page = await server().get('/api/docs/');
    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
  });

  it('have one page for every address of the studio', async () => {
    const headers = { accept: 'text/html' };
    const home = await server().ask('GET', '/', { headers });
    const deep = await server().ask('GET', '/run/some-id', { headers });
    expect(home.headers['content-type']).toContain('text/html');
    expect(deep.text).toBe(home.text);
    if (home.status !== 200) expect(home.text).toContain('npm run build');
    else expect(home.headers['cache-control']).toBe('no-cache');
  });
});
