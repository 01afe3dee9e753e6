import { HoldfastClient, type LiveOptions } from '@holdfast/client';
import { encodeFrame, encodeJson, type LiveMessage } from '@holdfast/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import {
  eagerTimer,
  event,
  json,
  model,
  run,
  startFakeServer,
  type Answer,
  type FakeServer,
} from './fake-server.ts';

const open: FakeServer[] = [];
const waits: number[] = [];

afterEach(async () => {
  waits.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(answers: Readonly<Record<string, Answer>> = {}, key?: string) {
  const server = await startFakeServer(answers);
  open.push(server);
  const client = new HoldfastClient({ url: server.url, key, webSocket: WebSocket, timer: eagerTimer(waits) });
  return { server, client };
}

function say(socket: WebSocket, ...messages: (LiveMessage | Uint8Array)[]): void {
  for (const message of messages) socket.send(message instanceof Uint8Array ? message : encodeJson(message));
}

/** Follows until the last call and tells everything that was called, in order. */
function follow(client: HoldfastClient, options: LiveOptions = {}): Promise<readonly string[]> {
  const calls: string[] = [];
  return new Promise((resolve) => {
    client.live('r1', {
      onModel: (view) => calls.push(`model ${view.id}`),
      onRun: (view) => calls.push(`run ${view.status}`),
      onFrame: (frame) => calls.push(`frame ${frame.sequence} [${frame.values.join(' ')}]`),
      onMetrics: (view) => calls.push(`metrics ${view.time} ${view.partial ? 'partial' : 'whole'}`),
      onEvent: ({ sequence }) => calls.push(`event ${sequence}`),
      onDropped: (frames) => calls.push(`dropped ${frames}`),
      onLink: (link) => calls.push(link),
      onEnded: (stop) => resolve([...calls, `ended ${stop.kind}`]),
      onError: ({ code }) => resolve([...calls, `error ${code}`]),
      ...options,
    });
  });
}

const hello: LiveMessage = { type: 'model', run: { ...run, parameters: [] }, model };
const ended: LiveMessage = { type: 'ended', stop: { kind: 'reached-end' } };

describe('live', () => {
  it('delivers model, run, events, frames, metrics, drops and the end', async () => {
    const { server, client } = await serve();
    server.onSocket = (socket) =>
      say(
        socket,
        hello,
        { type: 'event', event: event(0) },
        encodeFrame({ sequence: 4, time: 2, values: Float64Array.of(1, 2) }),
        { type: 'metrics', time: 3, metrics: [] },
        { type: 'dropped', frames: 2 },
        { type: 'run', run: { ...run, parameters: [], status: 'ended' } },
        { type: 'metrics', time: 4, metrics: [] },
        ended,
      );
    expect(await follow(client, { rateHz: 5, after: -1 })).toStrictEqual([
      'open',
      'model r1',
      'event 0',
      'frame 4 [1 2]',
      'metrics 3 partial',
      'dropped 2',
      'run ended',
      'metrics 4 whole',
      'ended reached-end',
    ]);
    expect(server.requests).toStrictEqual(['UPGRADE /api/v1/runs/r1/live?rate=5&after=-1']);
  });

  it('comes back after a cut, without losing or repeating an event, and adds up what was dropped', async () => {
    const { server, client } = await serve();
    let connection = 0;
    server.onSocket = (socket) => {
      connection++;
      if (connection === 1) {
        say(
          socket,
          hello,
          { type: 'event', event: event(0) },
          { type: 'event', event: event(1) },
          { type: 'dropped', frames: 3 },
        );
        socket.close(1001);
      } else if (connection === 2) {
        say(
          socket,
          hello,
          { type: 'event', event: event(1) },
          { type: 'event', event: event(2) },
          { type: 'dropped', frames: 2 },
        );
        socket.terminate();
      } else say(socket, hello, ended);
    };
    expect(await follow(client)).toStrictEqual([
      'open',
      'model r1',
      'event 0',
      'event 1',
      'dropped 3',
      'waiting',
      'open',
      'model r1',
      'event 2',
      'dropped 5',
      'waiting',
      'open',
      'model r1',
      'ended reached-end',
    ]);
    expect(server.requests).toStrictEqual([
      'UPGRADE /api/v1/runs/r1/live',
      'UPGRADE /api/v1/runs/r1/live?after=1',
      'UPGRADE /api/v1/runs/r1/live?after=2',
    ]);
    expect(waits).toStrictEqual([250, 250]);
  });

  it('waits longer each time and gives up after a minute of waiting', async () => {
    const { server, client } = await serve();
    await server.close();
    const calls = await follow(client);
    expect(calls.at(-1)).toBe('error server.unreachable');
    expect(waits.slice(0, 6)).toStrictEqual([250, 500, 1000, 2000, 4000, 5000]);
    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThanOrEqual(60_000);
    expect(waited).toBeLessThan(65_001);
  });

  it('learns why a handshake was refused and does not insist', async () => {
    const error = { code: 'run.not-found', message: 'no run has the id "r1"', remedy: 'List runs.' };
    const { server, client } = await serve({ 'GET /api/v1/runs/r1': json({ error }, 404) });
    server.upgrades = false;
    expect(await follow(client)).toStrictEqual(['waiting', 'error run.not-found']);
    expect(waits).toStrictEqual([]);
  });

  it('tries again when the refusal may pass', async () => {
    const error = { code: 'server.draining', message: 'm', remedy: 'r' };
    const { server, client } = await serve({
      'GET /api/v1/runs/r1': (request, response, body) => {
        server.upgrades = true;
        json({ error }, 503)(request, response, body);
      },
    });
    server.upgrades = false;
    server.onSocket = (socket) => say(socket, hello, ended);
    expect(await follow(client)).toStrictEqual(['waiting', 'open', 'model r1', 'ended reached-end']);
  });

  it.each([
    ['text that is no message', '{"type":"other"}'],
    ['text that is no JSON', '{'],
    ['bytes that are no frame', Uint8Array.of(1, 2, 3)],
  ])('stops at %s with protocol.malformed', async (_, message) => {
    const { server, client } = await serve();
    server.onSocket = (socket) => socket.send(message);
    expect(await follow(client)).toStrictEqual(['open', 'error protocol.malformed']);
  });

  it('asks for another rate at once, and again when it has to reconnect', async () => {
    const { server, client } = await serve();
    const heard: string[] = [];
    let connection = 0;
    server.onSocket = (socket) => {
      connection++;
      socket.on('message', (data: Buffer) => {
        heard.push(data.toString());
        socket.close(1001);
      });
      say(socket, hello, ...(connection === 2 ? [ended] : []));
    };
    const live: ReturnType<typeof client.live>[] = [];
    await new Promise<void>((resolve) => {
      live.push(
        client.live('r1', { rateHz: 1, onModel: () => live[0]?.setRate(30), onEnded: () => resolve() }),
      );
    });
    expect(heard[0]).toBe('{"type":"rate","hz":30}');
    expect(server.requests).toStrictEqual([
      'UPGRADE /api/v1/runs/r1/live?rate=1',
      'UPGRADE /api/v1/runs/r1/live?rate=30',
    ]);
  });

  it('calls nothing after close, even when closed while connecting or waiting', async () => {
    const { server, client } = await serve();
    const calls: string[] = [];
    const socketClosed = new Promise<void>((resolve) => {
      server.onSocket = (socket) => {
        socket.on('close', () => resolve());
        say(socket, hello, { type: 'event', event: event(0) });
      };
    });
    const live = client.live('r1', { onModel: () => live.close(), onEvent: () => calls.push('event') });
    await socketClosed;
    const connecting = client.live('r1', {
      onModel: () => calls.push('model'),
      onError: () => calls.push('error'),
    });
    connecting.close();
    connecting.close();
    await client.info().catch(() => undefined);
    expect(calls).toStrictEqual([]);
    expect(waits).toStrictEqual([]);
  });

  it('sends the key as a subprotocol, beside one a browser lets the server choose', async () => {
    const { server, client } = await serve({}, 'secret');
    server.onSocket = (socket) => say(socket, hello, ended);
    await follow(client);
    expect(server.headers[0]?.['sec-websocket-protocol']).toBe('holdfast.live.1,holdfast.key.secret');
  });

  it('says what is missing where the platform has no WebSocket', () => {
    vi.stubGlobal('WebSocket', undefined);
    expect(() => new HoldfastClient({ url: 'http://x' }).live('r1', {})).toThrow('pass the class of "ws"');
    vi.unstubAllGlobals();
  });
});
