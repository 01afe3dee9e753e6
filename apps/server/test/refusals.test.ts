import { describe, expect, it } from 'vitest';
import { model, useServer } from './fixture.ts';

const server = useServer({ HOLDFAST_MEMORY_MB: '512' });

describe('a request for a run', () => {
  it('is refused when it asks for what cannot be', async () => {
    const cases: readonly (readonly [unknown, number, string])[] = [
      [{ document: model('nothing') }, 422, 'document.invalid'],
      [{ document: { ...model('count'), family: 'weather' } }, 422, 'document.invalid'],
      [{ document: model('count'), parameters: [{ parameter: 'spin', value: 1 }] }, 422, 'input.unknown'],
      [
        { document: model('count'), parameters: [{ parameter: 'gain', value: 99 }] },
        422,
        'input.out-of-range',
      ],
      [{ document: model('count'), limits: { memoryMb: 4096 } }, 422, 'limit.out-of-bounds'],
      [{ document: model('count'), workers: 2 }, 422, 'run.undivided'],
      [{ document: model('count'), seed: -1 }, 400, 'request.invalid'],
      [{ document: model('count'), limit: {} }, 400, 'request.invalid'],
      [{}, 400, 'request.invalid'],
    ];
    for (const [body, status, code] of cases) {
      const answer = await server().post('/api/v1/runs', body);
      expect([answer.json.error.code, answer.status]).toEqual([code, status]);
    }
  });

  it('has the end judged by the family, whether the document or the request says it', async () => {
    const document = model('count');
    for (const body of [
      { document, until: 0.5 },
      { document: { ...document, run: { until: 0.5 } } },
      { document: { ...document, run: { until: 5 } }, until: 0.5 },
    ]) {
      const { status, json } = await server().post('/api/v1/runs', body);
      expect([status, json.error.code]).toEqual([422, 'document.invalid']);
      expect(json.error.issues).toMatchObject([{ path: '/run/until', code: 'fixture.not-whole' }]);
    }
  });

  it('may have an open end where the family allows it', async () => {
    const body = { document: model('count', 1000, 1), until: 'Infinity' };
    const { status, json } = await server().post('/api/v1/runs', body);
    expect([status, json.run.until]).toEqual([201, 'Infinity']);
    expect((await server().post(`/api/v1/runs/${json.run.id}/cancel`)).status).toBe(200);
  });

  it('is refused when the document holds U+0000, with every place', async () => {
    const document = { ...model('count'), name: 'a\0b', description: '\0', files: { 'a.csv': '1\0' } };
    const places = ['/name', '/description', '/files/a.csv'].map((path) => ({
      path,
      code: 'document.invalid-character',
    }));
    const { status, json } = await server().post('/api/v1/runs', { document });
    expect([status, json.error.code]).toEqual([422, 'document.invalid']);
    expect(json.error.issues).toMatchObject(places);
    const checked = await server().post('/api/v1/validate', { document });
    expect([checked.status, checked.json.ok, checked.json.issues.length]).toEqual([200, false, 3]);
  });

  it('is not looked for under a name that no store can hold', async () => {
    for (const path of ['/runs/%00', '/runs/a%00/events', '/runs?after=%00']) {
      const { status, json } = await server().get(`/api/v1${path}`);
      expect([path, status, json.error.code]).toEqual([path, 400, 'request.invalid']);
    }
  });
});
