// Everything a server takes in, sent with harm in it: each answer names a code and what to do, and the server answers on.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HoldfastClient } from '@holdfast/client';
import { decodeJson } from '@holdfast/protocol';
import { zipSync } from 'fflate';
import { readConfiguration, startServer } from '../src/index.ts';
import { deskBounds } from '../src/writing/writing-desk.ts';
import { temporaryDirectory, TestServer } from './fixture.ts';
import { hostileUploads, type HostileUpload } from './fixtures/hostile-uploads.ts';

const directories = [temporaryDirectory(), temporaryDirectory()];
const servers: TestServer[] = [];
const hastyMs = 3000;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

beforeAll(async () => {
  for (const [index, deadlineMs] of [60_000, hastyMs].entries()) {
    const settings = {
      HOLDFAST_PORT: '0',
      HOLDFAST_DATA_DIR: directories[index].path,
      HOLDFAST_LOG_LEVEL: 'silent',
      HOLDFAST_SPARE_WORKERS: '0',
      HOLDFAST_BODY_LIMIT_MB: '6',
      // the loop is this test's own, which packs archives in it
      HOLDFAST_OVERLOAD_MS: '60000',
    };
    servers.push(
      new TestServer(
        await startServer(readConfiguration(settings, {}), { desk: { ...deskBounds, deadlineMs } }),
      ),
    );
  }
});

afterAll(async () => {
  for (const server of servers) await server.running.close();
  for (const directory of directories) directory.remove();
});

interface Problem {
  readonly code: string;
  readonly remedy?: string;
}

interface Said {
  readonly status: number;
  readonly problems: readonly Problem[];
}

/** Codes and remedies of an answer of any kind. */
function problemsOf(text: string): readonly Problem[] {
  const answer = decodeJson(text) as {
    error?: Problem & { issues?: readonly Problem[] };
    issues?: readonly Problem[];
    questions?: readonly { message: string }[];
  };
  const { error, issues = [], questions = [] } = answer;
  return [
    ...(error === undefined ? [] : [error, ...(error.issues ?? [])]),
    ...issues,
    ...questions.map(({ message }) => ({ code: 'question', remedy: message })),
  ];
}

function send({ url }: TestServer, { route, body }: Pick<HostileUpload, 'route' | 'body'>): Promise<Said> {
  const bytes = body instanceof Uint8Array ? body : undefined;
  const sent = bytes ?? (typeof body === 'string' ? body : JSON.stringify(body));
  const headers = { 'content-type': bytes === undefined ? 'application/json' : 'application/octet-stream' };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/v1/${route}`, { method: 'POST', headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, problems: problemsOf(Buffer.concat(parts).toString()) }),
      );
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}

describe('a server that is sent', () => {
  it.each(hostileUploads.map((upload) => [`${upload.what} (${upload.route})`, upload] as const))(
    '%s says what is wrong and what to do',
    async (_, upload) => {
      const { status, problems } = await send(servers[0], upload);
      expect({ status, codes: problems.map(({ code }) => code) }).toEqual({
        status: upload.status,
        codes: expect.arrayContaining([upload.code]),
      });
      for (const { code, remedy } of problems) expect(remedy, code).toMatch(/\w/);
    },
  );

  it('a model that compiles for minutes kills what compiles it, and says how long it was given', async () => {
    const bodies = Array.from(
      { length: 400 },
      (_, i) => `<body pos="${i / 20} 0 0.1"><freejoint/><geom type="box" size="0.1 0.1 0.1"/></body>`,
    );
    const body = new TextEncoder().encode(
      `<mujoco><option timestep="0.0001"/><worldbody>${bodies.join('')}</worldbody></mujoco>`,
    );
    const { status, problems } = await send(servers[1], { route: 'import', body });
    expect([status, problems[0]?.code]).toEqual([422, 'writing.too-slow']);
  });

  it('a sound model in a ZIP file becomes a document whose first second has run', async () => {
    const client = new HoldfastClient({ url: servers[0].url });
    const mesh = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n';
    const robot =
      '<mujoco model="tip"><asset><mesh file="tip.obj"/></asset><worldbody><body><freejoint/><geom type="mesh" mesh="tip" group="2"/></body></worldbody></mujoco>';
    const file = new Uint8Array(zipSync({ 'tip/a.xml': encode(robot), 'tip/tip.obj': encode(mesh) }));
    const view = await client.importModel(file, 'tip.zip');
    expect(view).toMatchObject({
      ok: true,
      by: 'import',
      document: { name: 'tip', model: { meshes: [{ name: 'tip' }] } },
    });
    expect(view.issues.map(({ code }) => code)).toEqual(['physics.left-out']);
  });

  it('all of this answers on', async () => {
    for (const server of servers) expect((await server.get('/health')).status).toBe(200);
  });

  it('more than forty things, each code of which the page names', () => {
    expect(hostileUploads.length).toBeGreaterThanOrEqual(40);
    const page = readFileSync(
      new URL('../../../docs/explanation/worlds-of-bodies.md', import.meta.url),
      'utf8',
    );
    const codes = new Set(hostileUploads.map(({ code }) => code).filter((code) => code !== 'question'));
    expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
