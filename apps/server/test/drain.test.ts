import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { model, openTestServer, temporaryDirectory, until, type TestServer } from './fixture.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let open: TestServer | undefined;

beforeEach(async () => {
  directory = temporaryDirectory();
});

afterEach(async () => {
  await open?.running.close();
  directory.remove();
});

const start = async (): Promise<TestServer> => (open = await openTestServer(directory.path));

describe('a server that drains', () => {
  it('says goodbye to everyone, keeps every run, and its successor goes on', async () => {
    const server = await start();
    const { id } = await server.start({ document: model('count', 1000, 1), until: 1e7 });
    await server.reached(id, ({ time }) => time > 100);
    const socket: WebSocket = server.socket(`/api/v1/runs/${id}/live`);
    await once(socket, 'message');
    const stalled = await server.stalled(`/api/v1/runs/${id}/live`);
    const progress = server.get(`/api/v1/runs/${id}/progress`);
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    slow.write(`GET /api/v1/info HTTP/1.1\r\nHost: localhost\r\n`);
    await until('every stream to be open', async () => {
      const { text } = await server.get('/metrics');
      const kinds = /kind="live"\} 2/.test(text) && /kind="progress"\} 1/.test(text);
      return kinds ? true : undefined;
    });

    const closing = server.running.close();
    expect(server.running.close()).toBe(closing);
    slow.write('\r\n');
    let late = '';
    slow.setEncoding('utf8').on('data', (text: string) => (late += text));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1001, 'server.draining']);
    expect((await progress).text).toContain('event: progress');
    // Neither the stalled nor the slow client holds it: this would never be done.
    await closing;
    expect(late).toMatch(/^HTTP\/1\.1 503 /);
    expect(late.toLowerCase()).toContain('connection: close');
    expect(late).toContain('server.draining');
    await expect(server.get('/livez')).rejects.toThrow(/ECONNREFUSED/);
    stalled.destroy();

    const successor = await start();
    const resumed = await successor.reached(id, ({ status, time }) => status === 'running' && time > 100);
    expect(resumed.epoch).toBeGreaterThan(1);
    await successor.post(`/api/v1/runs/${id}/cancel`);
    expect((await successor.ended(id)).stop).toEqual({ kind: 'cancelled' });
  });
});
