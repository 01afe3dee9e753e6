import type { RunRecord, Store } from '@holdfast/core';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDoor } from '../src/access.ts';
import type { Api, Streams } from '../src/api.ts';
import { openApplication } from '../src/application.ts';
import { readConfiguration } from '../src/configuration.ts';
import { assembleHost } from '../src/host.ts';
import { openMeasures } from '../src/measures.ts';
import { registerStudio } from '../src/routes/studio.ts';
import { catalog } from './fixtures/simulators.js';
import { createCheckpointDisk } from '@holdfast/runtime';
import { StreamRooms } from '../src/stream-rooms.ts';

/** An application on a store that does what a test says; nothing listens and nothing runs. */
async function nothing(): Promise<void> {}

class StubbedApplication {
  listRuns: () => Promise<readonly RunRecord[]> = async () => [];
  ping: () => Promise<void> = async () => undefined;
  delayMs = 0;
  draining = false;
  readonly logged: string[] = [];

  async open(): Promise<Api> {
    const configuration = readConfiguration({ HOLDFAST_REQUEST_TIMEOUT_MS: '150' }, {});
    const store = { listRuns: () => this.listRuns(), ping: () => this.ping() } as unknown as Store;
    const runs = { live: () => undefined, close: async () => undefined } as unknown as Parameters<
      typeof assembleHost
    >[0]['runs'];
    const experiments = { close: async () => undefined } as unknown as Parameters<
      typeof assembleHost
    >[0]['experiments'];
    const desk = { close: () => undefined } as unknown as Parameters<typeof assembleHost>[0]['desk'];
    const host = assembleHost({
      desk,
      store,
      runs,
      experiments,
      disk: createCheckpointDisk(''),
      catalog,
      configuration,
      leave: nothing,
      forget: nothing,
    });
    const measures = openMeasures({ counts: () => host.counts(), loopDelayMs: () => this.delayMs });
    const draining = (): boolean => this.draining;
    const streams: Streams = {
      get draining() {
        return draining();
      },
      add: () => () => undefined,
    };
    const delayMs = (): number => this.delayMs;
    const loop = {
      get delayMs() {
        return delayMs();
      },
      close: () => undefined,
    };
    const log = pino({ level: 'error' }, { write: (line: string) => void this.logged.push(line) });
    return openApplication({
      context: {
        host,
        configuration,
        measures,
        streams,
        rooms: new StreamRooms(measures, () => 0),
        clock: () => 0,
      },
      door: openDoor(configuration),
      loop,
      log,
    });
  }
}

describe('an application', () => {
  const stub = new StubbedApplication();
  let app: Api;
  beforeAll(async () => {
    app = await stub.open();
  });
  afterAll(() => app.close());

  it('tells nothing of an unforeseen failure but a number that is in its log', async () => {
    stub.listRuns = async () => {
      throw new TypeError('cannot read hunter2 of undefined');
    };
    const { statusCode, body } = await app.inject('/api/v1/runs');
    expect(statusCode).toBe(500);
    expect(body).not.toContain('hunter2');
    expect(body).not.toContain('TypeError');
    const number = /see request (\S+) in the server log/.exec(body)?.[1];
    const line = stub.logged.find((text) => text.includes('hunter2'));
    expect(JSON.parse(line ?? '{}').reqId).toBe(number);
    stub.listRuns = async () => [];
  });

  it('gives up on a request that takes too long', async () => {
    stub.listRuns = () => new Promise(() => undefined);
    const { statusCode, headers, body } = await app.inject('/api/v1/runs');
    expect([statusCode, JSON.parse(body).error.code]).toEqual([503, 'request.timeout']);
    expect(JSON.parse(body).error.message).toContain('150 ms');
    expect(headers['retry-after']).toBe('1');
    stub.listRuns = async () => [];
  });

  it('refuses API requests while its event loop is late, and still says how it is', async () => {
    stub.delayMs = 1500;
    const late = await app.inject('/api/v1/runs');
    expect([late.statusCode, JSON.parse(late.body).error.code]).toEqual([503, 'server.overloaded']);
    expect(late.headers['retry-after']).toBe('1');
    expect((await app.inject('/%61pi/v1/runs')).json().error.code).toBe('server.overloaded');
    for (const path of ['/livez', '/readyz', '/health', '/metrics']) {
      expect((await app.inject(path)).statusCode).toBe(200);
    }
    stub.delayMs = 900;
    expect((await app.inject('/api/v1/runs')).statusCode).toBe(200);
    stub.delayMs = 0;
  });

  it('is not ready without its store, but alive', async () => {
    stub.ping = async () => {
      throw new Error('gone');
    };
    expect((await app.inject('/readyz')).statusCode).toBe(503);
    expect((await app.inject('/livez')).statusCode).toBe(200);
    expect((await app.inject('/health')).statusCode).toBe(200);
    stub.ping = async () => undefined;
  });

  it('is not ready while it drains, and says so to whoever asks', async () => {
    stub.draining = true;
    const ready = await app.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'draining' }]);
    const refused = await app.inject('/api/v1/runs');
    expect([refused.statusCode, JSON.parse(refused.body).error.code]).toEqual([503, 'server.draining']);
    expect(refused.headers['connection']).toBe('close');
    expect((await app.inject('/%61pi/v1/runs')).json().error.code).toBe('server.draining');
    expect((await app.inject('/health')).json().status).toBe('draining');
    stub.draining = false;
  });

  it('answers bytes that are no HTTP in the same shape', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET / FTP/9\r\n\r\n');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.code).toBe('request.invalid');
  });
});

describe('the studio', () => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-studio-'));
  const built = fastify() as unknown as Api;
  const missing = fastify() as unknown as Api;
  beforeAll(async () => {
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html>the studio');
    writeFileSync(join(directory, 'assets', 'app-1a2b.js'), 'void 0');
    writeFileSync(join(directory, '.secret'), 'hunter2');
    await registerStudio(built, directory);
    await registerStudio(missing, join(directory, 'nowhere'));
  });
  afterAll(async () => {
    await built.close();
    await missing.close();
    rmSync(directory, { recursive: true });
  });

  const page = { headers: { accept: 'text/html' } };

  it('is one page at every address of its own', async () => {
    for (const url of ['/', '/run/some-id', '/run/some-id?t=3', '/index.html']) {
      const { statusCode, body, headers } = await built.inject({ url, ...page });
      expect([url, statusCode, body]).toEqual([url, 200, '<!doctype html>the studio']);
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps hashed assets for ever', async () => {
    const { headers } = await built.inject('/assets/app-1a2b.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toContain('javascript');
  });

  it('gives nothing beside its files', async () => {
    for (const url of ['/.secret', '/..%2f..%2fetc%2fpasswd.txt', '/assets/missing.js', '/api/v1/nothing']) {
      const { statusCode, body } = await built.inject({ url, ...page });
      expect([url, statusCode >= 400]).toEqual([url, true]);
      expect(body).not.toContain('hunter2');
    }
  });

  it('says how it is built when it is not', async () => {
    const { statusCode, body } = await missing.inject({ url: '/', ...page });
    expect(statusCode).toBe(503);
    expect(body).toContain('npm run build');
  });
});
