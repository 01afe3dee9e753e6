import { HoldfastClient } from '@holdfast/client';
import { readReplay } from '@holdfast/report';
import { describe, expect, it } from 'vitest';
import { model, until, useServer } from './fixture.ts';

const server = useServer();

async function ended(kind: string, request: object = {}): Promise<string> {
  const { json } = await server().post('/api/v1/runs', { document: model(kind), until: 20, ...request });
  const id = json.run.id as string;
  await until('the end', async () => {
    const { run } = (await server().get(`/api/v1/runs/${id}`)).json;
    return run.status === 'ended' ? true : undefined;
  });
  return id;
}

describe('the report of a run', () => {
  it('is one page with the same bytes for everybody, each time', async () => {
    const id = await ended('count');
    const answer = await server().get(`/api/v1/runs/${id}/report`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="fixture-count-${id.slice(-8)}-report.html"`,
    );
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; .*sandbox allow-downloads$/,
    );
    expect(answer.text).toMatch(/^<!doctype html>[\s\S]*fixture count[\s\S]*<\/html>\n$/);
    expect(answer.text).toContain('<figure');
    const client = new HoldfastClient({ url: server().url });
    expect(await client.report(id)).toBe(answer.text);
    const result = await client.result(id);
    expect(readReplay(answer.text).expected).toMatchObject({ trail: result.trail, frames: result.frames });
  });

  it('calls a partial run partial, and holds wide channels without a picture', async () => {
    const id = await ended('wide', { limits: { simulatedTime: 3 } });
    const { text } = await server().get(`/api/v1/runs/${id}/report`);
    expect(text).toContain('<strong>Partial result.</strong>');
    expect(text).not.toContain('<figure');
  });

  it('is refused while the run is alive, and for a run that is none', async () => {
    const { json } = await server().post('/api/v1/runs', { document: model('count', 10, 50), until: 1000 });
    const early = await server().get(`/api/v1/runs/${json.run.id}/report`);
    expect([early.status, early.json.error.code]).toEqual([409, 'run.not-ended']);
    await server().post(`/api/v1/runs/${json.run.id}/cancel`);
    const none = await server().get('/api/v1/runs/nobody/report');
    expect([none.status, none.json.error.code]).toEqual([404, 'run.not-found']);
  });
});
